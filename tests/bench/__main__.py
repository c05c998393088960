"""`make bench`: what the room claims, measured, in one table. ONLY=renditions for one claim.

python -m tests.bench [NAME …]

Each runs in a process of its own, so that what one has imported and warmed helps no other.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from infra import say
from tests.bench.claims import CLAIMS, measured
from tests.bench.figure import Figure, table


def main(names: list[str]) -> int:
    if unknown := sorted(set(names) - set(CLAIMS)):
        say(f"error: no such claim: {', '.join(unknown)}; there are {', '.join(CLAIMS)}")
        return 2
    figures: list[Figure] = []
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        for name in names or CLAIMS:
            say(f"measuring {name} …")
            figures += alone.submit(measured, name).result()
    say(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
