"""From what was sent to structs, or the one error that names the field."""

import functools
import re
from collections.abc import Mapping
from typing import TypeVar, get_args, get_type_hints

import msgspec

from chalicelib.city import city
from chalicelib.errors import InvalidInput

Parsed = TypeVar("Parsed")
Asked = TypeVar("Asked", bound=msgspec.Struct)

QUERY_MOST = 200  # characters; DynamoDB fails on a key above 2,048 bytes
# How a number is written in a query.
NUMBERS = {int: re.compile("-?[0-9]{1,15}", re.ASCII), float: re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)}


def sent(body: bytes, shape: type[Parsed]) -> Parsed:
    """From JSON."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), shape) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput("malformed_json", None) from error


def asked(query: Mapping[str, str], shape: type[Asked]) -> Asked:
    """From a query string. A number in it is written in digits alone: neither 1e3 nor null."""
    numbers, found = _numbers(shape), dict[str, object]()
    for name, value in query.items():
        if name not in shape.__struct_encode_fields__:
            found[name] = value
        elif len(value) > QUERY_MOST:
            raise InvalidInput("text_too_long", name, most=QUERY_MOST)
        elif value:
            found[name] = msgspec.json.decode(value) if name in numbers and numbers[name].fullmatch(value) else value
    try:
        return msgspec.convert(found, shape)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), shape) from error


@functools.cache
def _numbers(shape: type[msgspec.Struct]) -> Mapping[str, re.Pattern[str]]:
    """By the name of each field that is one."""
    return {
        name: NUMBERS[kind] for name, hint in get_type_hints(shape).items()
        for kind in (hint, *get_args(hint)) if kind in NUMBERS
    }


# msgspec's sentences, by what they mean to whoever sent them.
COMPLAINTS = (
    (re.compile(r"unknown field `(?P<name>.*)`"), "unknown_field"),
    (re.compile(r"missing required field `(?P<name>.*)`"), "missing_field"),
    (re.compile(r"Expected `(?P<expected>[^`]*)`(?:, got `(?P<found>.*?)`)?$"), "wrong_type"),
)


def _invalid(sentence: str, shape: type) -> InvalidInput:
    complaint, _, place = sentence.partition(" - at `$")
    place = re.sub(r"\[.*?\]", "", place).strip("`.")
    for pattern, code in COMPLAINTS:
        if found := pattern.search(complaint):
            field = ".".join(filter(None, (place, found.groupdict().get("name"))))
            return _own(shape, field) or InvalidInput(code, field or None, **found.groupdict())
    return _own(shape, place) or InvalidInput("wrong_value", place or None)


def _own(shape: type, field: str) -> InvalidInput | None:
    """The error that a field has for itself."""
    hint = get_type_hints(shape, include_extras=True).get(field)
    for meta in [meta for one in (hint, *get_args(hint)) for meta in getattr(one, "__metadata__", ())]:
        if meta.extra:
            named = (meta.extra_json_schema or {}).get("x-most")
            return InvalidInput(meta.extra["code"], field, most=getattr(city().limits, named) if named else meta.le)
    return None
