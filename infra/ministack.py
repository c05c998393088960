"""The local cloud's process: MiniStack 1.5.33, which does once what it would do over and over. Its answers are the same;
only of a mail it tells IAM from whom it is, as SES does.

Runs in the environment of .local/cloud, so it imports nothing of ours.
"""

import contextlib
import queue
import sys
import tempfile
import threading
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from ministack.app import main
from ministack.core import iam_actions
from ministack.core.lambda_runtime import Worker
from ministack.services import dynamodb

# Rules of an expression's text alone, which are asked anew for every item that a query looks at.
TEXT_RULES = ("_tokenize", "_condition_syntax_error")
_unpack = zipfile.ZipFile.extractall
_unpacking = threading.Lock()
_resource_of, _context_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context


def unpack_once(archive: zipfile.ZipFile, path: str, *_: Any) -> None:
    """All workers of a function read one copy of its code, as they would read the same on AWS."""
    content = hash(tuple((member.filename, member.CRC) for member in archive.infolist()))
    copy = Path(tempfile.gettempdir(), f"unpacked-{content & sys.maxsize:x}")
    with _unpacking:
        if not copy.exists():
            part = copy.with_suffix(".part")
            _unpack(archive, part)
            part.rename(copy)
    Path(path).rmdir()
    Path(path).symlink_to(copy)


def what_was_logged(worker: Any) -> str:
    """Of one call, by MiniStack's own patience: 50 ms for the first line and 5 for each more, without a look each 1 ms."""
    lines: list[str] = []
    with contextlib.suppress(queue.Empty):
        while True:
            lines.append(worker._stderr_queue.get(timeout=0.005 if lines else 0.05))
    return "\n".join(lines)


def identity_of(service: str, *asked: Any) -> str:
    """What a call is about: a mail, the address that it is from. Asked are method, path, headers, body, parameters, region, account."""
    *_, parameters, region, account = asked
    sender = sender_of(service, parameters)
    return f"arn:aws:ses:{region}:{account}:identity/{sender}" if sender else _resource_of(service, *asked)


def with_sender(service: str, action: str, body: bytes, parameters: dict[str, Any]) -> dict[str, Any]:
    sender = sender_of(service, parameters)
    return {**_context_of(service, action, body, parameters), **({"ses:FromAddress": sender} if sender else {})}


def sender_of(service: str, parameters: dict[str, Any]) -> str:
    return iam_actions._query_param(parameters, "Source") if service == "ses" else ""


if __name__ == "__main__":
    zipfile.ZipFile.extractall = unpack_once  # type: ignore[assignment, method-assign]
    Worker._drain_stderr_bounded = what_was_logged
    iam_actions.extract_resource_arn, iam_actions.request_tag_context = identity_of, with_sender
    for name in TEXT_RULES:
        setattr(dynamodb, name, lru_cache(1024)(getattr(dynamodb, name)))
    sys.exit(main())
