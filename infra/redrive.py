"""Dead letters: what failed for good is shown, and sent back once its cause is mended.

python -m infra.redrive [--stage local] [--send]

A letter of a queue goes back to the queue that it came from. One of a schedule holds its event, with which its function is
called again. One of a stream only says where its records lay: they are read from the stream, which keeps them for 24 hours;
later, what they told of is made anew from the tables. All functions may be called twice for one thing. A letter is deleted
once that is done and not before, so one that cannot be sent back stays, as do all if this is cut off.
"""

import argparse
import json
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from itertools import islice
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra import figures, rebuild, say
from infra.reach import enter
from infra.stage import Stage
from infra.terminal import in_lines

HELD_SECONDS = 300  # what is looked at is hidden from others for so long, should this be cut off
# Lambda may take a quarter of an hour, and must not be asked again meanwhile.
PATIENT = Config(read_timeout=900, retries={"max_attempts": 0})
TOGETHER = 10  # records that a function gets at once
# Functions whose whole work is made anew from the tables, where the stream has lost their records.
REBUILT: Mapping[str, Callable[[], object]] = {
    "IndexPost": rebuild.index,
    "CountFigures": figures.rebuild,
    "RenameAuthor": rebuild.names,
}
# The others get the rows of the table as they are now: of these tables those that were written when the lost records
# were, for their functions hear of new rows alone, and tell people of them; of the photos all, which tells nobody.
WRITTEN_AT = {"PostsTable": "created_at", "TimelineTable": "at", "CommentsTable": "at"}
SLACK = timedelta(minutes=1)  # between the clocks of who wrote a row, of its stream and of a log


class CannotSend(Exception):
    """Why a letter stays."""


@dataclass(frozen=True)
class Letter:
    function: str  # its name in the template
    since: str
    tries: str
    why: str  # as far as is known
    again: Callable[[], None]  # raises CannotSend

    def __str__(self) -> str:
        return f"{self.function}, since {self.since}, {self.tries} tries: {self.why}"


@dataclass(frozen=True)
class Office:
    """Reads the letters of a stage, and knows the way back of each kind."""

    stage: Stage

    @cached_property
    def _logical(self) -> dict[str, str]:
        """The names in the template, by those of the things themselves."""
        pages = self.stage.client("cloudformation").get_paginator("list_stack_resources")
        found = (one for page in pages.paginate(StackName=self.stage.stack) for one in page["StackResourceSummaries"])
        return {one["PhysicalResourceId"]: one["LogicalResourceId"] for one in found if "PhysicalResourceId" in one}

    def _in_template(self, function: str) -> str:
        return self._logical.get(function, function)

    def queues(self) -> dict[str, str]:
        """Their addresses by their names."""
        found = {name: thing for thing, name in self._logical.items() if name.endswith("DeadLetters")}
        return dict(sorted(found.items()))

    def read(self, message: Mapping[str, Any]) -> Letter:
        attributes, body = message["Attributes"], _parsed(message["Body"])
        if "DDBStreamBatchInfo" in body:
            return self._of_stream(body)
        if "requestPayload" in body:
            return self._of_call(body, _time(attributes))
        if "TARGET_ARN" in message.get("MessageAttributes", {}):
            return self._of_rule(message)
        if "DeadLetterQueueSourceArn" in attributes:
            return self._of_queue(message)
        return Letter("unknown", _time(attributes), "?", "nothing tells where it came from", _stay)

    # Kinds of letters

    def _of_queue(self, message: Mapping[str, Any]) -> Letter:
        sqs, source = self.stage.client("sqs"), message["Attributes"]["DeadLetterQueueSourceArn"]
        url = sqs.get_queue_url(QueueName=source.rpartition(":")[2])["QueueUrl"]
        policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"]
        mapped = self.stage.client("lambda").list_event_source_mappings(EventSourceArn=source)["EventSourceMappings"]
        function, since = _name(mapped[0]["FunctionArn"]), _time(message["Attributes"])
        return Letter(
            self._in_template(function),
            since,
            json.loads(policy)["maxReceiveCount"],
            self._last_words(function, message["MessageId"], since),
            partial(self._move, message, url),
        )

    def _of_stream(self, body: Mapping[str, Any]) -> Letter:
        context, batch = body["requestContext"], body["DDBStreamBatchInfo"]
        function, since = _name(context["functionArn"]), batch["approximateArrivalOfFirstRecord"]
        why = f"{context['condition']}, {batch['batchSize']} records; "
        return Letter(
            self._in_template(function),
            since,
            context["approximateInvokeCount"],
            why + self._last_words(function, batch["startSequenceNumber"], since),
            partial(self._replay, function, batch),
        )

    def _of_call(self, body: Mapping[str, Any], buried: str) -> Letter:
        context, event = body["requestContext"], body["requestPayload"]
        function, error = _name(context["functionArn"]), body.get("responsePayload") or {}
        return Letter(
            self._in_template(function),
            event.get("time", buried),
            context["approximateInvokeCount"],
            f"{context['condition']}, {_error(error)}",
            partial(self._call, function, event),
        )

    def _of_rule(self, message: Mapping[str, Any]) -> Letter:
        """What EventBridge could not hand over at all."""
        told = {name: one["StringValue"] for name, one in message["MessageAttributes"].items()}
        function, event = _name(told["TARGET_ARN"]), json.loads(message["Body"])
        return Letter(
            self._in_template(function),
            event["time"],
            told.get("RETRY_ATTEMPTS", "?"),
            told.get("ERROR_MESSAGE", told.get("ERROR_CODE", "?")),
            partial(self._call, function, event),
        )

    def _last_words(self, function: str, record: str, since: str) -> str:
        """How its log names the error of this record; of the 400 days that it keeps, no older one is read."""
        logs, told = self.stage.client("logs"), "its log says nothing of it"
        with suppress(logs.exceptions.ResourceNotFoundException):
            found = self.stage.client("lambda").get_function_configuration(FunctionName=function)
            pages = logs.get_paginator("filter_log_events").paginate(
                logGroupName=found["LoggingConfig"]["LogGroup"],
                startTime=int((datetime.fromisoformat(since) - SLACK).timestamp() * 1000),
                filterPattern=f'"{record}"',
                PaginationConfig={"MaxItems": 100},
            )
            for one in (one for page in pages for one in page["events"]):
                traceback = _parsed(one["message"]).get("exception")
                told = traceback.strip().splitlines()[-1] if traceback else told
        return told

    # Ways back

    def _move(self, message: Mapping[str, Any], url: str) -> None:
        """All that the room puts into its queues is the body."""
        self.stage.client("sqs").send_message(QueueUrl=url, MessageBody=message["Body"])

    def _call(self, function: str, event: Mapping[str, Any]) -> None:
        functions = self.stage.session.client("lambda", endpoint_url=self.stage.endpoint, config=PATIENT)
        answer = functions.invoke(FunctionName=function, Payload=json.dumps(event, default=_plain))
        if "FunctionError" in answer:
            raise CannotSend(_error(json.loads(answer["Payload"].read())))

    def _replay(self, function: str, batch: Mapping[str, Any]) -> None:
        records = self._records(batch)
        if records is None and (anew := REBUILT.get(self._in_template(function))):
            anew()
            return
        fits = self._filter(function)
        wanted = filter(fits, self._rows(batch) if records is None else records)
        while some := list(islice(wanted, TOGETHER)):
            self._call(function, {"Records": some})

    def _records(self, batch: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """As the function got them, and those between them that its filter left out; None once the stream has lost them."""
        streams, last, arn = self.stage.client("dynamodbstreams"), int(batch["endSequenceNumber"]), batch["streamArn"]
        found: list[dict[str, Any]] = []
        try:
            after = streams.get_shard_iterator(
                StreamArn=arn,
                ShardId=batch["shardId"],
                ShardIteratorType="AT_SEQUENCE_NUMBER",
                SequenceNumber=batch["startSequenceNumber"],
            ).get("ShardIterator")
            while after and (not found or _number(found[-1]) < last):
                page = streams.get_records(ShardIterator=after)
                found += [_as_called(one, arn) for one in page["Records"] if _number(one) <= last]
                after = page.get("NextShardIterator")
        except (streams.exceptions.TrimmedDataAccessException, streams.exceptions.ResourceNotFoundException):
            return None
        return found

    def _rows(self, batch: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        table = batch["streamArn"].split("/")[1]
        attribute = WRITTEN_AT.get(self._logical[table])
        first, last = (datetime.fromisoformat(batch[f"approximateArrivalOf{one}Record"]) for one in ("First", "Last"))
        for page in self.stage.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
            for row in page["Items"]:
                if attribute is None:
                    yield _record("MODIFY", row, batch["streamArn"])
                elif first - SLACK <= datetime.fromisoformat(row[attribute]["S"]) <= last + SLACK:
                    yield _record("INSERT", row, batch["streamArn"])

    def _filter(self, function: str) -> Callable[[Mapping[str, Any]], bool]:
        """What the event source lets through."""
        found = self.stage.client("lambda").list_event_source_mappings(FunctionName=function)["EventSourceMappings"]
        patterns = [json.loads(one["Pattern"]) for one in found[0]["FilterCriteria"]["Filters"]]
        return lambda record: any(_fits(pattern, record) for pattern in patterns)


def _fits(pattern: Any, value: Any) -> bool:
    """So much of Lambda's event filters as infra/events.yaml uses."""
    if isinstance(pattern, dict):
        return all(_fits(part, value.get(name) if value else None) for name, part in pattern.items())
    if pattern == [{"exists": True}]:
        return value is not None
    if not all(isinstance(one, str) for one in pattern):
        raise CannotSend(f"its event filter holds what this command does not know: {pattern}")
    return value in pattern


def _as_called(record: Mapping[str, Any], arn: str) -> dict[str, Any]:
    """With the names that Lambda has for who did it; the stream's own begin with capitals."""
    who = {name[0].lower() + name[1:]: value for name, value in record.get("userIdentity", {}).items()}
    return {**record, "eventSourceARN": arn, "userIdentity": who}


def _record(kind: str, row: Mapping[str, Any], arn: str) -> dict[str, Any]:
    told = {"Keys": {}, "NewImage": row, "SequenceNumber": "0", "SizeBytes": 0, "StreamViewType": "NEW_IMAGE"}
    known = {"eventID": "", "eventName": kind, "eventVersion": "1.1", "eventSource": "aws:dynamodb"}
    known |= {"awsRegion": arn.split(":")[3], "eventSourceARN": arn}
    return known | {"dynamodb": told | {"ApproximateCreationDateTime": 0}}


def _plain(value: object) -> object:
    """As Lambda writes what boto3 has read."""
    return value.timestamp() if isinstance(value, datetime) else b64encode(value).decode()  # type: ignore[arg-type]


def _number(record: Mapping[str, Any]) -> int:
    return int(record["dynamodb"]["SequenceNumber"])


def _parsed(text: str) -> dict[str, Any]:
    with suppress(ValueError):
        found = json.loads(text)
        return found if isinstance(found, dict) else {}
    return {}


def _name(arn: str) -> str:
    return arn.split(":")[6]


def _time(attributes: Mapping[str, str]) -> str:
    return datetime.fromtimestamp(int(attributes["SentTimestamp"]) // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _error(answer: Mapping[str, Any]) -> str:
    return f"{answer.get('errorType', 'Error')}: {answer.get('errorMessage', 'nothing more is known')}"


def _stay() -> None:
    raise CannotSend("nothing tells where it came from")


def _taken(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """All that lie there, hidden from others meanwhile."""
    number = "ApproximateNumberOfMessages"
    while int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[number])["Attributes"][number]):
        some = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=HELD_SECONDS,
            WaitTimeSeconds=1,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        if not some.get("Messages"):
            return
        yield from some["Messages"]


def redrive(stage: Stage, *, send: bool) -> None:
    office, sqs = Office(stage), stage.client("sqs")
    for name, url in office.queues().items():
        lying = list(_taken(sqs, url))
        say(f"{name}: {len(lying)}")
        for message in lying:
            letter = office.read(message)
            say(f"  {letter}")
            if send and _sent(letter):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            else:
                sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)


def _sent(letter: Letter) -> bool:
    try:
        letter.again()
    except (CannotSend, BotoCoreError, ClientError) as error:
        say(f"    stays: {error}")
        return False
    say("    sent back")
    return True


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.redrive")
    parser.add_argument("--stage", default="local")
    parser.add_argument("--send", action="store_true", help="send them back; else they are only shown")
    asked = parser.parse_args(arguments)
    return in_lines(lambda: redrive(enter(asked.stage), send=asked.send))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
