"""What comes out of the limited process: pixels and sound, nothing else; and what it refuses, how fast."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import av
import pytest
from PIL import Image
from support.scale import note, scaled

from lianxin.attachments import decoding
from lianxin.attachments.decoding import FileRefused, derive
from lianxin.attachments.testing import CANARY, phone_photo, photo, png_header, tone, upload
from lianxin.attachments.words import MAX_BYTES, REFUSALS, Kind

JPEG_MARKERS_OF_METADATA = (b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"Photoshop", CANARY.encode())
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<html><script>alert(1)</script></html>"


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def refusal(kind: Kind, data: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        derive(kind, upload(data))
    assert str(caught.value) == str(REFUSALS[kind][caught.value.code])
    return caught.value.code


def test_where_and_with_what_a_photo_was_taken_is_gone() -> None:
    given = phone_photo()
    assert CANARY.encode() in given
    assert opened(given).getexif().get_ifd(0x8825)
    made = derive(Kind.PHOTO, upload(given))
    for data in (made.data, made.small):
        image = opened(data)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not [mark for mark in JPEG_MARKERS_OF_METADATA if mark in data]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_formats_lose_what_they_tell_too(form: str) -> None:
    exif = Image.Exif()
    exif[0x0110] = CANARY
    made = derive(Kind.PHOTO, upload(photo(form, exif=exif.tobytes(), xmp=CANARY.encode())))
    assert opened(made.data).format == "JPEG"
    assert CANARY.encode() not in made.data + made.small


def test_photos_are_made_smaller_and_get_a_thumbnail() -> None:
    made = derive(Kind.PHOTO, upload(photo(size=(4000, 3000))))
    assert (made.width, made.height) == opened(made.data).size == (1600, 1200)
    assert opened(made.small).size == (320, 240)
    tiny = derive(Kind.PHOTO, upload(photo(size=(40, 30))))
    assert opened(tiny.data).size == opened(tiny.small).size == (40, 30)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (80, 60), (40, 5)), (3, (80, 60), (40, 55)), (6, (60, 80), (55, 40)), (8, (60, 80), (5, 40))],
)
def test_a_photo_stands_upright(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    image = opened(derive(Kind.PHOTO, upload(phone_photo((80, 60), orientation=orientation))).data)
    assert image.size == size
    red, _green, blue = image.getpixel(red_at)
    assert (red > 200, blue < 60) == (True, True)


def test_what_is_clear_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(derive(Kind.PHOTO, upload(out.getvalue())).data).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_photo"),
        (SVG, "not_a_photo"),
        (HTML, "not_a_photo"),
        (b"GIF89a" + HTML, "not_a_photo"),
        (b"%PDF-1.7\n" + HTML, "not_a_photo"),
        (tone("ipod", "aac"), "not_a_photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (photo()[:9000], "broken"),
        (photo("PNG")[:9000], "broken"),
        (photo("WEBP")[:9000], "broken"),
        (b"\xff\xd8\xff" + random.Random(1).randbytes(5000), "broken"),
        (png_header(65_535, 65_535), "too_many_pixels"),
        (png_header(4000, 4000), "broken"),
    ],
)
def test_what_is_no_photo_is_refused(data: bytes, code: str) -> None:
    assert refusal(Kind.PHOTO, data) == code


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.VOICE])
def test_spoilt_files_end_in_a_derivative_or_a_sentence(kind: Kind) -> None:
    """A small corpus of every format with bytes turned, cut out and doubled, the same in every run."""
    dice, many = random.Random(39), scaled(16, 250)
    sounds = [
        tone("ipod", "aac", rate=44_100),
        tone("ogg", "libopus", rate=48_000),
        tone("mp3", "libmp3lame"),
        tone(),
    ]
    whole = (
        [phone_photo((200, 150)), photo("PNG", (60, 40)), photo("WEBP", (60, 40))]
        if kind == Kind.PHOTO
        else sounds
    )
    ends = Counter()
    for number in range(many):
        spoilt = bytearray(whole[number % len(whole)])
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(8, len(spoilt))
            match dice.randrange(3):
                case 0:
                    spoilt[at] = dice.randrange(256)
                case 1:
                    del spoilt[at : at + dice.randrange(40)]
                case _:
                    spoilt[at:at] = spoilt[at : at + dice.randrange(40)]
        try:
            made = derive(kind, upload(bytes(spoilt)))
            ends["made"] += 1
            assert CANARY.encode() not in made.data + made.small
        except FileRefused as refused:
            ends[refused.code] += 1
    assert ends.total() == many
    assert set(ends) > {"made"}, ends
    note("T39", f"{kind.value}: {dict(ends)}")


def test_nothing_rides_along_behind_a_photo() -> None:
    made = derive(Kind.PHOTO, upload(photo() + b"PK\x03\x04" + HTML))
    assert b"script" not in made.data
    assert made.data.endswith(b"\xff\xd9")


def test_ten_megabytes_are_the_most() -> None:
    assert refusal(Kind.PHOTO, photo() + bytes(MAX_BYTES[Kind.PHOTO])) == "too_big"
    assert refusal(Kind.VOICE, tone() + bytes(MAX_BYTES[Kind.VOICE])) == "too_big"


@pytest.mark.parametrize("data", [png_header(65_535, 65_535), png_header(4899, 4898)])
def test_a_bomb_costs_little_time_and_memory(data: bytes) -> None:
    """The process itself says what it used: the parent's memory does not count."""
    measure = (
        "import os, resource, sys; code = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, '-I', *sys.argv[1:]]);"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", measure, str(decoding._DECODER), "photo"],
        input=data,
        capture_output=True,
        check=True,
    )
    code, kilobytes = done.stderr.split()
    assert (int(code), b"refused" in done.stdout) == (0, True)
    assert int(kilobytes) < 300_000
    assert time.monotonic() - began < 2


def test_the_process_can_open_nothing_once_it_reads() -> None:
    probe = (
        "import runpy, socket, sys\n"
        "room = runpy.run_path(sys.argv[1])\n"
        "room['_load']('photo'); room['_give_up_everything']('photo')\n"
        "for attempt in (lambda: open('/etc/hostname'), lambda: socket.socket(), lambda: bytearray(10**9)):\n"
        "    try:\n        attempt(); print('opened')\n"
        "    except (OSError, MemoryError):\n        print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", probe, str(decoding._DECODER)], capture_output=True, check=True
    )
    assert done.stdout.split() == [b"refused"] * 3


def test_a_process_that_dies_or_lies_is_a_broken_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    liar = tmp_path / "liar.py"
    monkeypatch.setattr(decoding, "_DECODER", liar)
    for said in ("", "{}", "[]", '{"facts": {}, "sizes": [4, 0]}\n<svg', '{"refused": "<b>"}', "x" * 20_000):
        liar.write_text(f"print({said!r}, end='')")
        assert refusal(Kind.PHOTO, photo()) == "broken"


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(decoding, "_DECODER", endless)
    monkeypatch.setitem(decoding._PATIENCE_S, Kind.PHOTO, 0.3)
    assert refusal(Kind.PHOTO, photo()) == "slow"


def test_a_third_waits_and_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_WAIT_S", 0.2)
    with decoding._turn(Kind.PHOTO):
        assert derive(Kind.PHOTO, upload(photo())).width == 640
        with decoding._turn(Kind.PHOTO):
            assert refusal(Kind.PHOTO, photo()) == "busy"
    assert derive(Kind.PHOTO, upload(photo())).width == 640


@pytest.mark.parametrize(
    ("form", "codec", "rate"),
    [
        ("wav", "pcm_s16le", 16_000),
        ("mp3", "libmp3lame", 44_100),
        ("ipod", "aac", 44_100),
        ("3gp", "libopencore_amrnb", 8_000),
        ("amr", "libopencore_amrnb", 8_000),
        ("adts", "aac", 44_100),
        ("webm", "libopus", 48_000),
        ("ogg", "libopus", 48_000),
    ],
)
def test_what_phones_record_becomes_one_format_that_all_play(form: str, codec: str, rate: int) -> None:
    made = derive(Kind.VOICE, upload(tone(form, codec, rate=rate)))
    assert made.seconds == 2
    assert CANARY.encode() not in made.data
    with av.open(io.BytesIO(made.data)) as clip:
        track = clip.streams.audio[0]
        assert (clip.format.name, track.codec_context.name, track.channels, clip.metadata) == (
            "mp3",
            "mp3float",
            1,
            {},
        )
        heard = sum(frame.samples for frame in clip.decode(track)) / track.rate
    assert 1.8 < heard < 2.3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_sound"),
        (HTML, "not_a_sound"),
        (photo(), "not_a_sound"),
        (b"#EXTM3U\nfile:///etc/passwd", "not_a_sound"),
        (b"RIFF\0\0\0\0WAVE" + HTML, "broken"),
        (b"\0\0\0\x18ftypisom" + random.Random(2).randbytes(3000), "broken"),
        (tone("ipod", "aac", rate=44_100)[:6000], "broken"),
        (tone(seconds=0.1), "too_short"),
        (tone(seconds=64, rate=8_000), "too_long"),
    ],
)
def test_what_is_no_minute_of_sound_is_refused(data: bytes, code: str) -> None:
    assert refusal(Kind.VOICE, data) == code
