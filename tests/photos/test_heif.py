"""HEIC: decoded behind a fence."""

import multiprocessing
import os
import resource
import time
from io import BytesIO

import pi_heif
import pytest
from PIL import Image

from chalicelib.errors import PhotoRejected
from chalicelib.photos import heif
from chalicelib.photos.limits import Limits
from chalicelib.photos.renditions import develop
from tests import pictures


def refusal(limits: Limits) -> str:
    with pytest.raises(PhotoRejected) as caught:
        heif.decode(pictures.heic(64, 48), limits, 1280)
    return caught.value.code


def test_a_photo_that_tells_its_turn_twice_is_turned_once():
    photo = pictures.heic(400, 300, orientation=6)
    told = Image.Exif()
    told.load(pi_heif.open_heif(BytesIO(photo)).info["exif"])
    assert (told[0x0112], b"irot" in photo) == (6, True)
    assert pictures.corners(develop(photo).large.body) == pictures.UPRIGHT


def test_a_decoder_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(heif, "_decoded", lambda *_: time.sleep(60))
    assert refusal(Limits(heif_seconds=0.01)) == "photo_too_complex"
    assert multiprocessing.active_children() == []


def test_a_decoder_that_wants_too_much_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(heif, "_decoded", lambda *_: bytearray(400_000_000))
    assert refusal(Limits(heif_memory=100_000_000)) == "photo_too_complex"


def test_a_decoder_that_dies_takes_only_the_photo_with_it(monkeypatch):
    monkeypatch.setattr(heif, "_decoded", lambda *_: os._exit(1))
    assert refusal(Limits()) == "photo_broken"


def test_the_size_that_the_file_tells_is_judged_before_it_is_decoded():
    assert refusal(Limits(max_pixels_whole=64 * 48 - 1)) == "photo_too_many_pixels"


def test_a_size_that_the_codec_belies_does_no_harm():
    assert develop(pictures.lying_heic(1000, 1000)).width == 64


def test_the_fence_stands_around_the_child_alone():
    before = resource.getrlimit(resource.RLIMIT_AS)
    heif.decode(pictures.heic(64, 48), Limits(), 1280)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
