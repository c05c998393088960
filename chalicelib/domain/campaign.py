"""Many people post the same text within days: recognised by its print, and shown as one row, of which nothing is lost.

The print is a MinHash of one permutation: of every three letters that follow one another a number, and of each of BINS
parts of the numbers the least. Two texts have as many of those in common as they have letters in common, so a greeting
or a name may differ. Those with none in common are never compared, so a thousand posts cost a look at each. A slogan is too
short for that: it must be the same, and of more people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from zlib import crc32

from chalicelib.domain import korean
from chalicelib.domain.post import Post

AUTHORS, OF_A_SLOGAN = 3, 8  # from so many on it is a campaign; what one member repeats, domain/review.py sees to
APART = timedelta(days=7)  # from one such post to the next, at the most
TELLING, SLOGAN = 40, 10  # letters; below the first texts are alike by chance, below the second the same: 가로등이 꺼졌어요
READ = 300  # letters that are looked at
BINS, ALIKE = 16, 10  # parts of a print, and how many of them two must have in common

Print = frozenset[tuple[int, int]]  # the least number of each part that has any


def folded(found: Sequence[Post]) -> list[tuple[Post, ...]]:
    """In the same order: each post alone, or the first of a campaign with the others behind it."""
    leaders: dict[str, list[Post]] = {}
    for one in _alike(found):
        if len({post.author_id for post in one}) >= (OF_A_SLOGAN if is_slogan(one[0].text) else AUTHORS):
            leaders |= {post.post_id: one for post in one}
    rows, told = list[tuple[Post, ...]](), set[str]()
    for post in found:
        if post.post_id not in told:
            row = tuple(leaders.get(post.post_id, (post,)))
            rows.append(row)
            told.update(one.post_id for one in row)
    return rows


def _alike(found: Iterable[Post]) -> list[list[Post]]:
    """Posts of one text, in the order in which they were found, cut where none came for days."""
    groups, known = list[list[Post]](), defaultdict[tuple[int, int], list[int]](list)  # by a part of the first one's print
    for post in found:
        mine = print_of(post.text)
        if mine is None:
            continue
        near = Counter(number for part in mine for number in known[part])
        number, common = max(near.items(), key=lambda one: one[1], default=(0, 0))
        if common >= ALIKE:
            groups[number].append(post)
        else:
            for part in mine:
                known[part].append(len(groups))
            groups.append([post])
    return [part for posts in groups if len(posts) >= AUTHORS for part in _within_days(posts)]


def _within_days(posts: list[Post]) -> list[list[Post]]:
    parts = list[list[str]]()
    before = None
    for post in sorted(posts, key=lambda post: post.created_at):
        if before is None or post.created_at - before > APART:
            parts.append([])
        parts[-1].append(post.post_id)
        before = post.created_at
    return [[post for post in posts if post.post_id in part] for part in map(frozenset, parts)]


def is_slogan(text: str) -> bool:
    return len(korean.compact(text)) < TELLING


@lru_cache(maxsize=4096)
def print_of(text: str) -> Print | None:
    """None if it is too short to tell."""
    letters = korean.compact(text)[:READ]
    if len(letters) < SLOGAN:
        return None
    if is_slogan(text):
        return frozenset((part, crc32(letters.encode())) for part in range(BINS))
    least: dict[int, int] = {}
    for at in range(len(letters) - 2):
        number, part = divmod(crc32(letters[at : at + 3].encode()), BINS)
        least[part] = min(number, least.get(part, number))
    return frozenset(least.items())
