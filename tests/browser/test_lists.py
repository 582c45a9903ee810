"""Things to tick: kept as one ticks, counted, shared with cohorts, and true to their words through edits."""

from __future__ import annotations

import itertools
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.readers import Reader, becomes, entries, stored
from tests.story import Handbook

PROGRAM = """\
title: Harbour mentoring
duration: {weeks: 16}
phases: default
worksheets: [agreement]
timeline:
- {id: midpoint, title: Mid-point review, when: week 8 fri}
cohorts:
- {id: autumn, title: Autumn 2126, start: 2126-09-16}
- {id: spring, title: Spring 2127, start: 2127-03-03}
"""

TERM = """\
title: Running one cohort
program: harbour
items:
- {id: dates, text: Fix the dates, due: start - 4w}
- {id: pulse, text: Check in with every pair, due: week 3 fri}
- {id: archive, text: Archive it, due: end + 1w}
"""

AGREEMENT = """\
title: Agreement
fields:
- {id: cohort, label: Cohort, default: "{cohort.title} of {program.title}"}
- {id: aim, label: Aim, type: long_text}
"""

CHAPTER = """\
# Pack

- [ ] Take a pen
- [x] Take paper
  - [ ] Sharpen the pencil

Then leave.

- [ ] Lock the door

::: checklist packing
"""

PACKING = """\
title: Packing
items:
- {id: bag, text: Bag}
- Shoes that are dry
"""

LIST = "checklists/running-one-cohort/index.html"
COHORT = "programs/harbour/cohorts/autumn/index.html"
PROGRAM_PAGE = "programs/harbour/index.html"


def write(story: Handbook) -> Handbook:
    story.write("guidegen.yml", "id: lists-1\ntitle: Lists\ntimezone: Europe/London\n")
    story.write("content/index.md", "# Welcome\n").write("content/pack.md", CHAPTER)
    story.write("content/checklists/packing.yml", PACKING)
    story.write("content/checklists/running-one-cohort.yml", TERM)
    story.write("content/worksheets/agreement.yml", AGREEMENT)
    return story.write("content/programs/harbour.yml", PROGRAM)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = write(Handbook(tmp_path_factory.mktemp("lists"))).build()
    assert (story.root / "site" / COHORT).is_file(), story.outcome
    return story.root / "site"


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = Reader(context, site.as_uri() + "/")
    yield found
    context.close()
    assert found.said == []
    assert found.strangers() == []


def bars(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("[data-fills=done]:visible").all_inner_texts()]


def ticked(page: Page) -> set[str]:
    every = page.locator("input[data-item]:checked")
    return set(every.evaluate_all("all => all.map(one => one.dataset.item)"))


# One page


def test_ticks_are_kept_and_what_begins_ticked_stays_unticked_once_it_is(reader: Reader) -> None:
    page = reader.open("pack/index.html")
    assert ticked(page) == {"take-paper"}
    assert stored(page) == {}
    page.get_by_label("Take a pen").check()
    page.get_by_label("Take paper").uncheck()
    page.reload()
    assert ticked(page) == {"take-a-pen"}
    assert entries(page, "pack") == {"take-a-pen": True, "take-paper": False}
    page.get_by_label("Take a pen").uncheck()
    page.get_by_label("Take paper").check()
    assert entries(page, "pack") == {"take-paper": True}


def test_a_tick_is_kept_with_its_words(reader: Reader) -> None:
    page = reader.open("pack/index.html")
    page.get_by_label("Shoes that are dry").check()
    found = page.evaluate("guidegen.recall('-', 'packing', 'shoes-that-are-dry')")
    assert (found["label"], found["title"], found["text"]) == ("Shoes that are dry", "Packing", "done")


def test_all_task_lists_of_a_chapter_are_counted_together(reader: Reader) -> None:
    page = reader.open("pack/index.html")
    assert bars(page) == ["1 of 4 done", "1 of 4 done", "0 of 2 done"]
    for name in ("Take a pen", "Sharpen the pencil", "Lock the door"):
        page.get_by_label(name).focus()
        page.keyboard.press("Space")
    assert bars(page) == ["All 4 done", "All 4 done", "0 of 2 done"]
    values = page.locator("progress").evaluate_all("all => all.map(one => [one.value, one.max])")
    assert values[:3] == [[4, 4], [4, 4], [0, 2]]


def test_a_list_in_a_chapter_and_on_its_own_page_is_one(reader: Reader) -> None:
    page, other = reader.open("pack/index.html"), reader.open("checklists/packing/index.html")
    page.get_by_label("Bag").check()
    becomes(other, "document.querySelector('[data-item=bag]').checked")
    assert bars(other) == ["1 of 2 done"]
    other.get_by_label("Bag").uncheck()
    becomes(page, "!document.querySelector('[data-item=bag]').checked")


def test_the_contents_count_what_is_ticked_on_any_page(reader: Reader) -> None:
    page = reader.open("pack/index.html")
    count = "#contents [data-counts='pack packing']"
    page.get_by_label("Take a pen").check()
    assert page.locator(count).inner_text().startswith("2/6")
    elsewhere = reader.open("index.html")
    assert elsewhere.locator(count).inner_text().startswith("2/6")
    assert "2 of 6 done" in str(elsewhere.locator(count).text_content())


# Where lists and sheets are named


def tallies(page: Page, within: str = "main") -> dict[str, str]:
    """Return what stands beside the names of lists and sheets, for those who see and for those who listen."""
    said = "one => [one.dataset.counts, [...one.children].map(each => each.textContent).join(' =')]"
    found = page.locator(f"{within} [data-counts]:visible")
    return dict(found.evaluate_all(f"all => all.map({said})"))


def test_what_is_ticked_on_the_page_of_a_program_is_ticked_in_its_list(reader: Reader) -> None:
    page, other = reader.open(PROGRAM_PAGE), reader.open(LIST)
    assert not page.get_by_label("Fix the dates").is_visible()
    page.locator("#list-running-one-cohort > summary").press("Enter")
    page.get_by_label("Fix the dates").check()
    assert bars(page) == ["1 of 3 done"]
    assert tallies(page) == {"running-one-cohort": "1/3 = 1 of 3 done"}
    becomes(other, "document.querySelector('[data-item=dates]').checked")
    assert bars(other) == ["1 of 3 done"]
    contents = tallies(reader.open("index.html"), "#contents [href='programs/harbour/index.html']")
    assert contents == {"running-one-cohort": "1/3 = 1 of 3 done"}
    other.get_by_label("Fix the dates").uncheck()
    becomes(page, "!document.querySelector('[data-item=dates]').checked")
    assert tallies(page) == {}


def test_ticks_on_the_page_of_a_program_are_of_the_cohort_that_the_reader_is_in(reader: Reader) -> None:
    page = reader.open(PROGRAM_PAGE)
    page.locator("#list-running-one-cohort > summary").click()
    assert page.locator("[data-item=pulse]").is_visible()
    assert "week 3" in page.inner_text("#item-running-one-cohort--pulse .said")
    page.select_option("[data-chooses=harbour] select", "autumn")
    becomes(page, "!document.querySelector('[data-due=pulse]').hidden")
    assert page.inner_text("[data-due=pulse]").startswith("by Fri, 4 Oct 2126")
    page.get_by_label("Check in with every pair").check()
    assert "guidegen:lists-1:autumn:running-one-cohort:pulse" in stored(page)
    assert ticked(reader.open(COHORT)) == {"pulse"}
    page.select_option("[data-chooses=harbour] select", "spring")
    assert ticked(page) == set()


def test_lists_of_lists_and_of_sheets_count_what_is_kept_of_each(reader: Reader) -> None:
    lists, sheets = reader.open("checklists/index.html"), reader.open("worksheets/index.html")
    assert tallies(lists) == tallies(sheets) == {}
    reader.open("checklists/packing/index.html").get_by_label("Bag").check()
    sheet = reader.open("worksheets/agreement/index.html")
    sheet.fill("[data-field=aim] textarea", "To listen")
    becomes(sheets, "document.querySelector('main [data-counts] > span')?.textContent === '1/2'")
    assert tallies(lists) == {"packing": "1/2 = 1 of 2 done"}
    assert tallies(sheets) == {"agreement": "1/2 = 1 of 2 answered"}
    assert tallies(reader.open(PROGRAM_PAGE)) == {"agreement": "1/2 = 1 of 2 answered"}
    sheet.fill("[data-field=aim] textarea", "")
    becomes(sheets, "document.querySelector('main [data-counts]').classList.contains('none')")
    assert tallies(sheets) == {}


def test_the_lists_of_a_program_are_printed_open(reader: Reader) -> None:
    page = reader.open(PROGRAM_PAGE)
    page.emulate_media(media="print")
    assert page.get_by_label("Fix the dates").is_visible()
    assert page.get_by_text("Fix the dates").is_visible()


# Cohorts


def test_ticks_on_the_page_of_a_cohort_are_of_that_cohort(reader: Reader) -> None:
    page = reader.open(COHORT)
    page.locator("li.task [data-item=pulse]").check()
    assert list(stored(page)) == ["guidegen:lists-1:autumn:running-one-cohort:pulse"]
    other = reader.open("programs/harbour/cohorts/spring/index.html")
    assert ticked(other) == set()
    assert ticked(reader.open(LIST)) == set()


def test_a_list_shows_the_cohort_that_the_reader_is_in_and_through_it_what_was_ticked_before(
    reader: Reader,
) -> None:
    page = reader.open(LIST)
    page.get_by_label("Fix the dates").check()
    page.evaluate("guidegen.chooseCohort('harbour', 'autumn')")
    assert ticked(page) == {"dates"}
    page.get_by_label("Check in with every pair").check()
    page.get_by_label("Fix the dates").uncheck()
    assert bars(page) == ["1 of 3 done"]
    assert ticked(reader.open(COHORT)) == {"pulse"}
    page.evaluate("guidegen.chooseCohort('harbour', '')")
    assert ticked(page) == {"dates"}
    page.evaluate("guidegen.chooseCohort('harbour', 'autumn')")
    assert ticked(page) == {"pulse"}


def test_a_default_names_the_cohort_that_the_reader_is_in(reader: Reader) -> None:
    page = reader.open("worksheets/agreement/index.html")
    cohort = "[data-field=cohort] input"
    assert page.input_value(cohort) == ""
    page.evaluate("guidegen.chooseCohort('harbour', 'autumn')")
    assert page.input_value(cohort) == "Autumn 2126 of Harbour mentoring"
    assert entries(page, "agreement") == {}
    page.fill(cohort, "Ours")
    page.evaluate("guidegen.chooseCohort('harbour', 'spring')")
    assert page.input_value(cohort) == "Ours"


# Edits of the content


def test_ticks_stay_with_their_words_when_the_content_is_edited(browser: Browser, tmp_path: Path) -> None:
    story = write(Handbook(tmp_path))
    story.write(
        "content/pack.md",
        "# Pack\n\n- [ ] Take a pen\n- [ ] Take paper\n- [ ] Pay {#pay}\n\nThen.\n\n- [ ] Go\n",
    )
    context = browser.new_context()
    reader = Reader(context, (story.build().root / "site").as_uri() + "/")
    page = reader.open("pack/index.html")
    for name in ("Take a pen", "Pay", "Go"):
        page.get_by_label(name, exact=True).check()
    # Turned round, one put in between, one moved to another list, one reworded that has an id.
    edited = (
        "# Packing\n\n- [ ] Take paper\n- [ ] Take tea\n- [ ] Take a pen\n- [ ] Go\n\n"
        "## Last\n\n- [ ] Settle the bill {#pay}\n"
    )
    story.write("content/pack.md", edited).build()
    page.reload()
    assert ticked(page) == {"take-a-pen", "pay", "go"}
    assert page.get_by_label("Settle the bill").is_checked()
    assert not page.get_by_label("Take tea").is_checked()
    # Without an id other words are another sentence, and the old one still has its tick.
    story.write("content/pack.md", edited.replace("Take a pen", "Take two pens")).build()
    page.reload()
    assert ticked(page) == {"pay", "go"}
    story.write("content/pack.md", edited).build()
    page.reload()
    assert ticked(page) == {"take-a-pen", "pay", "go"}
    context.close()


WORDS = (
    "Learn C", "Learn C++", "Learn C#", "Learn c.", "Émile asks", "Emile asks?", "学ぶ", "学び", "🙂", "🙃",
    "Say “no”", "Say no", "Say `no`", "Say *no*", "Ask: why?", "½ an hour", "1/2 an hour", "Über", "Uber",
    "A" * 70, "A" * 71, "A" * 70 + "b", "Read [this](index.md)", "Read this", "日記", "日记", "x < y",
    "x > y", "50 %", "50 €",
)  # fmt: skip
"""Sentences that are easily taken for one another."""


@dataclass
class Sentence:
    """One thing to tick or to answer in a history, whatever becomes of its words."""

    words: str
    id: str = ""
    number: int = field(default_factory=itertools.count().__next__)


@dataclass
class History:
    """The task lists of a chapter or the fields of a sheet, edited by chance."""

    name: str
    chance: random.Random
    lists: list[list[Sentence]] = field(default_factory=list)

    def fresh(self) -> str:
        """Return words that nothing in here has now."""
        used = {_said(one.words) for one in self.everything()}
        kind = " ".join(
            self.chance.sample(["ask", "write", "meet", "listen", "thank", "plan", "go", "wait"], 3)
        )
        free = [one for one in WORDS if _said(one) not in used]
        return self.chance.choice([kind, *free[:6]] if kind not in used else free)

    def everything(self) -> list[Sentence]:
        return [one for each in self.lists for one in each]

    def begin(self) -> History:
        self.lists = [[], []]
        for one in self.lists:
            for _ in range(self.chance.randint(2, 5)):
                one.append(Sentence(self.fresh()))
                if self.chance.random() < 0.3:
                    one[-1].id = f"i-{one[-1].number}"
        return self

    def edit(self) -> None:
        act = self.chance.choice(
            [self.shuffle, self.move, self.insert, self.insert, self.reword, self.reword, self.drop]
        )
        act()

    def shuffle(self) -> None:
        self.chance.shuffle(self.chance.choice(self.lists))

    def move(self) -> None:
        here, there = self.chance.sample(self.lists, 2)
        if len(here) > 1:
            there.insert(self.chance.randint(0, len(there)), here.pop(self.chance.randrange(len(here))))

    def insert(self) -> None:
        place = self.chance.choice(self.lists)
        place.insert(self.chance.randint(0, len(place)), Sentence(self.fresh()))

    def reword(self) -> None:
        self.chance.choice(self.everything()).words = self.fresh()

    def drop(self) -> None:
        place = self.chance.choice(self.lists)
        if len(place) > 1:
            place.pop(self.chance.randrange(len(place)))

    def chapter(self) -> str:
        lists = ("\n".join(f"- [ ] {one.words}{_id(one)}" for one in each) for each in self.lists)
        return f"# {self.name}\n\n" + "\n\nBetween.\n\n".join(lists) + "\n"

    def sheet(self) -> str:
        fields = ({"label": one.words, **({"id": one.id} if one.id else {})} for one in self.everything())
        return f"title: {self.name}\nfields: " + json.dumps(list(fields), ensure_ascii=False) + "\n"


def _id(one: Sentence) -> str:
    return f" {{#{one.id}}}" if one.id else ""


def _said(words: str) -> str:
    """Return words as they are read aloud: what differs in accents or marks alone is the same sentence."""
    plain = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", words)
    folded = unicodedata.normalize("NFKD", plain.casefold())
    return re.sub(r"[^\w+#<>%€🙂🙃/⁄]", "", folded)


ITEM = re.compile(r'<input type="checkbox" data-item="([^"]+)"')
FIELD = re.compile(r'data-field="([^"]+)"')


def _ids(story: Handbook, history: History, kind: str) -> list[str]:
    """Return what the answers to a history hang on, in the order of its sentences."""
    html = story.page(f"{history.name}/" if kind == "chapter" else f"worksheets/{history.name}/")
    return [unescape(one) for one in (ITEM if kind == "chapter" else FIELD).findall(html)]


@pytest.mark.parametrize("kind", ["chapter", "sheet"])
def test_no_answer_moves_to_another_sentence_in_a_hundred_histories(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    story = Handbook(tmp_path).write("guidegen.yml", "id: hundred-1\ntitle: Hundred\n")
    story.write("content/index.md", "# Welcome\n")
    histories = [History(f"history-{number}", random.Random(number)).begin() for number in range(100)]
    answered: dict[str, dict[str, tuple[int, str]]] = {}
    for turn in range(5):
        for one in histories:
            path, text = (
                (f"{one.name}.md", one.chapter())
                if kind == "chapter"
                else (f"worksheets/{one.name}.yml", one.sheet())
            )
            story.write(f"content/{path}", text)
        story.build()
        for one in histories:
            ids = _ids(story, one, kind)
            assert len(ids) == len(set(ids)) == len(one.everything()), story.outcome
            kept = answered.setdefault(one.name, {})
            for identity, sentence in zip(ids, one.everything(), strict=True):
                if identity in kept:
                    whose, words = kept[identity]
                    assert (whose == sentence.number and sentence.id) or words == _said(sentence.words), (
                        one.name,
                        turn,
                        words,
                        sentence,
                    )
                elif turn < 4 and one.chance.random() < 0.5:
                    kept[identity] = (sentence.number, _said(sentence.words))
            _loses_nothing(one, ids, kept)
            if turn < 4:
                for _ in range(one.chance.randint(1, 4)):
                    one.edit()
    _look(browser, story, histories[::20], answered, kind)


def _loses_nothing(history: History, ids: list[str], kept: dict[str, tuple[int, str]]) -> None:
    """Whoever was answered and has the same words, or an id, still is."""
    sentences = {one.number: one for one in history.everything()}
    here = dict(zip(sentences, ids, strict=True))
    for identity, (whose, words) in kept.items():
        if whose in here and (sentences[whose].id or _said(sentences[whose].words) == words):
            assert here[whose] == identity, (history.name, words)


def _look(
    browser: Browser, story: Handbook, histories: list[History], answered: dict[str, Any], kind: str
) -> None:
    """Look at some of the pages with what was answered in the browser."""
    context = browser.new_context()
    reader = Reader(context, (story.root / "site").as_uri() + "/")
    page = reader.open("index.html")
    for one in histories:
        value: Any = True if kind == "chapter" else "answered"
        for identity in answered[one.name]:
            page.evaluate(
                "([name, item, value]) => guidegen.keep('-', name, item, {value})",
                [one.name, identity, value],
            )
    for one in histories:
        shown = reader.open(
            f"{one.name}/index.html" if kind == "chapter" else f"worksheets/{one.name}/index.html"
        )
        css = "input[data-item]" if kind == "chapter" else "[data-field] input"
        found = shown.locator(css).evaluate_all(
            "all => all.map(one => one.checked || one.value === 'answered')"
        )
        assert found == [identity in answered[one.name] for identity in _ids(story, one, kind)]
        assert any(found)
    assert reader.said == []
    context.close()
