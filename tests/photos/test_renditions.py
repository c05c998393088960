"""From a citizen's file to the two pictures that the room shows."""

import subprocess
import sys
import tracemalloc
from hashlib import sha256

import pytest
from PIL import Image, ImageChops, ImageFile, ImageStat

from chalicelib.errors import PhotoRejected
from chalicelib.photos.limits import Limits
from chalicelib.photos.renditions import Photo, develop
from tests import pictures

FORMATS = {
    "JPEG": pictures.jpeg,
    "PNG": pictures.png,
    "WEBP": pictures.webp,
    "GIF": pictures.gif,
    "HEIF": pictures.heic,
}
TURNABLE = ["JPEG", "PNG", "WEBP", "HEIF"]


def refusal(original: bytes, **limits: int) -> str:
    with pytest.raises(PhotoRejected) as caught:
        develop(original, Limits(**limits))
    return caught.value.code


def outcome(original: bytes) -> str:
    try:
        return type(develop(original)).__name__
    except PhotoRejected as refused:
        return refused.code


def pixel(photo: Photo, x: int, y: int) -> tuple[int, ...]:
    return pictures.opened(photo.large.body).getpixel((x, y))


# Sizes


@pytest.mark.parametrize(
    ("original", "large", "small"),
    [
        ((4000, 3000), (1280, 960), (320, 240)),
        ((1500, 3000), (640, 1280), (160, 320)),
        ((1279, 700), (1279, 700), (320, 175)),
        ((300, 200), (300, 200), (300, 200)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_the_longest_side_is_1280_and_320_and_never_enlarged(original, large, small):
    photo = develop(pictures.jpeg(*original))
    assert (photo.width, photo.height) == original
    assert [(it.width, it.height) for it in (photo.large, photo.small)] == [large, small]
    assert [pictures.opened(it.body).size for it in (photo.large, photo.small)] == [large, small]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_thread_of_a_picture_keeps_a_pixel(format):
    photo = develop(FORMATS[format](2, 9000))
    assert (photo.large.width, photo.small.width) == (1, 1)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_looks_as_it_did(format):
    photo = develop(FORMATS[format](2000, 1500))
    wanted = pictures.scene(2000, 1500).resize((1280, 960))
    off = ImageStat.Stat(ImageChops.difference(wanted, pictures.opened(photo.large.body))).rms
    assert photo.format == format
    assert max(off) < 18  # of 255; a GIF has 64 colours


# Turns


@pytest.mark.parametrize("format", TURNABLE)
@pytest.mark.parametrize("way", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(format, way):
    photo = develop(FORMATS[format](400, 300, orientation=way))
    assert (photo.width, photo.height, photo.large.width, photo.large.height) == (400, 300, 400, 300)
    assert pictures.corners(photo.large.body) == pictures.corners(photo.small.body) == pictures.UPRIGHT


# Metadata


@pytest.mark.parametrize(
    "original",
    [
        pictures.jpeg(gps=True, comment=pictures.PLACE, xmp=pictures.PLACE, icc=pictures.profile()),
        pictures.png(gps=True, comment=pictures.PLACE, icc=pictures.profile()),
        pictures.webp(gps=True, xmp=pictures.PLACE, icc=pictures.profile()),
        pictures.gif(comment=pictures.PLACE),
        pictures.heic(gps=True, icc=pictures.profile()),
    ],
    ids=FORMATS,
)
def test_nothing_but_the_picture_comes_out(original):
    photo = develop(original)
    assert pictures.PLACE in original or original[:4] == b"\x89PNG"
    for body in (photo.large.body, photo.small.body):
        assert pictures.webp_chunks(body) == [b"VP8 "]
        assert pictures.PLACE not in body


# Colours


@pytest.mark.parametrize("format", TURNABLE)
def test_colours_are_converted_by_the_profile(format):
    photo = develop(FORMATS[format](400, 300, icc=pictures.swapped_profile()))
    assert pictures.corners(photo.large.body)[:3] == ("blue", "green", "red")


@pytest.mark.parametrize("format", TURNABLE)
def test_a_broken_profile_is_ignored(format):
    photo = develop(FORMATS[format](400, 300, icc=b"acsp" * 64))
    assert pictures.corners(photo.large.body) == pictures.UPRIGHT


def test_a_profile_for_other_channels_is_ignored():
    assert develop(pictures.jpeg(mode="L", icc=pictures.profile())).format == "JPEG"


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_every_way_to_write_colours_in_png_is_read(mode):
    assert pictures.corners(develop(pictures.png(400, 300, mode=mode)).large.body) == pictures.UPRIGHT


def test_inks_of_a_printing_press_are_read():
    assert pictures.corners(develop(pictures.jpeg(400, 300, mode="CMYK")).large.body) == pictures.UPRIGHT


@pytest.mark.parametrize(("mode", "level"), [("L", 128), ("I;16", 128 * 256), ("LA", (128, 255))])
def test_grey_stays_the_grey_it_was(mode, level):
    photo = develop(pictures.png(image=Image.new(mode, (64, 64), level), mode=mode))
    assert all(abs(value - 128) <= 2 for value in pixel(photo, 32, 32))


def test_a_fax_of_black_and_white_gets_greys_as_it_shrinks():
    checks = Image.frombytes("1", (2560, 2560), b"\xaa" * (2560 * 320))
    assert 100 < pixel(develop(pictures.png(image=checks, mode="1")), 600, 600)[0] < 155


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "HEIF"])
def test_what_is_transparent_becomes_white(format):
    options = {"mode": "RGBA"} if format == "PNG" else {}
    photo = develop(FORMATS[format](image=pictures.transparent(320, 240), **options))
    assert min(pixel(photo, 5, 5)) > 250
    assert max(pixel(photo, 160, 120)) < 20


def test_the_colour_of_a_photo_is_its_most_frequent_one_not_their_mean():
    image = Image.new("RGB", (300, 300), (200, 40, 40))
    image.paste((40, 40, 200), (0, 0, 300, 120))
    assert develop(pictures.png(image=image)).color[:2] == "#c"


@pytest.mark.parametrize("make", [pictures.gif_animated, pictures.webp_animated, pictures.png_animated])
def test_of_a_moving_picture_the_first_frame_is_kept(make):
    assert pictures.corners(develop(make()).large.body) == pictures.UPRIGHT


def test_the_hash_is_that_of_the_original():
    original = pictures.jpeg(64, 48, gps=True)
    assert develop(original).content_hash == sha256(original).hexdigest()


def test_the_same_photo_gives_the_same_renditions():
    assert develop(pictures.jpeg()) == develop(pictures.jpeg())


# What is refused


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at():
    assert refusal(b"?" * 1001, max_bytes=1000) == "photo_too_large"


@pytest.mark.parametrize(
    "bomb",
    [
        pictures.pixel_bomb_png(),
        pictures.pixel_bomb_png(70_000, 1),
        pictures.pixel_bomb_jpeg(),
        pictures.pixel_bomb_gif(),
        pictures.pixel_bomb_gif_frame(),
        pictures.pixel_bomb_webp(),
    ],
    ids=["png", "row", "jpeg", "gif", "frame", "webp"],
)
def test_a_picture_beyond_the_limit_is_refused_before_it_is_decoded(bomb):
    assert refusal(bomb) == "photo_too_many_pixels"


def test_a_photo_that_shrinks_while_it_is_decoded_may_be_larger():
    limits = {"max_pixels": 400 * 300, "max_pixels_whole": 400 * 300 - 1}
    assert develop(pictures.jpeg(400, 300), Limits(**limits))
    assert refusal(pictures.jpeg(400, 300, progressive=True), **limits) == "photo_too_many_pixels"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_photo_that_was_cut_off_is_broken(format, share):
    assert refusal(pictures.truncated(FORMATS[format](), share)) == "photo_broken"


@pytest.mark.parametrize("bomb", [pictures.exif_bomb_jpeg(), pictures.text_bomb_png(), pictures.crumbs_png()])
def test_metadata_costs_no_memory(bomb):
    tracemalloc.start()
    outcome(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_long_comment_is_not_read():
    assert outcome(pictures.comment_bomb_gif()) == "Photo"


@pytest.mark.parametrize("format", FORMATS)
def test_changed_bytes_give_a_photo_or_a_refusal(format):
    original = FORMATS[format](64, 48)
    seen = {outcome(pictures.flipped(original, seed)) for seed in range(150)}
    assert {"photo_broken", "photo_not_an_image"} < seen


@pytest.mark.parametrize("format", FORMATS)
def test_every_beginning_of_a_file_is_refused(format):
    original = FORMATS[format](64, 48)
    cuts = range(0, len(original) * 9 // 10, len(original) // 40)
    assert {outcome(original[:cut]) for cut in cuts} <= {"photo_broken", "photo_not_an_image"}


# What it costs to have it


def test_pillow_is_left_as_it_was():
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    outcome(pictures.truncated(pictures.jpeg()))
    assert (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES) == before == (89_478_485, False)


def test_what_few_photos_need_is_not_imported_for_all():
    code = "import sys, chalicelib.photos.renditions; print({'pi_heif', 'PIL.ImageCms'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"set()\n"
