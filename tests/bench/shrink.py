"""One photo into its two renditions, again and again, in a process of its own: ours, and Pillow as one first writes it.

python -m tests.bench.shrink ours|naive PHOTO FOLDER QUALITY TIMES
"""

import io
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

SIDES = (1280, 320)


def ours(body: bytes, quality: int) -> list[bytes]:
    from chalicelib.photos.renditions import develop

    made = develop(body)
    return [made.large.body, made.small.body]


def naive(body: bytes, quality: int) -> list[bytes]:
    import pi_heif
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener()
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(body)))
    made = []
    for side in SIDES:
        image = upright.convert("RGB")
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality)
        made.append(buffer.getvalue())
    return made


WAYS: dict[str, Callable[[bytes, int], list[bytes]]] = {"ours": ours, "naive": naive}


def main(way: str, photo: str, folder: str, quality: str, times: str) -> None:
    body, spent, peak = Path(photo).read_bytes(), [], 0.0
    for _ in range(int(times)):
        began = _cpu()
        made = WAYS[way](body, int(quality))
        spent.append((_cpu() - began) * 1000)
        peak = peak or peak_mb()  # of one photo, as one event brings it
    for side, rendition in zip(SIDES, made, strict=True):
        Path(folder, f"{side}.webp").write_bytes(rendition)
    print(json.dumps({"cpu_ms": spent, "peak_mb": peak}))


def _cpu() -> float:
    """With the child that decodes HEIC."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_mb() -> float:
    """VmHWM, for ru_maxrss of a fresh process begins at what its parent had."""
    own = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(own[1]) if own else 0, child) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
