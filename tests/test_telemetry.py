"""What every function counts without being asked."""

import io
import json
from contextlib import ExitStack, redirect_stdout, suppress

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

import chalicelib.telemetry  # noqa: F401 - hears of each client that is made after it
from tests.push_service import PushService


def counted(code: str, *reasons: str, calls: int = 1) -> int:
    """How many calls are said to be turned down, of as many that are answered with this error."""
    said = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "CancellationReasons": [{"Code": r} for r in reasons]}
    with redirect_stdout(io.StringIO()) as written, ExitStack() as after:
        service = PushService()
        after.callback(service.stop)
        service.answers["/"] = 400, {}, json.dumps(said).encode()
        once = Config(retries={"max_attempts": 0})
        db = boto3.Session("test", "test").client("dynamodb", endpoint_url=service.origin, config=once)
        for _ in range(calls):
            with suppress(ClientError):
                db.transact_write_items(TransactItems=[{"Delete": {"TableName": "any", "Key": {"key": {"S": "any"}}}}])
    return sum(sum(json.loads(line).get("Throttled", ())) for line in written.getvalue().splitlines())


@pytest.mark.parametrize(
    "answer",
    [
        ("ThrottlingException",),
        ("ProvisionedThroughputExceededException",),
        ("TransactionCanceledException", "None", "ThrottlingError"),
    ],
)
def test_a_call_that_dynamodb_turns_down_is_counted_alone_or_in_a_transaction(answer: tuple[str, ...]) -> None:
    assert counted(*answer) == 1


def test_a_call_that_only_came_too_late_is_not() -> None:
    assert counted("TransactionCanceledException", "ConditionalCheckFailed", "None") == 0
