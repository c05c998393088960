"""Whole tables, row by row, as plain JSON: for operators' commands, which may read all there is."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from chalicelib.aws import client
from chalicelib.settings import settings

Row = dict[str, Any]

_read, _write = TypeDeserializer(), TypeSerializer()
# The origins of rows. Nobody is told of any but the first; the filters of events.yaml see to it.
ROOM = "room"  # written in it
MOVED = "moved"  # in another room of this kind: counted in the figures here as there
ARCHIVED = "archived"  # in an old room of another kind: in no figure
RESTORED = "restored"  # in it, lost and brought back: in the figures already


TOLD_OF = frozenset({"posts", "timeline", "comments"})  # whose rows have an origin


def unrouted(row: Mapping[str, Any]) -> bool:
    """A complaint that is still to be routed, and told of, wherever it comes."""
    return "receipt_number" in row and "accepted_at" not in row and "open" in row


def every(table: str) -> Iterator[Row]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=name_of(table), ConsistentRead=True)
    for page in pages:
        for item in page["Items"]:
            yield {key: _plain(_read.deserialize(value)) for key, value in item.items()}


def is_empty(table: str) -> bool:
    return not client("dynamodb").scan(TableName=name_of(table), Limit=1)["Items"]


def put_new(table: str, row: Mapping[str, Any]) -> bool:
    """False if there is one with its key, which stays as it is."""
    item = {key: _write.serialize(_exact(value)) for key, value in row.items()}
    try:
        client("dynamodb").put_item(
            TableName=name_of(table),
            Item=item,
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": KEYS[table][0]},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def name_of(table: str) -> str:
    return str(getattr(settings(), f"{table}_table"))


KEYS = {
    "posts": ("post_id",),
    "timeline": ("post_id", "number"),
    "comments": ("post_id", "comment_id"),
    "marks": ("post_id", "mark"),
    "members": ("member_id",),
    "watches": ("member_id", "row"),
    "photos": ("photo_id",),
    "ledger": ("key",),
    "identities": ("member_id",),
    "devices": ("member_id", "device_id"),
    "originals": ("post_id", "part"),
}


def line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _exact(value: Any) -> Any:
    """What DynamoDB takes for a number: the shortest decimal that is this float."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    return [_exact(item) for item in value] if isinstance(value, list) else value
