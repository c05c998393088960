"""A citizen's and a clerk's side of the API, with the standard library alone: it runs wherever Python does."""

import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Found = TypeVar("Found")
TIMEOUT = 30  # seconds of one request


class Refused(Exception):
    """The room answered with an error."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body.get('code')}: {body.get('message')}")
        self.status, self.body = status, body


@dataclass(frozen=True)
class Client:
    """`base` is the site's or the API's own address; both serve /v1."""

    base: str
    token: str | None = None
    language: str = "ko"

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] = {}) -> Any:
        sent = {"Accept-Language": self.language, **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        status, text = send(method, self.base + path, data, sent)
        answer = json.loads(text) if text else {}
        if status >= 400:
            raise Refused(status, answer)
        return answer

    def as_(self, token: str) -> "Client":
        return Client(self.base, token, self.language)

    def join(self, nickname: str) -> "Client":
        return self.as_(self.call("POST", "/v1/members", {"nickname": nickname})["token"])

    def post(self, key: str | None = None, **body: object) -> dict[str, Any]:
        sent: dict[str, Any] = self.call("POST", "/v1/posts", body, {"Idempotency-Key": key or secrets.token_hex(16)})
        return sent

    def upload(self, photo: bytes, media_type: str = "image/jpeg", path: str = "/v1/photos") -> str:
        """Announces a photo and sends it to S3; its renditions come a moment later."""
        announced = self.call("POST", path, {"type": media_type})
        form = announced["upload"]
        body, kind = multipart(form["fields"], photo)
        status, text = send("POST", form["url"], body, {"Content-Type": kind})
        if status >= 300:
            raise Refused(status, {"code": "upload", "message": text[:300]})
        return str(announced["id"])


def send(method: str, url: str, data: bytes | None = None, headers: Mapping[str, str] = {}) -> tuple[int, str]:
    request = urllib.request.Request(url, data, dict(headers), method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - http(s) of the stage
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def multipart(fields: Mapping[str, str], photo: bytes) -> tuple[bytes, str]:
    """S3 reads the fields in order and stops at the file, so that comes last."""
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="photo"\r\n\r\n'.encode()
    return b"".join([*parts, head, photo, f"\r\n--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"


def sign_in(cognito: str, client_id: str, username: str, password: str) -> str:
    """An id token of the staff pool; only where the stage lets scripts sign in (parameter PasswordSignIn)."""
    body = {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": client_id,
        "AuthParameters": {"USERNAME": username, "PASSWORD": password},
    }
    status, text = send(
        "POST",
        cognito,
        json.dumps(body).encode(),
        {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
        },
    )
    if status >= 400:
        raise Refused(status, {"code": "sign_in", "message": text[:300]})
    return str(json.loads(text)["AuthenticationResult"]["IdToken"])


def mails(viewer: str, to: str) -> list[dict[str, Any]]:
    """What the local cloud's mail viewer holds for one reader, oldest first."""
    _, text = send("GET", viewer)
    found = [mail for account in json.loads(text)["messages"].values() for mail in account]
    return [mail for mail in found if to in mail.get("To", []) or to in mail.get("Destinations", [])]


def wait_for(look: Callable[[], Found], what: str, seconds: float = 60) -> Found:
    """The first true answer of `look`, which is asked ever more seldom: what it waits for needs the machine too."""
    deadline, pause = time.monotonic() + seconds, 0.1
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(pause)
        pause = min(pause * 1.4, 1)
    raise TimeoutError(f"{what}: nothing within {seconds:.0f} s")
