"""Faces, number plates and names in a picture, made such that nobody brings them back."""

from collections.abc import Iterable
from math import ceil, floor
from typing import Final

from PIL import Image, ImageOps

# Left, top, width, height, in shares of the upright picture: it begins inside, and is not empty.
Region = tuple[float, float, float, float]

CELLS: Final = 4  # along the longer side: each spans two characters of a number plate
CELL_LEAST: Final = 8  # pixels
BITS: Final = 4  # of each colour that are kept: the exact mean of a cell would tell letters apart


def blurred(image: Image.Image, regions: Iterable[Region]) -> Image.Image:
    """Coarse squares in place of the regions; everything else as it was. Changes `image` itself."""
    for region in regions:
        box = _pixels(region, *image.size)
        image.paste(_coarse(image.crop(box)), box)
    return image


def _pixels(region: Region, width: int, height: int) -> tuple[int, int, int, int]:
    """Outwards to whole pixels, and no further than the picture."""
    x, y, wide, high = region
    return floor(x * width), floor(y * height), min(ceil((x + wide) * width), width), min(ceil((y + high) * height), height)


def _coarse(part: Image.Image) -> Image.Image:
    cell = max(max(part.size) / CELLS, CELL_LEAST)
    cells = tuple(max(1, round(side / cell)) for side in part.size)
    few = ImageOps.posterize(part.resize(cells, Image.Resampling.BOX), BITS)
    return few.resize(part.size, Image.Resampling.NEAREST)
