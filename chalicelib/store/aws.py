"""Originals and renditions in S3, and the queue of mailboxes with news."""

from typing import Any

import msgspec

from chalicelib.aws import client
from chalicelib.settings import settings

UPLOAD_SECONDS = 900  # how long a photo may take to start; a bad connection needs its time


def upload_form(photo_id: str, media_type: str, bytes_most: int) -> dict[str, Any]:
    """URL and fields of a form by which a browser sends one photo; S3 itself holds it to type and size."""
    fixed = {"Content-Type": media_type, "tagging": "<Tagging><TagSet><Tag><Key>kept</Key><Value>no</Value></Tag></TagSet></Tagging>"}
    form = client("s3").generate_presigned_post(
        settings().upload_bucket, original_key(photo_id), Fields=dict(fixed), ExpiresIn=UPLOAD_SECONDS,
        Conditions=[*({k: v} for k, v in fixed.items()), ["content-length-range", 1, bytes_most]],
    )
    return dict(form)


def original_key(photo_id: str) -> str:
    return f"uploads/{photo_id}"


def photo_of(key: str) -> str:
    return key.removeprefix("uploads/")


def original(photo_id: str) -> bytes:
    found = client("s3").get_object(Bucket=settings().upload_bucket, Key=original_key(photo_id))
    return bytes(found["Body"].read())


def put_rendition(photo_id: str, side: int, body: bytes, media_type: str) -> None:
    """Under a name that never gets other content, so it may be kept for ever."""
    client("s3").put_object(
        Bucket=settings().media_bucket, Key=f"media/{photo_id}/{side}.webp", Body=body, ContentType=media_type,
        CacheControl="public, max-age=31536000, immutable",
    )


def keep_original(photo_id: str) -> None:
    """Takes it out of the lifecycle rule that deletes what was never attached."""
    client("s3").put_object_tagging(
        Bucket=settings().upload_bucket, Key=original_key(photo_id), Tagging={"TagSet": [{"Key": "kept", "Value": "yes"}]})


def ask_delivery(mailbox: str, delay_seconds: int) -> None:
    body = msgspec.json.encode({"mailbox": mailbox}).decode()
    client("sqs").send_message(QueueUrl=settings().notice_queue, MessageBody=body, DelaySeconds=delay_seconds)
