"""Members in public: nickname, token, level."""

from dataclasses import asdict, fields
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.member import LEFT_NAME, Member
from chalicelib.store.models import MemberModel
from chalicelib.store.transaction import holds


def add(member: Member) -> None:
    MemberModel(**asdict(member)).save(MemberModel.member_id.does_not_exist())


def find(member_id: str) -> Member | None:
    try:
        row = MemberModel.get(member_id, consistent_read=True)
    except MemberModel.DoesNotExist:
        return None
    return Member(**{field.name: getattr(row, field.name) for field in fields(Member)})


def rename(member_id: str, nickname: str) -> None:
    _present(member_id, MemberModel.nickname.set(nickname))


def set_level(member_id: str, level: str) -> None:
    _present(member_id, MemberModel.level.set(level))


def replace_token(member_id: str, token_hash: str) -> None:
    _present(member_id, MemberModel.token_hash.set(token_hash))


def leave(member_id: str, now: datetime) -> None:
    """The row stays, since posts point at it; the name and the token go."""
    _present(member_id, MemberModel.left_at.set(now), MemberModel.nickname.set(LEFT_NAME), MemberModel.token_hash.set("-"))


def _present(member_id: str, *actions: Action) -> bool:
    present = MemberModel.member_id.exists() & MemberModel.left_at.does_not_exist()
    return holds(lambda: MemberModel(member_id).update(list(actions), present))
