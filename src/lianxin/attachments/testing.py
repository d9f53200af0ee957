"""Photos and voice clips as phones make them, for tests."""

from __future__ import annotations

import array
import io
import math
import struct
import zlib
from typing import Any

import av
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

# A phone, a person and a place near Chuxiong, which no derivative may tell.
CANARY = "ZX-532301-PHONE-7f3a"


def photo(form: str = "JPEG", size: tuple[int, int] = (640, 480), **how: Any) -> bytes:
    """A picture with noise, so that it is not a few bytes long."""
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, form, **how)
    return out.getvalue()


def phone_photo(size: tuple[int, int] = (800, 600), *, orientation: int = 1) -> bytes:
    """A JPEG whose EXIF names phone, moment, place and how it was held; the upper half is red."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = (
        "Canary",
        CANARY,
        orientation,
        "2026:03:03 12:00:00",
    )
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (25.0, 2.0, 42.0), "E", (101.0, 32.0, 45.0)
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif.tobytes(), comment=CANARY, xmp=f"<x>{CANARY}</x>".encode())
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing: some bytes that would fill a machine."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def tone(form: str = "wav", codec: str = "pcm_s16le", *, seconds: float = 2, rate: int = 16_000) -> bytes:
    """A sine of 440 Hz in a container of `av`, with a title and a comment inside."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as clip:
        clip.metadata.update({"title": CANARY, "comment": CANARY})
        track = clip.add_stream(codec, rate=rate, layout="mono")
        wave = array.array(
            "h", (int(9000 * math.sin(i * math.tau * 440 / rate)) for i in range(int(rate * seconds)))
        )
        for start in range(0, len(wave), 1024):
            piece = wave[start : start + 1024]
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
            frame.planes[0].update(piece.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            frame.rate, frame.pts = rate, start
            clip.mux(track.encode(frame))
        clip.mux(track.encode(None))
    return out.getvalue()


def upload(data: bytes, name: str = "IMG_0001.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """The bytes as a browser sends them."""
    return SimpleUploadedFile(name, data, kind)
