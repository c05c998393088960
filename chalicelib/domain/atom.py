"""A feed as readers of news take it (Atom, RFC 4287): plain values in, a document out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from chalicelib.domain.text import xml_safe

NAMESPACE = "http://www.w3.org/2005/Atom"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without entries, for it must say when


@dataclass(frozen=True)
class Link:
    rel: str
    href: str
    type: str


@dataclass(frozen=True)
class Category:
    scheme: str
    term: str
    label: str


@dataclass(frozen=True)
class Entry:
    """`id` is a URI that stays when addresses change; `text` is plain, without markup."""

    id: str
    title: str
    text: str
    author: str
    published: datetime
    updated: datetime
    links: tuple[Link, ...]
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Feed:
    id: str
    title: str
    subtitle: str
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NEVER)


def written(feed: Feed) -> str:
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE})
    _texts(root, {"id": feed.id, "title": feed.title, "subtitle": feed.subtitle, "updated": _time(feed.updated)})
    _links(root, feed.links)
    for entry in feed.entries:
        _entry(ElementTree.SubElement(root, "entry"), entry)
    return DECLARATION + ElementTree.tostring(root, "unicode")


def _entry(node: ElementTree.Element, entry: Entry) -> None:
    _texts(node, {
        "id": entry.id, "title": entry.title, "published": _time(entry.published), "updated": _time(entry.updated),
    })
    _texts(ElementTree.SubElement(node, "author"), {"name": entry.author})
    _links(node, entry.links)
    for one in entry.categories:
        ElementTree.SubElement(node, "category", {"scheme": one.scheme, "term": xml_safe(one.term), "label": xml_safe(one.label)})
    _texts(node, {"content": entry.text})


def _texts(parent: ElementTree.Element, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = xml_safe(text)


def _links(parent: ElementTree.Element, links: tuple[Link, ...]) -> None:
    for link in links:
        ElementTree.SubElement(parent, "link", {"rel": link.rel, "type": link.type, "href": link.href})


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
