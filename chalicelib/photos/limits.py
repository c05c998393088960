"""What a picture may cost us. Beyond any of these it is refused, before or while it is decoded."""

from dataclasses import dataclass

from chalicelib.errors import PhotoRejected


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes and pixels. The defaults let every phone of today pass."""

    # What the presigned POST lets into the bucket.
    max_bytes: int = 20 * 1024 * 1024
    # Phones take up to 108 MP (12032 x 9024); a one-scan JPEG shrinks while it is decoded, whatever its size.
    max_pixels: int = 110_000_000
    # Everything else lies in memory whole, in WebP with 16 bytes a pixel.
    max_pixels_whole: int = 50_000_000
    # A JPEG or GIF cannot hold more; a PNG may claim 2^31.
    max_side: int = 65_535
    # Encoders write about 10; a 170 kB file of 24 MP with 2,080 of them took 6.3 s.
    max_scans: int = 32
    # 20 MB in chunks of 1 kB, less than any encoder writes; a file may hold a million empty ones.
    max_pieces: int = 20_000
    # Profiles of printing presses take up to 3 MB; a larger one is ignored, and inflating it stops here.
    max_profile_bytes: int = 4 * 1024 * 1024
    # 48 MP of HEVC take 1.1 s and 360 MB.
    heif_seconds: float = 15
    heif_memory: int = 1024**3

    def admit(self, width: int, height: int, *, streamed: bool = False) -> None:
        most = self.max_pixels if streamed else self.max_pixels_whole
        if width * height > most or max(width, height) > self.max_side:
            raise PhotoRejected("photo_too_many_pixels", most=most // 1_000_000)
