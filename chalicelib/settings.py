"""What the stage decides. The only reader of os.environ, on first use: packaging imports the code without it."""

import os
from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True)
class Settings:
    """Each field is the environment variable of the same name in capitals; infra/api.yaml sets them."""

    stage: str
    posts_table: str
    timeline_table: str
    comments_table: str
    marks_table: str
    watches_table: str
    photos_table: str
    members_table: str
    identities_table: str
    devices_table: str
    notices_table: str
    terms_table: str
    ledger_table: str
    originals_table: str
    figures_table: str
    upload_bucket: str
    media_bucket: str
    notice_queue: str
    distribution: str  # of the CDN; only publish_photo and replace_photo know it, for the CDN itself needs the API
    site_address: str
    sender: str
    identity_provider: str
    rate_factor: str  # a whole number; times the profile's rates
    edge_key: str  # by which the API knows the CDN
    tile_key: str  # what the map's tile server asks for; empty for one that asks for none
    push_key: str  # the public half of the VAPID pair, base64url; empty where the stage has none
    push_test_service: str  # the origin of a test's push service; empty on every stage but the local one


@cache
def settings() -> Settings:
    return Settings(**{field.name: os.environ[field.name.upper()] for field in fields(Settings)})
