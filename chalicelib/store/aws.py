"""Originals and renditions in S3, and the queue of mailboxes with news."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.aws import client
from chalicelib.settings import settings

SIDES = (1280, 320)  # of the renditions; photos/renditions.py makes them
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


def original_link(photo_id: str, seconds: int) -> str:
    """Opens the original for so long, to whoever has it."""
    return str(client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": settings().upload_bucket, "Key": original_key(photo_id)}, ExpiresIn=seconds))


def put_rendition(key: str, body: bytes, media_type: str) -> None:
    """Under a name that never gets other content, so it may be kept for ever."""
    client("s3").put_object(
        Bucket=settings().media_bucket, Key=key, Body=body, ContentType=media_type,
        CacheControl="public, max-age=31536000, immutable",
    )


def rendition_key(photo_id: str, side: int) -> str:
    return f"media/{photo_id}/{side}.webp"


def held_key(photo_id: str, side: int) -> str:
    """Of a rendition while what it belongs to is hidden: the CDN may read no such key."""
    return f"held/{photo_id}/{side}.webp"


def hold_renditions(photo_id: str, since: datetime) -> None:
    """Also from where the CDN keeps them; a browser that has them keeps them."""
    for side in SIDES:
        _move(rendition_key(photo_id, side), held_key(photo_id, side))
    _forget_at_the_cdn(photo_id, f"{photo_id}-{since.timestamp()}")


def release_renditions(photo_id: str) -> None:
    for side in SIDES:
        _move(held_key(photo_id, side), rendition_key(photo_id, side))


def _move(key: str, to: str) -> None:
    """Moved, or moved before."""
    bucket = settings().media_bucket
    try:
        client("s3").copy_object(Bucket=bucket, Key=to, CopySource={"Bucket": bucket, "Key": key})
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return
    client("s3").delete_object(Bucket=bucket, Key=key)


def _forget_at_the_cdn(photo_id: str, reference: str) -> None:
    """What has the same reference is done once. Of paths with a star CloudFront takes but fifteen at a time, of others 3,000."""
    paths = {"Quantity": len(SIDES), "Items": [f"/{rendition_key(photo_id, side)}" for side in SIDES]}
    client("cloudfront").create_invalidation(
        DistributionId=settings().distribution, InvalidationBatch={"Paths": paths, "CallerReference": reference})


def copy_original(photo_id: str, to: str) -> bool:
    """Or of its large rendition, where the original is kept no longer; False where there is neither."""
    media, large = settings().media_bucket, SIDES[0]
    sources = (
        (settings().upload_bucket, original_key(photo_id)), (media, rendition_key(photo_id, large)), (media, held_key(photo_id, large)))
    return has_original(to) or any(_copied(bucket, key, original_key(to)) for bucket, key in sources)


def _copied(bucket: str, key: str, to: str) -> bool:
    try:
        client("s3").copy_object(
            Bucket=settings().upload_bucket, Key=to, CopySource={"Bucket": bucket, "Key": key},
            TaggingDirective="REPLACE", Tagging="kept=yes")
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return False
    return True


def has_original(photo_id: str) -> bool:
    try:
        client("s3").head_object(Bucket=settings().upload_bucket, Key=original_key(photo_id))
    except ClientError as error:
        if error.response["Error"]["Code"] != "404":
            raise
        return False
    return True


def forget_renditions(photo_id: str) -> None:
    """Also where the CDN keeps them; a browser that has them keeps them. S3 and the CDN answer the same when asked again."""
    keys = [{"Key": key(photo_id, side)} for side in SIDES for key in (rendition_key, held_key)]
    client("s3").delete_objects(Bucket=settings().media_bucket, Delete={"Objects": keys, "Quiet": True})
    _forget_at_the_cdn(photo_id, photo_id)


def put_original(photo_id: str, body: bytes, media_type: str) -> None:
    """What an operator brings; citizens send theirs by a form."""
    client("s3").put_object(
        Bucket=settings().upload_bucket, Key=original_key(photo_id), Body=body, ContentType=media_type, Tagging="kept=yes")


def keep_original(photo_id: str) -> None:
    """Takes it out of the lifecycle rule that deletes what was never attached. One that was forgotten stays so."""
    tags = {"TagSet": [{"Key": "kept", "Value": "yes"}]}
    with suppress(client("s3").exceptions.NoSuchKey):
        client("s3").put_object_tagging(Bucket=settings().upload_bucket, Key=original_key(photo_id), Tagging=tags)


def forget_originals(photo_ids: Sequence[str]) -> None:
    """Gone, or gone before: S3 answers the same."""
    keys = [{"Key": original_key(photo_id)} for photo_id in photo_ids]
    for start in range(0, len(keys), 1000):  # S3's most
        client("s3").delete_objects(
            Bucket=settings().upload_bucket, Delete={"Objects": keys[start:start + 1000], "Quiet": True})


def ask_delivery(mailbox: str, delay_seconds: int) -> None:
    body = msgspec.json.encode({"mailbox": mailbox}).decode()
    client("sqs").send_message(QueueUrl=settings().notice_queue, MessageBody=body, DelaySeconds=delay_seconds)
