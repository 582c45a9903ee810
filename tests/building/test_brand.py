"""A handbook in its own colours and font, met elsewhere, and its pictures on a phone."""

from __future__ import annotations

import io
import re
from importlib.metadata import PackageNotFoundError

import pytest
from PIL import Image

from guidegen.building.preview import answer, begin, problems, renewed
from guidegen.rendering import scaling
from guidegen.rendering.templates import OURS
from tests.story import Handbook

FONT = OURS / "assets" / "fonts" / "literata-pen.woff2"


def put(handbook: Handbook, path: str, content: bytes) -> Handbook:
    target = handbook.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return handbook


def branded(handbook: Handbook, brand: str, more: str = "") -> Handbook:
    return handbook.write("guidegen.yml", f"title: Mentoring\n{more}brand: {{{brand}}}\n")


def photograph(size: tuple[int, int] = (1200, 400), kind: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(written, kind)
    return written.getvalue()


def head_of(handbook: Handbook, path: str) -> dict[str, str]:
    """Return what the head of a page says, by the name or the property of each."""
    found = re.findall(r'<meta (?:name|property)="([\w:-]+)" content="([^"]*)">', handbook.page(path))
    return dict(found)


# Colours


def test_the_colours_of_a_brand_make_only_the_stylesheet_again(handbook: Handbook) -> None:
    handbook.build()
    handbook.write("guidegen.yml", "title: Mentoring at Example\nbrand: {colour: '#7a1f3d'}\n")
    handbook.build().says().made_only("assets/colours.css").because("assets/colours.css", "digest")
    assert "--cloth-printed: #7a1f3d;" in handbook.page("assets/colours.css")


def test_a_colour_that_cannot_be_read_is_told_in_its_line_with_the_one_that_is_used(
    handbook: Handbook,
) -> None:
    handbook.write("guidegen.yml", "title: Mentoring\nbrand:\n  colour: '#7a1f3d'\n  accent: '#ffd500'\n")
    handbook.build().says("contrast")
    assert handbook.outcome is not None
    (told,) = handbook.outcome.problems
    used = re.findall(r"#\w{6}", told.message)[1]
    assert (told.place.path, told.place.line) == ("guidegen.yml", 4)
    assert f"--pen-printed: {used};" in handbook.page("assets/colours.css")
    branded(handbook, f"colour: '#7a1f3d', accent: '{used}'").build().says()


def test_a_stylesheet_of_the_project_takes_the_place_of_the_brands(handbook: Handbook) -> None:
    branded(handbook, "colour: '#ffd500', font: literata").write("templates/assets/colours.css", "/* mine */")
    handbook.write("templates/assets/print.css", '/* "Atkinson Next" */').build().says()
    assert handbook.page("assets/colours.css") == "/* mine */"
    assert handbook.page("assets/print.css") == '/* "Atkinson Next" */'
    assert '--text: "Literata Heads",' in handbook.page("assets/layout.css")


# Font


def test_a_font_of_the_project_lies_beside_the_stylesheets_that_name_it(handbook: Handbook) -> None:
    put(handbook, "brand/ours.woff2", FONT.read_bytes())
    branded(handbook, "font: brand/ours.woff2").build().says()
    for sheet in ("layout", "print"):
        assert "src: url(fonts/brand.woff2)" in handbook.page(f"assets/{sheet}.css")
    assert '--text: "Brand",' in handbook.page("assets/layout.css")
    assert handbook.site()["assets/fonts/brand.woff2"] == FONT.read_bytes()


def test_a_font_that_varies_has_every_weight(handbook: Handbook) -> None:
    put(handbook, "ours.woff2", FONT.with_name("atkinson-next.woff2").read_bytes())
    branded(handbook, "font: ours.woff2").build().says()
    assert "font-weight: 100 900;" in handbook.page("assets/layout.css")


@pytest.mark.parametrize(("name", "family"), [("atkinson", "Atkinson Next"), ("literata", "Literata Heads")])
def test_a_font_that_comes_along_needs_no_file(handbook: Handbook, name: str, family: str) -> None:
    branded(handbook, f"font: {name}").build().says().lacks("assets/fonts/brand.woff2")
    css = handbook.page("assets/layout.css")
    assert f'--text: "{family}",' in css
    assert f'--head: "{family}",' in css


@pytest.mark.parametrize(
    ("font", "early"),
    [
        ("", ["atkinson-next", "literata-heads", "literata-italic"]),
        ("atkinson", ["atkinson-next", "atkinson-next-italic"]),
        ("literata", ["literata-heads", "literata-italic"]),
        ("ours.woff2", ["brand"]),
    ],
)
def test_a_page_asks_early_for_the_fonts_that_it_begins_in(
    handbook: Handbook, font: str, early: list[str]
) -> None:
    put(handbook, "ours.woff2", FONT.read_bytes())
    branded(handbook, f"font: '{font}'" if font else "")
    handbook.write("content/index.md", "---\nsummary: Why we do this.\n---\n\n# Welcome\n").build()
    handbook.write("content/plain.md", "# Without a summary\n").build()
    link = re.compile(r'<link rel="preload" as="font" type="font/woff2" href="[./]*assets/fonts/([\w-]+)')
    assert link.findall(handbook.page("")) == early
    assert link.findall(handbook.page("plain/")) == [one for one in early if not one.endswith("italic")]


def test_a_heavy_font_is_told_and_used(handbook: Handbook) -> None:
    put(handbook, "ours.woff2", FONT.read_bytes() + bytes(60_000))
    branded(handbook, "font: ours.woff2").build().says("heavy-font").has("assets/fonts/brand.woff2")


def test_what_is_no_font_is_an_error(handbook: Handbook) -> None:
    put(handbook, "ours.woff2", b"<svg/>")
    branded(handbook, "font: ours.woff2").build().says("font")
    handbook.build(keep_going=True).says("font").lacks("assets/fonts/brand.woff2")


def test_another_font_in_the_same_file_is_seen(handbook: Handbook) -> None:
    put(handbook, "ours.woff2", FONT.read_bytes())
    branded(handbook, "font: ours.woff2").build()
    put(handbook, "ours.woff2", FONT.with_name("literata-italic.woff2").read_bytes())
    handbook.build().made_only("assets/fonts/brand.woff2")


# Logo


def test_the_logo_of_the_brand_wins_and_stands_for_the_page_in_tabs(handbook: Handbook) -> None:
    put(put(handbook, "a.png", b"a"), "b.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    branded(handbook, "logo: b.svg", "org: {name: Example, logo: a.png}\n").build().says()
    handbook.has("assets/logo.svg").lacks("assets/logo.png")
    assert '<img class="logo" src="assets/logo.svg" alt="">' in handbook.page("")
    assert '<link rel="icon" href="assets/logo.svg" type="image/svg+xml">' in handbook.page("")


def test_a_photograph_for_a_logo_leaves_the_emblem_in_tabs(handbook: Handbook) -> None:
    put(handbook, "a.jpg", photograph())
    branded(handbook, "logo: a.jpg").build()
    assert '<link rel="icon" href="assets/emblem.svg" type="image/svg+xml">' in handbook.page("")


def test_beside_a_logo_the_emblem_of_guidegen_is_nowhere(handbook: Handbook) -> None:
    put(handbook, "a.png", b"a").build()
    assert 'class="emblem"' in handbook.page("")
    branded(handbook, "logo: a.png").build()
    for path in ("", "404.html", "print/"):
        handbook.hides(path, 'class="emblem"')


def test_in_the_dark_there_is_another_logo(handbook: Handbook) -> None:
    put(put(handbook, "a.png", b"a"), "b.png", b"b")
    branded(handbook, "logo_dark: b.png", "org: {name: Example, logo: a.png}\n").build()
    handbook.has("assets/logo.png", "assets/logo-dark.png")
    source = r'<source srcset="assets/logo-dark.png" media="screen and \(prefers-color-scheme: dark\)">'
    assert re.search(source + r'<img class="logo" src="assets/logo.png" alt="">', handbook.page(""))


def test_a_logo_for_the_dark_alone_is_shown_nowhere(handbook: Handbook) -> None:
    put(handbook, "b.png", b"b")
    branded(handbook, "logo_dark: b.png").build().hides("", "logo-dark")


def test_files_of_the_brand_that_are_not_there_are_told_and_the_rest_is_made(handbook: Handbook) -> None:
    branded(handbook, "logo: a.png, logo_dark: b.png, font: c.woff2, colour: '#7a1f3d'")
    handbook.build().says("missing-file", "missing-file", "missing-file")
    handbook.build(keep_going=True).has("index.html").lacks("assets/logo.png", "assets/logo-dark.png")
    assert "#7a1f3d" in handbook.page("assets/colours.css")


# Met elsewhere


def test_a_page_says_what_is_shown_beside_a_link_to_it(handbook: Handbook) -> None:
    put(handbook, "a.png", b"a").write("content/goals.md", "---\nsummary: Be *kind*.\n---\n# Goals\n")
    branded(handbook, "logo: a.png", 'base_url: "https://example.org/guide/"\n').build()
    assert (
        head_of(handbook, "goals/").items()
        >= {
            "description": "Be kind.",
            "og:type": "article",
            "og:title": "Goals",
            "og:site_name": "Mentoring",
            "og:description": "Be kind.",
            "og:url": "https://example.org/guide/goals/",
            "og:image": "https://example.org/guide/assets/logo.png",
        }.items()
    )
    assert head_of(handbook, "")["og:type"] == "website"


def test_without_an_address_of_the_site_there_is_none_to_show(handbook: Handbook) -> None:
    put(handbook, "a.png", b"a")
    branded(handbook, "logo: a.png").build()
    assert not {"og:url", "og:image"} & head_of(handbook, "").keys()


def test_the_page_to_choose_an_edition_from_says_whose_it_is(handbook: Handbook) -> None:
    handbook.write(
        "guidegen.yml",
        "title: Mentoring\neditions:\n- {id: a, label: A, roles: [mentee]}\n- {id: b, label: B, roles: all}",
    ).build()
    assert head_of(handbook, "")["og:title"] == "Mentoring"


EDITED = "title: Mentoring\nedit_url: 'https://git.example.org/edit/{path}#L{line}'\n"


def test_each_page_leads_to_where_its_file_is_edited(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITED).write("content/my goals.md", "# Goals\n")
    handbook.write("content/worksheets/log.yml", "title: Log\nfields:\n- {label: What, type: text}\n").build()
    edit = (
        '<p class="screen-only"><a href="https://git.example.org/edit/content/{}#L1">Edit this page</a></p>'
    )
    assert edit.format("my%20goals.md") in handbook.page("my-goals/")
    assert edit.format("worksheets/log.yml") in handbook.page("worksheets/log/")
    handbook.hides("worksheets/", "Edit this page").hides("print/", "Edit this page")


def test_a_worksheet_that_comes_along_is_edited_nowhere(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITED).write(
        "content/index.md", "# Welcome\n\n[](worksheet:grow)\n"
    ).build()
    handbook.has("worksheets/grow/index.html").hides("worksheets/grow/", "Edit this page")


def test_without_edit_url_no_page_is_edited(handbook: Handbook) -> None:
    handbook.build().hides("", "Edit this page")


def test_the_day_of_the_last_review_is_shown(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "---\nreviewed: 2026-10-01\n---\n# Goals\n").build()
    handbook.shows("goals/", "Last reviewed on 1 October 2026")


# Pictures


def test_the_first_picture_of_a_page_waits_for_nothing_and_the_others_do(handbook: Handbook) -> None:
    put(
        put(handbook, "content/a.png", photograph((40, 30), "PNG")),
        "content/b.png",
        photograph((40, 30), "PNG"),
    )
    handbook.write("content/index.md", "# Welcome\n\n![A](a.png)\n\n![B](b.png)\n").build().says()
    first, second = re.findall(r"<img [^>]*>", handbook.page(""))
    assert first == '<img src="a.png" alt="A" width="40" height="30">'
    assert second == '<img src="b.png" alt="B" width="40" height="30" loading="lazy" decoding="async">'


RESPONSIVE = "title: Mentoring\npictures: responsive\n"


def with_pictures(handbook: Handbook) -> Handbook:
    put(handbook, "content/images/wide.jpg", photograph())
    put(handbook, "content/images/small.png", photograph((470, 100), "PNG"))
    put(handbook, "content/images/linked.png", photograph((1200, 100), "PNG"))
    words = "# Goals\n\n![W](images/wide.jpg)\n\n![S](images/small.png)\n\n[L](images/linked.png)\n"
    return handbook.write("content/goals.md", words).write("guidegen.yml", RESPONSIVE)


COPIES = ("images/wide-480w.jpg", "images/wide-960w.jpg")


def test_phones_get_smaller_copies_of_the_pictures_that_are_shown(handbook: Handbook) -> None:
    with_pictures(handbook).build().says()
    assert sorted(one for one in handbook.site() if re.search(r"-\d+w\.", one)) == list(COPIES)
    assert [Image.open(io.BytesIO(handbook.site()[one])).width for one in COPIES] == [480, 960]
    assert (
        'width="1200" height="400" srcset="../images/wide-480w.jpg 480w, ../images/wide-960w.jpg 960w, '
        '../images/wide.jpg 1200w" sizes="'
    ) in handbook.page("goals/")
    handbook.hides("print/", "srcset", "sizes=")


def test_copies_are_made_again_only_with_the_picture(handbook: Handbook) -> None:
    with_pictures(handbook).build()
    handbook.write("content/goals.md", "# Goals\n\nOther words.\n\n![W](images/wide.jpg)\n").build()
    assert not set(COPIES) & handbook.made().keys()
    put(handbook, "content/images/wide.jpg", photograph((1200, 400)) + b"\0").build()
    handbook.made_only("images/wide.jpg", *COPIES).because(COPIES[0], "digest")


def test_copies_go_with_the_picture(handbook: Handbook) -> None:
    with_pictures(handbook).build()
    handbook.write("content/goals.md", "# Goals\n").build().lacks(*COPIES)


def test_a_plain_handbook_has_no_copies_though_pillow_is_there(handbook: Handbook) -> None:
    with_pictures(handbook).write("guidegen.yml", "title: Mentoring\n").build().lacks(*COPIES)
    handbook.hides("goals/", "srcset")


def test_without_pillow_pictures_are_shown_as_they_are_and_it_is_said(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(scaling, "version", missing)
    with_pictures(handbook).build().says("pictures-missing").lacks(*COPIES).hides("goals/", "srcset")
    monkeypatch.undo()
    handbook.build().says().has(*COPIES)


def test_a_picture_that_cannot_be_made_smaller_is_told_and_shown(handbook: Handbook) -> None:
    broken = photograph((1200, 400), "PNG")[:2_000]
    put(with_pictures(handbook), "content/images/wide.png", broken)
    handbook.write("content/goals.md", "# Goals\n\n![W](images/wide.png)\n")
    handbook.build().says("picture-size")
    assert handbook.site()["images/wide-480w.png"] == broken


# The preview


def test_the_preview_shows_the_brand_and_the_copies(handbook: Handbook) -> None:
    with_pictures(handbook).write("guidegen.yml", f"{RESPONSIVE}brand: {{colour: '#ffd500', logo: a.svg}}\n")
    put(handbook, "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    preview = begin(handbook.root)
    assert [one.slug for one in problems(preview)] == ["contrast"]
    handbook.build()
    for path in (*COPIES, "assets/colours.css", "assets/logo.svg"):
        found = answer(preview, path)
        assert found is not None
        assert found.content == handbook.site()[path], path


def test_the_preview_makes_a_copy_again_when_the_picture_changed(handbook: Handbook) -> None:
    preview = begin(with_pictures(handbook).root)
    before = answer(preview, COPIES[0])
    put(handbook, "content/images/wide.jpg", photograph((1200, 300)))
    preview = renewed(preview)
    after = answer(preview, COPIES[0])
    assert before is not None
    assert after is not None
    assert before.content != after.content
