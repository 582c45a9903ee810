"""The stylesheets of the theme, in another font.

What is set in one of the theme's two families is set in the font of a brand, whose name is written in their
place: with a variable the maker of PDFs needs a tenth more time, and it has none for numbers of pages.
"""

from __future__ import annotations

import re
from typing import Final

FAMILIES: Final = {"atkinson": "Atkinson Next", "literata": "Literata Heads"}
"""The families of the theme for text and for headings, by the names that `brand.font` has for them."""

BRAND: Final = "Brand"
"""The family of a font that the project brings along."""

AT_ONCE: Final = " at once"
"""Behind the name of a family: the same one where there is no server, so that it is waited for."""

_NAMED: Final = re.compile(f'"(?:{"|".join(FAMILIES.values())})({AT_ONCE})?"')
_FACE: Final = re.compile(r"@font-face \{[^}]*\}")


def in_font(css: str, family: str, file: str = "", *, varies: bool = False) -> str:
    """Return a stylesheet in which text and headings are set in one font.

    *file* is where the font lies, from the stylesheet; without one the theme has it already.  One that
    *varies* has every weight in it.
    """
    faces = [found.span() for found in _FACE.finditer(css)]

    def named(found: re.Match[str]) -> str:
        is_declared = any(start < found.start() < end for start, end in faces)
        return found[0] if is_declared else f'"{family}{found[1] or ""}"'

    changed = _NAMED.sub(named, css)
    if not file or not faces:
        return changed
    weight = " font-weight: 100 900;" if varies else ""
    source = f'src: url({file}) format("woff2");{weight}'
    own = f'@font-face {{\n  font-family: "{family}"; {source} font-display: optional;\n}}\n'
    if AT_ONCE in css:
        own += f'@font-face {{\n  font-family: "{family}{AT_ONCE}"; {source} font-display: block;\n}}\n'
    return changed.replace("@font-face", f"{own}@font-face", 1)
