"""Reads an old room out of CSV files, as infra.band imports it. All is checked before anything of it is written anywhere.

posts.csv     id, written_at, author, text[, photos, place, lat, lon, tag, status, department]
comments.csv  post, written_at, author, text[, department]

A column may also have its Korean name, see COLUMNS. UTF-8 or CP949, as Excel saves in Korea. Times are ISO 8601 or as BAND
writes them (2019. 3. 2. 오후 4:10), and the city's where they name no zone. Photos are names of files, parted by ";".
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.city import City, Department
from chalicelib.domain import personal, posting
from chalicelib.domain.nickname import spelled
from chalicelib.domain.post import Location
from chalicelib.domain.status import STATUSES
from chalicelib.domain.text import clean, tag_in
from chalicelib.errors import RoomError
from infra.terminal import Stopped

COLUMNS = {
    "id": "번호",
    "post": "글번호",
    "written_at": "작성일",
    "author": "작성자",
    "text": "내용",
    "photos": "사진",
    "place": "장소",
    "lat": "위도",
    "lon": "경도",
    "tag": "태그",
    "status": "상태",
    "department": "담당부서",
}
NEEDED = {"posts": ("id", "written_at", "author", "text"), "comments": ("post", "written_at", "author", "text")}
ENDS = ("resolved", "declined", "withdrawn")  # what an old complaint may have come to: no deadline runs on any
LONGEST = 50_000  # characters of an old text; the room's own limits are for what is written in it
WRITTEN = re.compile(
    r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*?(?:(오전|오후|AM|PM)\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*", re.IGNORECASE
)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
PHOTO_ONLY = "(사진)"


class Unreadable(Stopped):
    """One line for each thing that is wrong."""


@dataclass(frozen=True)
class OldComment:
    at: datetime
    author: str
    text: str
    raw: str  # before it was masked: what its id is made of
    department: str | None  # the code of the office that answered


@dataclass(frozen=True)
class OldPost:
    source: str  # its id in the old room
    at: datetime
    author: str
    text: str
    tag: str
    status: str
    department: str | None
    location: Location | None
    photos: tuple[Path, ...]
    comments: tuple[OldComment, ...] = ()

    @property
    def ended_at(self) -> datetime:
        """When its office last answered; else the last word on it."""
        answers = [said for said in self.comments if said.department] or self.comments
        return max([self.at, *(said.at for said in answers)])


@dataclass
class Reader:
    """`talk` is the tag of what has none."""

    city: City
    photos: Path
    talk: str
    now: datetime
    problems: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)  # ids of posts, also of those that are wrong

    def read(self, posts: Path, comments: Path | None) -> tuple[OldPost, ...]:
        found = list(self._each(posts, "posts", self._post))
        said = self._threads(comments) if comments else {}
        for source, number in self.seen.items():
            if number > 1:
                self.problems.append(f"{posts.name}: id {source} stands there {number} times")
        if self.problems:
            raise Unreadable("\n".join(self.problems))
        return tuple(replace(post, comments=tuple(said.get(post.source, ()))) for post in found)

    def _threads(self, path: Path) -> dict[str, list[OldComment]]:
        found: dict[str, list[OldComment]] = {}
        for of, said in self._each(path, "comments", self._comment):
            found.setdefault(of, []).append(said)
        self.problems += [f"{path.name}: there is no post {of}" for of in found if of not in self.seen]
        return {
            of: sorted(said, key=lambda one: one.at) for of, said in found.items()
        }  # those of one minute as they stand

    def _each(self, path: Path, kind: str, made: Callable[[dict[str, str]], Any]) -> Iterator[Any]:
        lines = csv.DictReader(_text(path).splitlines(keepends=True), strict=True)
        names = {name: (name or "").strip().lower() for name in lines.fieldnames or ()}
        known = {korean: english for english, korean in COLUMNS.items()}
        columns = {name: known.get(plain, plain) for name, plain in names.items()}
        if missing := set(NEEDED[kind]) - set(columns.values()):
            raise Unreadable(f"{path.name}: no column {', '.join(sorted(missing))}")
        for row in lines:
            try:
                yield made({columns[name]: (row[name] or "").strip() for name in columns})
            except (ValueError, RoomError) as problem:
                self.problems.append(f"{path.name}, line {lines.line_num}: {problem}")

    def _post(self, row: dict[str, str]) -> OldPost:
        source = _given(row, "id")
        self.seen[source] += 1
        photos = tuple(self._photo(name.strip()) for name in row.get("photos", "").split(";") if name.strip())
        text, tag = self._masked(row["text"] or (PHOTO_ONLY if photos else "")), self._tag(row)
        return OldPost(
            source,
            self._time(row["written_at"]),
            _author(row),
            text,
            tag,
            self._status(row.get("status", ""), tag),
            self._department(row.get("department", "")),
            self._location(row),
            photos,
        )

    def _comment(self, row: dict[str, str]) -> tuple[str, OldComment]:
        author = _author(row)
        office = self._department(row.get("department", "")) or self._office(author)
        said = OldComment(self._time(row["written_at"]), author, self._masked(row["text"]), row["text"], office)
        return _given(row, "post"), said

    def _time(self, value: str) -> datetime:
        at = _iso(value) or _as_band_writes(value)
        at = at if at.tzinfo else at.replace(tzinfo=self.city.zone)
        if at > self.now:
            raise ValueError(f"written_at: {value} has not come yet")
        return at

    def _masked(self, value: str) -> str:
        text = clean(UNSEEN.sub("", value), "text", least=1, most=LONGEST, multiline=True)
        return personal.mask(text, plates=True, leave=personal.of_the_city(self.city)).text

    def _tag(self, row: dict[str, str]) -> str:
        """Its own; else the first in its text."""
        names = [tag.name for tag in self.city.tags]
        given = row.get("tag", "").lstrip("#")
        if given and given not in names:
            raise ValueError(f"tag: {given} is none of {', '.join(names)}")
        return given or next(iter(tag_in(row["text"], names)), self.talk)

    def _status(self, value: str, tag: str) -> str:
        complaint = any(known.complaint for known in self.city.tags if known.name == tag)
        possible = ENDS if complaint else ("posted", "withdrawn")
        named = {"": possible[0]} | {name: code for code in possible for name in (code, STATUSES[code].name.ko)}
        if value not in named:
            raise ValueError(f"status: {value} is none of {', '.join(possible)}; what is open is to be written anew")
        return named[value]

    def _department(self, value: str) -> str | None:
        found = next((one.code for one in self.city.departments if value in (one.code, one.name.ko)), None)
        if value and found is None:
            raise ValueError(f"department: there is no {value}")
        return found

    def _office(self, author: str) -> str | None:
        def named(one: Department) -> bool:
            return author.replace(" ", "") in (one.name.ko, f"{self.city.name.ko}{one.name.ko}")

        return next((one.code for one in self.city.departments if named(one)), None)

    def _location(self, row: dict[str, str]) -> Location | None:
        lat, lon = (float(row[axis]) if row.get(axis) else None for axis in ("lat", "lon"))
        return posting.check_location(Location(lat, lon, row.get("place") or None), self.city)

    def _photo(self, name: str) -> Path:
        path = self.photos / name
        if path.name != name or not path.is_file():
            raise ValueError(f"photos: there is no {name} in {self.photos}")
        return path


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{path.name}: is neither UTF-8 nor CP949")


def _iso(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _as_band_writes(value: str) -> datetime:
    found = WRITTEN.fullmatch(value)
    if found is None:
        raise ValueError(f"written_at: {value or 'nothing'} is no time")
    year, month, day, half, hour, minute, second = found.groups()
    hours = int(hour) if half is None else int(hour) % 12 + (12 if half.upper() in ("오후", "PM") else 0)
    return datetime(int(year), int(month), int(day), hours, int(minute), int(second or 0))  # noqa: DTZ001 - the zone follows


def _given(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise ValueError(f"{column}: is empty")
    return row[column]


def _author(row: dict[str, str]) -> str:
    return spelled(_given(row, "author"))


def hidden(name: str) -> str:
    """홍*동: for a room whose members wrote under their own names."""
    return name[0] + "*" * max(1, len(name) - 2) + name[2:][-1:]


def authors(posts: Sequence[OldPost]) -> dict[str, datetime]:
    """Citizens, each with the time of the first thing that they wrote."""
    first: dict[str, datetime] = {}
    for post in posts:
        for at, name in ((post.at, post.author), *((c.at, c.author) for c in post.comments if not c.department)):
            first[name] = min(at, first.get(name, at))
    return first
