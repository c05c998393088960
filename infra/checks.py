"""What is looked at before anything of a deploy is made: so that it stops at once, with a line for each reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from typing import Any

from botocore.exceptions import ClientError, NoCredentialsError
from chalice.package import YAMLTemplateSerializer

from infra import ROOT, say
from infra.changes import parameters, standing
from infra.stage import Stage
from infra.terminal import Stopped

FILLED_IN = {"Stage", "PushKey"}  # by the deploy itself
CDN_REGION = "us-east-1"  # the one of which CloudFront takes certificates
# What a deploy is asked for beside the parameters.
OF_DEPLOY = {"Waf": {"Type": "String", "AllowedValues": ["yes", "no"], "Description": "Say yes or no."}}
CONCURRENCY = 100  # with fewer at once a busy evening is refused; a new account may have 10


@dataclass(frozen=True)
class Wanted:
    """A stage and the parameters that it would have; `given` are those of this deploy alone."""

    stage: Stage
    given: Mapping[str, str]
    account: str
    known: Mapping[str, str] | None

    def value(self, name: str) -> str:
        return self.given.get(name, (self.known or {}).get(name, ""))


def check(stage: Stage, given: Mapping[str, str]) -> None:
    """Raises Stopped with all that is wrong; says what may be as it is, and should not for long."""
    if unfit := list(_unfit({"Stage": stage.name, **given})):
        raise Stopped("\n".join(unfit))
    wanted = Wanted(stage, given, account(stage), parameters(stage))
    for warning in _warnings(wanted):
        say(f"warning: {warning}")
    if problems := [problem for look in CHECKS for problem in look(wanted)]:
        raise Stopped("\n".join(problems))


def account(stage: Stage) -> str:
    try:
        return str(stage.client("sts").get_caller_identity()["Account"])
    except NoCredentialsError:
        raise Stopped("no AWS credentials; sign in with `aws sso login` or name a profile in AWS_PROFILE") from None
    except ClientError as error:
        raise Stopped(f"the AWS credentials do not hold: {error.response['Error']['Message']}") from None


@cache
def declared() -> dict[str, Any]:
    text = (ROOT / "infra" / "parameters.yaml").read_text("utf-8")
    found: dict[str, Any] = YAMLTemplateSerializer().load_template(text, "parameters.yaml")["Parameters"]
    return found


def _unfit(given: Mapping[str, str]) -> Iterator[str]:
    """What CloudFormation would refuse of these, by the same rules, once all is packaged."""
    known = declared() | OF_DEPLOY
    for name, value in given.items():
        if name not in known:
            yield f"{name}: there is no such parameter in infra/parameters.yaml"
        elif not _fits(value, known[name]):
            yield f"{name} cannot be {value!r}. {known[name]['Description']}"


def _fits(value: str, told: Mapping[str, Any]) -> bool:
    if told["Type"] == "Number":
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", value)) and float(value) >= told.get("MinValue", -inf)
    return value in told.get("AllowedValues", (value,)) and bool(re.fullmatch(told.get("AllowedPattern", ".*"), value))


def _missing(wanted: Wanted) -> Iterator[str]:
    for name, told in declared().items():
        if "Default" not in told and name not in FILLED_IN and not wanted.value(name):
            yield f'{name} is missing; give SET="{name}=…". {told["Description"]}'


def _state(wanted: Wanted) -> Iterator[str]:
    status = (standing(wanted.stage) or {"StackStatus": "NONE_COMPLETE"})["StackStatus"]
    if status.endswith("_IN_PROGRESS"):
        yield f"{wanted.stage.stack} is being changed by somebody else ({status}); wait until that is done"
    elif status == "ROLLBACK_COMPLETE":
        yield f"the first deploy of {wanted.stage.stack} was cut off and failed; make destroy STAGE={wanted.stage.name} first"
    elif not status.endswith("_COMPLETE"):
        yield f"{wanted.stage.stack} is in the state {status}; mend it in the CloudFormation console first"


def _leavings(wanted: Wanted) -> Iterator[str]:
    if wanted.known is None:
        for holds in ("uploads", "media"):
            bucket = f"{wanted.stage.stack}-{holds}-{wanted.account}"
            if _has_bucket(wanted.stage, bucket):
                yield f"the bucket {bucket} is left of an earlier stage of this name; move what it holds and delete it"


def _has_bucket(stage: Stage, bucket: str) -> bool:
    try:
        stage.client("s3").head_bucket(Bucket=bucket)
    except ClientError as error:
        return str(error.response["Error"]["Code"]) == "403"
    return True


def _sender(wanted: Wanted) -> Iterator[str]:
    """Itself, or its domain: one of the two is what .chalice/policy-deliver-notices.json lets the room send from."""
    address = wanted.value("Sender")
    if not address:
        return
    identities = [address, address.partition("@")[2]]
    found = wanted.stage.client("ses").get_identity_verification_attributes(Identities=identities)
    if "Success" not in {one["VerificationStatus"] for one in found["VerificationAttributes"].values()}:
        region = wanted.stage.session.region_name
        yield f"Sender: SES has verified neither {address} nor its domain in {region}; do that first, or no mail goes out"


def _certificate(wanted: Wanted) -> Iterator[str]:
    domain, arn = wanted.value("Domain"), wanted.value("CertificateArn")
    if bool(domain) != bool(arn):
        yield "Domain and CertificateArn go together: give both or neither"
    elif arn and f":{CDN_REGION}:" not in arn:
        yield f"CertificateArn: CloudFront takes certificates of {CDN_REGION} alone; ask ACM there for one of {domain}"
    elif arn and (state := _state_of(wanted.stage, arn)) != "ISSUED":
        yield f"CertificateArn: the certificate of {domain} is not issued but {state}"


def _state_of(stage: Stage, certificate: str) -> str:
    acm = replace(stage, region=CDN_REGION).client("acm")
    try:
        return str(acm.describe_certificate(CertificateArn=certificate)["Certificate"]["Status"])
    except acm.exceptions.ResourceNotFoundException:
        return "missing"


def _sandbox(wanted: Wanted) -> Iterator[str]:
    if not wanted.stage.client("sesv2").get_account()["ProductionAccessEnabled"]:
        yield "SES is in its sandbox: citizens get no mail till AWS is asked for production access"


def _concurrency(wanted: Wanted) -> Iterator[str]:
    limit = wanted.stage.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    if limit < CONCURRENCY:
        yield f"Lambda runs {limit} functions of this account at once, whatever the room needs; ask AWS for {CONCURRENCY} or more"


def _warnings(wanted: Wanted) -> Iterator[str]:
    for look in WARNINGS:
        try:
            yield from look(wanted)
        except ClientError as error:  # whoever deploys may do without these rights
            yield f"not looked at, for {error}"


CHECKS: tuple[Callable[[Wanted], Iterator[str]], ...] = (_state, _missing, _leavings, _sender, _certificate)
WARNINGS: tuple[Callable[[Wanted], Iterator[str]], ...] = (_sandbox, _concurrency)
