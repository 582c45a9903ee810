"""QR codes hold the address, and the white that a camera needs around them."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
import segno

from guidegen.rendering.codes import QUIET, draw_code

ADDRESS = "https://example.org/mentoring/mentee/worksheets/goals/"


def modules_of(svg: str) -> list[list[int]]:
    """Return what is dark in a drawing, row by row, with the white around it."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    rows = [[0] * side for _ in range(side)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg.rpartition(' d="')[2]):
        for at in range(int(x), int(x) + int(width)):
            rows[int(y)][at] += 1
    return rows


@pytest.mark.parametrize("address", [ADDRESS, "https://e.org/", "https://e.org/größe/?a=b&c", "x" * 900])
def test_every_module_is_drawn_once_and_the_rest_is_white(address: str) -> None:
    svg = str(draw_code(address, "Code"))
    code = segno.make(address, error="m", micro=False, boost_error=False)
    assert modules_of(svg) == [list(row) for row in code.matrix_iter(border=QUIET)]


def test_it_is_a_picture_with_a_name() -> None:
    root = ElementTree.fromstring(str(draw_code(ADDRESS, "<Goals> & more")))
    assert root.attrib["role"] == "img"
    assert root[0].text == "<Goals> & more"
    assert [one.attrib["fill"] for one in root[1:]] == ["#fff", "#000"]


def test_nothing_in_it_comes_from_outside() -> None:
    svg = str(draw_code(ADDRESS, "Code"))
    assert "style" not in svg
    assert "http" not in svg


def test_segno_is_not_imported_with_the_rest() -> None:
    unloaded = "import sys, guidegen.rendering.functions; sys.exit('segno' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", unloaded], check=False).returncode == 0
