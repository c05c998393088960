"""The adapter to an outside identity service, with the one of the local stage."""

from infra.client import Client
from tests.api.steps import refused
from tests.conftest import Room


def verify(member: Client, proof: str) -> dict[str, object]:
    told: dict[str, object] = member.call("POST", "/v1/members/me/verification", {"proof": proof})
    return told


def own_id(member: Client) -> str:
    return str(member.call("GET", "/v1/members/me")["id"])


def test_a_proof_of_the_identity_service_makes_a_member_verified(room: Room) -> None:
    member = room.citizen()
    assert verify(member, f"local:{own_id(member)}:1234")["level"] == "verified"


def test_what_the_service_knows_of_the_person_is_not_shown(room: Room) -> None:
    member = room.citizen()
    assert "1234567" not in str(verify(member, f"local:{own_id(member)}:1234567"))


def test_a_proof_for_another_member_proves_nothing(room: Room) -> None:
    member = room.citizen()
    with refused(400, "bad_proof", "proof"):
        verify(member, f"local:{own_id(room.citizen())}:1234")
    assert member.call("GET", "/v1/members/me")["level"] == "nickname"


def test_a_made_up_proof_proves_nothing(room: Room) -> None:
    for proof in ("", "local", "local:", "naver:1:2", "제가 맞습니다"):
        with refused(400, "bad_proof", "proof"):
            verify(room.citizen(), proof)


def test_a_verified_member_stays_so_without_an_address(room: Room) -> None:
    member = room.citizen()
    verify(member, f"local:{own_id(member)}:1234")
    assert member.call("PATCH", "/v1/members/me", {"address": None})["level"] == "verified"
