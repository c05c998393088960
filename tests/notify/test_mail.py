"""E-mail as it leaves the house."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from traceback import format_exception

import pytest
from botocore.stub import Stubber

from chalicelib.aws import client
from chalicelib.domain.notice import Letter
from chalicelib.errors import NotSent, NotTaken
from chalicelib.notify.mail import message, send

LETTER = Letter(
    "[민원소통방] GR-2026-000007 새 댓글 1건",
    "전구를 교체했습니다.\n",
    "me@citizens.example",
    "https://room.example/u?token=t",
)


@pytest.fixture(autouse=True)
def sender(stage_settings: None) -> None:
    """The sender is the stage's choice."""


def received(letter: Letter = LETTER) -> EmailMessage:
    parsed = message_from_bytes(bytes(message(letter)), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_korean_arrives_as_it_was_written() -> None:
    mail = received()
    assert (mail["Subject"], mail.get_content().splitlines()) == (LETTER.subject, LETTER.text.splitlines())
    assert mail["From"].addresses[0].display_name == "민원소통방"


def test_one_click_stops_the_mails() -> None:
    mail = received()  # RFC 8058
    assert mail["List-Unsubscribe"] == "<https://room.example/u?token=t>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_address_that_stops_the_mails_is_written_out_however_long_it_is() -> None:
    address = f"https://room.example/v1/unsubscribe?token={'0' * 26}.{'1' * 26}.{'a' * 32}"
    sent = bytes(message(replace(LETTER, unsubscribe=address)))
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in sent


@pytest.mark.parametrize("name", ["민원소통방", "논산시 열린 민원 소통방"])
@pytest.mark.parametrize("matter", ["처리할 민원", "새 댓글 1건", "새 댓글 50건", "다시 들어오기 확인번호"])
def test_every_subject_survives_its_folding(name: str, matter: str) -> None:
    subject = f"[{name}] GR-2026-000007 {matter}"
    assert received(replace(LETTER, subject=subject))["Subject"] == subject


def test_a_mail_to_a_department_cannot_be_unsubscribed() -> None:
    assert received(replace(LETTER, unsubscribe=None))["List-Unsubscribe"] is None


def test_an_absence_note_does_not_answer_it() -> None:
    assert received()["Auto-Submitted"] == "auto-generated"


def test_there_is_one_recipient() -> None:
    mail = received()
    assert [a.addr_spec for a in mail["To"].addresses] == ["me@citizens.example"]
    assert mail["Cc"] is mail["Bcc"] is None


def test_what_ses_refuses_is_passed_on_without_the_address() -> None:
    with Stubber(client("ses")) as ses:
        ses.add_client_error("send_raw_email", "MessageRejected", f"Email address is not verified: {LETTER.to}")
        with pytest.raises(NotSent, match="MessageRejected") as refused:
            send(LETTER)
    assert LETTER.to not in "".join(format_exception(refused.value))  # as the log has it


@pytest.mark.parametrize(
    ("code", "words", "error"),
    [
        ("InvalidParameterValue", "Domain starts with dot", NotTaken),
        ("MessageRejected", "Transaction failed: Address length is more than 320 characters long.", NotTaken),
        ("MessageRejected", "Email address is not verified. The following identities failed the check", NotSent),
        ("MailFromDomainNotVerifiedException", "", NotSent),
        ("Throttling", "Maximum sending rate exceeded.", NotSent),
    ],
)
def test_a_mail_that_can_never_go_is_not_tried_again_but_what_the_operator_can_mend_is(
    code: str, words: str, error: type[Exception]
) -> None:
    with Stubber(client("ses")) as ses:
        ses.add_client_error("send_raw_email", code, words)
        with pytest.raises(error, match=code):
            send(LETTER)


@pytest.mark.parametrize("field", ["subject", "to", "unsubscribe"])
def test_a_header_cannot_be_smuggled_in(field: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)linefeed|newline|header|address"):
        message(replace(LETTER, **{field: "a@b.example\r\nBcc: other@citizens.example"}))
