"""Two renditions of a photo: CPU, memory and bytes at equal quality, against sharp and against Pillow as one first writes it.

Quality is the structural similarity (SSIM) to the whole photo, decoded and scaled by LANCZOS. Ours is what it is; the
others get the least quality setting that comes as near to the photo.
"""

import io
import json
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pi_heif
from PIL import Image, ImageMath, ImageOps

from infra import ROOT
from tests import pictures
from tests.bench.figure import Figure
from tests.bench.kept import keep
from tests.bench.shrink import SIDES

TOLERANCE = 0.0005  # of SSIM
TIMES, ROUNDS = 2, 8
HERE = Path(__file__).parent
TWELVE, SENT = (4032, 3024), (2560, 1920)  # what a phone takes, and what the page makes of it
SENT_BY_THE_PAGE = "JPEG as the page sends it"
Others = Mapping[str, float | None]  # with the share of their CPU that ours may take
SHARP: Others = {"sharp": 0.8, "sharp-2": None, "naive": None}
HEIC: Others = {"naive": None}  # sharp's own binary reads none
PHOTOS: Mapping[str, tuple[Callable[[], bytes], Others]] = {
    "12 MP JPEG": (lambda: pictures.jpeg(*TWELVE, orientation=6, gps=True), SHARP),
    SENT_BY_THE_PAGE: (lambda: pictures.jpeg(*SENT), SHARP),
    "3 MP PNG": (lambda: pictures.png(1290, 2328), SHARP),
    "12 MP HEIC": (lambda: pictures.heic(*TWELVE, orientation=6), HEIC),
}


@dataclass(frozen=True)
class Made:
    cpu_ms: float
    peak_mb: float
    sizes: tuple[int, int]  # bytes of the large one and of the small one
    ssim: float

    @property
    def size(self) -> int:
        return sum(self.sizes)


def measure() -> Iterator[Figure]:
    pi_heif.register_heif_opener()
    with tempfile.TemporaryDirectory() as name:
        for kind, (draw, others) in PHOTOS.items():
            photo = Path(name, "photo")
            photo.write_bytes(draw())
            original = _upright(photo)
            wanted = run("ours", photo, original).ssim - TOLERANCE
            qualities = {"ours": 0} | {other: quality(other, photo, original, wanted) for other in others}
            # In turns, so that a bad moment of the machine falls on all of them.
            rounds = [{way: run(way, photo, original, q, TIMES) for way, q in qualities.items()} for _ in range(ROUNDS)]
            made = {way: min((one[way] for one in rounds), key=lambda each: each.cpu_ms) for way in qualities}
            for other, most in others.items():
                yield from compared(kind, made["ours"], other, made[other], most)
            if kind == SENT_BY_THE_PAGE:
                large, small = made["ours"].sizes
                keep("photo", {"original": photo.stat().st_size, "large": large, "small": small})


def compared(kind: str, ours: Made, other: str, theirs: Made, most: float | None) -> Iterator[Figure]:
    note = f"SSIM {ours.ssim:.4f}, theirs {theirs.ssim:.4f}"
    yield Figure("renditions", f"{kind}: CPU", ours.cpu_ms, "ms", theirs.cpu_ms, other, most, note)
    yield Figure("renditions", f"{kind}: peak memory", ours.peak_mb, "MB", theirs.peak_mb, other)
    yield Figure("renditions", f"{kind}: bytes", ours.size / 1000, "kB", theirs.size / 1000, other)


def quality(way: str, photo: Path, original: Image.Image, wanted: float) -> int:
    """The least whose large rendition is as near to the original as `wanted`."""
    return bisect_left(range(50, 100), wanted, key=lambda q: run(way, photo, original, q).ssim) + 50


def run(way: str, photo: Path, original: Image.Image, quality: int = 0, times: int = 1) -> Made:
    pillow = way in ("ours", "naive")
    command = [sys.executable, "-m", "tests.bench.shrink"] if pillow else ["node", str(HERE / "shrink.mjs")]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.check_output([*command, way, str(photo), folder, str(quality), str(times)], cwd=ROOT)
        bodies = [Path(folder, f"{side}.webp").read_bytes() for side in SIDES]
    told = json.loads(done)
    return Made(min(told["cpu_ms"]), told["peak_mb"], (len(bodies[0]), len(bodies[1])), ssim(original, bodies[0]))


def _upright(photo: Path) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(photo)).convert("L")


def ssim(original: Image.Image, body: bytes) -> float:
    """Of the luma, over blocks of 8 x 8: what Pillow can reckon by itself."""
    made = Image.open(io.BytesIO(body)).convert("L")
    x, y = original.resize(made.size, Image.Resampling.LANCZOS).convert("F"), made.convert("F")
    mean_x, mean_y = x.reduce(8), y.reduce(8)
    squares = [
        ImageMath.lambda_eval(lambda a: a["p"] * a["q"], p=p, q=q).reduce(8) for p, q in ((x, x), (y, y), (x, y))
    ]
    blocks = ImageMath.lambda_eval(
        lambda a: ((2 * a["mx"] * a["my"] + 6.5025) * (2 * (a["xy"] - a["mx"] * a["my"]) + 58.5225))
        / ((a["mx"] * a["mx"] + a["my"] * a["my"] + 6.5025)
           * (a["xx"] - a["mx"] * a["mx"] + a["yy"] - a["my"] * a["my"] + 58.5225)),
        mx=mean_x, my=mean_y, xx=squares[0], yy=squares[1], xy=squares[2],
    )  # fmt: skip
    return float(blocks.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
