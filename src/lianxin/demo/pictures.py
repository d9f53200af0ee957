"""Small pictures for the demo, drawn by code: no photo of anybody or anywhere, nothing in it but pixels.

A road before and after, a water tank, a building, people around a table: how photo evidence looks.
"""

from __future__ import annotations

import io
from random import Random
from typing import TYPE_CHECKING

from lianxin.attachments.actions import Derivative
from lianxin.attachments.words import SMALL_SIDE, Kind

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 960, 640
_HORIZON = 270
_SKY, _HAZE = (121, 171, 214), (222, 233, 238)
_EARTH, _GRAVEL, _ASPHALT, _CONCRETE = (150, 118, 84), (120, 96, 72), (92, 95, 99), (182, 182, 176)
_GREENS = ((86, 122, 78), (104, 141, 86), (70, 104, 70))


def picture(scene: str, seed: int) -> Derivative:
    """A picture of `scene` as the store keeps photos: a JPEG without any EXIF, and its thumbnail."""
    # Pillow loads late: nothing but the demo draws.
    from PIL import Image, ImageDraw, ImageFilter

    image, luck = Image.new("RGB", (WIDTH, HEIGHT), _HAZE), Random(f"{scene}:{seed}")
    draw = ImageDraw.Draw(image)
    _land(draw, Random(seed))  # before and after lie under the same hills
    _SCENES.get(scene, _building)(draw, luck)
    image = image.filter(ImageFilter.GaussianBlur(0.7))
    small = image.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Derivative(Kind.PHOTO, _jpeg(image), _jpeg(small), WIDTH, HEIGHT)


def _jpeg(image: Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72, optimize=True)
    return out.getvalue()


def _mixed(a: tuple[int, ...], b: tuple[int, ...], part: float) -> tuple[int, ...]:
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))


def _land(draw: ImageDraw, luck: Random) -> None:
    """Sky, two ranges of hills, fields."""
    for y in range(_HORIZON):
        draw.line((0, y, WIDTH, y), fill=_mixed(_SKY, _HAZE, y / _HORIZON))
    for depth, green in enumerate(((138, 164, 160), _GREENS[2])):
        base, points = _HORIZON - 40 + 30 * depth, [(0, _HORIZON + 20)]
        points += [(x, base - luck.randrange(20, 110 - 30 * depth)) for x in range(0, WIDTH + 120, 120)]
        draw.polygon([*points, (WIDTH, _HORIZON + 20)], fill=green)
    draw.rectangle((0, _HORIZON, WIDTH, HEIGHT), fill=_GREENS[0])
    for y in range(_HORIZON + 12, HEIGHT, 26):
        draw.line((0, y, WIDTH, y + luck.randrange(-8, 8)), fill=_GREENS[1], width=6)


def _strip(draw: ImageDraw, fill: tuple[int, ...]) -> None:
    draw.polygon([(455, _HORIZON), (505, _HORIZON), (830, HEIGHT), (130, HEIGHT)], fill=fill)


def _road_before(draw: ImageDraw, luck: Random) -> None:
    """Earth, ruts and puddles."""
    _strip(draw, _EARTH)
    for _ in range(26):
        y = luck.randrange(_HORIZON + 30, HEIGHT - 20)
        near = (y - _HORIZON) / (HEIGHT - _HORIZON)
        x = 480 + luck.randrange(-300, 300) * near
        wide, high = 10 + 70 * near * luck.random(), 3 + 16 * near
        fill = _GRAVEL if luck.random() < 0.6 else (142, 160, 170)
        draw.ellipse((x - wide, y - high, x + wide, y + high), fill=fill)


def _road_after(draw: ImageDraw, luck: Random) -> None:
    """Asphalt with its middle line, rails and lamps."""
    _strip(draw, _ASPHALT)
    y = float(_HORIZON + 10)
    while y < HEIGHT:
        near = (y - _HORIZON) / (HEIGHT - _HORIZON)
        draw.line((480, y, 480, y + 4 + 26 * near), fill=(236, 232, 214), width=max(1, round(9 * near)))
        y += 12 + 60 * near
    for near in (0.12, 0.3, 0.55, 0.9):
        _lamp(draw, near, luck)
    draw.line((508, _HORIZON, 850, HEIGHT), fill=(226, 228, 230), width=7)


def _lamp(draw: ImageDraw, near: float, luck: Random) -> None:
    x, foot = 455 - 345 * near, _HORIZON + (HEIGHT - _HORIZON) * near
    top = foot - 60 - 260 * near
    draw.line((x, foot, x, top), fill=(74, 80, 88), width=max(2, round(9 * near)))
    draw.line((x, top, x + 50 * near, top - 6), fill=(74, 80, 88), width=max(2, round(7 * near)))
    draw.ellipse((x + 40 * near, top - 8, x + 62 * near, top + 4), fill=(250, 236, 170 + luck.randrange(40)))


def _tank(draw: ImageDraw, luck: Random) -> None:
    """A water tank with its pipe."""
    left, right = 300 + luck.randrange(-20, 20), 660
    draw.rectangle((left, 330, right, 540), fill=_CONCRETE)
    draw.ellipse((left, 300, right, 360), fill=(206, 206, 200))
    draw.ellipse((left, 512, right, 568), fill=_CONCRETE)
    draw.line((right, 500, 930, 560), fill=(52, 98, 150), width=18)
    for x in (left + 30, left + 58):
        draw.line((x, 330, x, 548), fill=(112, 112, 110), width=5)
    for y in range(340, 540, 24):
        draw.line((left + 30, y, left + 58, y), fill=(112, 112, 110), width=4)


def _building(draw: ImageDraw, luck: Random) -> None:
    """A house of two floors."""
    draw.rectangle((190, 210, 770, 560), fill=(233, 226, 208))
    draw.polygon([(170, 210), (790, 210), (740, 150), (220, 150)], fill=(150, 74, 58))
    for floor in range(2):
        for window in range(5):
            x, y = 225 + window * 108, 250 + floor * 150
            if floor == 1 and window == 2:
                draw.rectangle((x - 6, y + 10, x + 74, 560), fill=(112, 78, 52))
                continue
            glass = (120 + luck.randrange(40), 164, 190)
            draw.rectangle((x, y, x + 66, y + 84), fill=glass, outline=(250, 250, 246), width=5)
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill=(170, 168, 160))


def _meeting(draw: ImageDraw, luck: Random) -> None:
    """People around a table, without faces."""
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=(226, 220, 206))
    draw.rectangle((90, 60, 400, 270), fill=_SKY, outline=(250, 250, 246), width=10)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=(168, 140, 110))
    coats = ((62, 74, 96), (96, 84, 74), (120, 58, 54), (58, 92, 86), (86, 80, 110))
    for seat in range(5):
        x, coat = 130 + seat * 175, coats[(seat + luck.randrange(5)) % 5]
        draw.ellipse((x - 34, 250, x + 34, 326), fill=(205, 170, 142))
        draw.pieslice((x - 36, 240, x + 36, 310), 180, 360, fill=(48, 42, 40))
        draw.rounded_rectangle((x - 66, 322, x + 66, 470), 36, fill=coat)
    draw.polygon([(40, 430), (920, 430), (960, 560), (0, 560)], fill=(136, 96, 62))
    for paper in range(5):
        x = 110 + paper * 180
        draw.polygon([(x, 456), (x + 70, 456), (x + 82, 500), (x - 6, 500)], fill=(246, 244, 238))


_SCENES = {
    "road_before": _road_before,
    "road_after": _road_after,
    "tank": _tank,
    "building": _building,
    "meeting": _meeting,
}


def scenes_of(category: str) -> tuple[str, str]:
    """Which picture shows a matter of this category before, and which one after."""
    if category == "transport":
        return "road_before", "road_after"
    return ("road_before", "tank") if category == "farming" else ("building", "building")
