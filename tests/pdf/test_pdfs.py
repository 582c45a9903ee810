"""PDFs of a handbook, read by programs that are not ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from guidegen.building.build import build
from guidegen.building.options import Options
from guidegen.rendering.pdf import available
from guidegen.shaping import prints
from tests.story import Handbook
from tests.tools import needs

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "27340a8b0000000049454e44ae426082"
)

FILES = {
    "guidegen.yml": """
        title: Mentoring at Example
        id: example
        language: en
        base_url: https://handbook.example.org/
    """,
    "content/index.md": "# Welcome\n\nBe kind, and read [how to agree](02-begin/agree.md#limits).\n",
    "content/01-start.md": """
        # Start here

        The first chapter, with [a page elsewhere](https://example.org/there) and a note[^1].

        ![A grey square](square.png)

        ## Who reads

        Everybody. Čeština, Ελληνικά, Українська.

        [^1]: Notes stand at the foot of the page.
    """,
    "content/02-begin/index.md": "# Begin\n\nWhat comes first.\n",
    "content/02-begin/agree.md": """
        # Agree

        See [the goals](../worksheets/goals.yml) and [the start](../01-start.md).

        ## Limits

        | Who | Does |
        |-----|------|
        | Mentor | asks |

        <details><summary>More</summary>Folded words.</details>
    """,
    "content/worksheets/goals.yml": """
        title: Goals
        fields:
        - {id: why, label: "Why now?", type: long_text, lines: 4}
        - {id: sure, label: "How sure?", type: scale, min: 1, max: 5}
        - {id: wide, label: My table, type: table, columns: [{id: what, label: What}, {id: who, label: Who}]}
    """,
}


def written(folder: Path) -> Handbook:
    story = Handbook(folder)
    for path, text in FILES.items():
        story.write(path, text)
    (folder / "content" / "square.png").write_bytes(PIXEL)
    return story


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """A small handbook, built with its PDFs."""
    needs(available() is None, "WeasyPrint or Pango is not installed")
    story = written(tmp_path_factory.mktemp("pdfs") / "project")
    story.build(pdf=True).says()
    return story


@pytest.fixture(scope="module")
def whole(site: Handbook) -> Any:
    """The whole handbook, as pypdf reads it."""
    return reader(site.site()["print/handbook.pdf"])


def reader(content: bytes) -> Any:
    from pypdf import PdfReader

    return PdfReader(BytesIO(content))


def told_by(tool: str, *arguments: str | Path) -> str:
    needs(shutil.which(tool) is not None, f"{tool} is not installed")
    ended = subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return ended.stdout


def files(site: Handbook) -> list[Path]:
    return sorted((site.root / "site").rglob("*.pdf"))


def objects(pdf: Any) -> list[Any]:
    """Return every dictionary of a PDF."""
    found = (pdf.get_object(number) for number in range(1, int(pdf.trailer["/Size"])))
    return [one for one in found if isinstance(one, dict)]


def bookmarks(pdf: Any) -> list[tuple[int, str, int]]:
    """Return depth, words and page, from 1, of each bookmark."""

    def walk(entries: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for one in entries:
            if isinstance(one, list):
                yield from walk(one, depth + 1)
            else:
                yield depth, str(one.title), pdf.get_destination_page_number(one) + 1

    return list(walk(pdf.outline, 1))


# What there is


def test_the_handbook_and_each_worksheet_have_one(site: Handbook) -> None:
    assert [one.relative_to(site.root / "site").as_posix() for one in files(site)] == [
        "print/handbook.pdf",
        "worksheets/goals/goals.pdf",
    ]


def test_pages_lead_to_them(site: Handbook) -> None:
    assert ">PDF to fill in</a>" in site.page("worksheets/goals/")
    assert 'href="handbook.pdf"' in site.page("print/")


def test_what_is_too_long_for_a_page_is_linked_where_its_page_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    monkeypatch.setattr(prints, "MOST_PAGES", 3)
    story = written(tmp_path).build(pdf=True).says()
    story.lacks("print/index.html").has("print/handbook.pdf")
    link = re.search(r'<a href="../../print/handbook.pdf">(.*?)</a>', story.page("begin/agree/"))
    assert link and ">Print (PDF)<" in link[1]
    assert "print/handbook.pdf" not in story.build().page("begin/agree/")


def test_without_the_option_there_is_none_and_nothing_leads_there(handbook: Handbook) -> None:
    handbook.write("content/worksheets/goals.yml", FILES["content/worksheets/goals.yml"])
    handbook.build().says().lacks("print/handbook.pdf", "worksheets/goals/goals.pdf")
    handbook.hides("worksheets/goals/", ".pdf").hides("print/", ".pdf")


def test_each_is_called_so_that_it_can_be_told_apart_when_it_is_mailed(handbook: Handbook) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    handbook.write(
        "guidegen.yml",
        """
        title: Mentoring
        editions:
        - {id: mentee, label: Mentees, roles: [mentee]}
        - {id: mentor, label: Mentors, roles: [mentor]}
        """,
    )
    cohort = "cohorts: [{id: 2090-spring, start: 2090-02-06, timezone: Europe/London}]"
    roles = "roles: {mentee: {label: Mentee, kind: mentee}, mentor: {label: Mentor, kind: mentor}}"
    program = f"title: Harbour\n{roles}\nduration: {{weeks: 8}}\n{cohort}\n"
    handbook.write("content/programs/harbour.yml", program)
    packet = "title: Mentee packet\nrole: mentee\ncontents: [blank]\n"
    handbook.write("content/packets/mentee.yml", packet).build(pdf=True).says()
    assert [path for path in sorted(handbook.site()) if path.endswith(".pdf")] == [
        "mentee/packets/mentee/2090-spring/mentee-2090-spring.pdf",
        "mentee/packets/mentee/mentee.pdf",
        "mentee/print/handbook-mentee.pdf",
        "mentor/print/handbook-mentor.pdf",
    ]
    assert 'href="handbook-mentor.pdf"' in handbook.page("mentor/print/")
    assert 'href="mentee-2090-spring.pdf"' in handbook.page("mentee/packets/mentee/2090-spring/")


# Whether it holds


def test_qpdf_finds_no_mistake(site: Handbook) -> None:
    for file in files(site):
        assert "No syntax or stream encoding errors" in told_by("qpdf", "--check", file)


def test_every_font_is_in_the_file_and_the_bundled_ones_come_first(site: Handbook) -> None:
    for file in files(site):
        lines = told_by("pdffonts", file).splitlines()[2:]
        embedded = [re.split(r"\s{2,}", line)[-1].split()[0] for line in lines]
        assert set(re.findall(r" (yes|no) +(?:yes|no) +(?:yes|no) ", "\n".join(lines))) == {"yes"}, lines
        assert embedded
        assert any("Atkinson" in line for line in lines)
        assert any("Literata" in line for line in lines)


def test_it_is_tagged_and_says_its_title_language_and_size(site: Handbook, whole: Any) -> None:
    said = told_by("pdfinfo", site.root / "site" / "print" / "handbook.pdf")
    assert re.search(r"Title: +Mentoring at Example\n", said)
    assert re.search(r"Tagged: +yes\n", said)
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)\n", said)
    assert whole.trailer["/Root"]["/Lang"] == "en"
    assert whole.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert all(page["/Tabs"] == "/S" for page in whole.pages)


def test_no_date_and_no_name_of_this_machine_is_in_it(site: Handbook) -> None:
    for file in files(site):
        content = file.read_bytes()
        assert b"CreationDate" not in content
        assert str(site.root).encode() not in content


def test_heads_of_tables_say_of_what_they_are_heads(whole: Any) -> None:
    scopes = [one["/A"]["/Scope"] for one in objects(whole) if one.get("/S") == "/TH"]
    assert scopes
    assert set(scopes) <= {"/Column", "/Row"}


# What is read


def test_the_words_come_in_the_order_of_the_handbook(site: Handbook) -> None:
    said = " ".join(told_by("pdftotext", site.root / "site" / "print" / "handbook.pdf", "-").split())
    wanted = ["Contents", "Be kind", "The first chapter", "Who reads", "What comes first", "Mentor asks"]
    places = [said.index(words) for words in wanted]
    assert places == sorted(places)
    assert "Čeština, Ελληνικά, Українська." in said
    assert "Folded words." in said
    assert "Why now?" in said


def test_each_page_says_which_it_is_and_of_what(site: Handbook, whole: Any) -> None:
    count = len(whole.pages)
    for number, page in list(enumerate(whole.pages, 1))[1:]:
        words = page.extract_text()
        assert f"{number} / {count}" in " ".join(words.split())
        assert "Mentoring at Example" in words
    assert f"1 / {count}" not in " ".join(whole.pages[0].extract_text().split())


def test_bookmarks_follow_the_handbook(whole: Any) -> None:
    found = bookmarks(whole)
    assert [(depth, words) for depth, words, _ in found] == [
        (1, "Welcome"),
        (1, "Start here"),
        (2, "Who reads"),
        (1, "Begin"),
        (2, "Agree"),
        (3, "Limits"),
        (1, "Goals"),
    ]
    for _, words, page in found:
        assert words in whole.pages[page - 1].extract_text().replace("\n", " ")


def test_the_contents_say_the_pages_that_are_so(whole: Any) -> None:
    pages = {words: page for _, words, page in bookmarks(whole)}
    said = whole.pages[1].extract_text()
    for words in ("Start here", "Begin", "Agree", "Goals"):
        assert re.search(rf"{words}[^\n]*[ .]{pages[words]}(?:\n|$)", said), said


def test_links_within_arrive_and_say_the_page(whole: Any) -> None:
    pages = {words: page for _, words, page in bookmarks(whole)}
    targets = whole.named_destinations
    first = whole.pages[pages["Welcome"] - 1]
    names = [str(one["/Dest"]) for one in (note.get_object() for note in first["/Annots"]) if "/Dest" in one]
    assert names == ["chapter-02-begin-agree--limits"] or names[0].endswith("--limits")
    assert whole.get_destination_page_number(targets[names[0]]) + 1 == pages["Limits"]
    assert f"› {pages['Limits']}" in first.extract_text().replace("\xa0", " ")


def test_links_elsewhere_are_notes_at_the_foot_of_their_page(whole: Any) -> None:
    page = next(one.extract_text() for one in whole.pages if "The first chapter" in one.extract_text())
    assert "https://example.org/there" in page.replace("\n", "") or "example.org/there" in page
    assert "Notes stand at the foot of the page." in page


def test_pictures_are_in_it_with_their_words(whole: Any) -> None:
    page = next(one for one in whole.pages if "The first chapter" in one.extract_text())
    assert len(page.images) == 1
    assert "A grey square" in [str(one["/Alt"]) for one in objects(whole) if "/Alt" in one]


def test_a_worksheet_can_be_filled_in(site: Handbook) -> None:
    fields = reader(site.site()["worksheets/goals/goals.pdf"]).get_fields()
    assert "why" in " ".join(fields)


def test_letter_is_another_size(handbook: Handbook) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    handbook.write("guidegen.yml", "title: Mentoring\npaper: letter\npdf: yes\n").build().says()
    page = reader(handbook.site()["print/handbook.pdf"]).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612, 792)


# The same again


def test_the_same_files_make_the_same_bytes_in_another_folder(site: Handbook, tmp_path: Path) -> None:
    other = written(tmp_path / "somewhere" / "else").build(pdf=True)
    pdfs = {path: content for path, content in site.site().items() if path.endswith(".pdf")}
    assert pdfs == {path: content for path, content in other.site().items() if path.endswith(".pdf")}


def test_only_what_shows_a_change_is_made_again(tmp_path: Path) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    story = written(tmp_path).build(pdf=True)
    story.build(pdf=True).made_nothing()
    story.write("content/02-begin/agree.md", "# Agree with care\n\nWords.\n").build(pdf=True)
    made = story.made()
    assert "print/handbook.pdf" in made
    assert "worksheets/goals/index.html" in made, "its contents beside it name the chapter"
    assert "worksheets/goals/goals.pdf" not in made
    (tmp_path / "content" / "square.png").write_bytes(PIXEL + b"\0")
    story.build(pdf=True).because("print/handbook.pdf", "pictures")


def test_they_are_made_after_all_pages(tmp_path: Path) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    story, told = written(tmp_path), []
    build(story.root, story.root / "site", Options(pdf=True), lambda done, total, path: told.append(path))
    made = [path for path in told if "." in path.rpartition("/")[2] and not path.startswith("content")]
    assert [one for one in made if one.endswith(".pdf")] == made[-2:]


def test_without_the_option_the_next_build_takes_them_away(tmp_path: Path) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    story = written(tmp_path).build(pdf=True).build()
    story.lacks("print/handbook.pdf", "worksheets/goals/goals.pdf")
    assert story.outcome is not None
    assert set(story.outcome.removed) == {"print/handbook.pdf", "worksheets/goals/goals.pdf"}


def test_a_picture_that_is_none_is_told_each_time_and_the_rest_is_made(tmp_path: Path) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    story = written(tmp_path)
    (tmp_path / "content" / "square.png").write_bytes(PIXEL[:40])
    story.build(pdf=True).says("pdf-flaw").has("print/handbook.pdf")
    story.write("content/01-start.md", FILES["content/01-start.md"] + "\n")
    story.build(pdf=True).says("pdf-flaw")
    (tmp_path / "content" / "square.png").write_bytes(PIXEL)
    story.build(pdf=True).says()
