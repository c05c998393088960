"""A photo is known again after what messengers do to it; what shows nothing is like nothing."""

from io import BytesIO

import pytest
from PIL import Image, ImageEnhance

from chalicelib.domain.similar import LOOKS_ALIKE
from chalicelib.photos.look import look
from chalicelib.photos.renditions import develop
from tests import pictures


def apart(one: Image.Image, two: Image.Image) -> int:
    return (int(look(one) or "0", 16) ^ int(look(two) or "0", 16)).bit_count()


def pressed(image: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


@pytest.mark.parametrize(
    "again",
    [
        lambda image: pressed(image, 30),
        lambda image: image.resize((image.width // 3, image.height // 3)),
        lambda image: ImageEnhance.Brightness(image).enhance(1.15),
        lambda image: ImageEnhance.Contrast(image).enhance(1.3),
        lambda image: image.rotate(1),
    ],
)
def test_a_photo_that_was_sent_on_is_known_again(again: object) -> None:
    scene = pictures.scene()
    assert apart(scene, again(scene)) <= LOOKS_ALIKE  # type: ignore[operator]


@pytest.mark.parametrize("turn", [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180])
def test_another_photo_is_not(turn: Image.Transpose) -> None:
    scene = pictures.scene()
    assert apart(scene, scene.transpose(turn)) > LOOKS_ALIKE


@pytest.mark.parametrize("colour", [(120, 170, 230), (10, 10, 14), (255, 255, 255)])
@pytest.mark.parametrize("strength", [0, 0.1, 0.4])
@pytest.mark.parametrize("degrees", [0, 90])
def test_the_sky_and_the_dark_are_like_nothing(colour: tuple[int, int, int], strength: float, degrees: int) -> None:
    light = Image.linear_gradient("L").rotate(degrees).resize((320, 240)).convert("RGB")
    assert look(Image.blend(Image.new("RGB", (320, 240), colour), light, strength)) is None


def test_it_is_made_of_the_picture_that_is_shown() -> None:
    upright, turned = develop(pictures.jpeg(800, 600)), develop(pictures.jpeg(800, 600, orientation=6))
    assert upright.look
    assert turned.look
    assert (int(upright.look, 16) ^ int(turned.look, 16)).bit_count() <= LOOKS_ALIKE
