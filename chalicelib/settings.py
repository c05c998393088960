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
    photos_table: str
    members_table: str
    identities_table: str
    notices_table: str
    ledger_table: str
    upload_bucket: str
    media_bucket: str
    notice_queue: str
    site_address: str
    sender: str
    identity_provider: str


@cache
def settings() -> Settings:
    return Settings(**{field.name: os.environ[field.name.upper()] for field in fields(Settings)})
