"""One answer, two formats. JSON is what the Spark convention makes of the XML: a container of repeated children is a list,
and the root around a list falls away."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from chalicelib.domain.text import xml_safe

# The child that a container repeats.
CHILDREN = {
    "services": "service", "service_requests": "request", "service_request_updates": "request_update", "errors": "error",
    "endpoints": "endpoint", "formats": "format", "attributes": "attribute", "values": "value", "photos": "photo", "notes": "note",
    "items": "item",  # of data.go.kr
}
ANSWER_MOST = 6_000_000  # bytes; Lambda's own limit is 6 MB
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def to_xml(root: str, body: Any) -> str:
    return DECLARATION + tostring(_filled(Element(root), body), "unicode")


def to_json(root: str, body: Any) -> str:
    return msgspec.json.encode(body).decode()


def _filled(element: Element, value: Any) -> Element:
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if (field := getattr(value, name)) is not msgspec.UNSET:
                _filled(SubElement(element, name), field)
    elif isinstance(value, list):
        for one in value:
            _filled(SubElement(element, CHILDREN[element.tag]), one)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = xml_safe(str(value))
    return element


def size(text: str) -> int:
    """Bytes as Lambda answers them: until Python 3.12 it writes each syllable of Hangul as \\uXXXX."""
    return len(json.dumps(text))


FORMATS: Mapping[str, tuple[str, Callable[[str, Any], str]]] = {
    "xml": ("text/xml; charset=utf-8", to_xml), "json": ("application/json; charset=utf-8", to_json),
}
