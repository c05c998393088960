"""Clients of AWS, made on first use: a function pays for none that it does not call."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

# Else an upload form names S3's global address, which sends a browser on to the region by a redirect
# that the page's Content-Security-Policy does not let through.
OPTIONS = {"s3": Config(signature_version="s3v4", s3={"addressing_style": "virtual"})}


@cache
def client(service: str) -> Any:
    return boto3.client(service, config=OPTIONS.get(service))
