"""Open311 GeoReport v2 in the room's terms: what clients may ask and send, and what of a post they read.

The sentences in brackets are those of https://wiki.open311.org/GeoReport_v2.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib.city import COMPLAINT_TEAM, Attribute, Category, City, Words
from chalicelib.domain import guard, ids, places, posting
from chalicelib.domain.member import Member
from chalicelib.domain.post import Comment, Given, Location, Post, open_to_all
from chalicelib.domain.status import OPEN, STATUSES
from chalicelib.domain.text import clean, printable, tag_in, visible_length
from chalicelib.errors import InvalidInput, NotFound

SPAN = timedelta(days=90)  # ["a span of 90 days or first 1000 requests returned, whichever is smallest"]
ROWS = 1000
DEEPEST = 5000  # rows that pages may reach; from there on a shorter period
IDS_MOST = 100
RADIUS_MOST = 20_000  # metres
DESCRIPTION_MOST = 4000  # characters ["limited to 4,000 characters"]
LINE_MOST, TEXT_MOST = 200, 1000  # characters of an attribute
LINK_MOST = 2000
CLOSED = ("resolved", "declined", "merged", "withdrawn")
STATES: Mapping[str, tuple[str, ...]] = {"open": OPEN, "closed": CLOSED}
# The states of FixMyStreet's updates, which are finer than open and closed.
UPDATE_STATES = {"in_progress": "in_progress", "resolved": "fixed", "declined": "no_further_action", "merged": "duplicate"}
# And of those that clients send.
TOLD_STATES = {
    "open": "열림", "confirmed": "확인됨", "in_progress": "처리 중", "action_scheduled": "조치 예정", "fixed": "해결됨", "closed": "닫힘",
    "duplicate": "중복",
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What the room's rules name otherwise than a client sent it.
SENT_AS = {
    "location": "lat", "location.lat": "lat", "location.lon": "long", "location.address": "address_string", "text": "description",
    "photos": "media_url", "category": "service_code", "tag": "service_code",
}


@dataclass(frozen=True)
class Fields:
    """A query string or a form: each name with all its values. ["passed and is empty or is not passed at all": the same]"""

    sent: Mapping[str, Sequence[str]]

    @classmethod
    def form(cls, query: Mapping[str, Sequence[str]], body: Mapping[str, Sequence[str]]) -> "Fields":
        """Clients put the api_key and the jurisdiction in either place."""
        return cls({name: list(map(printable, values)) for name, values in {**query, **body}.items()})

    def print_of(self, kind: str) -> str:
        """The same for the same sent again, in whatever order; the key is in nothing that is kept."""
        told = sorted((name, *filter(str.strip, values)) for name, values in self.sent.items() if name != "api_key")
        return ids.fingerprint(repr((kind, [one for one in told if len(one) > 1])).encode())

    def one(self, name: str) -> str | None:
        return next((value.strip() for value in self.sent.get(name, ()) if value.strip()), None)

    def several(self, name: str) -> tuple[str, ...]:
        """["can be declared multiple times, comma delimited"]"""
        parts = (part.strip() for value in self.sent.get(name, ()) for part in value.split(","))
        return tuple(dict.fromkeys(filter(None, parts)))

    def needed(self, name: str) -> str:
        found = self.one(name)
        if found is None:
            raise InvalidInput("missing_field", name, name=name)
        return found

    def time(self, name: str) -> datetime | None:
        """With an offset; a + that nobody escaped arrives as a blank."""
        if (text := self.one(name)) is None:
            return None
        try:
            found = datetime.fromisoformat(text.replace(" ", "+"))
        except ValueError:
            raise InvalidInput("bad_time", name) from None
        if found.tzinfo is None or not 1970 <= found.year < 9000:
            raise InvalidInput("bad_time", name)
        return max(found.astimezone(UTC), EPOCH)

    def degrees(self, name: str, most: float) -> float | None:
        found = self._number(name, r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
        if found is not None and abs(found) > most:
            raise InvalidInput("bad_number", name)
        return found

    def number(self, name: str) -> float | None:
        return self._number(name, r"[0-9]{1,6}(\.[0-9]{1,6})?")

    def count(self, name: str) -> int | None:
        found = self._number(name, r"[1-9][0-9]{0,5}")
        return None if found is None else int(found)

    def _number(self, name: str, pattern: str) -> float | None:
        text = self.one(name)
        if text is not None and not re.fullmatch(pattern, text, re.ASCII):
            raise InvalidInput("bad_number", name)
        return None if text is None else float(text)


@dataclass(frozen=True)
class Circle:
    """WGS84 degrees and metres."""

    lat: float
    lon: float
    radius: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        return places.around(self.lat, self.lon, self.radius)

    def holds(self, place: Location | None) -> bool:
        if place is None or place.lat is None or place.lon is None:
            return False
        return places.distance(self.lat, self.lon, place.lat, place.lon) <= self.radius


@dataclass(frozen=True)
class Wish:
    """Which requests; `ids` override all else."""

    ids: tuple[str, ...] = ()
    services: tuple[str | None, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    updated_since: datetime | None = None
    updated_until: datetime | None = None
    near: Circle | None = None
    page: int = 1
    size: int = ROWS

    @property
    def skipped(self) -> int:
        return (self.page - 1) * self.size


def wish(fields: Fields, city: City, now: datetime) -> Wish:
    if named := fields.several("service_request_id"):
        if len(named) > IDS_MOST:
            raise InvalidInput("too_many_posts", "service_request_id", most=IDS_MOST)
        return Wish(named)
    updated_since, updated_until = fields.time("updated_after"), fields.time("updated_before")
    _check_order(updated_since, updated_until, "updated_before")
    start, end = fields.time("start_date"), fields.time("end_date")
    if start or end or not (updated_since or updated_until):
        start, end = period(start, end, now)
    page, size = fields.count("page") or 1, fields.count("page_size") or ROWS
    if size > ROWS:
        raise InvalidInput("bad_page_size", "page_size", most=ROWS)
    if page * size > DEEPEST:
        raise InvalidInput("page_too_deep", "page", most=DEEPEST)
    return Wish(
        services=_services(fields.several("service_code"), city), statuses=_statuses(fields.several("status")),
        since=start, until=end, updated_since=updated_since, updated_until=updated_until, near=_circle(fields),
        page=page, size=size)


def period(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """["may not span more than 90 days"]: of one end alone the other follows; of two that lie wider apart, an error."""
    _check_order(start, end, "end_date")
    start = start or (end or now) - SPAN
    end = end or start + SPAN
    if end - start > SPAN:
        raise InvalidInput("period_too_long", "end_date", days=SPAN.days)
    return start, end


def _check_order(start: datetime | None, end: datetime | None, field: str) -> None:
    if start and end and start > end:
        raise InvalidInput("ends_before_it_begins", field)


def _services(codes: Sequence[str], city: City) -> tuple[str | None, ...]:
    """What has no category yet is of the service that nobody else has claimed."""
    known = tuple(service(code, city).code for code in codes)
    return (*known, None) if city.unclaimed.code in known else known


def _statuses(asked: Sequence[str]) -> tuple[str, ...]:
    for status in asked:
        if status not in STATES:
            raise InvalidInput("unknown_status", "status", status=status)
    return () if set(asked) == set(STATES) else tuple(code for status in asked for code in STATES[status])


def _circle(fields: Fields) -> Circle | None:
    sent = {"lat": fields.degrees("lat", 90), "long": fields.degrees("long", 180), "radius": fields.number("radius")}
    given = {name: value for name, value in sent.items() if value is not None}
    if not given:
        return None
    for name in sent:
        if name not in given:
            raise InvalidInput("missing_field", name, name=name)
    if not 0 < given["radius"] <= RADIUS_MOST:
        raise InvalidInput("bad_radius", "radius", most=RADIUS_MOST)
    return Circle(given["lat"], given["long"], given["radius"])


def jurisdiction(city: City) -> str | None:
    """["the city's main website root url (without the www)"]"""
    return city.website.removeprefix("https://").removeprefix("www.").partition("/")[0] if city.website else None


def check_jurisdiction(asked: str | None, city: City) -> None:
    own = jurisdiction(city)
    if asked and own and asked.lower().removeprefix("www.") != own:
        raise NotFound("unknown_jurisdiction", "jurisdiction_id", known=own)


# Services


def service(code: str, city: City) -> Category:
    found = city.category(code)
    if found is None:
        raise NotFound("unknown_service", "service_code", service_code=code)
    return found


def service_of(post: Post, city: City) -> tuple[str, Words]:
    """Code and name; one that the profile knows no more keeps its code."""
    if post.category is None:
        return city.unclaimed.code, city.unclaimed.name
    found = city.category(post.category)
    return post.category, found.name if found else city.unclaimed.name


def service_text(found: Category, city: City, language: str) -> str:
    office = city.department(found.department)
    name = office.name if office else city.unclaimed.name
    told = HANDLED.in_(language).format(department=name.in_(language))
    words = keywords(found)[:3]
    return f"{told} 예: {', '.join(words)}" if words and language == "ko" else told


def keywords(found: Category) -> list[str]:
    """Stems such as 불이 안 tell a reader nothing."""
    return [word for word in found.words if " " not in word][:10]


# Sent by clients


def new_post(fields: Fields, client: str, photos: tuple[str, ...], links: tuple[str, ...], city: City,
             ) -> tuple[posting.Draft, tuple[Given, ...]]:
    """A draft of the same kind as any citizen's, and what was asked for besides.

    Who reported it is not taken: the room has no use for it, and the client tells its own people.
    """
    category = service(fields.needed("service_code"), city)
    given = attributes(fields, category, city)
    said = clean(fields.one("description") or "", "description", least=0, most=DESCRIPTION_MOST, multiline=True)
    lines = [f"{known.name.ko}: {', '.join(names(known, one.values))}" for known, one in declared(given, category)]
    added = beside("\n".join(lines), links, city.limits.text_most - len(said) - 2)
    text = "\n\n".join(filter(None, (said, added)))
    if visible_length(text) < city.limits.text_least:
        text = "\n".join(filter(None, (f"{category.name.ko} 신고", text, f"({client}에서 보낸 글)")))
    tags = tuple(tag.name for tag in city.tags)
    own = next(tag.name for tag in city.tags if tag.complaint)
    told = next((name for name in tag_in(text, tags) if (tag := city.tag(name)) and tag.complaint), own)
    return posting.Draft(text, tag=told, location=_place(fields), photos=photos, category=category.code), given


def media(fields: Fields, site: str, city: City) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the room's own photos, and lines that name all others: the room calls no address that somebody sends it.

    A client announces a photo at /v1/photos with its api_key as the token, sends it, and names it by its public address.
    """
    photos, links = list[str](), list[str]()
    for url in (value.strip() for value in fields.sent.get("media_url", ()) if value.strip()):
        if own := re.fullmatch(rf"{re.escape(site)}/media/(?P<id>[0-9A-Z]{{26}})(/[0-9]+\.webp)?", url):
            photos.append(own["id"])
        elif re.fullmatch(rf"https?://[^\s<>\"\ufffd]{{1,{LINK_MOST}}}", url):
            links.append(f"사진: {url}")
        else:
            raise InvalidInput("bad_media_url", "media_url")
    if len(photos) + len(links) > city.limits.photos_most:
        raise InvalidInput("too_many_photos", "media_url", most=city.limits.photos_most)
    return tuple(photos), tuple(links)


def beside(text: str, links: Sequence[str], most: int) -> str:
    """With as many of the links as there is room for."""
    for link in links:
        joined = "\n".join(filter(None, (text, link)))
        text = joined if len(joined) <= most else text
    return text


def update_text(fields: Fields, photos: Sequence[str], links: Sequence[str], city: City) -> str:
    """A client sends its updates in their order, and behind one that is refused none comes: so whatever can be taken is."""
    most = city.limits.comment_most
    words, status = ((fields.one(name) or "").replace("\ufffd", "") for name in ("description", "status"))
    said = shortened(clean(shortened(words, most), "description", least=0, most=3 * most, multiline=True), most)
    if told := beside(said, links, most):
        return told
    if photos:
        return "사진을 보냅니다."
    if not status:
        raise InvalidInput("missing_field", "description", name="description")
    return f"상태: {TOLD_STATES.get(status.lower(), shortened(status, LINE_MOST))}"


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _place(fields: Fields) -> Location:
    """["One of lat & long or address_string or address_id"]; the city keeps no ids of addresses."""
    lat, lon, address = fields.degrees("lat", 90), fields.degrees("long", 180), fields.one("address_string")
    if lat is None and lon is None and address is None:
        raise InvalidInput("place_needed", "lat")
    return Location(lat, lon, address)


_ATTRIBUTE = re.compile(r"attribute\[(?P<code>[^\[\]]{1,60})\](?:\[\])?")


def attributes(fields: Fields, category: Category, city: City) -> tuple[Given, ...]:
    sent: dict[str, list[str]] = {}
    for name, values in fields.sent.items():
        if match := _ATTRIBUTE.fullmatch(name):
            sent.setdefault(match["code"], []).extend(value.strip() for value in values if value.strip())
        elif name.startswith("attribute"):
            raise InvalidInput("unknown_attribute", name[:60], name=name[:60])
    known = {one.code: one for one in category.attributes if one.variable}
    for code in sent:
        if code not in known:
            raise InvalidInput("unknown_attribute", f"attribute[{code}]", name=code)
    return tuple(given for one in known.values() if (given := _given(one, sent.get(one.code, []))))


def _given(known: Attribute, values: list[str]) -> Given | None:
    field = f"attribute[{known.code}]"
    if not values:
        if known.required:
            raise InvalidInput("missing_field", field, name=field)
        return None
    if len(values) > 1 and known.datatype != "multivaluelist":
        raise InvalidInput("one_value_only", field)
    return Given(known.code, tuple(dict.fromkeys(CHECKS[known.datatype](value, known, field) for value in values)))


def _number(value: str, known: Attribute, field: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value, re.ASCII):
        raise InvalidInput("bad_number", field)
    return value


def _datetime(value: str, known: Attribute, field: str) -> str:
    found = Fields({field: [value]}).time(field)
    return found.isoformat() if found else ""


def _key(value: str, known: Attribute, field: str) -> str:
    if value not in {one.key for one in known.values}:
        raise InvalidInput("unknown_value", field, known=", ".join(one.key for one in known.values))
    return value


CHECKS: Mapping[str, Callable[[str, Attribute, str], str]] = {
    "string": lambda value, known, field: clean(value, field, least=0, most=LINE_MOST, multiline=False),
    "text": lambda value, known, field: clean(value, field, least=0, most=TEXT_MOST, multiline=True),
    "number": _number, "datetime": _datetime, "singlevaluelist": _key, "multivaluelist": _key,
}


def declared(given: Sequence[Given], category: Category | None) -> list[tuple[Attribute, Given]]:
    """Each with what the profile says of it now."""
    known = {one.code: one for one in category.attributes} if category else {}
    return [(known[one.code], one) for one in given if one.code in known]


def names(known: Attribute, values: Sequence[str], language: str = "ko") -> list[str]:
    """Of what was chosen from a list, the names that people read."""
    told = {one.key: one.name.in_(language) for one in known.values}
    return [told.get(value, value) for value in values]


def public(given: Sequence[Given], tag: str, city: City) -> tuple[Given, ...]:
    """As the post's own words: without personal data."""
    return tuple(replace(one, values=tuple(guard.masked(value, tag, city) for value in one.values)) for one in given)


def words_and_place(post: Post) -> str:
    """By which a report that comes again is known: many of a client's people have the same words for another place."""
    place = post.location or Location()
    return f"{post.text}\n{place.lat} {place.lon} {place.address}"


# Read by clients


def is_request(post: Post) -> bool:
    """A withdrawn one is closed and says no more; all else that the public does not read is not there."""
    if post.status == "withdrawn":  # talk too, which has no number
        return post.receipt_number is not None and not post.private_to_staff and post.hiding is None
    return post.status != "posted" and open_to_all(post)


def may_update(client: Member, post: Post) -> bool:
    """Also what waits for a person to look at it is its client's own."""
    return is_request(post) or post.author_id == client.member_id


def is_told(comment: Comment, post: Post) -> bool:
    """Updates are what the city says."""
    return comment.by != "citizen" and comment.hiding is None and post.status != "posted" and open_to_all(post)


def state(post: Post) -> str:
    return "open" if STATUSES[post.status].open else "closed"


def notice(post: Post, city: City, language: str) -> str | None:
    """["the action expected to fulfill the request"]"""
    if not STATUSES[post.status].open:
        return None
    office = city.department(post.department or COMPLAINT_TEAM)
    sentences = RECEIVED if post.department in (None, COMPLAINT_TEAM) else TRANSFERRED
    number = NUMBER.in_(language).format(number=post.receipt_number) if post.receipt_number else None
    return " ".join(filter(None, (number, sentences.in_(language).format(department=office.name.in_(language) if office else post.department))))


def address(post: Post, city: City) -> str | None:
    """["from most specific to most general geographic unit"]"""
    place = post.location.address if post.location else None
    return place if place is None or city.name.ko in place else f"{place}, {city.name.ko}"


def description(post: Post) -> str | None:
    return shortened("\n".join(filter(None, (post.title, post.text))), DESCRIPTION_MOST)


def status_then(said: Comment, post: Post) -> str | None:
    """After an update. Of one that brought none, as long as nothing has ended since; further back nobody need remember."""
    ended = post.closed_at is not None and said.at < post.closed_at
    return said.status or (None if ended else post.status)


HANDLED = Words(ko="{department}에서 처리합니다.", en="Handled by {department}.")
NUMBER = Words(ko="접수번호 {number}.", en="Receipt number {number}.")
RECEIVED = Words(ko="{department}에서 담당부서를 정하고 있습니다.", en="{department} is choosing the department in charge.")
TRANSFERRED = Words(ko="담당부서인 {department}에서 처리합니다.", en="{department} is in charge and works on it.")
KEYS = Words(ko="api_key는 시가 발급합니다. 문의: {phone}", en="The city gives out api_keys. Ask {phone}.")
