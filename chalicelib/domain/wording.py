"""What the room itself says of a complaint, in its own comments. Korean, as all that is written there."""

from datetime import date, datetime

from chalicelib.city import COMPLAINT_TEAM, City
from chalicelib.domain.post import Comment, Post

RIEUL = 8  # in Unicode's order of final consonants; 로 follows it as it follows a vowel


def said(post: Post, comment_id: str, now: datetime, text: str, department: str | None = None,
         status: str | None = None, official: str | None = None) -> Comment:
    """The room's own comment; a `department` in it is told of it: one that the post has just come to, or come back to.

    The author's private notice names the `official` who acted (Decree, article 31); nobody else learns it.
    """
    return Comment(post.post_id, comment_id, now, "system", text, author_name=official, department=department, status=status)


def joined(*parts: str | None) -> str:
    return "\n".join(filter(None, parts))


def because(reason: str | None) -> str | None:
    return f"사유: {reason}" if reason else None


def office_name(department: str, city: City) -> str:
    office = city.department(department)
    return office.name.ko if office else department


def contact(department: str, city: City) -> str:
    """Whom to ask: a notice names the office and its telephone (Decree, article 31); staff are not named in public."""
    office = city.department(department)
    return f"문의: {office.name.ko} {office.phone}" if office else ""


def transfer_text(department: str, due_at: datetime | None, city: City) -> str:
    name = office_name(department, city)
    told = (f"{name}{subject(name)} 담당부서를 확인하고 있습니다." if department == COMPLAINT_TEAM
            else f"담당부서인 {name}{towards(name)} 이관했습니다.")
    return joined(told, due_text(due_at, city))


def arbiter_text(due_at: datetime | None, city: City) -> str:
    name = office_name(city.arbiter, city)
    told = f"담당부서가 여러 번 바뀐 민원이라 {name}{subject(name)} 어느 부서가 맡을지 정합니다."
    return joined(told, due_text(due_at, city))


def due_text(due_at: datetime | None, city: City) -> str | None:
    return f"처리기한은 {korean_day(due_at.astimezone(city.zone).date())}입니다." if due_at else None


def new_due_text(due_at: datetime, city: City) -> str:
    """To the minute: a period of few days ends within a day."""
    local = due_at.astimezone(city.zone)
    return f"새 처리기한은 {korean_day(local.date())} {local:%H:%M}입니다."


def korean_day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일({'월화수목금토일'[day.weekday()]})"


def subject(word: str) -> str:
    return "이" if _final(word) else "가"


def towards(word: str) -> str:
    return "로" if _final(word) in (0, RIEUL) else "으로"


def _final(word: str) -> int:
    """The final consonant of a word, by which its particle goes; 0 for none, and for what is not Hangul."""
    return (ord(word[-1]) - ord("가")) % 28 if "가" <= word[-1:] <= "힣" else 0
