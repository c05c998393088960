"""What is looked at before anything of a deploy is made: so that it stops at once, with a line for each reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from email.utils import parseaddr

from botocore.exceptions import ClientError, NoCredentialsError
from chalice.package import YAMLTemplateSerializer

from infra import ROOT
from infra.changes import parameters, standing
from infra.stage import Stage
from infra.terminal import Stopped

FILLED_IN = {"Stage", "PushKey"}  # by the deploy itself
CDN_REGION = "us-east-1"  # the one of which CloudFront takes certificates


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
    """Raises Stopped with all that is wrong."""
    wanted = Wanted(stage, given, account(stage), parameters(stage))
    if problems := [problem for look in CHECKS for problem in look(wanted)]:
        raise Stopped("\n".join(problems))


def account(stage: Stage) -> str:
    try:
        return str(stage.client("sts").get_caller_identity()["Account"])
    except NoCredentialsError:
        raise Stopped("no AWS credentials; sign in with `aws sso login` or name a profile in AWS_PROFILE") from None
    except ClientError as error:
        raise Stopped(f"the AWS credentials do not hold: {error.response['Error']['Message']}") from None


def _names(wanted: Wanted) -> Iterator[str]:
    text = (ROOT / "infra" / "parameters.yaml").read_text("utf-8")
    declared = YAMLTemplateSerializer().load_template(text, "parameters.yaml")["Parameters"]
    for name in wanted.given.keys() - declared.keys():
        yield f"{name}: there is no such parameter in infra/parameters.yaml"
    for name, told in declared.items():
        if "Default" not in told and name not in FILLED_IN and not wanted.value(name):
            yield f'{name} is missing; give SET="{name}=…". {told["Description"]}'


def _state(wanted: Wanted) -> Iterator[str]:
    status = (standing(wanted.stage) or {"StackStatus": "NONE_COMPLETE"})["StackStatus"]
    if status.endswith("_IN_PROGRESS"):
        yield f"{wanted.stage.stack} is being changed by somebody else ({status}); wait until that is done"
    elif not status.endswith("_COMPLETE") or status == "ROLLBACK_COMPLETE":
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
    if not wanted.value("Sender"):
        return
    address = parseaddr(wanted.value("Sender"))[1]
    labels = address.rpartition("@")[2].split(".")
    # A verified domain speaks for its addresses and for the domains below it.
    identities = [address, *(".".join(labels[start:]) for start in range(len(labels) - 1))]
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


CHECKS: tuple[Callable[[Wanted], Iterator[str]], ...] = (_state, _names, _leavings, _sender, _certificate)
