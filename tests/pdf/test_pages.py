"""Pages as they look, beside pictures of them from before.

The pictures in `pages/` are small and grey.  A page is compared by squares of a few points, so that another
version of what draws letters changes nothing, and another margin or a field that is missing does.
`GUIDEGEN_UPDATE=1 pytest tests/pdf/test_pages.py` draws them anew; look at them before they are kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image, ImageChops

from guidegen.rendering.pdf import available
from tests.story import Handbook
from tests.tools import needs

PAGES: Final = Path(__file__).parent / "pages"
RESOLUTION: Final = 40
"""Points of a picture for each inch of paper."""

FINER: Final = 4
"""A page is drawn so many times larger, and made smaller: then thin lines are the same in every program."""

SQUARE: Final = 4
"""Points on each side of what is compared: a letter or two."""

SHADE: Final = 20
"""A square differs where it is so much lighter or darker, of 255."""

MOST: Final = 3
"""So many squares may differ.  Between pdfium and poppler one does; a date of one figure more makes seven."""

FILES: Final = {
    "guidegen.yml": """
        title: Mentoring at the Harbour
        id: harbour
        base_url: https://handbook.example.org/
        timezone: Europe/London
        release: "2027"
        org: {name: Harbour Network}
        contacts: {office: {name: Program office, email: office@example.org, for: [dates]}}
    """,
    "content/01-goals.md": """
        # Know your goals

        Write one down before you look for anybody. It need not be *right*; it must be **yours**. There is
        more of this [elsewhere](https://example.org/there).

        > A goal that nobody has heard of is a wish.

        ## Test it

        1. Could somebody see it?
        2. Is it small enough for three months?

        | Goal | Good enough? |
        |------|--------------|
        | Speak up in meetings | Say in which, and how often |
        | Become a lead | Too far away: what comes first? |

        ::: tip Take your time
        Two evenings are better than one.
        :::
    """,
    "content/02-ask.md": "# Ask\n\nOne person, one question, one hour.\n",
    "content/worksheets/plan.yml": """
        title: My plan
        sections:
        - title: What you want
          fields:
          - {id: why, label: "Why now?", type: long_text, lines: 4}
          - {id: sure, label: "How sure are you?", type: scale, min: 1, max: 5}
          - {id: by, label: "By when?", type: date}
        - title: What it takes
          fields:
          - {id: needs, label: I need, type: multi_choice, options: [Time, A room, Somebody who asks]}
          - id: steps
            label: Steps
            type: table
            rows: 3
            columns: [{id: what, label: What}, {id: who, label: Who}]
          - {id: agreed, label: We agreed on this, type: checkbox}
    """,
    "content/programs/harbour.yml": """
        title: Harbour
        roles:
          learner: {label: Learner, plural: Learners, kind: mentee}
          guide: {label: Guide, kind: mentor}
        duration: {weeks: 6}
        owner: office
        timeline:
        - {id: plan, title: Plan handed in, when: week 2 fri, kind: deadline, roles: [learner]}
        - {id: half, title: Half-way, when: week 3, roles: [learner, guide]}
        meetings:
        - id: first
          title: First meeting
          roles: [learner]
          when: week 1 wed 17:00
          duration: 60m
          place: Hall 2
        - {id: last, title: Farewell, roles: [learner], when: week 6 thu 12:00, duration: 90m, place: Quay}
        cohorts: [{id: spring, title: Spring 2090, start: 2090-03-06, timezone: Europe/London}]
    """,
    "content/packets/learner.yml": """
        title: Learner packet
        role: learner
        program: harbour
        contents: [timeline, contacts, "worksheet:plan"]
    """,
}  # fmt: skip

PICTURES: Final = {
    "cover": ("packets/learner/spring/learner-spring.pdf", 1),
    "dates": ("packets/learner/spring/learner-spring.pdf", 3),
    "chapter": ("print/handbook.pdf", 3),
    "worksheet": ("worksheets/plan/plan.pdf", 1),
}
"""Each with the file and the page, from 1."""


def written(folder: Path) -> Handbook:
    story = Handbook(folder)
    for path, text in FILES.items():
        story.write(path, text)
    return story


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    return written(tmp_path_factory.mktemp("pages")).build(pdf=True).says().site()


def drawn(content: bytes, page: int) -> Image.Image:
    """Return a page as pdfium draws it, with its fields."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    scale = RESOLUTION * FINER / 72
    return smaller(document[page - 1].render(scale=scale, grayscale=True).to_pil())


def smaller(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize(
        (picture.width // FINER, picture.height // FINER), Image.Resampling.BOX
    )


def kept(name: str) -> Image.Image:
    return Image.open(PAGES / f"{name}.png").convert("L")


def differences(one: Image.Image, other: Image.Image) -> int:
    """Return how many squares of two pictures differ; all where the pages are of another size."""
    width, height = (-(-side // SQUARE) for side in one.size)
    if one.size != other.size:
        return width * height
    first, second = (picture.resize((width, height), Image.Resampling.BOX) for picture in (one, other))
    return sum(ImageChops.difference(first, second).histogram()[SHADE:])


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_looks_as_it_did(name: str, site: dict[str, bytes]) -> None:
    path, page = PICTURES[name]
    picture = drawn(site[path], page)
    if os.environ.get("GUIDEGEN_UPDATE"):
        PAGES.mkdir(exist_ok=True)
        picture.save(PAGES / f"{name}.png", optimize=True)
    assert differences(picture, kept(name)) <= MOST, (
        "run this test once with GUIDEGEN_UPDATE=1, and look at it"
    )


@pytest.mark.parametrize("name", PICTURES)
def test_another_program_that_draws_letters_makes_no_differences(
    name: str, site: dict[str, bytes], tmp_path: Path
) -> None:
    needs(shutil.which("pdftoppm") is not None, "poppler-utils is not installed")
    path, page = PICTURES[name]
    (tmp_path / "a.pdf").write_bytes(site[path])
    told = ["pdftoppm", "-gray", "-singlefile", "-r", str(RESOLUTION * FINER), "-f", str(page), "a.pdf", "a"]
    subprocess.run(told, cwd=tmp_path, check=True)
    assert differences(smaller(Image.open(tmp_path / "a.pgm")), kept(name)) <= MOST


@pytest.mark.parametrize(
    ("name", "path", "before", "after"),
    [
        ("chapter", "templates/assets/pdf.css", "margin: 21mm 18mm 19mm 22mm", "margin: 22mm 18mm 19mm 22mm"),
        ("chapter", "templates/assets/pdf.css", "margin: 21mm 18mm 19mm 22mm", "margin: 21mm 18mm 19mm 24mm"),
        ("cover", "guidegen.yml", 'release: "2027"', 'release: ""'),
        ("dates", "content/programs/harbour.yml", "Half-way, when: week 3", "Half-way, when: week 4"),
        ("worksheet", "content/worksheets/plan.yml", "type: date", "type: text"),
        ("worksheet", "content/worksheets/plan.yml", "max: 5", "max: 4"),
        ("worksheet", "content/worksheets/plan.yml", ", Somebody who asks]", "]"),
    ],
)  # fmt: skip
def test_what_changed_is_seen(name: str, path: str, before: str, after: str, tmp_path: Path) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    assets = Path(__file__).parents[2] / "src" / "guidegen" / "theme" / "assets"
    text = FILES.get(path) or (assets / Path(path).name).read_text(encoding="utf-8")
    assert before in text
    story = written(tmp_path).write(path, text.replace(before, after)).build(pdf=True)
    file, page = PICTURES[name]
    assert differences(drawn(story.site()[file], page), kept(name)) > MOST


@pytest.mark.parametrize("name", PICTURES)
def test_they_are_set_in_the_fonts_that_come_along(name: str, site: dict[str, bytes]) -> None:
    from pypdf import PdfReader

    path, page = PICTURES[name]
    named: set[str] = set()

    def look(text: str, _: Any, __: Any, font: Any, ___: Any) -> None:
        if text.strip() and font:
            named.add(str(font["/BaseFont"]).partition("+")[2])

    PdfReader(BytesIO(site[path])).pages[page - 1].extract_text(visitor_text=look)
    assert named
    assert all(one.startswith(("Atkinson", "Literata")) for one in named), named


def test_the_pictures_are_small_and_none_is_left_over() -> None:
    files = {one.stem: one.stat().st_size for one in PAGES.iterdir()}
    assert files.keys() == PICTURES.keys()
    assert sum(files.values()) < 150_000
