"""What schemathesis takes for a failure and is none: each with its reason. Loaded by schemathesis itself."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData, UnsupportedMethodResponse

# Of what does not fit its schema; all other codes of 400 are of rules that no schema can state.
DOOR = {"json_only", "malformed_json", "missing_field", "unknown_field", "wrong_type"}


def told(response: Any) -> dict[str, Any]:
    try:
        found = json.loads(response.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def refused(response: Any, code: str, *fields: str) -> bool:
    """With one of these fields, if any are given."""
    found = told(response)
    return found.get("code") == code and (not fields or found.get("field") in fields)


# Each kind of failure, and the answers for which it is none.
MEANT: tuple[tuple[type, Callable[[Any], bool]], ...] = (
    # A rule that no schema can state: a nickname that claims an office, a control character, a cursor of another list.
    (RejectedPositiveData, lambda response: response.status_code == 400 and told(response).get("code") not in DOOR),
    # An empty parameter is an absent one.
    (AcceptedNegativeData, lambda response: "=&" in f"{urlsplit(response.request.url).query}&"),
    # What a watch needs besides follows from its kind.
    (RejectedPositiveData, lambda response: refused(response, "missing_field", "value", "area")),
    # JSON Schema takes 1.0 for an integer, the room does not.
    (
        RejectedPositiveData,
        lambda response: refused(response, "wrong_type") and told(response)["message"].endswith(": int"),
    ),
    # API Gateway knows no 405: an address without this method is none (MISSING_AUTHENTICATION_TOKEN in infra/api.yaml).
    (UnsupportedMethodResponse, lambda response: refused(response, "no_such_route")),
)


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    return not any(isinstance(failure, kind) and meant(response) for kind, meant in MEANT)
