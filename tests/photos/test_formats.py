"""What a file is by its bytes, and how little of it a decoder gets to see."""

import struct

import pytest

from chalicelib.errors import PhotoRejected
from chalicelib.photos.formats import take_apart
from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts, orientation
from tests import pictures


def apart(original: bytes, **limits: int) -> Parts:
    return take_apart(original, Limits(**limits))


def refusal(original: bytes, **limits: int) -> PhotoRejected:
    with pytest.raises(PhotoRejected) as caught:
        apart(original, **limits)
    return caught.value


def tiff(order: str, tag: int, way: int) -> bytes:
    mark = {"<": b"II*\0", ">": b"MM\0*"}[order]
    return mark + struct.pack(f"{order}IHHHIHH", 8, 1, tag, 3, 1, way, 0)


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp, pictures.gif, pictures.heic])
def test_a_format_is_known_by_its_bytes(make):
    assert apart(make(64, 48)).format.lower() == make.__name__.replace("heic", "heif")


@pytest.mark.parametrize(
    "original", [b"", b"\xff", b"%PDF-1.7", "민원 사진".encode(), b"\0\0\0\x18ftypisom", pictures.renamed_html()]
)
def test_what_is_no_image_is_said_to_be_none(original):
    assert refusal(original).code == "photo_not_an_image"


@pytest.mark.parametrize("name", ["TIFF", "BMP", "ICO", "AVIF", "JPEG 2000"])
def test_an_image_that_we_do_not_take_is_named(name):
    refused = refusal(pictures.other_format(name.replace(" ", "")))
    assert (refused.code, refused.params) == ("photo_format_unsupported", {"format": name})


def test_a_drawing_is_an_image_that_we_do_not_take():
    assert refusal(pictures.svg()).params == {"format": "SVG"}


def test_av1_is_known_in_a_container_that_names_no_codec():
    assert refusal(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf").params == {"format": "AVIF"}


@pytest.mark.parametrize(
    "original",
    [
        pictures.jpeg(64, 48, gps=True, comment=pictures.PLACE, xmp=pictures.PLACE),
        pictures.png(64, 48, gps=True, comment=pictures.PLACE),
        pictures.webp(64, 48, gps=True, xmp=pictures.PLACE),
        pictures.gif(64, 48, comment=pictures.PLACE),
    ],
    ids=["jpeg", "png", "webp", "gif"],
)
def test_a_decoder_is_given_no_metadata(original):
    assert pictures.PLACE in original
    assert pictures.PLACE not in apart(original).pixels


def test_what_hangs_behind_a_jpeg_is_cut_off():
    photo = pictures.jpeg(64, 48)
    assert apart(photo + b"\xff\xda film" * 100).pixels == apart(photo).pixels


def test_what_stands_in_a_gif_where_a_picture_should_is_not_handed_on():
    assert refusal(pictures.comment_bomb_gif(1000).replace(b"!\xfe", b"\0!\xfe")).code == "photo_broken"


def test_only_the_first_frame_is_handed_on():
    assert pictures.webp_chunks(apart(pictures.webp_animated(64, 48)).pixels).count(b"ANMF") == 1


@pytest.mark.parametrize("fill", [b"", b"\xff\xff"])
def test_scans_beyond_what_encoders_write_are_refused(fill):
    bomb = pictures.scan_bomb(scans=40).replace(b"\xff\xda", fill + b"\xff\xda")
    assert refusal(bomb).code == "photo_too_complex"


def test_a_progressive_photo_is_taken_but_not_as_a_stream():
    assert apart(pictures.jpeg(64, 48)).streamed
    assert not apart(pictures.jpeg(64, 48, progressive=True)).streamed


@pytest.mark.parametrize(
    "original",
    [pictures.jpeg(64, 48), pictures.png(64, 48), pictures.webp(64, 48), pictures.gif_animated(64, 48)],
    ids=["jpeg", "png", "webp", "gif"],
)
def test_a_file_in_crumbs_is_refused(original):
    assert refusal(original, max_pieces=0).code == "photo_too_complex"


def test_a_canvas_is_measured_before_memory_is_taken_for_it():
    assert refusal(pictures.pixel_bomb_webp()).code == "photo_too_many_pixels"


@pytest.mark.parametrize(("width", "height"), [(64, 48), (1, 300), (300, 1)])
@pytest.mark.parametrize("kind", [{"lossless": True}, {"lossless": False}, {"xmp": b"<x/>"}])
def test_a_canvas_is_measured_rightly(width, height, kind):
    photo = pictures.webp(width, height, **kind)
    assert apart(photo, max_pixels_whole=width * height)
    assert refusal(photo, max_pixels_whole=width * height - 1)


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_a_profile_is_handed_on_whole(make):
    profile = pictures.profile().ljust(150_000, b"\1")
    assert apart(make(64, 48, icc=profile)).profile == profile


@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_a_profile_beyond_measure_is_left_out(make):
    assert apart(make(64, 48, icc=pictures.profile()), max_profile_bytes=100).profile == b""


def test_a_profile_that_inflates_beyond_measure_is_left_out():
    assert apart(pictures.text_bomb_png()).profile == b""


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("way", range(1, 9))
def test_the_way_a_camera_was_held_is_read(order, way):
    assert orientation(tiff(order, 0x0112, way)) == way


@pytest.mark.parametrize(
    "exif", [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", tiff("<", 0x0112, 9), tiff("<", 0x0100, 6), b"junk" * 9]
)
def test_an_unreadable_way_counts_as_upright(exif):
    assert orientation(exif) == 1
