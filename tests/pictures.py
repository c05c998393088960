"""Makes the pictures that tests need: what phones take, and what nobody should send.

Every picture has a coloured block in each corner, so that a test can tell which way up it is: red, green,
blue, yellow from the top left in reading order (`corners` reads them back). All are the same on every run.
"""

import io
import random
import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

COLORS = {"red": (220, 30, 30), "green": (30, 180, 40), "blue": (30, 50, 210), "yellow": (235, 215, 20)}
UPRIGHT = ("red", "green", "blue", "yellow")
PLACE = b"36.274550,127.248650"  # planted in metadata; must not come out again

_STORED = {  # how a camera held that way lays the picture down: the inverse of how it is shown
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


# Scenes


@lru_cache(maxsize=8)
def scene(width: int = 800, height: int = 600) -> Image.Image:
    """Light, texture and edges in about the mix of a photograph."""
    light = [Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90), Image.radial_gradient("L")]
    image = Image.merge("RGB", [channel.resize((width, height)) for channel in light])
    image = Image.blend(image, _texture(width, height), 0.3)
    _draw_things(image)
    _draw_corners(image)
    return image


def _texture(width: int, height: int) -> Image.Image:
    grain = Image.frombytes("L", (256, 256), random.Random(8).randbytes(256 * 256))
    tiled = Image.new("L", (width, height))
    for left in range(0, width, 256):
        for top in range(0, height, 256):
            tiled.paste(grain, (left, top))
    return Image.blend(tiled, grain.resize((width, height)), 0.7).convert("RGB")


def _draw_things(image: Image.Image) -> None:
    draw, chance = ImageDraw.Draw(image), random.Random(2018)
    for _ in range(60):
        left, top = chance.randrange(image.width), chance.randrange(image.height)
        size = chance.randrange(max(image.width // 8, 1)) + 1
        shape = chance.choice([draw.ellipse, draw.rectangle])
        shape((left, top, left + size, top + size), fill=tuple(chance.randbytes(3)))


def _draw_corners(image: Image.Image) -> None:
    wide, high = max(image.width // 4, 1), max(image.height // 4, 1)
    for number, name in enumerate(UPRIGHT):
        left, top = (number % 2) * (image.width - wide), (number // 2) * (image.height - high)
        image.paste(COLORS[name], (left, top, left + wide, top + high))


def corners(body: bytes) -> tuple[str, ...]:
    """Names of the colours in the corners of any picture, from the top left in reading order."""
    image = Image.open(io.BytesIO(body)).convert("RGB")
    across, down = (image.width // 10, image.width * 9 // 10), (image.height // 10, image.height * 9 // 10)
    return tuple(_name(image.getpixel((x, y))) for y in down for x in across)


def _name(pixel: Sequence[int]) -> str:
    return min(COLORS, key=lambda name: sum((a - b) ** 2 for a, b in zip(COLORS[name], pixel, strict=True)))


# What phones and people send


def jpeg(
    width: int = 800,
    height: int = 600,
    *,
    orientation: int = 1,
    gps: bool = False,
    comment: bytes = b"",
    progressive: bool = False,
    icc: bytes = b"",
    xmp: bytes = b"",
    mode: str = "RGB",
    image: Image.Image | None = None,
) -> bytes:
    """Upright it is as wide and high as asked; held another way it is stored turned."""
    picture = _laid_down(image or scene(width, height), orientation).convert(mode)
    more = _more(orientation, gps)
    more |= {"comment": comment, "icc_profile": icc, "xmp": xmp}
    return _saved(picture, "JPEG", quality=85, progressive=progressive, **more)


def png(
    width: int = 800,
    height: int = 600,
    *,
    orientation: int = 1,
    gps: bool = False,
    comment: bytes = b"",
    icc: bytes = b"",
    mode: str = "RGB",
    image: Image.Image | None = None,
) -> bytes:
    """With `comment` as compressed text and as XMP."""
    text = PngInfo()
    if comment:
        text.add_text("Comment", comment.decode(), zip=True)
        text.add_itxt("XML:com.adobe.xmp", comment.decode())
    more = _more(orientation, gps)
    picture = _laid_down(image or scene(width, height), orientation)
    picture = picture if picture.mode == mode else picture.convert(mode)
    return _saved(picture, "PNG", pnginfo=text, icc_profile=icc, compress_level=1, **more)


def webp(
    width: int = 800,
    height: int = 600,
    *,
    orientation: int = 1,
    gps: bool = False,
    icc: bytes = b"",
    xmp: bytes = b"",
    lossless: bool = False,
    image: Image.Image | None = None,
) -> bytes:
    more = _more(orientation, gps)
    picture = _laid_down(image or scene(width, height), orientation)
    return _saved(picture, "WEBP", method=0, lossless=lossless, icc_profile=icc, xmp=xmp, **more)


def gif(width: int = 320, height: int = 240, *, comment: bytes = b"", image: Image.Image | None = None) -> bytes:
    return _saved(image or scene(width, height).quantize(64), "GIF", comment=comment)


def gif_animated(width: int = 320, height: int = 240) -> bytes:
    """The scene, then two frames in plain black and white."""
    return _animated("GIF", scene(width, height).quantize(64))


def webp_animated(width: int = 320, height: int = 240) -> bytes:
    return _animated("WEBP", scene(width, height))


def png_animated(width: int = 320, height: int = 240) -> bytes:
    return _animated("PNG", scene(width, height))


def heic(
    width: int = 800,
    height: int = 600,
    *,
    orientation: int = 1,
    gps: bool = False,
    icc: bytes = b"",
    image: Image.Image | None = None,
) -> bytes:
    """As a phone writes it: its EXIF and the file itself both tell the turn. Needs pillow-heif."""
    import pillow_heif

    picture = _laid_down(image or scene(width, height), orientation)
    file = pillow_heif.from_pillow(picture)
    file.info["exif"] = exif(orientation, gps)
    buffer = io.BytesIO()
    file.save(buffer, quality=60, icc_profile=icc or None, enc_params={"preset": "ultrafast"})
    return buffer.getvalue()


def transparent(width: int = 320, height: int = 240) -> Image.Image:
    """A black line on nothing, as a drawing program leaves it."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).line((0, height // 2, width, height // 2), fill=(0, 0, 0, 255), width=9)
    return image


def exif(orientation: int = 1, gps: bool = False) -> bytes:
    """With `gps` also the place, in words and in degrees."""
    data = Image.Exif()
    data[0x0112] = orientation
    if gps:
        data[0x010E] = PLACE.decode()
        data.get_ifd(0x8825).update({1: "N", 2: (36.0, 16.0, 28.38), 3: "E", 4: (127.0, 14.0, 55.14)})
    return data.tobytes()


def profile() -> bytes:
    """sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A profile whose red is blue and whose blue is red: who obeys it cannot hide it."""
    return profile().replace(b"rXYZ", b"swap", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"swap", b"bXYZ", 1)


# What nobody should send


def truncated(body: bytes, share: float = 0.5) -> bytes:
    """Only the first `share` of it, as a lost connection leaves it."""
    return body[: int(len(body) * share)]


def renamed_html() -> bytes:
    return "<!DOCTYPE html><html><body><svg></svg><p>사진이 아닙니다</p></body></html>".encode()


def svg() -> bytes:
    return b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'


def other_format(name: str) -> bytes:
    """An honest picture in a format that the room does not take: TIFF, BMP, ICO, AVIF, JPEG2000."""
    return _saved(scene(64, 64), name)


def scan_bomb(scans: int = 2000, width: int = 640, height: int = 480) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    body = jpeg(width, height, progressive=True, image=Image.new("RGB", (width, height), "gray"))
    last = body.rindex(b"\xff\xda")
    return body[:-2] + body[last:-2] * scans + body[-2:]


def pixel_bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A hundred bytes that say they are large."""
    return _png_of(width, height, b"")


def pixel_bomb_jpeg(width: int = 65_500, height: int = 65_500) -> bytes:
    body = jpeg(64, 64)
    frame = body.index(b"\xff\xc0") + 5
    return body[:frame] + struct.pack(">HH", height, width) + body[frame + 4 :]


def pixel_bomb_gif() -> bytes:
    body = gif(64, 64)
    return body[:6] + struct.pack("<HH", 65_535, 65_535) + body[10:]


def pixel_bomb_gif_frame() -> bytes:
    """The screen is small, the frame on it is not."""
    body = gif(64, 64)
    frame = body.index(b",\0\0\0\0") + 5
    return body[:frame] + struct.pack("<HH", 65_535, 65_535) + body[frame + 4 :]


def pixel_bomb_webp() -> bytes:
    """An animation's canvas of 16384 x 16384."""
    body = webp_animated(64, 64)
    return body[:24] + b"\xff\x3f\0" * 2 + body[30:]


def text_bomb_png(size: int = 1 << 26) -> bytes:
    """Compressed text and a colour profile that inflate to `size` each."""
    packed = zlib.compress(bytes(size))
    extra = _chunk(b"iCCP", b"k\0\0" + packed) + _chunk(b"zTXt", b"k\0\0" + packed)
    body = png(64, 64)
    return body[:33] + extra + body[33:]


def crumbs_png(count: int = 100_000) -> bytes:
    """A chunk with nothing in it, over and over."""
    body = png(64, 64)
    return body[:33] + _chunk(b"teSt", b"") * count + body[33:]


def comment_bomb_gif(size: int = 8_000_000) -> bytes:
    body = gif(64, 64)
    frame = body.index(b",\0\0\0\0")
    return body[:frame] + b"!\xfe" + (b"\xff" + b"c" * 255) * (size // 256) + b"\0" + body[frame:]


def exif_bomb_jpeg(entries: int = 5000) -> bytes:
    """66 kB whose every entry says that it holds most of them."""
    held = 65_000
    table = b"".join(struct.pack("<HHII", 1000 + tag, 7, held - 8, 8) for tag in range(entries))
    load = b"Exif\0\0" + (b"II*\0" + struct.pack("<IH", 8, entries) + table).ljust(held, b"\0")
    body = jpeg(64, 64)
    # In place of the JFIF header: Pillow looks into EXIF at once when nothing else tells the resolution.
    return body[:2] + b"\xff\xe1" + struct.pack(">H", len(load) + 2) + load + body[20:]


def lying_heic(width: int = 2000, height: int = 2000) -> bytes:
    """The file says 64 x 64, the codec inside says otherwise."""
    body = heic(width, height, image=Image.new("RGB", (width, height), "red"))
    return body.replace(struct.pack(">II", width, height), struct.pack(">II", 64, 64))


def flipped(body: bytes, seed: int) -> bytes:
    """A few bytes of it changed, the same ones for the same seed."""
    chance, changed = random.Random(seed), bytearray(body)
    for _ in range(chance.choice([1, 2, 5, 20])):
        changed[_anywhere(chance, len(changed))] = chance.randrange(256)
    return bytes(changed)


def _anywhere(chance: random.Random, length: int) -> int:
    """Half of the time in the head, where sizes stand."""
    return chance.randrange(min(length, 300) if chance.random() < 0.5 else length)


# Reading renditions


def webp_chunks(body: bytes) -> list[bytes]:
    """The kinds of chunks in a WebP file, in order."""
    kinds, at = [], 12
    while at < len(body):
        kind, size = struct.unpack_from("<4sI", body, at)
        kinds.append(kind)
        at += 8 + size + size % 2
    return kinds


def opened(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


def _laid_down(image: Image.Image, orientation: int) -> Image.Image:
    turn = _STORED[orientation]
    return image if turn is None else image.transpose(turn)


def _more(orientation: int, gps: bool) -> dict[str, object]:
    return {"exif": exif(orientation, gps)} if gps or orientation != 1 else {}


def _saved(image: Image.Image, format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **{name: value for name, value in options.items() if value != b""})
    return buffer.getvalue()


def _animated(format: str, first: Image.Image) -> bytes:
    others = [Image.new("RGB", first.size, color) for color in ("black", "white")]
    return _saved(first, format, save_all=True, append_images=others, duration=100)


def _png_of(width: int, height: int, rows: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, load: bytes) -> bytes:
    return struct.pack(">I", len(load)) + kind + load + struct.pack(">I", zlib.crc32(kind + load))
