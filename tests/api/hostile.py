"""Values that nobody should send: as JSON texts, and as they stand in an address or a header."""

import json

ULID = "01M86D4XK07P16YNJNDDQVFGDA"

NOT_TEXT = [
    "null", "true", "false", "0", "-0", "-1", "1", "1.5", "1e308", "1e999", "-1e999", "NaN", "Infinity", "9" * 400, "0x10", "01",
    ".5", "1.", "[]", "{}", "[null]", "[[]]", "[1]", '["a"]', '["a","a"]', '{"a":1}', '{"":null}', '{"lat":36.28,"lon":127.25}',
    '{"lat":null}', '{"$ne":null}', "[" * 3000, "[" * 3000 + "]" * 3000, '{"a":' * 3000 + "1" + "}" * 3000, "", ",", "}", '"',
    "'a'", "undefined", '"\\ud800"', '"\\udfff"', '"\\u0000\\ud800"', '"\\x00"', '"\\u12"', '"\x01"', '"\n"', "1 // 1",
]  # fmt: skip

TEXTS = [
    # nothing, or nothing to be seen
    "", " ", "\n", "\r\n", "\u00a0", "\u200b", "\u200b" * 100, "\u3164", "\ufeff",
    # control, direction, halves of characters, what Unicode never gives a meaning
    "\x00", "가로등\x00고장", "\x08\x1b[31m", "\x7f", "\x85", "\u202e가로등이 꺼졌어요", "\u2066가\u2069", "\ufffd\ufffd",
    "\ufffe", "\U0010ffff", "\U000e0001", "\ue000",
    # long, wide, stacked
    "가" * 21, "가" * 101, "가" * 201, "가" * 2001, "가" * 5001, "😀" * 3000, "👨‍👩‍👧‍👦" * 500, "a" + "\u0301" * 3000, "ᄀ" * 3000,
    "\n" * 3000, "#시민대화 " * 500, "ﷺ" * 200,
    # other scripts, look-alikes, digits that are none
    "관리자", "аdmin", "ＡＤＭＩＮ", "١٢٣", "①②③", "½", "İstanbul", "ß", "עברית",
    # code in other languages
    "'", '"', "' OR '1'='1", "1; DROP TABLE posts", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}",
    "${7*7}", "%s%s%n", "%00", "%2e%2e%2f", "{0}", "{a.__class__}", "../../etc/passwd", "http://169.254.169.254/", "$(id)",
    "&#0;", "<!--", "]]>", "<!DOCTYPE a [<!ENTITY x 'y'>]>", "\\", "\\ud800", "__proto__", "null", "NaN", "true", "=1+1",
    "a#b#c", "a.b.c", "a/b", "a,b",
    # what looks right
    ULID, ULID.lower(), ULID + "A", "8" * 26, "0" * 26, "a@citizen.example", "a@citizen.example\r\nBcc: b@c.example",
    "123456", "2026-11-24T09:00:00Z", "9999-12-31T23:59:59Z", "0000-00-00", "36.28,127.25,36.29,127.26", "1e999",
    "시민대화", "#시민대화", "생활불편신고 행정상담", "received", "withdrawn", "minwon", "noise", "image/jpeg", "local:a:b", "room",
]  # fmt: skip

JSON_TEXTS = [*NOT_TEXT, *(json.dumps(text) for text in TEXTS)]
