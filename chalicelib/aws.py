"""Clients of AWS, made on first use: a function pays for none that it does not call."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config


@cache
def client(service: str) -> Any:
    # s3v4: the older signature knows no regions, and newer buckets refuse it.
    return boto3.client(service, config=Config(signature_version="s3v4" if service == "s3" else None))
