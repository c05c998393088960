"""The tables, to be read aloud. No logic here; infra/tables.yaml creates them."""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.settings import settings


class TableName:
    """Reads the name on first use: the models are imported where no stage is known yet."""

    def __init__(self, setting: str) -> None:
        self._setting = setting

    def __get__(self, instance: object, owner: type) -> str:
        return str(getattr(settings(), self._setting))


class LocationMap(MapAttribute[str, Any]):
    lat = NumberAttribute(null=True)
    lon = NumberAttribute(null=True)
    address = UnicodeAttribute(null=True)


class PhotoMap(MapAttribute[str, Any]):
    photo_id = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    color = UnicodeAttribute(null=True)


class GuessMap(MapAttribute[str, Any]):
    category = UnicodeAttribute()
    department = UnicodeAttribute()
    confidence = NumberAttribute()
    words = ListAttribute(of=UnicodeAttribute)


class ByRoom(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_room"
        projection = AllProjection()

    room = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByTag(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_tag"
        projection = AllProjection()

    tag = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByStatus(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    status = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByDepartment(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_department"
        projection = AllProjection()

    department = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByCategory(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_category"
        projection = AllProjection()

    category = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class PostsByAuthor(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_author"
        projection = AllProjection()

    author_id = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class PostModel(Model):
    class Meta:
        table_name = TableName("posts_table")

    post_id = UnicodeAttribute(hash_key=True)
    room = UnicodeAttribute(default="room")  # one partition for the list of everything
    receipt_number = UnicodeAttribute(null=True)
    tag = UnicodeAttribute()
    status = UnicodeAttribute()
    title = UnicodeAttribute(null=True)
    text = UnicodeAttribute()
    category = UnicodeAttribute(null=True)
    department = UnicodeAttribute(null=True)
    author_id = UnicodeAttribute()
    author_name = UnicodeAttribute()
    location = LocationMap(null=True)
    photos = ListAttribute(of=PhotoMap, default=list)
    guesses = ListAttribute(of=GuessMap, default=list)
    private_to_staff = BooleanAttribute(default=False)
    lookup_hash = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()
    accepted_at = UTCDateTimeAttribute(null=True)
    due_at = UTCDateTimeAttribute(null=True)
    supports = NumberAttribute(default=0)
    comments = NumberAttribute(default=0)
    version = NumberAttribute()

    by_room = ByRoom()
    by_tag = ByTag()
    by_status = ByStatus()
    by_department = ByDepartment()
    by_category = ByCategory()
    by_author = PostsByAuthor()


class EntryModel(Model):
    class Meta:
        table_name = TableName("timeline_table")

    post_id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    at = UTCDateTimeAttribute()
    kind = UnicodeAttribute()
    by = UnicodeAttribute()
    department = UnicodeAttribute(null=True)
    before = UnicodeAttribute(null=True)
    after = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    due_at = UTCDateTimeAttribute(null=True)


class CommentsByAuthor(GlobalSecondaryIndex["CommentModel"]):
    class Meta:
        index_name = "by_author"
        projection = KeysOnlyProjection()

    author_id = UnicodeAttribute(hash_key=True)
    comment_id = UnicodeAttribute(range_key=True)


class CommentModel(Model):
    class Meta:
        table_name = TableName("comments_table")

    post_id = UnicodeAttribute(hash_key=True)
    comment_id = UnicodeAttribute(range_key=True)
    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    text = UnicodeAttribute()
    author_id = UnicodeAttribute(null=True)
    author_name = UnicodeAttribute(null=True)
    department = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    photos = ListAttribute(of=PhotoMap, default=list)

    by_author = CommentsByAuthor()


class MarkModel(Model):
    class Meta:
        table_name = TableName("marks_table")

    post_id = UnicodeAttribute(hash_key=True)
    mark = UnicodeAttribute(range_key=True)  # "follow#<member id>" or "support#<member id>"


class PhotoModel(Model):
    class Meta:
        table_name = TableName("photos_table")

    photo_id = UnicodeAttribute(hash_key=True)
    owner = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    color = UnicodeAttribute(null=True)
    content_hash = UnicodeAttribute(null=True)
    attached_to = UnicodeAttribute(null=True)  # "<post id>" or "<post id>/<comment id>"
    position = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)  # gone once attached


class MemberModel(Model):
    class Meta:
        table_name = TableName("members_table")

    member_id = UnicodeAttribute(hash_key=True)
    nickname = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    level = UnicodeAttribute()
    joined_at = UTCDateTimeAttribute()
    left_at = UTCDateTimeAttribute(null=True)


class ByAddress(GlobalSecondaryIndex["IdentityModel"]):
    class Meta:
        index_name = "by_address"
        projection = AllProjection()

    address_hash = UnicodeAttribute(hash_key=True)
    member_id = UnicodeAttribute(range_key=True)


class IdentityModel(Model):
    class Meta:
        table_name = TableName("identities_table")

    member_id = UnicodeAttribute(hash_key=True)
    address = UnicodeAttribute(null=True)
    address_hash = UnicodeAttribute(null=True)
    pending_address = UnicodeAttribute(null=True)
    code_hash = UnicodeAttribute(null=True)
    code_expires_at = UTCDateTimeAttribute(null=True)
    code_tries = NumberAttribute(default=0)
    subject = UnicodeAttribute(null=True)
    unsubscribe_key = UnicodeAttribute(null=True)

    by_address = ByAddress()


class NoticeModel(Model):
    class Meta:
        table_name = TableName("notices_table")

    mailbox = UnicodeAttribute(hash_key=True)
    event_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    state = UnicodeAttribute()  # pending | sent
    claimed_until = NumberAttribute(default=0)  # epoch seconds
    expires_at = TTLAttribute()


class LedgerModel(Model):
    class Meta:
        table_name = TableName("ledger_table")

    key = UnicodeAttribute(hash_key=True)
    answer = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute(null=True)
    serial = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)
