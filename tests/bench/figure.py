"""One measured line, and the table of them."""

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("claim", "what", "ours", "theirs", "ratio", "at most", "")
RIGHT = frozenset({"ours", "ratio", "at most"})


@dataclass(frozen=True)
class Figure:
    claim: str
    what: str
    ours: float
    unit: str = ""
    theirs: float | None = None
    whose: str = ""
    most: float | None = None  # that the ratio may be
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None

    @property
    def holds(self) -> bool:
        return self.most is None or (self.ratio or 0) <= self.most

    def cells(self) -> tuple[str, ...]:
        theirs = f"{told(self.theirs)} {self.whose}" if self.theirs is not None else self.whose
        ratio, most = (f"{one:.2f}" if one is not None else "" for one in (self.ratio, self.most))
        note = self.note if self.holds else f"MISSED {self.note}"
        return (self.claim, self.what, f"{told(self.ours)} {self.unit}".strip(), theirs, ratio, most, note.strip())


def told(value: float) -> str:
    """Three digits say enough of what was measured."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "|".join(["", *("-" * (w + 2) for w in widths), ""]), *lines[1:]])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    aligned = (
        cell.rjust(width) if name in RIGHT else cell.ljust(width)
        for name, cell, width in zip(HEAD, row, widths, strict=True)
    )
    return f"| {' | '.join(aligned)} |"
