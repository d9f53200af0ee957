"""The one process that looks inside a stranger's file. Run by its path, never imported by the product.

    python -I decoder.py photo|voice|pdf|docx|xlsx  < upload  > answer

The answer is one line of JSON and then the derivatives' bytes, one after another. Before the first byte is
read the process gives up nearly everything: memory, seconds, new files, new sockets, children. It knows
nothing of Django or of this package: a hostile file that takes it over finds neither secrets nor a network.
Source: shared security paper T39, T41, T07; ADR-0012.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from typing import IO, Any

DOCUMENTS = frozenset({"pdf", "docx", "xlsx"})
MEMORY_BYTES = 330_000_000
SECONDS = {"photo": 8, "voice": 12}
# A document comes out about as large as it went in (10 MB); photos and voices are made small.
ANSWER_BYTES, DOCUMENT_BYTES = 8_000_000, 14_000_000

PHOTO_SIDE, THUMB_SIDE = 1600, 320
# A JPEG is decoded at a fraction of its size; the others only whole, so they may hold fewer pixels.
PIXELS = {"JPEG": 110_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
VOICE_SECONDS, VOICE_RATE, VOICE_BITS = 60, 24_000, 48_000
# Recorders stop a moment late.
GRACE_SECONDS = 2

# First bytes → the one demuxer that may read them: nothing is guessed, so no playlist can name another file.
_SOUNDS = (
    (b"RIFF", 0, "wav"), (b"OggS", 0, "ogg"), (b"\x1aE\xdf\xa3", 0, "matroska"), (b"ftyp", 4, "mov"),
    (b"#!AMR", 0, "amr"), (b"ID3", 0, "mp3"),
)  # fmt: skip

# First bytes of HEIC and AVIF pictures, which no decoder here reads.
_APPLE = {b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")}


class Refused(Exception):
    """The file is not taken; the code names the sentence in `words.REFUSALS`."""


def _give_up_everything(kind: str) -> None:
    """No more memory, time, files, sockets or children than the work needs. Inherited, never raised again."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: SECONDS.get(kind, 8),
        resource.RLIMIT_FSIZE: DOCUMENT_BYTES if kind in DOCUMENTS else ANSWER_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        # Descriptors 0, 1 and 2 are all there will ever be: no file and no socket can be opened.
        resource.RLIMIT_NOFILE: 3,
    }
    for name, most in limits.items():
        resource.setrlimit(name, (most, most))


def _photo(source: IO[bytes]) -> tuple[dict[str, int], list[bytes]]:
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # Our own limits by format are stricter and come with a sentence.
    try:
        image: Image.Image = Image.open(source, formats=tuple(PIXELS))
    except UnidentifiedImageError as error:
        source.seek(0)
        raise Refused("heic" if source.read(12)[4:] in _APPLE else "not_a_photo") from error
    if image.width * image.height > PIXELS.get(image.format or "JPEG", PIXELS["JPEG"]):
        raise Refused("too_many_pixels")
    image.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
    turned = image.getexif().get(0x0112, 1)
    image.thumbnail((PHOTO_SIDE, PHOTO_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    # A new image holds pixels only: nothing the file said about itself comes along.
    plain = Image.new("RGB", image.size, "white")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        plain.paste(clear, mask=clear.getchannel("A"))
    else:
        plain.paste(image.convert("RGB"))
    if turned in range(2, 9):
        tag = Image.Exif()
        tag[0x0112] = turned
        plain.info["exif"] = tag.tobytes()
        plain = ImageOps.exif_transpose(plain)
        plain.info.clear()
    small = plain.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return {"width": plain.width, "height": plain.height}, [_jpeg(plain, 82), _jpeg(small, 78)]


def _jpeg(image: object, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)  # type: ignore[attr-defined]  # Pillow loads late
    return out.getvalue()


def _demuxer(head: bytes) -> str:
    for magic, at, name in _SOUNDS:
        if head[at : at + len(magic)] == magic:
            return name
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0:
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    raise Refused("not_a_sound")


def _voice(source: IO[bytes]) -> tuple[dict[str, int], list[bytes]]:
    import av

    data = io.BytesIO(source.read())
    out = io.BytesIO()
    samples = 0
    with (
        av.open(
            data, "r", format=_demuxer(data.getvalue()[:16]), options={"protocol_whitelist": ""}
        ) as heard,
        av.open(out, "w", format="mp3", options={"id3v2_version": "0", "write_id3v1": "0"}) as written,
    ):
        if not heard.streams.audio:
            raise Refused("not_a_sound")
        track = written.add_stream("libmp3lame", rate=VOICE_RATE, layout="mono", bit_rate=VOICE_BITS)
        track.codec_context.thread_count = heard.streams.audio[0].codec_context.thread_count = 1
        plain = av.AudioResampler(format="s16p", layout="mono", rate=VOICE_RATE)
        for frame in heard.decode(heard.streams.audio[0]):
            frame.pts = None
            for piece in plain.resample(frame):
                samples += piece.samples
                if samples > (VOICE_SECONDS + GRACE_SECONDS) * VOICE_RATE:
                    raise Refused("too_long")
                written.mux(track.encode(piece))
        for piece in plain.resample(None):
            samples += piece.samples
            written.mux(track.encode(piece))
        written.mux(track.encode(None))
    if samples < VOICE_RATE // 4:
        raise Refused("too_short")
    return {"seconds": min(VOICE_SECONDS, max(1, round(samples / VOICE_RATE)))}, [out.getvalue()]


def _document(kind: str, source: IO[bytes]) -> tuple[dict[str, int], list[bytes]]:
    documents = _documents()
    try:
        return {}, [documents.looked_through(kind, source.read())]
    except documents.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def _documents() -> Any:
    """The neighbouring file: started isolated, this process finds it by its path and by nothing else."""
    if "lianxin_documents" not in sys.modules:
        path = str(Path(__file__).with_name("documents.py"))
        loader = SourceFileLoader("lianxin_documents", path)
        found = module_from_spec(ModuleSpec("lianxin_documents", loader, origin=path))
        sys.modules["lianxin_documents"] = found
        loader.exec_module(found)
    return sys.modules["lianxin_documents"]


def _load(kind: str) -> None:
    """Bring in every library before nothing can be opened any more.

    They load parts of themselves at first use: one blank picture, one clip of silence uses them all.
    """
    if kind in DOCUMENTS:
        # Packing and unpacking one archive loads the codecs of names and of content.
        import zipfile

        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
            for name in ("[Content_Types].xml", "xl/workbook.xml", "word/document.xml", "名.xml"):
                made.writestr(name, "<x/>")
        _document("xlsx", io.BytesIO(archive.getvalue()))
    elif kind == "photo":
        from PIL import Image

        for plugin in ("Jpeg", "Mpo", "Png", "WebP"):
            import_module(f"PIL.{plugin}ImagePlugin")
        blank = io.BytesIO()
        Image.new("RGB", (8, 8)).save(blank, "WEBP")
        _photo(io.BytesIO(blank.getvalue()))
    else:
        import wave

        import av

        av.logging.set_level(None)
        silence = io.BytesIO()
        with wave.open(silence, "wb") as clip:
            clip.setparams((1, 2, VOICE_RATE, 0, "NONE", ""))
            clip.writeframes(bytes(VOICE_RATE))
        _voice(io.BytesIO(silence.getvalue()))


def main(kind: str) -> None:
    """Answer for the one file on standard input."""
    _load(kind)
    _give_up_everything(kind)
    try:
        if kind in DOCUMENTS:
            facts, parts = _document(kind, sys.stdin.buffer)
        else:
            facts, parts = (_photo if kind == "photo" else _voice)(sys.stdin.buffer)
        answer: dict[str, object] = {"facts": facts, "sizes": [len(part) for part in parts]}
    except Refused as refusal:
        answer, parts = {"refused": str(refusal)}, []
    except MemoryError:
        answer, parts = {"refused": "too_many_pixels" if kind == "photo" else "broken"}, []
    except Exception:  # noqa: BLE001 (whatever a decoder stumbles over, the file is what is wrong)
        answer, parts = {"refused": "broken"}, []
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(parts))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
