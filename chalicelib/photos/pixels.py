"""What is done to a picture once it is decoded."""

from io import BytesIO
from typing import Final

from PIL import Image

Turn = Image.Transpose

_TURNS: Final = {
    2: Turn.FLIP_LEFT_RIGHT,
    3: Turn.ROTATE_180,
    4: Turn.FLIP_TOP_BOTTOM,
    5: Turn.TRANSPOSE,
    6: Turn.ROTATE_270,
    7: Turn.TRANSVERSE,
    8: Turn.ROTATE_90,
}


def fit(image: Image.Image, longest: int) -> Image.Image:
    """Into a square of `longest`, never larger than it was, never thinner than 1 px.

    BICUBIC after a JPEG's own scaling took 67 ms where LANCZOS took 78, for 0.4 dB and 4 % more bytes.
    """
    plain = _plain(image)
    plain.thumbnail((longest, longest), Image.Resampling.BICUBIC, reducing_gap=1.0)
    return plain


def _plain(image: Image.Image) -> Image.Image:
    """L, RGB, RGBA or CMYK, 8 bits each: the modes that can be resized and converted without surprise."""
    if image.mode.startswith("I;16"):
        # Converting it would cut off at 255 instead.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def on_white(image: Image.Image) -> Image.Image:
    """The page may be dark and a mail's is not ours: what a citizen drew in black has to stay readable."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that cannot be read is as good as none."""
    if not profile:
        return image.convert("RGB")
    from PIL import ImageCms

    try:
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        converted = None
    return converted or image.convert("RGB")


def turned(image: Image.Image, way: int) -> Image.Image:
    return image.transpose(_TURNS[way]) if way in _TURNS else image


def dominant(image: Image.Image) -> str:
    """The most frequent of eight colours, not their mean, which is grey for most pictures."""
    few = image.resize((48, 48), Image.Resampling.BOX).quantize(8)
    _, most = max(few.getcolors() or [])
    red, green, blue = (few.getpalette() or [])[3 * int(most) :][:3]  # type: ignore[call-overload]
    return f"#{red:02x}{green:02x}{blue:02x}"


def webp(image: Image.Image) -> bytes:
    """Method 2 takes 0.6 of the default's time for 2 % more bytes. Pillow adds no metadata by itself."""
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=80, method=2)
    return buffer.getvalue()
