"""What a contributor may write to do harm: nothing of it acts in a page, and nothing holds a build up."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count

import pytest

from tests.story import Handbook

HARM = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>",
    "javascript:alert(1)", "<iframe src=javascript:alert(1)>", "</title><script>x</script>",
    '<a href="javascript:alert(1)">k</a>', "[x](javascript:alert(1))", "![x](javascript:alert(1))",
    "<style>*{}</style>", "{{7*7}}{% include 'x' %}", "--><script>x</script>",
    '" autofocus onfocus=alert(1) x="',
    '[a](<x" onmouseover="alert(1)>)', "<form action=x><input name=y>", "<base href=//evil>",
    "<meta http-equiv=refresh content=0;url=//evil>", "<link rel=stylesheet href=//evil>", "<object data=x>",
    '<div style="background:url(javascript:1)">', "[x](data:text/html,x 'y')", "[own](index.md)",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<b onclick=x>b</b>", "&lt;script&gt;",
]  # fmt: skip

FILES = {
    "guidegen.yml": """
title: @
org: {name: @, address: @}
release: @
license: @
contacts:
  a: {name: @, email: a@example.org, hours: @, for: [@]}
editions:
- {id: m, label: @, roles: [mentor]}
- {id: n, label: @, roles: all}
""",
    "content/index.md": """---
title: @
summary: @
aliases: [old/]
---
%

# %

## %

- %
- [ ] %

::: note %
%
:::

::: details %
%
:::

[%](x.md "%") ![%](x.png "%") [^1] [l](chapter:%) <%>

[^1]: %

```%
%
```

<div id="%" class=%>%</div> <a href="%">%</a> <img src="%" alt="%">

::: %
%
:::
""",
    "content/programs/p.yml": """
title: @
summary: @
owner: a
notice: @
outcomes: [@]
roles:
  mentor: {label: @, plural: @, kind: mentor, summary: @, responsibilities: {before: [@]}, boundaries: [@]}
  mentee: {label: @, kind: mentee}
commitment: {mentor: {hours: 2, per: month, note: @}}
eligibility: {mentee: [{text: @, evidence: @}]}
duration: {weeks: 16}
phases: [{id: l, title: @, from: week 1, to: week 2, summary: @, goals: [@], topics: [@]}]
timeline: [{id: k, title: @, when: week 1, details: @}]
policies:
  confidentiality: {text: @, exceptions: [@]}
  exit: @
  escalation: [{when: @, contact: a}, {when: @, contact: a}]
faq: [{q: @, a: @}]
cohorts: [{id: c, title: @, start: 2027-03-01, notice: @, timezone: Europe/London}]
""",
    "content/worksheets/w.yml": """
title: @
purpose: @
instructions: @
version: @
source: @
license: @
sections:
- title: @
  intro: @
  fields:
  - {id: a, label: @, help: @, default: @}
  - {id: b, label: @, type: choice, options: [{id: x, label: @}, {id: y, label: @}]}
  - {id: c, label: @, type: number, unit: @}
  - {id: d, label: @, type: scale, labels: {1: @}}
  - {id: e, label: @, type: table, columns: [{id: x, label: @}], row_labels: [@]}
  - {id: n, type: note, text: @}
""",
    "content/checklists/c.yml": """
title: @
purpose: @
groups: [{title: @, items: [{id: a, text: @, note: @}]}]
""",
    "content/packets/k.yml": """
title: @
role: mentee
program: p
contents: ["chapter:index", timeline, contacts, policies, "worksheet:w x2", "checklist:c", blank]
""",
    "content/glossary.yml": "terms: [{id: t, term: @, aliases: [@], definition: @}]\n",
}
"""Every field of text, with ``@`` for something that is quoted and ``%`` for something as it is."""

FOREIGN = {"iframe", "object", "embed", "base", "style", "math", "applet"}


@dataclass
class Watch(HTMLParser):
    """Finds what acts in a page and does not come from the theme."""

    found: list[str] = field(default_factory=list)
    inside_links: int = 0
    after_noscript: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip().lower() for name, value in attrs}
        source = given.get("src", "").replace("../", "")
        # The page for lost addresses names its files from the root.
        is_own = source.removeprefix("/").startswith("assets/") or source in (
            "progress/handbook.js",
            "handbook.js",
        )
        is_sheet = given.get("method") == "dialog" and "data-sheet" in given and "action" not in given
        is_word_without_script = tag == "p" and given.get("class", "").startswith("keeping")
        is_drawing = given.get("role") == "img" and given.get("aria-label", "").startswith("timeline: ")
        # A file to keep, which no browser shows.
        is_calendar = given.get("href", "").startswith("data:text/calendar;") and "download" in given
        acts = [
            tag in FOREIGN,
            tag == "form" and not is_sheet,
            self.after_noscript and not is_word_without_script,
            tag == "script" and not is_own,
            tag == "svg" and given.get("aria-hidden") != "true" and not is_drawing,
            tag == "meta" and given.get("http-equiv") == "refresh" and "evil" in given["content"],
            any(name.startswith("on") or name in ("style", "autofocus", "formaction") for name in given),
            any("evil" in given.get(name, "") for name in ("href", "src")) and not is_calendar,
            not is_calendar
            and given.get("href", given.get("src", "")).startswith(
                ("javascript:", "data:", "vbscript:", "file:")
            ),
            tag == "a" and self.inside_links > 0,
        ]
        if any(acts):
            self.found.append(self.get_starttag_text() or tag)
        self.inside_links += tag == "a"
        self.after_noscript = tag == "noscript"

    def handle_endtag(self, tag: str) -> None:
        self.inside_links -= tag == "a"


@pytest.mark.parametrize("start", range(0, len(HARM), 5))
def test_no_field_lets_anything_act_in_a_page(handbook: Handbook, start: int) -> None:
    numbers = count(start)

    def filled(text: str) -> str:
        pieces = []
        for letter in text.replace("a@example", "a\0example"):
            harm = HARM[next(numbers) % len(HARM)] if letter in "@%" else ""
            pieces.append({"@": json.dumps(harm), "%": harm}.get(letter, letter))
        return "".join(pieces).replace("\0", "@")

    for path, text in FILES.items():
        handbook.write(path, filled(text))
    handbook.build(keep_going=True)
    pages = {path: content.decode() for path, content in handbook.site().items() if path.endswith(".html")}
    assert {
        "m/index.html",
        "n/programs/p/index.html",
        "m/worksheets/w/index.html",
        "404.html",
    } <= pages.keys()
    for path, page in pages.items():
        watch = Watch()
        watch.feed(page)
        assert watch.found == [], path


def test_a_link_that_runs_something_is_told_in_a_file_of_yaml_as_well(handbook: Handbook) -> None:
    text = "title: A [link](javascript:alert)\nsummary: A [link](javascript:alert(1)) in it\n"
    handbook.write("content/programs/p.yml", text).build().says("url-scheme")
    assert handbook.outcome is not None
    assert (handbook.outcome.problems[0].place.path, handbook.outcome.problems[0].place.line) == (
        "content/programs/p.yml",
        2,
    )


def test_a_title_is_no_link_wherever_it_stands(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", 'title: "[Mentoring](index.md)"\norg: {name: "[We](index.md)"}\n')
    handbook.write("content/worksheets/w.yml", 'title: "[Log](../index.md)"\nfields: [{label: A}]\n')
    handbook.write("content/index.md", "# Welcome\n\n[](worksheet:w)\n").build().says()
    assert ">Log</a>" in handbook.page("")
    assert "<span>Mentoring</span>" in handbook.page("404.html")


def test_a_long_line_of_many_links_is_not_kept_for_each_of_them(handbook: Handbook) -> None:
    handbook.write("content/index.md", "# Welcome\n\n" + "ada@example.org " * 5_000 + "\n\n[x](no.md)\n")
    tracemalloc.start()
    handbook.build()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000_000
    handbook.says("broken-link")
