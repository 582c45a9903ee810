"""Schedules as people keep them: any delimiter, any order of columns, dates in many ways."""

from __future__ import annotations

from datetime import date, time

import pytest

from guidegen.model.spreadsheet import Row
from guidegen.reading.spreadsheets import (
    HEADS,
    AmbiguousDatesError,
    Order,
    UnreadableSheetError,
    read_spreadsheet,
)


def rows(text: str, order: Order | None = None) -> tuple[Row, ...]:
    sheet = read_spreadsheet(text.encode(), order)
    assert sheet.unread == ()
    return sheet.rows


def only(written: str, order: Order | None = None) -> Row:
    """Return the row whose cell for the date is *written*."""
    (row,) = rows(f"event\twhen\nCall\t{written}\n", order)
    return row


def reason(head: str, cells: str) -> str:
    """Return why a row is not read."""
    (unread,) = read_spreadsheet(f"{head}\n{cells}\n".encode()).unread
    assert unread.line == 2
    return unread.reason


# The file


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_end(delimiter: str, encoding: str, end: str) -> None:
    lines = [["Titel", "Title", "Date"], ["x", "Größe – ein Gespräch", "2026-09-14"]]
    text = end.join(delimiter.join(line) for line in lines)
    sheet = read_spreadsheet(text.encode(encoding))
    assert [(one.title, one.first) for one in sheet.rows] == [("Größe – ein Gespräch", date(2026, 9, 14))]
    assert sheet.unused == ("Titel",)


def test_quoted_cells_hold_delimiters_and_lines_and_the_line_is_that_of_the_file() -> None:
    sheet = read_spreadsheet(b'Date,Event,Notes\n2026-09-14,"A, b","One\nTwo"\nnever,C,\n')
    assert (sheet.rows[0].title, sheet.rows[0].details) == ("A, b", "One\nTwo")
    assert [one.line for one in (*sheet.rows, *sheet.unread)] == [2, 4]


def test_rows_without_anything_are_passed_over() -> None:
    assert len(rows("\n,,\nDate,Event,\n,,\n2026-09-14,Call,\n,,\n")) == 1


def test_a_title_may_stand_above_the_heads() -> None:
    (row,) = rows("Mentoring 2026,,\n,,\nMonth,Date,Session\nSeptember,2026-09-14,Call\n")
    assert (row.line, row.title) == (4, "Call")


def test_a_place_that_is_an_address_is_where_it_is_online() -> None:
    held = rows("Date,Event,Where\n2026-09-14,Call,https://example.org/call\n2026-09-15,Talk,Room 12\n")
    assert [(one.url, one.place) for one in held] == [("https://example.org/call", ""), ("", "Room 12")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04...", "workbook"),
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"Name,Size\n1,2\n", 'No column is called date, day or when. The columns are "Name", "Size".'),
        (b"Date,Size\n1,2\n", "No column is called title, event or what."),
    ],
)
def test_a_file_that_is_no_schedule(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableSheetError, match=words.replace(".", r"\.")):
        read_spreadsheet(content)


@pytest.mark.parametrize(
    ("column", "head"), [(key, one) for key, several in HEADS.items() for one in several]
)
def test_every_name_of_a_column_is_known(column: str, head: str) -> None:
    heads = {"title": "event", "date": "date", column: head}
    sheet = read_spreadsheet(f"{','.join(heads.values())}\n".encode())
    assert sheet.unused == ()


def test_what_our_own_csv_guards_comes_back() -> None:
    assert rows("title,date\n'=1+1,2026-09-14\n")[0].title == "=1+1"


# Dates


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-14",
        "Mon 2026-09-14",
        "14/09/2026",
        "14.9.2026",
        "9/14/2026",
        "2026/9/14",
        "14-09-26",
        "14 September 2026",
        "Monday, 14th of September 2026",
        "September 14, 2026",
        "Sep 14 2026",
        "Mon, 14 Sept 2026",
    ],
)
def test_a_date_in_many_ways(written: str) -> None:
    assert only(written).first == date(2026, 9, 14)


def test_what_can_be_read_in_two_ways_is_asked_for() -> None:
    with pytest.raises(AmbiguousDatesError, match="03/04/2026 in line 2"):
        only("03/04/2026")
    assert only("03/04/2026", "day").first == date(2026, 4, 3)
    assert only("03/04/2026", "month").first == date(2026, 3, 4)


def test_another_date_of_the_file_tells_unless_two_contradict() -> None:
    assert rows("date,event\n03/04/2026,A\n25/12/2026,B\n")[0].first == date(2026, 4, 3)
    assert rows("date,event\n03/04/2026,A\n12/25/2026,B\n")[0].first == date(2026, 3, 4)
    with pytest.raises(AmbiguousDatesError):
        rows("date,event\n03/04/2026,A\n12/25/2026,B\n25/12/2026,C\n")


def test_dots_are_never_ambiguous() -> None:
    assert only("3.4.2026").first == date(2026, 4, 3)


@pytest.mark.parametrize(
    "written", ["2026-09-18 .. 2026-09-20", "2026-09-18 to 2026-09-20", "18 Sep 2026 – 20 Sep 2026"]
)
def test_days_from_to(written: str) -> None:
    row = only(written)
    assert (row.first, row.last) == (date(2026, 9, 18), date(2026, 9, 20))


def test_the_last_day_in_a_column_of_its_own() -> None:
    for head in ("end date", "end", "until"):
        (row,) = rows(f"date,{head},event\n2026-09-18,2026-09-20,Camp\n")
        assert row.last == date(2026, 9, 20)
    assert rows("start,end,event\n2026-09-18,2026-09-20,Camp\n")[0].last == date(2026, 9, 20)


@pytest.mark.parametrize("written", ["tba", "TBD", "tbc", "?"])
def test_to_be_announced(written: str) -> None:
    assert only(written).first is None


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Fri 2026-11-05", '"Fri 2026-11-05": 2026-11-05 is a Thursday.'),
        ("2026-11-31", "2026-11-31 is not a date: November has 30 days."),
        ("30/02/2026", '"30/02/2026" is not a day of the calendar.'),
        ("14 Sept", '"14 Sept" has no year.'),
        ("Sept 2026", '"Sept 2026" is no whole date: write it as 2026-09-14.'),
        ("soon", '"soon" is not a date: write it as 2026-09-14.'),
        ("46279", '"46279" is not a date: write it as 2026-09-14.'),
        ("2026-09-20 to 2026-09-18", "it ends on 2026-09-18, before it begins on 2026-09-20."),
        ("", "it has no date."),
    ],
)
def test_what_is_no_date(written: str, why: str) -> None:
    assert reason("when,event", f"{written},Call") == why


# Times


@pytest.mark.parametrize(
    ("start", "end", "begins", "minutes"),
    [
        ("17:00", "", time(17), None),
        ("17.00", "18.30", time(17), 90),
        ("5pm", "6:30 PM", time(17), 90),
        ("5-6:30 pm", "", time(17), 90),
        ("17:00–18:30", "", time(17), 90),
        ("17:00 to 18:00", "", time(17), 60),
        ("12 am", "", time(0), None),
        ("12pm", "", time(12), None),
        ("09:00:00", "", time(9), None),
        ("all day", "", None, None),
    ],
)
def test_times(start: str, end: str, begins: time | None, minutes: int | None) -> None:
    (row,) = rows(f"date,time,end,event\n2026-09-14,{start},{end},Call\n")
    assert (row.time, row.minutes) == (begins, minutes)


@pytest.mark.parametrize(
    ("written", "begins"),
    [("2026-09-14 17:00", time(17)), ("2026-09-14T17:00", time(17)), ("September 14, 2026 at 5pm", time(17))],
)
def test_a_time_behind_the_date(written: str, begins: time) -> None:
    (row,) = rows(f"date\tevent\n{written}\tCall\n")
    assert (row.first, row.time) == (date(2026, 9, 14), begins)


@pytest.mark.parametrize("written", ["5", "25:00", "17:60", "17:00 BST", "13pm", "noonish"])
def test_what_is_no_time(written: str) -> None:
    assert f'"{written}" is not a time' in reason("date,time,event", f"2026-09-14,{written},Call")


def test_an_end_before_the_beginning_is_told() -> None:
    assert "before it begins at 17:00" in reason("date,time,end,event", "2026-09-14,17:00,16:00,Call")


@pytest.mark.parametrize(
    ("written", "minutes"), [("90", 90), ("90m", 90), ("1h30", 90), ("1:30", 90), ("2 hours", 120)]
)
def test_a_length_in_a_column_of_its_own(written: str, minutes: int) -> None:
    assert rows(f"date,time,duration,event\n2026-09-14,17:00,{written},Call\n")[0].minutes == minutes


def test_everything_else_of_a_row() -> None:
    (row,) = rows(
        "id,what,day,type,who,notes,link,where\n"
        'kick,Kick-off,2026-09-14,Deadline,"Mentors, mentees",Bring it,https://example.org/a,Room 1\n'
    )
    assert row == Row(
        2, "Kick-off", date(2026, 9, 14), id="kick", kind="deadline", roles=("Mentors", "mentees"),
        details="Bring it", url="https://example.org/a", place="Room 1",
    )  # fmt: skip


def test_only_links_of_the_web_are_taken() -> None:
    assert rows("event,date,url\nA,2026-09-14,javascript:alert(1)\n")[0].url == ""
