"""Smaller copies of pictures."""

from __future__ import annotations

import io
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest
from PIL import Image

from guidegen.model.problem import Flawed
from guidegen.rendering import scaling
from guidegen.rendering.scaling import available, scaled

WIDE = (1600, 900)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = WIDE, **options: Any) -> bytes:
    """Return a picture in which every pixel is another, so that it cannot be pressed together."""
    made = Image.effect_noise(size, 60).convert(mode)
    written = io.BytesIO()
    made.save(written, kind, **options)
    return written.getvalue()


def opened(content: bytes | Flawed) -> Image.Image:
    assert isinstance(content, bytes)
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_becomes_as_wide_as_asked_for(kind: str, mode: str) -> None:
    content = picture(kind, mode)
    small = scaled(content, 480, "a")
    assert (opened(small).format, opened(small).size) == (kind, (480, 270))
    assert isinstance(small, bytes)
    assert len(small) < len(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_same_picture_makes_the_same_bytes(kind: str) -> None:
    content = picture(kind)
    assert scaled(content, 480, "a") == scaled(content, 480, "b")


def test_a_picture_with_a_palette_and_holes_keeps_its_holes() -> None:
    made = Image.effect_noise(WIDE, 60).convert("P")
    written = io.BytesIO()
    made.save(written, "PNG", transparency=0)
    small = opened(scaled(written.getvalue(), 480, "a"))
    assert (small.mode, small.width) == ("RGBA", 480)


def test_a_photograph_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(scaled(picture("JPEG", exif=exif), 480, "a")).size == (480, 853)


def test_nothing_is_kept_of_where_a_photograph_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at the harbour"
    content = picture("JPEG", exif=exif, comment=b"by me")
    assert b"at the harbour" in content
    small = scaled(content, 480, "a")
    assert isinstance(small, bytes)
    assert b"harbour" not in small
    assert b"by me" not in small


def test_a_copy_is_never_larger_than_the_picture() -> None:
    flat = io.BytesIO()
    Image.linear_gradient("L").resize((500, 500)).quantize(2).save(flat, "PNG", optimize=True)
    assert scaled(flat.getvalue(), 480, "a") == flat.getvalue()


def test_pictures_that_move_stay_as_they_are() -> None:
    frames = [Image.new("RGB", (600, 40), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    assert scaled(written.getvalue(), 480, "a") == written.getvalue()


def test_colours_for_printing_machines_stay_as_they_are() -> None:
    content = picture("JPEG", "CMYK")
    assert scaled(content, 480, "a") == content


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", picture("PNG")[:900], picture("GIF", "L")])
def test_what_cannot_be_made_smaller_comes_back_with_a_warning(content: bytes) -> None:
    flawed = scaled(content, 480, "content/a.png")
    assert isinstance(flawed, Flawed)
    assert flawed.content == content
    assert [(one.slug, one.place.path) for one in flawed.problems] == [("picture-size", "content/a.png")]


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    bomb = bytearray(picture("PNG", size=(600, 10)))
    bomb[16:24] = (60_000).to_bytes(4) * 2
    assert isinstance(scaled(bytes(bomb), 480, "a"), Flawed)


def test_where_pillow_is_missing_that_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError

    assert available() is None
    monkeypatch.setattr(scaling, "version", missing)
    told = available()
    assert told is not None
    assert told.slug == "pictures-missing"
    assert "guidegen[pictures]" in told.remedy
