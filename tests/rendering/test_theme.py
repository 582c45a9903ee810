"""What a project's templates/ changes, and what is said when it goes wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import Environment, meta

from guidegen.model.problem import Level
from guidegen.model.prose import Html, Text
from guidegen.rendering import theme as theme_module
from guidegen.rendering.theme import MENTION, draw, load_theme, theme_assets, tools

WORDS = Text("a & b", ("a &amp; <em>b</em>",))
BODY = Html("<p>Hello.</p>")


@dataclass(frozen=True)
class Leaf:
    """A small view, for small templates."""

    title: str = "Goals"
    notes: tuple[str, ...] = ("one", "two")
    words: Text = WORDS
    body: Html = BODY
    address: str = "mentee/goals/index.html"


@pytest.fixture
def templates(tmp_path):
    """Write files into templates/ of a project; returns its folder."""

    def write(**files):
        for name, content in files.items():
            path = tmp_path / "templates" / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "templates"

    return write


def drawn(folder, template="leaf.html", language="en"):
    theme, problems = load_theme(folder, language)
    assert problems == ()
    made = draw(theme, template, Leaf())
    assert isinstance(made, bytes), made
    return made.decode()


def the_problem(folder, template="leaf.html"):
    theme, _ = load_theme(folder, "en")
    made = draw(theme, template, Leaf())
    assert not isinstance(made, bytes)
    assert (made.level, made.slug) == (Level.ERROR, "template")
    return made


# What a project can change


def test_a_project_without_templates_gets_ours(tmp_path):
    theme, problems = load_theme(tmp_path / "templates", "en")
    assert problems == ()
    assert all(template.ours for template in theme.templates.values())


def test_a_template_of_the_project_takes_the_place_of_ours(templates):
    folder = templates(chapter_dot_html="<h1>{{ title }}</h1>")
    assert drawn(folder, "chapter.html") == "<h1>Goals</h1>"


def test_a_template_of_the_project_refines_ours(templates):
    folder = templates(
        redirect_dot_html='{% extends "default/redirect.html" %}{% block title %}Moved{% endblock %}'
        "{% block body %}{{ say('redirect.title') }}{% endblock %}",
        frame_dot_html="<title>{% block title %}{% endblock %}</title><body>{% block body %}{% endblock %}",
    )
    assert drawn(folder, "redirect.html") == "<title>Moved</title><body>This page has moved"


def test_an_asset_of_the_project_takes_the_place_of_ours_and_others_stay(templates):
    folder = templates(assets__colours_dot_css="a{}", assets__fonts__ours_dot_woff2="x")
    before = {one.path: one for one in theme_assets(load_theme(None, "en")[0])}
    after = {one.path: one for one in theme_assets(load_theme(folder, "en")[0])}
    assert after.keys() - before.keys() == {"assets/fonts/ours.woff2"}
    assert {path for path in before if before[path].digest != after[path].digest} == {"assets/colours.css"}
    assert after["assets/colours.css"].file == folder / "assets" / "colours.css"
    assert list(after) == sorted(after)


def test_hidden_files_and_notes_are_no_part_of_the_theme(templates):
    folder = templates(
        **{"README_dot_md": "# Ours", "_dot_DS_Store": "x", "leaf_dot_html~": "{{", "assets___dot_x": "x"}
    )
    theme, problems = load_theme(folder, "en")
    assert problems == ()
    assert not any("README" in name or "~" in name for name in theme.templates)
    assert len(theme.assets) == len(load_theme(None, "en")[0].assets)


# Words


def test_a_word_of_the_project_takes_the_place_of_ours(templates):
    folder = templates(
        locales__en_dot_yml="frame:\n  close: Shut\n", leaf_dot_html="{{ say('frame.close') }}"
    )
    assert drawn(folder) == "Shut"


def test_a_language_begins_with_its_shorter_form_and_falls_back_to_english(templates):
    folder = templates(
        locales__pt_dot_yml="frame: {close: Fechar, contents: Índice}",
        **{"locales__pt-BR_dot_yml": "frame: {contents: Sumário}"},
        leaf_dot_html="{{ say('frame.close') }} {{ say('frame.contents') }} {{ say('frame.back') }}",
    )
    assert drawn(folder, language="pt-BR") == "Fechar Sumário At the back"
    assert drawn(folder, language="pt") == "Fechar Índice At the back"
    assert drawn(folder, language="en") == "Close Contents At the back"


def test_plurals_are_those_of_the_language(templates):
    forms = (
        "checklist: {items: {one: '{n} rzecz', few: '{n} rzeczy', many: '{n} rzeczy!', other: '{n} rzeczy?'}}"
    )
    folder = templates(
        locales__pl_dot_yml=forms,
        leaf_dot_html="{% for n in (1, 2, 5, 22, 1.5) %}{{ say('checklist.items', n=n) }};{% endfor %}",
    )
    assert drawn(folder, language="pl") == "1 rzecz;2 rzeczy;5 rzeczy!;22 rzeczy;1,5 rzeczy?;"


def test_the_values_in_a_word_are_escaped_and_texts_keep_their_marks(templates):
    folder = templates(
        leaf_dot_html="{{ say('chapter.audience', roles='<b>') }}|{{ say('chapter.audience', roles=words) }}"
    )
    assert drawn(folder) == "For &lt;b&gt;|For a &amp; <em>b</em>"


@pytest.mark.parametrize(
    ("text", "slug", "line", "message", "remedy"),
    [
        ("frame:\n  clsoe: Shut\n", "unknown-key", 2, 'called "frame.clsoe"', 'did you mean "frame.close"?'),
        ("chapter:\n  number: Part {nummer}\n", "template", 2, 'no value "nummer"', "it can hold {number}"),
        ("frame:\n  close: Shut {it}\n", "template", 2, 'no value "it"', "it is a text without values"),
        ("chapter:\n  number: Part {number\n", "template", 2, "a brace is opened", "write {{ and }}"),
        (
            "checklist:\n  items: {one: a, tow: b, other: c}\n",
            "unknown-key",
            2,
            '"tow" is not',
            "zero, one, two",
        ),
        ("- Shut\n", "type", 0, "must be a mapping", "key: text"),
        ("frame: [\n", "yaml-syntax", 2, "cannot be read", "one word a line"),
        (b"frame: {close: \xff}", "encoding", 0, "not UTF-8", "save the file"),
    ],
)
def test_a_wrong_word_is_a_problem_and_the_rest_holds(templates, text, slug, line, message, remedy):
    theme, problems = load_theme(templates(locales__en_dot_yml=text), "en")
    (problem,) = problems
    assert (problem.slug, problem.place.path, problem.place.line) == (slug, "templates/locales/en.yml", line)
    assert message in problem.message
    assert remedy in problem.remedy
    assert theme.words == load_theme(None, "en")[0].words


# What a template is given


def test_everything_is_escaped_but_finished_html(templates):
    folder = templates(
        leaf_dot_html="{{ '<b>' }}{{ body }}{{ words }}{{ words.plain }}", leaf_dot_xml="{{ '<b>' }}"
    )
    assert drawn(folder) == "&lt;b&gt;<p>Hello.</p>a &amp; <em>b</em>a &amp; b"
    assert drawn(folder, "leaf.xml") == "&lt;b&gt;"


def test_links_lead_from_the_page_that_is_drawn(templates):
    folder = templates(leaf_dot_html="{{ href('assets/a b.css') }} {{ href('mentee/index.html', 'ü') }}")
    assert drawn(folder) == "../../assets/a%20b.css ../index.html#%C3%BC"


def test_nothing_in_a_template_can_be_left_to_chance(templates):
    for words in ("{{ notes | random }}", "{{ lipsum() }}"):
        folder = templates(leaf_dot_html=words)
        theme, _ = load_theme(folder, "en")
        assert not isinstance(draw(theme, "leaf.html", Leaf()), bytes)


def test_dates_stand_in_the_order_of_the_language(templates):
    folder = templates(leaf_dot_html="{{ date_order() | join(' ') }}")
    assert drawn(folder, language="en") == "day month year"
    assert drawn(folder, language="en-US") == "month day year"
    assert drawn(folder, language="hu") == "year month day"


# What is wrong in a template


def test_a_misspelt_name_shows_its_line_and_the_nearest_name(templates):
    problem = the_problem(templates(leaf_dot_html="<p>\n  {{ titel }}\n</p>\n"))
    assert problem.message == 'there is no "titel" in this template.'
    assert problem.remedy == "did you mean title?"
    place = problem.place
    assert (place.path, place.line, place.column, place.width) == ("templates/leaf.html", 2, 6, 5)
    assert place.text == "  {{ titel }}"


def test_a_misspelt_field_shows_what_the_value_has(templates):
    problem = the_problem(templates(leaf_dot_html="{{ words.plian }}"))
    assert (problem.message, problem.remedy) == ('a text has no "plian".', "did you mean plain?")


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a\n{% if title %}", 2, "the template cannot be understood: Unexpected end of template."),
        ("{% block a %}{% endblock %}\n{% bolck b %}", 2, "Encountered unknown tag 'bolck'."),
        ("a\n{{ title | uper }}", 2, "No filter named 'uper'."),
        ("a\n\n{% include 'parst.html' %}", 3, 'there is no template "parst.html".'),
        ("{% extends 'default/chaptre.html' %}", 1, 'there is no template "default/chaptre.html".'),
        ("a\n{{ title + 1 }}", 2, "the template cannot be drawn: can only concatenate str"),
        ("a\n{{ 1 / 0 }}", 2, "the template cannot be drawn: division by zero."),
        ("{{ say('frame.clsoe') }}", 1, 'there is no word "frame.clsoe" in the locale.'),
        ("{{ say('chapter.number') }}", 1, '"number" is asked for and not given.'),
        ("{{ say('chapter.minutes') }}", 1, '"n" is asked for and not given.'),
        ("{{ title() }}", 1, "the template cannot be drawn: 'str' object is not callable."),
        (
            "{% macro a() %}\n{{ titel }}\n{% endmacro %}\n{{ a() }}",
            2,
            'there is no "titel" in this template.',
        ),
        ("{% include 'leaf.html' %}", 1, "the template cannot be drawn: maximum recursion depth exceeded"),
    ],
)
def test_a_mistake_in_a_template_is_a_problem_with_its_line(templates, source, line, message):
    problem = the_problem(templates(leaf_dot_html=source))
    assert message in problem.message
    assert (problem.place.path, problem.place.line) == ("templates/leaf.html", line)
    assert problem.place.text == source.splitlines()[line - 1]


def test_a_mistake_in_the_writing_is_told_before_anything_is_drawn(templates):
    folder = templates(leaf_dot_html="{% if %}", other_dot_html="{{ fine }}")
    theme, problems = load_theme(folder, "en")
    assert [one.place.path for one in problems] == ["templates/leaf.html"]
    assert draw(theme, "leaf.html", Leaf()) == problems[0]


def test_a_mistake_in_what_is_included_stands_where_it_was_made(templates):
    folder = templates(leaf_dot_html="{% include 'note.html' %}", note_dot_html="\n{{ titel }}")
    assert the_problem(folder).place.path == "templates/note.html"


def test_a_template_of_ours_that_misses_what_the_project_took_away_is_the_projects_problem(templates):
    folder = templates(icons_dot_html="{% macro icon(name) %}{% endmacro %}")
    problem = the_problem(folder, "editions.html")
    assert problem.place.path == "templates/icons.html"


def test_a_mistake_of_ours_raises(tmp_path):
    theme, _ = load_theme(None, "en")
    with pytest.raises(Exception, match="imprint"):
        draw(theme, "chapter.html", Leaf())


def test_a_template_that_is_not_utf_8_is_a_problem(templates):
    _, problems = load_theme(templates(leaf_dot_html=b"\xff"), "en")
    assert [(one.slug, one.place.path) for one in problems] == [("encoding", "templates/leaf.html")]


def test_the_name_of_our_own_templates_is_taken(templates):
    _, problems = load_theme(templates(default__chapter_dot_html="x"), "en")
    assert [(one.slug, one.place.path) for one in problems] == [
        ("template", "templates/default/chapter.html")
    ]


def test_a_link_that_leads_out_of_the_folder_is_refused(templates, tmp_path):
    (tmp_path / "secret.css").write_text("a{}")
    folder = templates(assets__own_dot_css="b{}")
    (folder / "assets" / "out.css").symlink_to(tmp_path / "secret.css")
    (folder / "assets" / "in.css").symlink_to(folder / "assets" / "own.css")
    theme, problems = load_theme(folder, "en")
    assert [(one.slug, one.place.path) for one in problems] == [("path-outside", "templates/assets/out.css")]
    assert "assets/in.css" in {one.path for one in theme.assets}


# What a page depends on


def prints(folder, template, language="en"):
    return tools(load_theme(folder, language)[0], template)


def test_tools_stay_the_same_while_nothing_changes():
    assert prints(None, "chapter.html") == prints(None, "chapter.html")
    assert prints(None, "chapter.html").keys() == {"template", "words", "guidegen"}


def test_a_template_depends_on_all_that_it_reaches_and_on_nothing_else(templates):
    folder = templates(
        leaf_dot_html='{% extends "frame2.html" %}{% block a %}{% endblock %}',
        frame2_dot_html='{% from "macros.html" import a %}{% block a %}{% endblock %}',
        macros_dot_html="{% macro a() %}1{% endmacro %}",
        other_dot_html="x",
    )
    leaf, other = prints(folder, "leaf.html"), prints(folder, "other.html")
    templates(macros_dot_html="{% macro a() %}2{% endmacro %}")
    assert prints(folder, "leaf.html")["template"] != leaf["template"]
    assert prints(folder, "other.html") == other


def test_a_name_that_is_only_known_while_drawing_may_be_any(templates):
    folder = templates(leaf_dot_html="{% include title ~ '.html' %}", Goals_dot_html="x")
    before = prints(folder, "leaf.html")
    templates(new_dot_html="y")
    assert prints(folder, "leaf.html")["template"] != before["template"]


def test_a_shadowed_template_is_still_reached_under_its_own_name(templates):
    plain = prints(None, "section.html")
    folder = templates(chapter_dot_html='{% extends "default/chapter.html" %}')
    assert prints(folder, "section.html")["template"] != plain["template"]
    assert prints(folder, "default/glossary.html") == prints(None, "glossary.html")


def test_other_words_are_another_tool(templates):
    folder = templates(locales__en_dot_yml="frame: {close: Shut}")
    before, after = prints(None, "chapter.html"), prints(folder, "chapter.html")
    assert {name for name in before if before[name] != after[name]} == {"words"}


def test_our_templates_mention_others_in_the_way_that_is_looked_for():
    theme, _ = load_theme(None, "en")
    for template in theme.reached:
        parsed = theme.environment.parse(theme.templates[template].source)
        pairs = MENTION.findall(theme.templates[template].source)
        mentioned = {name for pair in pairs for name in pair if name}
        named = set(meta.find_referenced_templates(parsed))
        # None stands for one of two, which the parser does not read.
        assert mentioned - named == ({"bound.html", "frame.html"} if None in named else set())
        assert named - {None} <= mentioned


def test_themes_are_values():
    assert load_theme(None, "en")[0] == load_theme(None, "en")[0]
    assert load_theme(None, "en")[0] != load_theme(None, "de")[0]


# What is compiled is kept


@pytest.fixture
def compiling(monkeypatch):
    """Every template that is compiled from now on, by name; what other tests compiled is forgotten."""
    compiled: list[str] = []
    compile_it = Environment._compile

    def noted(environment, source, filename):
        compiled.append(filename)
        return compile_it(environment, source, filename)

    monkeypatch.setattr(Environment, "_compile", noted)
    return compiled


def kept(folder, cache, mark="1", language="en"):
    """Draw the leaf as a process does that begins with what *cache* holds."""
    theme_module._compiled.cache_clear()
    theme, _ = load_theme(folder, language, cache, mark)
    return draw(theme, "leaf.html", Leaf())


def test_what_one_process_compiled_the_next_one_takes(templates, tmp_path, compiling):
    folder = templates(leaf_dot_html="{{ title }}")
    assert [kept(folder, tmp_path / "own") for _ in range(2)] == [b"Goals"] * 2
    assert compiling == ["templates/leaf.html"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_what_was_kept_and_is_damaged_is_compiled_again(damage, templates, tmp_path, compiling):
    folder = templates(leaf_dot_html="{{ title }}")
    kept(folder, tmp_path / "own")
    (file,) = (tmp_path / "own").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert kept(folder, tmp_path / "own") == b"Goals"
    assert len(compiling) == 2
    assert file.read_bytes() == whole


def test_what_was_compiled_otherwise_is_not_taken(templates, tmp_path, compiling):
    # The compiler works out what does not vary, and how a number is written depends on the language.
    folder, own = templates(leaf_dot_html="{{ title }} {{ 1.5 | number }}"), tmp_path / "own"
    assert kept(folder, own) == b"Goals 1.5"
    assert kept(folder, own, language="fr") == b"Goals 1,5"
    templates(leaf_dot_html="{{ title }}: {{ 1.5 | number }}")
    assert kept(folder, own, language="fr") == b"Goals: 1,5"
    assert kept(folder, own, "2", language="fr") == b"Goals: 1,5"
    assert len(compiling) == 4


def test_without_a_place_to_keep_it_a_page_is_drawn_all_the_same(templates, tmp_path):
    (tmp_path / "own").write_text("a file, where the folder would be")
    assert kept(templates(leaf_dot_html="{{ title }}"), tmp_path / "own") == b"Goals"
