"""What every field of a worksheet may say, whatever is written in it.

The types of field are built on `FieldShape`: `choices`, `tables`, `goals`, and
the rest in `fields`, which chooses among them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

from pydantic_core import PydanticCustomError

from guidegen.model.activity import Field
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Place, Problem
from guidegen.model.url import id_of_words
from guidegen.reading.schema import Shape, keys_of
from guidegen.reading.spots import Spot
from guidegen.reading.values import (
    Id,
    Readers,
    Switch,
    Words,
    shortened,
    written_as,
    wrong,
)

T = TypeVar("T")

VARIABLES: Final = ("cohort.title", "cohort.start", "cohort.end", "program.title")
"""What may stand in braces in a default: it is filled in where the cohort is known."""

_BRACES = re.compile(r"(?P<outer>\{?)\{(?P<name>[ \t]*[A-Za-z][\w-]*(?:\.[\w-]+)+[ \t]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShape(Shape, ABC):
    """What every field may say."""

    noun: ClassVar[str] = "field"
    other_names: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"question": "label", "title": "label", "prompt": "label", "hint": "help", "placeholder": "example"}
    )
    tag: ClassVar[str]

    id: Id = ""
    label: Words
    help: Words | None = None
    shown: Annotated[Words | None, written_as("example")] = None
    required: Switch = False
    role: Words = ""
    audience: Readers = ()
    default: Words = ""
    private: Switch = False
    width: Literal["full", "half", "third"] = "full"

    @classmethod
    def advice(cls, key: str) -> str:
        others = sorted({shape.tag for shape in _types_of(FieldShape) if key in keys_of(shape)})
        if others:
            return f'"{key}" is for fields of type {", ".join(others)}; this one has type {cls.tag}.'
        return f"Known keys of a {cls.tag} field: {', '.join(keys_of(cls))}."

    def checked(self) -> Self:
        self.check()
        if self.default:
            self.beginning()
        return self

    @property
    def called(self) -> str:
        """What a message calls it: ``choice "frequency"``."""
        return f'{self.tag} "{self.id or shortened(self.label)}"'

    def beginning(self) -> str:
        """Return what stands in the field to begin with, in the words in which answers are kept.

        Raises:
            PydanticCustomError: where the default cannot stand there.
        """
        message = f"a field of type {self.tag} begins empty; it has no default."
        raise wrong("field-default", message, "Say it in help or in example.", at=("default",))

    def read_default(self, read: Callable[[str], T]) -> T:
        """Return the default as *read* by the reader of a value, whose complaint is placed at its key."""
        try:
            return read(self.default)
        except PydanticCustomError as error:
            context = error.context or {}
            raise wrong(error.type, context["said"], context["remedy"], at=("default",)) from None

    def doubts(self, spot: Spot) -> Iterator[Problem]:
        """Yield a warning for everything in braces in the default that stands for nothing."""
        for found in _BRACES.finditer(self.default):
            name = found["name"].strip()
            message = f'unknown variable "{name}".'
            if found["outer"]:
                message = f'a variable of a default stands in one pair of braces, got "{{{{{name}}}}}".'
                yield spot.problem("unknown-variable", message, "default", remedy=f'Write "{{{name}}}".')
            elif name not in VARIABLES:
                meant = did_you_mean(name, VARIABLES)
                remedy = "" if meant else f"Known: {', '.join(VARIABLES)}."
                yield spot.problem(
                    "unknown-variable", f"{message} {meant}".rstrip(), "default", remedy=remedy
                )

    def common(self, spot: Spot) -> dict[str, Any]:
        """Return what every field has, by the names of the noun."""
        label = spot.text(self.label, "label")
        return {
            "id": self.id or id_of_words(label.plain),
            "label": label,
            "place": spot.place(),
            "help": spot.text(self.help, "help"),
            "example": spot.text(self.shown, "example"),
            "required": self.required,
            "role": self.role,
            "audience": self.audience,
            "readers_at": self._readers_at(spot),
            "default": self.beginning() if self.default else "",
            "private": self.private,
            "width": self.width,
            "written_id": bool(self.id),
        }

    def _readers_at(self, spot: Spot) -> tuple[Place, ...]:
        role = (spot.place("role"),) if self.role else ()
        return (*role, *spot.places(self.audience, "audience"))

    @abstractmethod
    def field(self, spot: Spot) -> Field:
        """Return the field."""


def variable_in(written: str) -> str:
    """Return the name of the variable that a default consists of, or nothing where it says something else."""
    found = _BRACES.fullmatch(written)
    return found["name"].strip() if found else ""


def _types_of(shape: Any) -> Iterator[Any]:
    for one in shape.__subclasses__():
        if "tag" in vars(one):
            yield one
        yield from _types_of(one)
