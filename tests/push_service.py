"""A push service of our own, in the place of the browsers': what leaves the house is seen here."""

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.push import encoded

ACCEPTED = 201
Answer = tuple[int, Mapping[str, str], bytes]


@dataclass(frozen=True)
class Request:
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Phone:
    """A browser on a phone: it alone can read what it is sent."""

    service: "PushService"
    path: str = field(default_factory=lambda: f"/send/{secrets.token_urlsafe(12)}")
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def subscription(self) -> dict[str, Any]:
        """What the page hands to the room."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": encoded(point), "auth": encoded(self.auth)}
        return {"endpoint": self.service.origin + self.path, "keys": keys}

    @property
    def requests(self) -> list[Request]:
        """All that was sent, taken or not."""
        return self.service.requests[self.path]

    @property
    def shown(self) -> list[dict[str, str]]:
        """What the service took and the phone could read."""
        return [json.loads(self.opened(request)) for request in self.service.taken[self.path]]

    def opened(self, request: Request) -> bytes:
        body: bytes = http_ece.decrypt(request.body, private_key=self.key, auth_secret=self.auth)
        return body

    def answers(self, status: int, headers: Mapping[str, str] = {}, body: bytes = b"") -> None:
        self.service.answers[self.path] = (status, headers, body)


class PushService:
    """Takes everything, unless a phone's `answers` say otherwise."""

    def __init__(self) -> None:
        self.requests: dict[str, list[Request]] = defaultdict(list)
        self.taken: dict[str, list[Request]] = defaultdict(list)
        self.answers: dict[str, Answer] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._take))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def phone(self) -> Phone:
        return Phone(self)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _take(self, path: str, request: Request) -> Answer:
        answer = self.answers.get(path, (ACCEPTED, {}, b""))
        self.requests[path].append(request)
        if answer[0] == ACCEPTED:
            self.taken[path].append(request)
        return answer


def _handler(take: Callable[[str, Request], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, said = take(self.path, Request(dict(self.headers), body))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(said))} | dict(headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
