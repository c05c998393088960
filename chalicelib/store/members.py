"""Members in public: nickname, token, level."""

from dataclasses import asdict, fields
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.member import LEFT_NAME, Member
from chalicelib.errors import StaleRead
from chalicelib.store import figures
from chalicelib.store.convert import put
from chalicelib.store.models import MemberModel
from chalicelib.store.transaction import Transaction, holds

PRESENT = MemberModel.member_id.exists() & MemberModel.left_at.does_not_exist()


def add(member: Member) -> None:
    """Counted in the same step."""
    write = Transaction()
    write.put(MemberModel(**asdict(member)), MemberModel.member_id.does_not_exist())
    figures.count_member(write, member.member_id, 1)
    if not write.holds():
        raise StaleRead("stale")


def find(member_id: str) -> Member | None:
    try:
        row = MemberModel.get(member_id, consistent_read=True)
    except MemberModel.DoesNotExist:
        return None
    return _member(row)


def _member(row: MemberModel) -> Member:
    return Member(**{field.name: getattr(row, field.name) for field in fields(Member)})


def add_client(client: Member) -> None:
    """Counted nowhere: it is not one of those who take part."""
    MemberModel(**asdict(client)).save(MemberModel.member_id.does_not_exist())


def clients() -> list[Member]:
    """All that ever had a key, oldest first."""
    return [_member(row) for row in MemberModel.by_kind.query("client")]


def revoke(member_id: str, now: datetime) -> bool:
    """Its name stays on what it wrote. False if there is no such client; again is no harm."""
    gone: list[Action] = [MemberModel.left_at.set(now), MemberModel.token_hash.set("-")]
    return holds(lambda: MemberModel(member_id).update(gone, MemberModel.kind == "client"))


def rename(member_id: str, nickname: str) -> None:
    _present(member_id, MemberModel.nickname.set(nickname))


def set_level(member_id: str, level: str) -> None:
    _present(member_id, MemberModel.level.set(level))


def replace_token(member_id: str, token_hash: str) -> None:
    _present(member_id, MemberModel.token_hash.set(token_hash))


def block(member_id: str, until: datetime | None) -> None:
    """None lets them write again."""
    _present(member_id, put(MemberModel.blocked_until, until))


def leave(member_id: str, now: datetime) -> None:
    """The row stays, since posts point at it; the name and the token go. That of a program is nobody's, and stays."""
    if revoke(member_id, now):
        return
    gone = [MemberModel.left_at.set(now), MemberModel.nickname.set(LEFT_NAME), MemberModel.token_hash.set("-")]
    write = Transaction()
    write.update(MemberModel(member_id), gone, PRESENT)
    figures.count_member(write, member_id, -1)
    write.holds()


def _present(member_id: str, *actions: Action) -> bool:
    return holds(lambda: MemberModel(member_id).update(list(actions), PRESENT))
