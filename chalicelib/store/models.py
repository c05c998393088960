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
    look = UnicodeAttribute(null=True)


class GuessMap(MapAttribute[str, Any]):
    category = UnicodeAttribute()
    department = UnicodeAttribute()
    confidence = NumberAttribute()
    words = ListAttribute(of=UnicodeAttribute)
    against = ListAttribute(of=UnicodeAttribute, default=list)


class GivenMap(MapAttribute[str, Any]):
    code = UnicodeAttribute()
    values = ListAttribute(of=UnicodeAttribute)


class PauseMap(MapAttribute[str, Any]):
    kind = UnicodeAttribute()
    since = UTCDateTimeAttribute()
    until = UTCDateTimeAttribute(null=True)


class LinkMap(MapAttribute[str, Any]):
    kind = UnicodeAttribute()
    post_id = UnicodeAttribute()


class HidingMap(MapAttribute[str, Any]):
    kind = UnicodeAttribute()
    reason = UnicodeAttribute()
    since = UTCDateTimeAttribute()
    until = UTCDateTimeAttribute(null=True)
    appeal = UnicodeAttribute(null=True)


class ByRoom(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_room"
        projection = AllProjection()

    room = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByChange(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_change"
        projection = AllProjection()

    room = UnicodeAttribute(hash_key=True)
    updated_at = UTCDateTimeAttribute(range_key=True)


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


class ByCell(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_cell"
        projection = AllProjection()

    cell = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByQueue(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_queue"
        projection = AllProjection()

    queue = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class ByOpen(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_open"
        projection = AllProjection()

    open = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class ByCheck(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_check"
        projection = AllProjection()

    check = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class ByForgetting(GlobalSecondaryIndex["PostModel"]):
    class Meta:
        index_name = "by_forgetting"
        projection = KeysOnlyProjection()

    forget = UnicodeAttribute(hash_key=True)
    forget_at = UnicodeAttribute(range_key=True)


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
    cell = UnicodeAttribute(null=True)  # "14/x/y" of the location, for lists by place
    photos = ListAttribute(of=PhotoMap, default=list)
    guesses = ListAttribute(of=GuessMap, default=list)
    two_matters = BooleanAttribute(default=False)
    attributes = ListAttribute(of=GivenMap, default=list)
    private_to_staff = BooleanAttribute(default=False)
    lookup_hash = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()
    accepted_at = UTCDateTimeAttribute(null=True)
    due_at = UTCDateTimeAttribute(null=True)
    deadline = UnicodeAttribute(null=True)
    extension = NumberAttribute(default=0)
    extensions = NumberAttribute(default=0)
    pauses = ListAttribute(of=PauseMap, default=list)
    assigned_at = UTCDateTimeAttribute(null=True)
    acknowledged_at = UTCDateTimeAttribute(null=True)
    transfers = NumberAttribute(default=0)
    urged_at = UTCDateTimeAttribute(null=True)
    closed_at = UTCDateTimeAttribute(null=True)
    verdict = UnicodeAttribute(null=True)
    links = ListAttribute(of=LinkMap, default=list)
    hiding = HidingMap(null=True)
    reports = NumberAttribute(default=0)
    # Only on what is worked on, and on what the complaint team is to look at: the indexes hold nothing else.
    queue = UnicodeAttribute(null=True)  # the department that has it open
    open = UnicodeAttribute(null=True)  # "open"
    due_key = UnicodeAttribute(null=True)  # its deadline, and till that is reckoned its time of receipt; ISO, UTC
    check = UnicodeAttribute(null=True)  # "check"
    # Only on what has ended and of which more is kept than the public sees.
    forget = UnicodeAttribute(null=True)  # "forget"
    forget_at = UnicodeAttribute(null=True)  # when something of it is due to be deleted; ISO, UTC
    origin = UnicodeAttribute(default="room")  # where it was first told of; see infra/rows.py and the filters of events.yaml
    supports = NumberAttribute(default=0)
    comments = NumberAttribute(default=0)
    version = NumberAttribute()

    by_room = ByRoom()
    by_change = ByChange()
    by_tag = ByTag()
    by_status = ByStatus()
    by_department = ByDepartment()
    by_category = ByCategory()
    by_author = PostsByAuthor()
    by_cell = ByCell()
    by_queue = ByQueue()
    by_open = ByOpen()
    by_check = ByCheck()
    by_forgetting = ByForgetting()


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
    who = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(default="room")  # where it was first told of; see infra/rows.py and the filters of events.yaml


class OriginalModel(Model):
    class Meta:
        table_name = TableName("originals_table")

    post_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)  # "post" or a comment id
    title = UnicodeAttribute(null=True)
    text = UnicodeAttribute()


class FigureModel(Model):
    class Meta:
        table_name = TableName("figures_table")

    period = UnicodeAttribute(hash_key=True)  # "2026-11" in the city's time; "all" for what has no month
    name = UnicodeAttribute(range_key=True)
    value = NumberAttribute()


class CommentsByAuthor(GlobalSecondaryIndex["CommentModel"]):
    class Meta:
        index_name = "by_author"
        projection = KeysOnlyProjection()

    author_id = UnicodeAttribute(hash_key=True)
    comment_id = UnicodeAttribute(range_key=True)


class CommentsOfTheCity(GlobalSecondaryIndex["CommentModel"]):
    class Meta:
        index_name = "by_city"
        projection = AllProjection()

    city = UnicodeAttribute(hash_key=True)
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
    hiding = HidingMap(null=True)
    origin = UnicodeAttribute(default="room")  # where it was first told of; see infra/rows.py and the filters of events.yaml

    city = UnicodeAttribute(null=True)  # "city", on what citizens do not say: the index holds nothing else

    by_author = CommentsByAuthor()
    by_city = CommentsOfTheCity()


class ByFollower(GlobalSecondaryIndex["MarkModel"]):
    class Meta:
        index_name = "by_follower"
        projection = AllProjection()

    member_id = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class MarkModel(Model):
    class Meta:
        table_name = TableName("marks_table")

    post_id = UnicodeAttribute(hash_key=True)
    mark = UnicodeAttribute(range_key=True)  # "follow#<member id>" or "support#<member id>"
    # On follow marks alone, which so alone enter the index.
    member_id = UnicodeAttribute(null=True)
    seen = NumberAttribute(null=True)  # comments of the post that the follower has seen
    reason = UnicodeAttribute(null=True)  # on report marks

    by_follower = ByFollower()


class BySubject(GlobalSecondaryIndex["WatchModel"]):
    class Meta:
        index_name = "by_subject"
        projection = AllProjection()

    subject = UnicodeAttribute(hash_key=True)
    member_id = UnicodeAttribute(range_key=True)


class WatchModel(Model):
    class Meta:
        table_name = TableName("watches_table")

    member_id = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)  # "<watch id>#<n>", one for each subject; "count" has `watches` alone
    subject = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    value = UnicodeAttribute(null=True)
    area = ListAttribute(of=NumberAttribute, null=True)  # south, west, north, east
    created_at = UTCDateTimeAttribute(null=True)
    watches = NumberAttribute(null=True)

    by_subject = BySubject()


class RegionMap(MapAttribute[str, Any]):
    """Shares of the upright picture's width and height."""

    x = NumberAttribute()
    y = NumberAttribute()
    width = NumberAttribute()
    height = NumberAttribute()


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
    look = UnicodeAttribute(null=True)
    content_hash = UnicodeAttribute(null=True)
    attached_to = UnicodeAttribute(null=True)  # "<post id>" or "<post id>/<comment id>"
    position = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)  # gone once attached
    regions = ListAttribute(of=RegionMap, null=True)  # to be made unrecognisable
    replaced_by = UnicodeAttribute(null=True)  # the photo that shows in its place
    held = BooleanAttribute(null=True)  # whether what it belongs to is hidden; False once that is shown again
    held_since = UTCDateTimeAttribute(null=True)  # the last time


class MembersByKind(GlobalSecondaryIndex["MemberModel"]):
    class Meta:
        index_name = "by_kind"
        projection = AllProjection()

    kind = UnicodeAttribute(hash_key=True)
    member_id = UnicodeAttribute(range_key=True)


class MemberModel(Model):
    class Meta:
        table_name = TableName("members_table")

    member_id = UnicodeAttribute(hash_key=True)
    nickname = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    level = UnicodeAttribute()
    joined_at = UTCDateTimeAttribute()
    left_at = UTCDateTimeAttribute(null=True)
    blocked_until = UTCDateTimeAttribute(null=True)
    kind = UnicodeAttribute(null=True)  # "client", a program with an api_key; citizens have none

    by_kind = MembersByKind()


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


class ByDevice(GlobalSecondaryIndex["DeviceModel"]):
    class Meta:
        index_name = "by_device"
        projection = KeysOnlyProjection()

    device_id = UnicodeAttribute(hash_key=True)
    member_id = UnicodeAttribute(range_key=True)


class DeviceModel(Model):
    class Meta:
        table_name = TableName("devices_table")

    member_id = UnicodeAttribute(hash_key=True)
    device_id = UnicodeAttribute(range_key=True)
    endpoint = UnicodeAttribute()
    p256dh = UnicodeAttribute()
    auth = UnicodeAttribute()
    added_at = UTCDateTimeAttribute()

    by_device = ByDevice()


class NoticeModel(Model):
    class Meta:
        table_name = TableName("notices_table")

    mailbox = UnicodeAttribute(hash_key=True)
    event_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    watch_id = UnicodeAttribute(null=True)  # of the reader's watch that it is told for
    state = UnicodeAttribute()  # pending | sent
    claimed_until = NumberAttribute(default=0)  # epoch seconds
    expires_at = TTLAttribute()


class TermModel(Model):
    class Meta:
        table_name = TableName("terms_table")

    gram = UnicodeAttribute(hash_key=True)
    post_id = UnicodeAttribute(range_key=True)


class LedgerModel(Model):
    class Meta:
        table_name = TableName("ledger_table")

    key = UnicodeAttribute(hash_key=True)
    answer = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute(null=True)
    serial = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)
