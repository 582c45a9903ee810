"""What `guidegen.yml` says."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from guidegen.model.handbook import Settings
from guidegen.reading.settings import read_settings


def settings_of(text: str, root: Path = Path()) -> Settings:
    settings, problems = read_settings(text, "guidegen.yml", root)
    assert settings is not None and problems == ()
    return settings


def test_a_title_is_enough() -> None:
    settings = settings_of("title: Mentoring at *Example*")
    assert settings.title.plain == "Mentoring at Example"
    assert settings.id == "mentoring-at-example"
    assert (settings.language, settings.content_dir, settings.week_starts) == ("en", "content", 0)
    assert settings.working_days == (0, 1, 2, 3, 4)
    assert settings.html == "safe" and settings.remote == "link" and not settings.keep_numbers


def test_without_editions_there_is_one_that_shows_everything() -> None:
    (edition,) = settings_of("title: Harbour\nlanguage: de").editions
    assert (edition.id, edition.path, edition.roles, edition.language) == ("", "", None, "de")
    assert edition.label.plain == "Harbour"


def test_editions_lie_in_folders_of_their_own_unless_they_say_so() -> None:
    editions = settings_of("""title: Harbour
editions:
- {id: mentee, label: Mentees, roles: [mentee], path: /}
- {id: mentor, label: Mentors, roles: [mentor]}
- {id: office, label: Office, roles: all, path: for/office/}
""").editions
    assert [(one.id, one.path, one.roles) for one in editions] == [
        ("mentee", "", ("mentee",)),
        ("mentor", "mentor/", ("mentor",)),
        ("office", "for/office/", None),
    ]


def test_everything_else_that_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").touch()
    settings = settings_of(
        """title: Harbour
id: k4tq7m
org: {name: Harbour Network, url: "https://example.org", logo: logo.svg, address: 1 Quay}
base_url: https://handbook.example.org
week_starts: sun
working_days: [thu, mon, mon]
timezone: America/New_York
levels: {alt: off, broken-link: error, review-due: }
release: 2027
license: CC BY 4.0
drafts: on
exclude: [drafts/*]
index_names: [README.md]
number_prefixes: keep
html: trusted
remote: allow
content_dir: ./docs/
contacts:
  office:
    name: Program office
    role: coordinator
    email: office@example.org
    phone: +44 20 7946 0000
    hours: Monday to Thursday
    for: [scheduling, "*rematch*"]
    confidential: yes
""",
        tmp_path,
    )
    assert settings.organization is not None
    assert settings.organization.logo == "logo.svg"
    assert settings.organization.address.plain == "1 Quay"
    assert settings.base_url == "https://handbook.example.org/"
    assert (settings.week_starts, settings.working_days) == (6, (0, 3))
    assert settings.levels == (("alt", "off"), ("broken-link", "error"))
    assert (settings.release, settings.drafts, settings.exclude) == ("2027", True, ("drafts/*",))
    assert (settings.index_names, settings.keep_numbers, settings.content_dir) == (
        ("README.md",),
        True,
        "docs",
    )
    (contact,) = settings.contacts
    assert (contact.id, contact.role, contact.phone) == ("office", "coordinator", "+44 20 7946 0000")
    assert [one.plain for one in contact.purposes] == ["scheduling", "rematch"]
    assert contact.confidential
    assert (contact.place.line, contact.place.column) == (19, 3)


@pytest.mark.parametrize("zone", ["Europe/London", "America/Argentina/Buenos_Aires", "UTC", "Asia/Kolkata"])
def test_a_zone_is_the_name_of_a_place(zone: str) -> None:
    assert settings_of(f"title: Harbour\ntimezone: {zone}").timezone == zone


@pytest.mark.parametrize("language", ["en", "es", "pt-BR", "zh-Hans", "zh-Hant-TW", "es-419"])
def test_a_language_is_a_tag(language: str) -> None:
    assert settings_of(f"title: Harbour\nlanguage: {language}").language == language


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d", "http://localhost:8000/", "mailto:office@example.org",
        "tel:+442079460000",
        "https://münchen.example/ü", "HTTPS://EXAMPLE.ORG", "https://user@example.org/",
    ],
)  # fmt: skip
def test_an_address_that_works_is_kept_as_written(url: str) -> None:
    settings = settings_of(f'title: Harbour\norg: {{name: Harbour, url: "{url}"}}')
    assert settings.organization is not None and settings.organization.url == url


@pytest.mark.parametrize(
    "url", ["https://", "https://.", "https://a b", "https://x:99999/", "mailto:x", "https://<x>/"]
)
def test_an_address_that_cannot_work_is_refused(url: str) -> None:
    settings, (one,) = read_settings(f'title: H\norg: {{name: H, url: "{url}"}}', "guidegen.yml", Path())
    assert settings is None and one.slug == "url"


def test_deadlines_have_a_time_and_a_zone_and_holidays_a_set() -> None:
    settings = settings_of("""title: Harbour
deadline_time: "17:00"
deadline_zone: aoe
holidays: [uk, house]
calendars: {deadlines: timed}
""")
    assert (settings.deadline_time, settings.deadline_zone) == (time(17), "Etc/GMT+12")
    assert [(one.kind, one.id, one.place.line) for one in settings.holidays] == [
        ("holidays", "uk", 4),
        ("holidays", "house", 4),
    ]
    assert settings.calendar_deadlines == "timed"


def test_deadlines_are_due_at_the_end_of_the_day_unless_it_says_otherwise() -> None:
    settings = settings_of("title: Harbour")
    assert (settings.deadline_time, settings.deadline_zone) == (time(23, 59), "")
    assert (settings.holidays, settings.calendar_deadlines) == ((), "all-day")
