"""No text whatever makes a reader of YAML raise, and what it says about it points into that text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidegen.model.problem import LONGEST_LINE, Place, Problem
from guidegen.reading import yaml
from guidegen.reading.activities import read_checklist, read_worksheet
from guidegen.reading.cohorts import read_cohort
from guidegen.reading.glossary import read_glossary
from guidegen.reading.holidays import read_holidays
from guidegen.reading.meetings import read_agenda
from guidegen.reading.packets import read_packet
from guidegen.reading.programs import read_program
from guidegen.reading.settings import read_settings

READERS: dict[str, Callable[[str], tuple[object, tuple[Problem, ...]]]] = {
    "settings": lambda text: read_settings(text, "guidegen.yml", Path(__file__).parent),
    "program": lambda text: read_program(text, "content/programs/x.yml", "x"),
    "cohort": lambda text: read_cohort(text, "content/programs/x/cohorts/y.yml", "y"),
    "holidays": lambda text: read_holidays(text, "content/holidays/x.yml", "x"),
    "agenda": lambda text: read_agenda(text, "guidegen/presets/x.yml"),
    "worksheet": lambda text: read_worksheet(text, "content/worksheets/x.yml", "x"),
    "checklist": lambda text: read_checklist(text, "content/checklists/x.yml", "x"),
    "packet": lambda text: read_packet(text, "content/packets/x.yml", "x"),
    "glossary": lambda text: read_glossary(text, "content/glossary.yml"),
}

KEYS = st.sampled_from((
    "id", "title", "role", "roles", "kind", "label", "when", "start", "end", "fields", "type",
    "items", "text", "options", "columns", "rows", "labels", "min", "max", "terms", "term",
    "definition", "editions", "contacts", "email", "url", "logo", "org", "levels", "language",
    "timezone", "phases", "from", "to", "timeline", "cohorts", "duration", "weeks", "faq", "q",
    "a", "policies", "escalation", "hours", "n", "per", "groups", "phase", "link", "x-own", "<<",
    "meetings", "repeat", "every", "on", "at", "until", "count", "except", "slots", "agenda", "agendas",
    "minutes", "occurrences", "1", "before", "after", "due", "evaluation", "matching", "criteria", "weight",
    "breaks", "days", "date", "overrides", "extra", "applications", "opens", "closes", "capacity",
    "holidays", "display_zones", "links", "color", "deadline_time", "deadline_zone", "milestone",
    "default", "other", "layout", "private", "width", "example", "boxes", "prompts", "parts", "framework",
    "row_labels", "signatures", "persist", "orientation", "copies", "top", "not_applicable", "help",
    "packets", "contents", "cohort", "program", "cover", "paper", "duplex", "pdf",
))  # fmt: skip
SLIPS = (
    "no", "007", "1.10", "1e999", "2026-02-30", "0000-00-00", "week", "week-1", "tba", "default",
    "all", "start+1", "../../etc", "//x.org", "javascript:alert(1)", "http://[::1", "mailto:",
    "a@b.c", "scale", "table", "choice", "note", "signature", "99999999999999999999", "-1", "0",
    "{a:b}", "[]", "{}", "\"\"", "''", "&a", "*a", "!t", "@x", "`x`", "#x", "|", ">", "%", "?",
    "2w", "90m", "1h30", "week 5", "#0b6", "call#3", "AoE", "17:00",
    "grid", "ranking", "actions", "quadrants", "goal", "recall", "page_break", "custom", "{cohort.x}",
    "chapter:a", "chapter:a#b", "worksheet:a x8", "worksheet:a x0", "agenda:", "blank x2", "sheet:a", "a4",
    "-", "Europe/London", "EST", "a:b", ":::", "\\", "\u2028", "\ud7ff",
)  # fmt: skip
SCALARS = st.one_of(
    KEYS,
    st.sampled_from(SLIPS),
    st.text(max_size=12),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)
FRAGMENTS = st.lists(
    st.one_of(
        SCALARS,
        KEYS.map("{}: ".format),
        st.sampled_from([*"\n\t -:[]{},&*!|>'\"#?%@", "\n  ", "\n- ", "---\n"]),
    ),
    max_size=40,
).map("".join)
TEXTS = st.one_of(st.text(), FRAGMENTS, TREES.map(lambda tree: pyyaml.safe_dump(tree, allow_unicode=True)))

GOOD = {
    "settings": """title: Harbour
org: {name: Harbour, url: "https://example.org/"}
timezone: Europe/London
levels: {alt: off}
editions:
- {id: mentee, label: Mentees, roles: [mentee], path: /}
contacts:
  office: {email: office@example.org, for: [questions]}
""",
    "program": """title: Harbour
status: active
roles:
  mentor: {label: Mentor, kind: mentor, hours: {n: 2, per: month}, max_mentees: 2}
  mentee: {label: Mentee, kind: mentee, responsibilities: {before: [Read the form]}}
eligibility: {mentee: [In post, {text: Agreed, required: no}]}
duration: {weeks: 16, min_weeks: 12}
phases:
- {id: launch, title: Launch, from: week 1, to: week 2, chapters: [goals]}
timeline:
- {id: kickoff, title: Kick-off, kind: event, when: week 1 wed 17:00}
meetings:
- id: call
  title: Call
  roles: [mentee]
  repeat: {every: 2w, on: wed, from: week 2, until: week 16, except: [week 8, 2026-10-21]}
  duration: 1h30
  slots: [{id: early, at: "09:00"}, {id: late, at: "18:00", timezone: Asia/Kolkata}]
  agenda: {items: [{title: News, minutes: 10, prompts: [What is new]}]}
  before: [Read, {text: Write, due: call - 2d}]
  occurrences: {3: {title: Feedback, cancelled: yes}}
agendas: [{id: own, items: [{title: All, minutes: 60}]}]
evaluation: [{id: end, title: End, roles: [mentor], when: {opens: end, due: end + 1w}}]
matching: {method: self, criteria: [{label: Goals, weight: 1}], form: {mentee: sheet}}
policies:
  confidentiality: {text: Kept, exceptions: [Harm]}
  escalation: [{when: A worry, contact: office, within: 2bd}]
faq: [{q: "How long?", a: A year}]
cohorts: [{id: autumn, start: 2026-09-14, end: 2027-01-22, timezone: Europe/London}]
""",
    "worksheet": """title: Goals
roles: [mentor]
when: week 3
fields:
- {label: Goal, max: 20}
- {label: Level, type: scale, min: 1, max: 3, labels: {1: Low}}
- {label: Often, type: choice, options: [Weekly, {id: m, label: Monthly}]}
- {label: Log, type: table, rows: 3, columns: [{id: a, label: A, width: 50}]}
- {label: Signed, type: signature, role: mentor}
- {type: note, text: Thank you}
""",
    "checklist": """title: First weeks
groups:
- title: Before
  items: [Read, {id: write, text: Write, link: worksheet:goals, minutes: 5, due: start - 3d, after: read}]
""",
    "glossary": """terms:
- {term: Cohort, definition: One run, aliases: [round], see: [program]}
""",
    "cohort": """start: 2026-09-14
weeks: 16
display_zones: [Asia/Kolkata]
applications: {mentee: {opens: start - 12w, closes: start - 6w}}
capacity: {mentors: 12, mentees: 20}
breaks: [{from: 2026-12-19, to: 2027-01-10, title: Winter, weeks: count}]
overrides: {kickoff: {when: week 2, note: Later}, "call#3": {cancelled: yes}}
extra: {timeline: [{id: visit, title: Visit, when: week 5 fri}]}
links: {chat: "https://example.org/"}
""",
    "holidays": """title: United Kingdom
days:
- {date: 2026-12-25, title: Christmas Day}
- {from: 2026-12-28, to: 2027-01-01, title: Between the years}
""",
    "packet": """title: Mentee packet
role: mentee
program: harbour
paper: letter
links: inline
duplex: yes
contents: ["chapter:goals#first", "worksheet:log x8", timeline, "agenda:an-hour", blank x2]
""",
    "agenda": "id: first\nitems:\n- {title: Welcome, minutes: 10, notes: Smile, prompts: [Who are you]}\n",
}

NAUGHTY = (
    "", " ", "\n", "\t", "\x00", "\ufeff", "\ufefftitle: x", "title: x\r\nid: y\r", "\ud800",
    "a: \x7f", "﷽", "\u202eevil", "%YAML 1.1", "%TAG ! x", "---", "...", "--- ---", "? ",
    "? a\n: b", ": ", "- ", "-", "&a", "*a", "&a *a", "!!", "!<x> y", "[" * 100_000,
    "{a: " * 100_000, "- " * 100_000, "a: |" + "9" * 50, "a: >-\n\n", "'", '"', '"\\', '"\\x',
    '"\\uD800"', "a: &a [*a, *a]", "a: " + "9" * 5_000, "title: " + "9" * 5_000, "a" * 100_000,
    "title: a\u2028b\n\tc: d", "<<: {a: b}", "{? a : b}", "[a: b: c]", "{a, b: [c, {d}]}",
    "title: x\x85y", "a: b\n\x0c c: d", "title: {{ a }}\nid: {b}", "{{a}}: b",
)  # fmt: skip


def is_inside(place: Place, text: str) -> bool:
    count = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    # A line that is too long for an excerpt is not kept.
    is_in_line = place.column <= len(place.text) + 1 or (not place.text and len(text) > LONGEST_LINE)
    return 0 <= place.line <= count and is_in_line and place.width >= 1


@pytest.fixture(params=["quick", "slow"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with both parsers of PyYAML: the quick one is not everywhere."""
    if request.param == "slow":
        monkeypatch.setattr(yaml, "_LOADER", pyyaml.SafeLoader)


@pytest.mark.parametrize("kind", READERS)
@given(text=TEXTS)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_or_refused_with_places_in_it(kind: str, text: str) -> None:
    noun, problems = READERS[kind](text)
    assert noun is not None or problems
    assert all(is_inside(one.place, text) for one in problems)
    assert all(one.message and "\n" not in one.message for one in problems)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
@pytest.mark.parametrize("kind", READERS)
def test_naughty_text_is_read_or_refused(kind: str, text: str) -> None:
    noun, problems = READERS[kind](text)
    assert noun is not None or problems
    assert all(is_inside(one.place, text) for one in problems)


@pytest.mark.parametrize("kind", GOOD)
def test_what_the_next_test_spoils_is_good(kind: str) -> None:
    noun, problems = READERS[kind](GOOD[kind])
    assert noun and not problems


@pytest.mark.parametrize("kind", GOOD)
@given(data=st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_a_good_file_with_a_slip_in_it_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    good = GOOD[kind]
    first = data.draw(st.integers(0, len(good)))
    last = data.draw(st.integers(first, min(first + 12, len(good))))
    text = good[:first] + data.draw(SCALARS) + good[last:]
    noun, problems = READERS[kind](text)
    assert noun is not None or problems
    assert all(is_inside(one.place, text) for one in problems)
