"""What was deployed to a stage, and when: kept in a bucket beside the stack, so that a rollback builds nothing.

packages/ templates/ sites/    by the hash of their content
deploys/                       a record of each deploy that stands, the last one on top
undone/                        records of those that were rolled back, or failed
"""

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from infra import ROOT
from infra.changes import DeployFailed
from infra.package import EPOCH
from infra.stage import Stage

PRIVATE = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
ENCRYPTED = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}


def tls_only(bucket: str) -> dict[str, Any]:
    arn = f"arn:aws:s3:::{bucket}"
    refused = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"]}
    return {
        "Version": "2012-10-17",
        "Statement": [{**refused, "Sid": "TlsOnly", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}],
    }


@dataclass(frozen=True)
class Release:
    """One deploy: keys of what it brought."""

    at: str
    commit: str | None
    package: str
    template: str
    site: str
    given: tuple[str, ...]  # names of the parameters that were set; their values stand in the stack alone

    @property
    def brought(self) -> tuple[str, str, str]:
        return self.package, self.template, self.site

    def __str__(self) -> str:
        return f"{self.at}, commit {self.commit or 'unknown'}"


class Artifacts:
    def __init__(self, stage: Stage) -> None:
        self._stage, self._s3 = stage, stage.client("s3")

    @cached_property
    def name(self) -> str:
        """Of the bucket, which may not be there yet."""
        return f"{self._stage.stack}-artifacts-{self._stage.client('sts').get_caller_identity()['Account']}"

    @cached_property
    def bucket(self) -> str:
        """Its name, once it is there and as it is to be."""
        region = self._stage.session.region_name
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        with suppress(self._s3.exceptions.BucketAlreadyOwnedByYou):
            self._s3.create_bucket(Bucket=self.name, **where)
        self._s3.put_public_access_block(Bucket=self.name, PublicAccessBlockConfiguration=PRIVATE)
        self._s3.put_bucket_encryption(Bucket=self.name, ServerSideEncryptionConfiguration=ENCRYPTED)
        self._s3.put_bucket_policy(Bucket=self.name, Policy=json.dumps(tls_only(self.name)))
        return self.name

    def stands(self) -> bool:
        return bool(self._s3.list_buckets(Prefix=self.name)["Buckets"])

    def remove(self) -> None:
        bucket = self._stage.session.resource("s3", endpoint_url=self._stage.endpoint).Bucket(self.name)
        bucket.object_versions.delete()
        bucket.delete()

    def keep_package(self, folder: Path) -> tuple[str, str]:
        """Uploads what infra.package wrote; the keys of the zip and of the template that names it."""
        package = self._keep("packages", "zip", (folder / "deployment.zip").read_bytes())
        text = (folder / "template.yaml").read_text("utf-8")
        named = text.replace("./deployment.zip", f"s3://{self.bucket}/{package}")
        return package, self._keep("templates", "yaml", named.encode())

    def release(self, folder: Path, site: Mapping[str, bytes], given: Mapping[str, str]) -> Release:
        package, template = self.keep_package(folder)
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return Release(
            now, commit(), package, template, self._keep("sites", "zip", _zipped(site)), tuple(sorted(given))
        )

    def _keep(self, folder: str, kind: str, body: bytes) -> str:
        key = f"{folder}/{hashlib.sha256(body).hexdigest()[:32]}.{kind}"
        if "Contents" not in self._s3.list_objects_v2(Bucket=self.bucket, Prefix=key):
            self._s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        return key

    def template(self, key: str) -> dict[str, str]:
        """As CloudFormation takes it: an address that holds for a quarter of an hour."""
        where = {"Bucket": self.bucket, "Key": key}
        return {"TemplateURL": self._s3.generate_presigned_url("get_object", where, ExpiresIn=900)}

    def site(self, release: Release) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self._read(release.site))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def releases(self) -> list[Release]:
        """Those that stand, oldest first."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix="deploys/")
        keys = sorted(one["Key"] for page in pages for one in page.get("Contents", ()))
        return [msgspec.json.decode(self._read(key), type=Release) for key in keys]

    @contextmanager
    def noted(self, release: Release) -> Iterator[None]:
        """From before it stands, for what breaks off here goes on at AWS; undone where CloudFormation took it back."""
        self.note(release)
        try:
            yield
        except DeployFailed:
            self.undo(release)
            raise

    def note(self, release: Release) -> None:
        """Unless it is what stood already: a rollback is to go back to something else."""
        if [last.brought for last in self.releases()[-1:]] != [release.brought]:
            self._write("deploys", release)

    def undo(self, release: Release) -> None:
        self._write("undone", release)
        self._s3.delete_object(Bucket=self.bucket, Key=f"deploys/{release.at}.json")

    def _write(self, folder: str, release: Release) -> None:
        self._s3.put_object(Bucket=self.bucket, Key=f"{folder}/{release.at}.json", Body=msgspec.json.encode(release))

    def _read(self, key: str) -> bytes:
        body: Any = self._s3.get_object(Bucket=self.bucket, Key=key)["Body"]
        return bytes(body.read())


def _zipped(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, body in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(key, EPOCH), body, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def commit() -> str | None:
    """Of this folder, with a mark if it was changed since; None outside of git."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None
