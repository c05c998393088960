"""The versions of the router: which is in use, and who says so."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from chalicelib.domain.classifier import Point
from chalicelib.domain.learning import Trained
from chalicelib.errors import InvalidInput

KEPT = 10


@dataclass(frozen=True)
class Version:
    """`right` is the share of lessons that it had not seen, `right_by_words` that of the words alone, of the same lessons."""

    name: str
    made_at: datetime
    learned_from: str  # lessons.print_of
    better: bool  # than the one in use when it was made
    lessons: int
    right: float
    right_by_words: float
    threshold: float | None = None
    curve: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """Versions newest first. None is in use where the words of the profile speak alone; `held`: a person chose it."""

    versions: tuple[Version, ...] = ()
    in_use: str | None = None
    held: bool = False

    @property
    def current(self) -> Version | None:
        return next((one for one in self.versions if one.name == self.in_use), None)


def name_at(at: datetime) -> str:
    """Names sort by time."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def version_of(trained: Trained, made_at: datetime, learned_from: str) -> Version:
    model, report = trained.model, trained.report
    return Version(
        name_at(made_at), made_at, learned_from, trained.better, report.lessons, report.unseen.right,
        report.unseen_words.right, model.threshold, model.curve)


def due(shelf: Shelf, made_at: datetime, learned_from: str) -> bool:
    """Whether there is anything to learn: not twice of one night, nor of the same lessons."""
    newest = shelf.versions[0] if shelf.versions else None
    return newest is None or (newest.name < name_at(made_at) and newest.learned_from != learned_from)


def added(shelf: Shelf, version: Version) -> Shelf:
    """It comes into use if it is better and nobody holds another. The oldest leave, but for the one in use."""
    if any(one.name == version.name for one in shelf.versions):
        return shelf
    versions = sorted((version, *shelf.versions), key=lambda one: one.name, reverse=True)
    in_use = version.name if version.better and not shelf.held else shelf.in_use
    kept = [one for place, one in enumerate(versions) if place < KEPT or one.name == in_use]
    return replace(shelf, versions=tuple(kept), in_use=in_use)


def chosen(shelf: Shelf, name: str | None) -> Shelf:
    """By a person; it stays till a person lets the nights go on."""
    if name is not None and all(one.name != name for one in shelf.versions):
        raise InvalidInput("unknown_version", "version")
    return replace(shelf, in_use=name, held=True)


def let_go(shelf: Shelf) -> Shelf:
    return replace(shelf, held=False)
