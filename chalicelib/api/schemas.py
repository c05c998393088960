"""JSON Schemas of the structs, with what a city decides in them, and examples that fit them.

A struct names a limit or a choice of the city (`x-most`, `x-one-of`, …: see shapes.py); here its value takes the name's place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from chalicelib.api.shapes import END
from chalicelib.city import City

Schema = dict[str, Any]

REF = "#/components/schemas/{name}"
MAILBOX = "walker@citizens.example"
MOMENT = "2026-11-24T00:30:00Z"
NAMED = ("x-most", "x-least", "x-one-of", "x-like", "x-lat", "x-lon")
MOST = {"string": "maxLength", "array": "maxItems", "integer": "maximum"}
LEAST = {"string": "minLength", "array": "minItems", "integer": "minimum"}


class Schemas:
    """`all` by their names; `examples` likewise, as far as they were asked for."""

    def __init__(self, kinds: Iterable[Any], room: City) -> None:
        told = tuple(dict.fromkeys(kinds))
        refs, found = msgspec.json.schema_components(told, ref_template=REF)
        self.all: Schema = {_short(name): _settled(schema, room) | {"title": _short(name)} for name, schema in found.items()}
        self.examples: Schema = {}
        self._refs = dict(zip(told, _settled(refs, room), strict=True))
        self._known, self._room = dict(_known(room)), room

    def media(self, kind: Any, *, whole: bool = False) -> Schema:
        """A media type object. Many operations answer alike, so examples stand apart, by their names."""
        ref = self._refs[kind]
        name, value = ref.get("$ref", "").rsplit("/", 1)[-1], {"value": self._example(ref, whole)}
        if not name:
            return {"schema": ref, "examples": {"example": value}}
        self.examples[name] = value
        return {"schema": ref, "examples": {name: {"$ref": f"#/components/examples/{name}"}}}

    def fields(self, shape: type) -> Iterator[tuple[str, bool, Schema]]:
        """Of a query: the name of each, whether it is needed, and its schema. It is absent rather than null."""
        (ref,), found = msgspec.json.schema_components([shape], ref_template="{name}")
        schema = _settled(found[ref["$ref"]], self._room)
        for name, field in schema["properties"].items():
            told = next(one for one in field.get("anyOf", [field]) if one.get("type") != "null")
            yield name, name in schema["required"], told | ({"default": field["default"]} if field.get("default") else {})

    def _example(self, schema: Schema, whole: bool) -> Any:
        """Made of the examples of its fields. Of what may be left out only what has one, unless it is to be `whole`."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            return self._known.get(name) or self._example(self.all[name], whole)
        if "examples" in schema or "enum" in schema:
            return (schema.get("examples") or schema["enum"])[0]
        if "anyOf" in schema:
            nothing = {"type": "null"} in schema["anyOf"] and not _telling(schema)
            return None if nothing else self._example(schema["anyOf"][0], whole)
        if "properties" in schema:
            return {
                name: self._example(field, whole) for name, field in schema["properties"].items()
                if whole or name in schema["required"] or _telling(field)
            }
        if schema.get("type") == "array":
            return [self._example(schema["items"], whole)] * schema.get("minItems", 1) if schema["items"] else []
        return PLAIN[schema.get("format") or schema.get("type", "object")](schema)


def _telling(field: Schema) -> bool:
    return any(word in field.get("anyOf", [field])[0] for word in ("examples", "$ref", "enum", "format"))


PLAIN: Mapping[str, Callable[[Schema], Any]] = {
    "date-time": lambda schema: MOMENT, "date": lambda schema: MOMENT[:10], "email": lambda schema: MAILBOX,
    "string": lambda schema: "가로등"[: schema.get("maxLength")], "integer": lambda schema: schema.get("minimum", 1),
    "number": lambda schema: 0.5, "boolean": lambda schema: False, "object": lambda schema: {}, "null": lambda schema: None,
}


def _known(node: Any) -> Iterator[tuple[str, Any]]:
    """What stands in the profile is an example itself, but for addresses, which are nobody's business."""
    if isinstance(node, msgspec.Struct):
        for field in reversed(node.__struct_fields__):
            yield from _known(getattr(node, field))
        yield type(node).__name__, msgspec.json.decode(msgspec.json.encode(node)) | ({"address": MAILBOX} if hasattr(node, "address") else {})
    elif isinstance(node, dict | tuple):
        for one in reversed(list(node.values()) if isinstance(node, dict) else node):
            yield from _known(one)


def _settled(node: Any, room: City) -> Any:
    """With the city's limits and choices in the place of their names."""
    if isinstance(node, list | tuple):
        return [_settled(one, room) for one in node]
    if not isinstance(node, dict):
        return node
    said = {key: _settled(value, room) for key, value in node.items() if key not in NAMED}
    for key, words in (("x-most", MOST), ("x-least", LEAST)):
        if key in node:
            said[words[node["type"]]] = getattr(room.limits, node[key])
    if "x-one-of" in node:
        said["enum"] = _codes(room, node["x-one-of"])
    if "x-like" in node:
        said["examples"] = _codes(room, node["x-like"])[:1]
    if "prefixItems" in said:  # ours are of one kind, and many clients know of no others
        said["items"] = said.pop("prefixItems")[0]
    for name in ("lat", "lon"):
        if f"x-{name}" in node:
            said["examples"] = [round(getattr(room.map.centre, name) + node[f"x-{name}"], 4)]
    if isinstance(node.get("pattern"), str):
        said["pattern"] = node["pattern"].replace(END, "$").replace(r"\w", "[^\\s#]")  # Python's \w knows Korean
    if isinstance(node.get("$ref"), str):
        said["$ref"] = REF.format(name=_short(node["$ref"].removeprefix(REF.format(name=""))))
    return said


def _codes(room: City, name: str) -> list[str]:
    table = getattr(room, name)
    return list(table) if isinstance(table, dict) else [getattr(one, "code", one.name) for one in table]


def _short(name: str) -> str:
    """Two structs of one name have their modules in theirs."""
    return "".join(part[:1].upper() + part[1:] for part in name.split(".")[-2:])
