"""What a person may not be known by is gone from the renditions; the rest of the photo stays."""

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from chalicelib.photos.blur import Region, blurred
from chalicelib.photos.renditions import Photo, develop
from tests import pictures

PLATE: Region = (0.3, 0.4, 0.25, 0.1)


def street(number: str = "12가 3456", width: int = 1200, height: int = 900) -> Image.Image:
    """The scene with a number plate where PLATE says."""
    image, (left, top, right, bottom) = pictures.scene(width, height).copy(), box(PLATE, (width, height))
    draw = ImageDraw.Draw(image)
    draw.rectangle((left, top, right, bottom), fill="white")
    text = "".join(letter for letter in number if letter.isdigit())  # the built-in font has no Hangul
    draw.text((left + 10, top + 5), text, fill="black", font=ImageFont.load_default(bottom - top - 20))
    return image


def box(region: Region, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y, wide, high = region
    edges = x * size[0], y * size[1], (x + wide) * size[0], (y + high) * size[1]
    return tuple(map(round, edges))  # type: ignore[return-value]


def both(photo: Photo) -> list[Image.Image]:
    return [pictures.opened(rendition.body) for rendition in (photo.large, photo.small)]


def sharpness(image: Image.Image, region: Region) -> float:
    """Mean difference of neighbours: what edges, and so letters and faces, are made of."""
    part = image.convert("L").crop(box(region, image.size))
    return float(ImageStat.Stat(ImageChops.difference(part, ImageChops.offset(part, 2, 0))).mean[0])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_plate_is_gone_however_the_camera_was_held(orientation: int) -> None:
    original = pictures.jpeg(orientation=orientation, image=street())
    for before, after in zip(both(develop(original)), both(develop(original, regions=[PLATE])), strict=True):
        assert sharpness(before, PLATE) > 8
        assert sharpness(after, PLATE) < sharpness(before, PLATE) / 3


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.heic])
def test_the_rest_of_the_photo_is_what_it_was(make: object) -> None:
    original = make(image=street())  # type: ignore[operator]
    for before, after in zip(both(develop(original)), both(develop(original, regions=[PLATE])), strict=True):
        changed = ImageChops.difference(before, after)
        left, top, right, bottom = box(PLATE, before.size)
        changed.paste("black", (left - 16, top - 16, right + 16, bottom + 16))  # WebP works in blocks of 16
        assert before.size == after.size
        assert max(ImageStat.Stat(changed).mean) < 2  # each block leans on its neighbours, so WebP's noise differs


def test_not_a_pixel_beside_a_region_is_touched() -> None:
    before = street()
    changed = ImageChops.difference(before, blurred(before.copy(), [PLATE]))
    assert changed.getbbox() == box(PLATE, before.size)


def test_two_plates_cannot_be_told_apart() -> None:
    """Not by eye, and not by trying out all numbers: what is left of one is what is left of the other."""
    left = [blurred(street(number), [PLATE]).crop(box(PLATE, (1200, 900))) for number in ("68나 0086", "86나 0068")]
    assert max(ImageStat.Stat(ImageChops.difference(*left)).mean) < 4


def test_few_colours_are_left_of_a_region() -> None:
    noise = Image.effect_noise((640, 480), 200).convert("RGB")
    part = blurred(noise.copy(), [(0.25, 0.25, 0.5, 0.5)]).crop((160, 120, 480, 360))
    assert len(part.getcolors() or []) <= 12  # four squares by three
    assert max(ImageStat.Stat(part).stddev) < max(ImageStat.Stat(noise).stddev) / 10


@pytest.mark.parametrize(
    "region", [(0, 0, 1, 1), (0.9, 0.9, 1, 1), (0.999, 0.999, 0.001, 0.001), (0, 0.5, 0.001, 0.5), (0.5, 0, 0.3, 0.001)]
)
def test_a_region_may_lie_anywhere(region: Region) -> None:
    for size in ((1, 1), (3, 2), (64, 48), (1280, 20)):
        image = pictures.scene(*size).copy()
        assert blurred(image, [region]).size == size


def test_a_small_region_is_one_square() -> None:
    checks = Image.frombytes("1", (64, 64), b"\xaa" * 512).convert("RGB")
    assert len(blurred(checks, [(0.25, 0.25, 0.12, 0.12)]).crop((16, 16, 23, 23)).getcolors() or []) == 1


def test_all_regions_are_blurred() -> None:
    image = Image.effect_noise((640, 480), 200).convert("RGB")
    regions: list[Region] = [(0.1, 0.1, 0.2, 0.2), (0.6, 0.6, 0.2, 0.2)]
    after = blurred(image.copy(), regions)
    assert all(sharpness(after, region) < sharpness(image, region) / 10 for region in regions)


def test_no_region_changes_nothing() -> None:
    assert develop(pictures.jpeg()) == develop(pictures.jpeg(), regions=[])
