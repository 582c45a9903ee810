"""Smaller copies of pictures, by Pillow.

The same picture makes the same bytes: nothing of its history is kept, only what it looks like and its colour
profile.  A copy is never larger than the picture: where it would be, or where the file holds more than one
picture, it is the picture itself.

Pillow is imported when a copy is made.  `available` says in one sentence where it is missing.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from guidegen.model.problem import NOWHERE, Flawed, Place, Problem, problem

_MODES: Final = ("RGB", "RGBA", "L", "LA")
"""What is made smaller as it is; a palette becomes one of the first two."""

_SAVED: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 82, "method": 5},
}


def available() -> Problem | None:
    """Return why no picture can be made smaller here, with the remedy; None where one can."""
    try:
        library()
    except PackageNotFoundError:
        message = "there are no smaller copies of pictures for phones: Pillow is not installed."
        return problem("pictures-missing", message, NOWHERE, "pip install 'guidegen[pictures]'.")
    return None


def library() -> str:
    """Return the version of Pillow; PackageNotFoundError where it is not there."""
    return version("pillow")


def scaled(content: bytes, width: int, origin: str) -> bytes | Flawed:
    """Return a picture with so many pixels from side to side, or itself where that is smaller.

    Where it cannot be made smaller it comes back as it is, with a warning; *origin* is its file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            made = _made(content, width)
    except Exception as failure:
        message = f"this picture cannot be made smaller for phones ({type(failure).__name__})."
        remedy = "Save it anew with a program for pictures, or make it smaller there."
        return Flawed(content, (problem("picture-size", message, Place(origin), remedy),))
    return made if len(made) < len(content) else content


@contextmanager
def _whole_only() -> Iterator[None]:
    """Let Pillow refuse what is cut off, also where another library told it not to."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _made(content: bytes, width: int) -> bytes:
    from PIL import Image, ImageOps

    with _whole_only(), Image.open(io.BytesIO(content), formats=tuple(_SAVED)) as image:
        kind = str(image.format)
        if getattr(image, "is_animated", False):
            return content
        upright = ImageOps.exif_transpose(image)
        if upright.mode not in _MODES and upright.mode != "P":
            return content
        profile = {"icc_profile": image.info["icc_profile"]} if "icc_profile" in image.info else {}
        if upright.mode == "P":
            upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
        height = max(1, round(upright.height * width / upright.width))
        small = upright.resize((width, height), Image.Resampling.LANCZOS)
        small.info = {}
        written = io.BytesIO()
        small.save(written, kind, **_SAVED[kind], **profile)
        return written.getvalue()
