"""The tutorials of the manual, followed to the letter by somebody who does nothing else."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from guidegen.building.build import check
from guidegen.cli.main import run
from guidegen.model.problem import Level
from scripts.manual import Example, examples_in
from tests.test_manual import first_steps, quoted_as_printed

BY_HAND = ("guidegen serve", "guidegen --version", "guidegen print")
"""What waits for somebody, says another number with each version, or needs what a computer may lack."""


class Follower:
    """Somebody in front of a terminal, in the folder in which they are."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys
        self.said: dict[str, str] = {}
        monkeypatch.chdir(folder)

    def follow(self, example: Example) -> None:
        if example.language == "sh":
            for line in example.text.splitlines():
                self.type(line.partition("#")[0].strip())
        elif example.names.startswith("guidegen "):
            assert example.names in self.said, f"{example.file}:{example.line}: nobody typed this"
            quoted_as_printed(example, self.said[example.names])
        elif example.names:
            self.save(example)

    def type(self, line: str) -> None:
        if line.startswith("cd "):
            self.folder = self.folder / line.removeprefix("cd ")
            self.monkeypatch.chdir(self.folder)
        elif line.startswith("guidegen ") and not line.startswith(BY_HAND):
            self.capsys.readouterr()
            assert run(shlex.split(line)[1:]) == 0, line
            printed = self.capsys.readouterr()
            self.said[line] = printed.err + printed.out

    def save(self, example: Example) -> None:
        name = example.names.removesuffix(" added")
        file = self.folder / name
        before = file.read_text(encoding="utf-8") if example.names != name else ""
        assert file.parent.parent.is_dir(), f"{example.file}:{example.line}: there is no folder for {name}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(before + example.text, encoding="utf-8")
        told = check(self.folder, date(2027, 1, 31))
        assert not [one for one in told if one.level is Level.ERROR], f"{example.file}:{example.line}: {told}"


def test_the_first_steps_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    follower = Follower(tmp_path, monkeypatch, capsys)
    for example in first_steps():
        follower.follow(example)
    assert check(follower.folder, date(2027, 1, 31)) == ()
    assert len(follower.said) > 6
    assert (follower.folder / "site/packets/mentee/2027-autumn/index.html").is_file()


def test_the_message_that_the_first_steps_show_is_the_one_that_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    follower = Follower(tmp_path, monkeypatch, capsys)
    for example in first_steps():
        if example.file.endswith("04-messages.md"):
            break
        follower.follow(example)
    program = follower.folder / "content/programs/harbour.yml"
    program.write_text(
        program.read_text(encoding="utf-8").replace("program-office", "program-ofice"), "utf-8"
    )
    capsys.readouterr()
    assert run(["check"]) == 1
    quoted = next(one for one in first_steps() if "error[unknown-ref]" in one.text)
    assert quoted.text.partition("\n\nNothing")[0] in capsys.readouterr().err


def test_the_readme_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    follower = Follower(tmp_path, monkeypatch, capsys)
    for example in examples_in("../../README.md"):
        follower.follow(example)
    assert any("2027-03-17" in one and "Agreement signed" in one for one in follower.said.values())


def test_the_pictures_in_the_readme_are_there() -> None:
    root = Path(__file__).resolve().parent.parent
    named = re.findall(
        r"manual/content/[\w/-]+\.(?:png|md)", (root / "README.md").read_text(encoding="utf-8")
    )
    assert len(named) > 8
    assert [one for one in named if not (root / one).is_file()] == []
