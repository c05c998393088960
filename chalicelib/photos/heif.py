"""HEIC is decoded in a child process that the operating system holds to a time and a memory.

libheif believes what the codec says over what the file says: 15 kB that claim 64 x 64 pixels took 300 MB.
No look at the file can bound that, and a decoder that dies takes only the child with it.
"""

import multiprocessing
import resource
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

import pi_heif  # type: ignore[import-untyped]
from PIL import Image

from chalicelib.errors import PhotoRejected
from chalicelib.photos.decoders import Decoded, hostile_bytes
from chalicelib.photos.limits import Limits
from chalicelib.photos.pixels import fit

Answer = Decoded | PhotoRejected


def decode(original: bytes, limits: Limits, longest: int) -> Decoded:
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_answer, args=(sender, original, limits, longest), daemon=True)
    child.start()
    sender.close()
    try:
        answer = _heard(receiver, limits.heif_seconds)
    finally:
        child.kill()
        child.join()
    if isinstance(answer, PhotoRejected):
        raise answer
    return answer


def _heard(receiver: Connection, seconds: float) -> Answer:
    with receiver:
        try:
            answer: Answer = receiver.recv() if receiver.poll(seconds) else PhotoRejected("photo_too_complex")
            return answer
        except (EOFError, OSError):
            return PhotoRejected("photo_broken")


def _answer(sender: Connection, original: bytes, limits: Limits, longest: int) -> None:
    _hold_to(limits.heif_memory)
    try:
        with hostile_bytes(limits):
            sender.send(_decoded(original, limits, longest))
    except PhotoRejected as refused:
        sender.send(refused)
    except MemoryError:
        sender.send(PhotoRejected("photo_too_complex"))


def _hold_to(memory: int) -> None:
    """Beside what the parent has taken already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory, hard))


def _decoded(original: bytes, limits: Limits, longest: int) -> Decoded:
    """Turned and cropped by libheif as the file says; its EXIF says the same once more and is not read."""
    file = pi_heif.open_heif(BytesIO(original))
    limits.admit(*file.size)
    pixels = file.data
    width, height = file.size
    image = Image.frombytes(file.mode, file.size, pixels, "raw", file.mode, file.stride)
    return Decoded(width, height, fit(image, longest), file.info.get("icc_profile") or b"")
