"""What the Open311 API answers, field by field as the standard's tables have them.

Both formats are made of these. Codes and ids are strings and degrees numbers, as the published schemas ask.
"""

import msgspec
from msgspec import UNSET, UnsetType


class Node(msgspec.Struct, frozen=True):
    """Times are W3C's, with an offset. What is None is empty in XML and null in JSON; what is UNSET is not there."""


class Endpoint(Node, frozen=True):
    specification: str
    url: str
    changeset: str
    type: str  # production | test
    formats: list[str]


class Discovery(Node, frozen=True):
    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]


class Service(Node, frozen=True):
    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str  # realtime: a request has its id at once
    keywords: str
    group: str | None


class Value(Node, frozen=True):
    key: str
    name: str


class Attribute(Node, frozen=True):
    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[Value]


class ServiceDefinition(Node, frozen=True):
    service_code: str
    attributes: list[Attribute]


class ExtendedAttributes(Node, frozen=True):
    """The room's own words for a request. `external_status_code` is finer than open and closed; `source` is the client that
    sent it, or the room; `merged_into` the request that goes on for this one."""

    receipt_number: str | None
    external_status_code: str
    department_code: str | None
    source: str
    supports: int
    comments: int
    url: str
    merged_into: str | None


class GivenAttribute(Node, frozen=True):
    code: str
    name: str
    value: str


class Note(Node, frozen=True):
    datetime: str
    description: str
    type: str  # staff | system


class Picture(Node, frozen=True):
    media_url: str
    thumbnail_url: str


class Request(Node, frozen=True):
    """From `extended_attributes` on with extensions=true alone."""

    service_request_id: str
    status: str
    status_notes: str | None
    service_name: str
    service_code: str
    description: str | None
    agency_responsible: str | None
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: str | None
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None
    extended_attributes: ExtendedAttributes | UnsetType = UNSET
    attributes: list[GivenAttribute] | UnsetType = UNSET
    photos: list[Picture] | UnsetType = UNSET
    notes: list[Note] | UnsetType = UNSET


class Taken(Node, frozen=True):
    """Of a request that was sent."""

    service_request_id: str
    service_notice: str | None
    account_id: str | None


class Token(Node, frozen=True):
    service_request_id: str
    token: str


class Update(Node, frozen=True):
    """FixMyStreet's extension of the standard."""

    update_id: str
    service_request_id: str
    status: str
    updated_datetime: str
    description: str
    media_url: str | None
    external_status_code: str | None


class TakenUpdate(Node, frozen=True):
    update_id: str


class Error(Node, frozen=True):
    code: str
    description: str
