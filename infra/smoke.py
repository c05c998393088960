#!/usr/bin/env python3
"""Walks a complaint's whole way through a deployed room, from outside, and says how long each step took.

    infra/smoke.py                                   the room that `make run` brought up
    infra/smoke.py --site https://… --staff-token …  any other stage (without the token, the staff steps are left out)

Needs nothing but Python. Exits non-zero and names the step that failed.
"""

import argparse
import json
import re
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from infra.client import Client, mails, sign_in, wait_for

ROOM = Path(__file__).resolve().parent.parent / ".local" / "room.json"


def png(width: int = 640, height: int = 480) -> bytes:
    """A real picture without an imaging library: two blended colours."""
    rows = b"".join(
        b"\0" + b"".join(bytes((x * 255 // width, y * 255 // height, 96)) for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


class Journey:
    """Each step takes what the earlier ones left."""

    def __init__(self, site: str, mail: str | None, staff: Callable[[], str] | None) -> None:
        self._citizen, self._mail, self._staff = Client(site), mail, staff
        self._address = f"smoke-{time.time_ns()}@citizens.example"

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            ("join with a nickname", self.join),
            *([("confirm a mail address", self.confirm)] if self._mail else []),
            ("upload a photo", self.upload),
            ("post a complaint", self.post),
            ("see it in the list", self.listed),
            ("wait for its department", self.routed),
            ("wait for the renditions", self.developed),
            *([("staff answer it", self.answered)] if self._staff else []),
            *([("the citizen has mail", self.told)] if self._mail and self._staff else []),
            ("withdraw it", self.withdrawn) if not self._staff else ("it is resolved", self.resolved),
        ]

    def join(self) -> None:
        self._citizen = self._citizen.join("점검하는 시민")

    def confirm(self) -> None:
        self._citizen.call("PATCH", "/v1/members/me", {"address": self._address})
        mail = wait_for(lambda: mails(str(self._mail), self._address), "the mail with the code")[0]
        code = re.search(r"\b(\d{6})\b", body_of(mail))
        must(code, "no code in the mail")
        me = self._citizen.call("PATCH", "/v1/members/me", {"code": code and code[1]})
        must(me["address_confirmed"], "the address is not confirmed")

    def upload(self) -> None:
        self._photo = self._citizen.upload(png(), "image/png")

    def post(self) -> None:
        """With the first tag of complaints for which a nickname is enough, in the middle of the map: of whatever city."""
        city = self._citizen.call("GET", "/v1/city")
        tags = [tag["name"] for tag in city["tags"] if tag["complaint"] and tag["identity"] == "nickname"]
        must(tags, "no tag of complaints is for whoever has but a nickname")
        self._post = self._citizen.post(
            text="[점검하는 글] 횡단보도 신호등이 어제 저녁부터 꺼져 있습니다. 아이들이 다니는 길이라 위험합니다.",
            tag=tags[0],
            location=city["map"]["centre"],
            photos=[self._photo],
        )

    def read(self) -> dict[str, Any]:
        found: dict[str, Any] = self._citizen.call("GET", f"/v1/posts/{self._post['id']}")
        return found

    def listed(self) -> None:
        def among_the_newest() -> bool:
            cards = self._citizen.call("GET", "/v1/posts?limit=50")["posts"]
            return self._post["id"] in {card["id"] for card in cards}

        wait_for(among_the_newest, "its card among the newest")

    def routed(self) -> str:
        post = wait_for(lambda: (p := self.read())["status"] != "received" and p, "the transfer")
        must(post["due_at"], "no deadline")
        return f"{post['department']}, due {post['due_at'][:10]}"

    def developed(self) -> str:
        photo = wait_for(lambda: (p := self.read()["photos"][0])["state"] != "pending" and p, "the renditions")
        must(photo["state"] == "ready", f"the photo was {photo['state']}: {photo['reason']}")
        return f"{photo['width']}x{photo['height']} {photo['color']}"

    def answered(self) -> None:
        clerk = self._citizen.as_(self._staff()) if self._staff else self._citizen
        clerk.call(
            "POST",
            f"/v1/admin/posts/{self._post['id']}/comments",
            {"text": "현장을 확인해 신호등 전구를 바꾸었습니다.", "status": "resolved"},
        )

    def told(self) -> None:
        def answer() -> list[dict[str, Any]]:
            return [m for m in mails(str(self._mail), self._address) if "전구를 바꾸었습니다" in body_of(m)]

        must(len(wait_for(answer, "the mail with the answer", 120)) == 1, "the same mail twice")

    def resolved(self) -> None:
        post = self.read()
        must(post["status"] == "resolved", post["status"])
        numbers = [entry["number"] for entry in post["timeline"]]
        must(numbers == list(range(1, len(numbers) + 1)), "gaps in the timeline")

    def withdrawn(self) -> None:
        path = f"/v1/posts/{self._post['id']}/withdrawal"
        must(self._citizen.call("POST", path, {"reason": "점검"})["status"] == "withdrawn", "still there")


def must(holds: object, otherwise: str) -> None:
    """Not `assert`: Python leaves those out under -O."""
    if not holds:
        raise AssertionError(otherwise)


def body_of(mail: dict[str, Any]) -> str:
    return str(mail.get("BodyText") or mail.get("RawData") or "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--room", type=Path, default=ROOM, help="room.json of a local room")
    parser.add_argument("--site", help="address of another stage")
    parser.add_argument("--staff-token", help="id token of a clerk of the complaint team there")
    asked = parser.parse_args()
    if asked.site:
        journey = Journey(asked.site.rstrip("/"), None, (lambda: asked.staff_token) if asked.staff_token else None)
    elif asked.room.exists():
        room = json.loads(asked.room.read_text("utf-8"))
        clerk = room["sample_staff"]
        journey = Journey(
            room["site"],
            room["mail"],
            lambda: sign_in(room["cognito"], room["user_pool_client"], clerk["username"], clerk["password"]),
        )
    else:
        print("error: no room is running here (`make run`), and no --site was given")
        return 2
    return walk(journey)


def walk(journey: Journey) -> int:
    for name, step in journey.steps():
        began = time.monotonic()
        try:
            told = step()
        except Exception as error:
            print(f"  FAILED  {name}: {type(error).__name__}: {error}", flush=True)
            return 1
        print(f"  {time.monotonic() - began:6.2f} s  {name}{f'  ({told})' if told else ''}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
