"""By what a photo is known again: whether each place of it is brighter than its neighbour, as 64 bits (a difference hash).

It survives what a messenger does to a photo: made smaller, pressed again, a little brighter. Of what shows nothing, such
as the sky or the dark, there is no telling, for all of those look alike.
"""

from itertools import pairwise
from typing import Final

from PIL import Image, ImageStat

SIDE: Final = 8
PLAIN: Final = 8.0  # spread of grey, of 255, up to which a picture shows nothing
STEP: Final = 2  # of grey between neighbours, up to which it is noise
FEWEST: Final = 10  # bits of either kind: with fewer all grows brighter to one side, as an evening sky does


def look(image: Image.Image) -> str | None:
    """In hexadecimal digits."""
    few = image.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    if ImageStat.Stat(few).stddev[0] < PLAIN:
        return None
    grey = few.tobytes()
    rows = (grey[at : at + SIDE + 1] for at in range(0, len(grey), SIDE + 1))
    bits = "".join("1" if left - right > STEP else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}" if FEWEST <= bits.count("1") <= len(bits) - FEWEST else None
