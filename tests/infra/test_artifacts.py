"""The bucket that keeps what was deployed: as it is to be whoever made it, and a record of what stands."""

import json
from dataclasses import replace

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.artifacts import Artifacts, Release
from infra.changes import DeployFailed
from infra.stage import Stage
from tests.conftest import Room

RELEASE = Release("2026-11-28T03:00:00Z", None, "packages/1.zip", "templates/1.yaml", "sites/1.zip", ())


def test_it_is_private_and_encrypted_though_somebody_made_it_otherwise(room: Room) -> None:
    stage, s3 = Stage("plain", room.stage.session, room.stage.endpoint), room.stage.client("s3")
    region = {"LocationConstraint": stage.session.region_name}
    s3.create_bucket(Bucket=Artifacts(stage).name, CreateBucketConfiguration=region)
    s3.delete_public_access_block(Bucket=Artifacts(stage).name)
    by_another = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}
    s3.put_bucket_encryption(Bucket=Artifacts(stage).name, ServerSideEncryptionConfiguration=by_another)
    bucket = Artifacts(stage).bucket
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert (len(block), set(block.values())) == (4, {True})
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_nobody_reads_it_without_tls(room: Room) -> None:
    """The local cloud's own root may, which speaks plain HTTP."""
    stage, iam = Stage("tls", room.stage.session, room.stage.endpoint), room.stage.client("iam")
    all_of_s3 = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    iam.create_user(UserName="operator")
    iam.put_user_policy(
        UserName="operator",
        PolicyName="s3",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [all_of_s3]}),
    )
    key = iam.create_access_key(UserName="operator")["AccessKey"]
    operator = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=stage.session.region_name)
    with pytest.raises(ClientError, match="explicit deny"):
        operator.client("s3", endpoint_url=stage.endpoint).list_objects_v2(Bucket=Artifacts(stage).bucket)


def test_it_is_made_in_the_region_that_has_no_name(room: Room) -> None:
    far = Stage("far", boto3.Session("test", "test", region_name="us-east-1"), room.stage.endpoint)
    assert not Artifacts(far).stands()
    assert Artifacts(far).bucket == Artifacts(far).name
    assert Artifacts(far).stands()


@pytest.mark.parametrize(("end", "known"), [(KeyboardInterrupt, 2), (DeployFailed, 1)])
def test_what_is_cut_off_may_stand_and_what_failed_does_not(room: Room, end: type[BaseException], known: int) -> None:
    artifacts = Artifacts(Stage(end.__name__.lower(), room.stage.session, room.stage.endpoint))
    artifacts.note(RELEASE)
    later = replace(RELEASE, at="2026-11-28T04:00:00Z", package="packages/2.zip")
    with pytest.raises(end), artifacts.noted(later):
        raise end
    assert artifacts.releases() == [RELEASE, later][:known]
