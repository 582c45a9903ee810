"""Any history of edits, built step by step, gives what one clean build gives; a second build makes nothing.

This is the test worth most: it has no expectation to maintain, and it covers
whatever the handbook learns to do.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.story import LEAST, Handbook

CHAPTERS = st.sampled_from(
    [
        "index.md",
        "goals.md",
        "01-begin/index.md",
        "01-begin/02-ask.md",
        "01-begin/10-meet.md",
        "02-end/thanks.md",
        "progress.md",
    ]
)
SENTENCES = st.sampled_from(
    [
        "Be kind.",
        "See [goals](goals.md) and [the log](worksheet:log).",
        "::: for mentor\nBring the [form](worksheet:log).\n:::",
        "- [ ] Ask\n- [ ] Listen {for=mentor}",
        "A claim.[^1]\n\n[^1]: Its reason, for [everyone](/goals.md).",
        "::: worksheet log\n:::",
        "![A path](path.svg)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "::: note\nMind the [term](term:goal).\n:::",
        "Set a goal, and think of the\nmid-term\nreview.\n\n::: for mentor\nGoals change.\n:::",
        "The [kick-off](programs/spring.yml#entry-kickoff), then the [list](checklist:term).",
        "::: checklist term\n:::",
        "Use [the goal sheet](worksheet:smart-goal), and later [the review](worksheet:midpoint-review).",
        "::: for mentee\n::: worksheet smart-goal\n:::\n:::",
        "::: worksheet swot\n:::",
        "::: timeline\n:::",
        "::: timeline spring three\n:::",
        "::: roles\n:::\n\n::: policies spring\n:::",
        "::: agenda first-meeting\n:::\n\n::: contacts\n:::",
        "::: cards\n- [](goals.md)\n- [The log](worksheet:log): a page a week {for=mentor}\n:::",
        "::: do\nAsk.\n:::\n\n::: dont {for=mentee}\nTell.\n:::",
    ]
)
TITLES = st.sampled_from(["Welcome", "Goals", "Ask somebody", "Thank them", "Ünïcode & <marks>"])
EXTRAS = {
    "content/worksheets/log.yml": "title: {title}\nfields:\n- label: Day\n  type: date\n- label: Talk\n",
    "content/worksheets/swot.yml": "title: {title}\nfields:\n- label: Four boxes\n  type: long_text\n",
    "content/worksheets/back.yml": (
        "title: {title}\nfields:\n- {{label: Then, type: recall, from: smart-goal}}\n- label: Now\n"
    ),
    "content/checklists/first.yml": "title: {title}\nrole: mentor\nitems: [Read, Write]\n",
    "content/glossary.yml": (
        "terms:\n- term: Goal\n  definition: {title}\n"
        "- {{term: mid-term review, definition: Half-time, audience: [mentor], see: [goal]}}\n"
    ),
    "content/holidays/uk.yml": "title: {title}\ndays:\n- {{date: 2027-03-26, title: {title}}}\n",
    "content/checklists/term.yml": (
        "title: {title}\nprogram: spring\nrole: mentor\nitems:\n"
        "- {{id: book, text: Book a room for {title}, due: kickoff - 4bd}}\n"
        "- {{id: ask, text: Ask, milestone: half, after: book}}\n"
        "- {{id: log, text: Write the log, repeat: {{every: 2w, from: week 2, count: 3}}}}\n"
    ),
    "content/programs/spring/cohorts/three.yml": (
        "title: {title}\nstart: 2027-09-06\ntimezone: Asia/Tokyo\nstatus: cancelled\n"
        "notice: Too few mentors.\n"
    ),
    "content/packets/mentee.yml": (
        "title: {title}\nrole: mentee\nprogram: spring\ncontents:\n- timeline\n- chapter:goals\n"
        "- chapter:begin/ask\n- worksheet:log x2\n- worksheet:smart-goal\n- checklist:term\n"
        "- agenda:kickoff\n- blank\n"
    ),
    "content/packets/mentor.yml": (
        "title: {title}\nrole: mentor\naudience: [mentor, mentee]\npaper: letter\nlinks: inline\n"
        "duplex: yes\ncontents:\n- checklist:first\n- chapter:meet\n- chapter:thanks\n- worksheet:back\n"
        "- blank x2\n"
    ),
    "content/path.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><!-- {title} --></svg>',
    "templates/footer.html": "<footer>{title}</footer>\n",
    "templates/assets/colours.css": "/* {title} */\n",
}
DAYS = st.sampled_from(["2027-03-01", "2027-03-26", "2027-04-07", "tba"])
WHENS = st.sampled_from(["week 8 fri", "kickoff + 10bd", "end - 2w", "2027-03-26", "tba (soon)", "week 40"])
COHORT_LINES = (
    "holidays: [uk]",
    "breaks: [{from: 2027-04-05, to: 2027-04-18, title: Easter}]",
    "overrides: {half: {when: week 9 fri, note: The office is closed}, call#2: {cancelled: true}}",
    "applications: {mentee: {opens: start - 8w, closes: start - 2w}}",
    "display_zones: [America/New_York]",
    "revision: 2",
    "extra: {timeline: [{id: visit, title: A visit, when: week 5 thu, audience: [mentor]}]}",
)
EDITIONS = (
    "editions:\n- {id: mentee, label: Mentees, roles: [mentee]}\n"
    "- {id: mentor, label: Mentors, roles: [mentor]}\n"
)


class Edits(RuleBasedStateMachine):
    """What editors do to a handbook, in any order; what follows each step is said by `build`."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="guidegen-history-"))
        self.story = Handbook(self.folder / "project")
        for path, text in LEAST.items():
            self.story.write(path, text)
        self.build()

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def build(self) -> None:
        raise NotImplementedError

    @rule(path=CHAPTERS, title=TITLES, sentences=st.lists(SENTENCES, min_size=1, max_size=4, unique=True))
    def write_a_chapter(self, path: str, title: str, sentences: list[str]) -> None:
        self.story.write(f"content/{path}", "\n\n".join([f"# {title}", *sentences]) + "\n")
        self.build()

    @rule(path=CHAPTERS, words=TITLES, above=st.booleans())
    def reword_a_chapter(self, path: str, words: str, above: bool) -> None:
        file = self.story.root / "content" / path
        if file.exists():
            title, _, rest = file.read_text("utf-8").partition("\n")
            lines = [title, f"{words}.", rest] if above else [title, rest, f"{words}."]
            self.story.write(f"content/{path}", "\n\n".join(one.strip() for one in lines) + "\n")
            self.build()

    @rule(path=CHAPTERS)
    def delete_a_chapter(self, path: str) -> None:
        if (self.story.root / "content" / path).exists() and path != "index.md":
            self.story.delete(f"content/{path}")
            self.build()

    @rule(path=CHAPTERS, to=CHAPTERS)
    def move_a_chapter(self, path: str, to: str) -> None:
        if (self.story.root / "content" / path).exists() and path != "index.md" and to != "index.md":
            self.story.move(f"content/{path}", f"content/{to}")
            self.build()

    @rule(path=st.sampled_from(sorted(EXTRAS)), title=TITLES)
    def write_something_else(self, path: str, title: str) -> None:
        words = (
            title
            if path.endswith((".html", ".css"))
            else title.replace("&", "and").replace("<", "").replace(">", "")
        )
        self.story.write(path, EXTRAS[path].format(title=words))
        self.build()

    @rule(
        title=TITLES,
        start=DAYS,
        when=WHENS,
        extras=st.lists(st.sampled_from(COHORT_LINES), max_size=4, unique=True),
        roles=st.sampled_from(["mentee, mentor", "mentor"]),
        public=st.sampled_from(["true", "false"]),
        status=st.sampled_from(["auto", "draft", "archived"]),
    )
    def plan_a_program(
        self, title: str, start: str, when: str, extras: list[str], roles: str, public: str, status: str
    ) -> None:
        words = title.replace("&", "and").replace("<", "").replace(">", "")
        cohort = "".join(f"  {one}\n" for one in extras)
        self.story.write(
            "content/programs/spring.yml",
            f"title: {words}\nduration: {{weeks: 16}}\nphases: default\nchapters: [goals]\n"
            f"timeline:\n- {{id: half, title: Half of {words}, when: {when}}}\n"
            f"- {{id: form, title: The form, kind: deadline, when: half + 3d, public: {public}}}\n"
            "meetings:\n"
            f"- {{id: kickoff, title: Kick-off, roles: [{roles}], when: 'week 1 wed 17:00', duration: 60m,\n"
            "   agenda: kickoff, before: [Book a room]}\n"
            f"- {{id: call, title: Call, roles: [{roles}], duration: 30m,\n"
            f"   public: {public}, after: [Thank them],\n"
            "   repeat: {every: 2w, on: fri, at: '09:00', from: week 2, until: week 10}}\n"
            "evaluation:\n- {id: half, title: Half, roles: [mentee], when: {opens: half, due: half + 1w}}\n"
            f"cohorts:\n- id: one\n  start: {start}\n  timezone: Europe/London\n{cohort}"
            "- {id: two, start: 2028-03-06, timezone: Asia/Kolkata, archived_on: 2029-01-01,\n"
            f"   status: {status}}}\n",
        )
        self.build()

    @rule(path=st.sampled_from(sorted(EXTRAS)))
    def delete_something_else(self, path: str) -> None:
        if (self.story.root / path).exists():
            self.story.delete(path)
            self.build()

    @rule(
        text=st.sampled_from(
            [
                "",
                EDITIONS,
                "release: '2027'\n",
                "base_url: https://example.org/guide/\n",
                "deadline_zone: AoE\nweek_starts: sun\ncalendars: {deadlines: timed}\n",
            ]
        )
    )
    def change_the_settings(self, text: str) -> None:
        self.story.write("guidegen.yml", LEAST["guidegen.yml"] + text)
        self.build()


class History(Edits):
    """A build after each step."""

    def build(self) -> None:
        self.story.build(keep_going=True)
        assert self.story.outcome is not None
        note(
            "\n".join(
                f"{one.place.path}:{one.place.line} {one.slug} {one.message}"
                for one in self.story.outcome.problems
            )
        )

    @rule(data=st.data())
    def damage_the_site(self, data: st.DataObject) -> None:
        site = sorted(self.story.site())
        path = self.story.root / "site" / data.draw(st.sampled_from(site))
        if data.draw(st.booleans()):
            path.unlink()
        else:
            path.write_bytes(b"damaged")
        self.build()

    @invariant()
    def a_second_build_makes_nothing(self) -> None:
        self.story.build(keep_going=True).made_nothing()

    @invariant()
    def a_clean_build_gives_the_same(self) -> None:
        clean = Handbook(self.folder / "clean")
        shutil.rmtree(clean.root, ignore_errors=True)
        shutil.copytree(self.story.root, clean.root, ignore=shutil.ignore_patterns("site", ".guidegen"))
        assert clean.build(keep_going=True).site() == self.story.site()


History.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestHistory = History.TestCase
