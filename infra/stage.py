"""One deployed room, and the clients that reach it."""

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3


def session(*keys: str) -> boto3.Session:
    """In Seoul unless AWS_DEFAULT_REGION says otherwise; so is whatever else this process works on."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "ap-northeast-2")
    return boto3.Session(*keys)


@dataclass(frozen=True)
class Stage:
    """One deployed room: a CloudFormation stack and what its outputs name."""

    name: str
    session: boto3.Session
    endpoint: str | None = None  # of the local cloud; None on AWS
    region: str | None = None  # another one than the session's

    @property
    def stack(self) -> str:
        return f"sotongbang-{self.name}"

    def client(self, service: str) -> Any:
        return _client(self.session, service, self.endpoint, self.region)

    def outputs(self) -> dict[str, str]:
        stack = self.client("cloudformation").describe_stacks(StackName=self.stack)["Stacks"][0]
        return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}


@cache
def _client(session: boto3.Session, service: str, endpoint: str | None, region: str | None) -> Any:
    """Once for each service: reading the description of one takes up to a tenth of a second."""
    return session.client(service, region_name=region, endpoint_url=endpoint)
