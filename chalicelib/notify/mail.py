"""E-mail through SES."""

from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from botocore.exceptions import ClientError

from chalicelib.aws import client
from chalicelib.city import city
from chalicelib.domain.notice import Letter
from chalicelib.errors import NotSent, NotTaken
from chalicelib.settings import settings


class Unfolded(UnstructuredHeader, BaseHeader):
    """One long word. Folding would encode it (RFC 2047), and then no mail program finds the address in it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


NEVER = frozenset({"InvalidParameterValue", "MessageRejected"})  # will SES take this message
UNVERIFIED = "not verified"  # which it says under the same code: of the sender or, in its sandbox, of any reader. The operator's to mend

HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Unfolded)
POLICY = SMTP.clone(header_factory=HEADERS)


def send(letter: Letter) -> None:
    raw = {"Data": bytes(message(letter))}
    try:
        client("ses").send_raw_email(Source=settings().sender, Destinations=[letter.to], RawMessage=raw)
    except ClientError as error:
        # SES names addresses in what it says, and errors are logged: its code alone goes on.
        code, words = error.response["Error"]["Code"], error.response["Error"]["Message"]
        raise (NotTaken if code in NEVER and UNVERIFIED not in words else NotSent)(code) from None


def message(letter: Letter) -> EmailMessage:
    """One reader per message, so that nobody learns another's address."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(city().room.ko, addr_spec=settings().sender)
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: an out-of-office reply does not come back to us
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text, cte="base64")
    return mail
