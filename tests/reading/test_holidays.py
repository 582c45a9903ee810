"""What holiday sets say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guidegen.reading.holidays import read_holidays
from guidegen.reading.project import read_project

UK = """title: England and *Wales*
timezone: Europe/London
source: From the government, as of May 2026
days:
- {date: 2026-12-25, title: Christmas Day}
- {from: 2026-12-28, to: 2027-01-01, title: Between the years}
"""


def test_a_holiday_is_a_day_or_several() -> None:
    uk, problems = read_holidays(UK, "content/holidays/uk.yml", "uk")
    assert uk is not None and problems == ()
    assert (uk.id, uk.title.plain, uk.timezone) == ("uk", "England and Wales", "Europe/London")
    assert uk.source.plain == "From the government, as of May 2026"
    assert [(one.first, one.last, one.title.plain, one.place.line) for one in uk.days] == [
        (date(2026, 12, 25), date(2026, 12, 25), "Christmas Day", 5),
        (date(2026, 12, 28), date(2027, 1, 1), "Between the years", 6),
    ]


def test_an_id_may_be_written() -> None:
    uk, problems = read_holidays("id: gb\ndays: []", "content/holidays/uk.yml", "uk")
    assert uk is not None and (uk.id, uk.days, problems) == ("gb", (), ())


def test_the_folder_of_holidays_holds_sets_and_chapters(tmp_path: Path) -> None:
    holidays = tmp_path / "content" / "holidays"
    holidays.mkdir(parents=True)
    (tmp_path / "guidegen.yml").write_text("title: Harbour\n", encoding="utf-8")
    (tmp_path / "content" / "index.md").write_text("# Welcome\n", encoding="utf-8")
    (holidays / "01-uk.yml").write_text(UK, encoding="utf-8")
    (holidays / "why.md").write_text("# Why we rest\n", encoding="utf-8")
    reading = read_project(tmp_path, {})
    assert reading.library is not None and reading.problems == ()
    assert [one.id for one in reading.library.holidays] == ["uk"]
    assert [one.path for one in reading.library.documents] == ["holidays/why.md", "index.md"]
    assert reading.library.assets == ()
