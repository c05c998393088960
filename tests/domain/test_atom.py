"""Feeds, read as a reader of news reads them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from chalicelib.domain.atom import NAMESPACE, Category, Entry, Feed, Link, written
from chalicelib.domain.text import xml_safe
from tests.api.hostile import TEXTS

AT = datetime(2026, 11, 28, 7, 5, tzinfo=UTC)
ENTRY = Entry(
    "tag:room.example,2026:posts/1",
    "가로등이 꺼졌습니다",
    "첫 줄입니다.\n둘째 줄입니다.",
    "밤길 <시민>",
    AT,
    AT + timedelta(hours=2),
    (Link("alternate", "https://room.example/posts/1?a=1&b=2", "text/html"),),
    (Category("tag:room.example,2026:tags", "생활불편신고", "생활불편신고"),),
)
FEED = Feed(
    "tag:room.example,2026:posts",
    "소통방",
    "열린 민원방",
    (
        Link("self", "https://room.example/v1/posts.atom", "application/atom+xml"),
        Link("next", "https://room.example/v1/posts.atom?cursor=x", "application/atom+xml"),
    ),
    (ENTRY, replace(ENTRY, id="tag:room.example,2026:posts/0", updated=AT)),
)


def read(feed: Feed) -> Any:
    found = feedparser.parse(written(feed).encode())
    assert (found.bozo, found.version) == (False, "atom10")
    return found


def test_a_feed_tells_what_it_is_and_where_it_goes_on() -> None:
    feed = read(FEED).feed
    assert (feed.id, feed.title, feed.subtitle, feed.updated) == (
        FEED.id,
        "소통방",
        "열린 민원방",
        "2026-11-28T09:05:00Z",
    )
    assert [(link.rel, link.href) for link in feed.links] == [(link.rel, link.href) for link in FEED.links]


def test_an_entry_tells_who_when_what_and_where() -> None:
    entry = read(FEED).entries[0]
    assert (entry.id, entry.title, entry.author) == (ENTRY.id, ENTRY.title, "밤길 <시민>")
    assert (entry.published, entry.updated) == ("2026-11-28T07:05:00Z", "2026-11-28T09:05:00Z")
    assert (entry.link, entry.tags[0].term) == ("https://room.example/posts/1?a=1&b=2", "생활불편신고")
    assert (entry.content[0].value, entry.content[0].type) == (ENTRY.text, "text/plain")


def test_a_feed_without_entries_is_one_too() -> None:
    assert read(replace(FEED, entries=())).feed.updated == "1970-01-01T00:00:00Z"


def test_times_keep_their_offset() -> None:
    seoul = AT.astimezone(timezone(timedelta(hours=9)))
    assert (
        read(replace(FEED, entries=(replace(ENTRY, updated=seoul),))).entries[0].updated == "2026-11-28T16:05:00+09:00"
    )


def test_it_begins_with_its_encoding() -> None:
    assert written(FEED).startswith('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns=')


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_that_people_wrote_is_ever_markup(text: str) -> None:
    hostile = replace(ENTRY, title=text, text=text, author=text, categories=(Category("tags", text, text),))
    root = ElementTree.fromstring(written(replace(FEED, entries=(hostile,))))
    plain = ElementTree.fromstring(written(replace(FEED, entries=(ENTRY,))))
    assert [node.tag for node in root.iter()] == [node.tag for node in plain.iter()]
    content = root.findtext(f".//{{{NAMESPACE}}}content")
    assert content == xml_safe(text).replace("\r\n", "\n").replace("\r", "\n")
