"""What a glossary says."""

from __future__ import annotations

from guidegen.model.prose import Link
from guidegen.reading.glossary import read_glossary


def test_terms_keep_the_order_in_which_they_are_written() -> None:
    terms, problems = read_glossary(
        """terms:
- term: Cohort
  definition: One run of a [program](programs/harbour.md).
  aliases: [round, intake]
  see: [program]
  audience: [mentor]
- {id: pair, term: Mentoring pair, definition: A mentor and a mentee}
""",
        "content/glossary.yml",
    )
    assert problems == ()
    cohort, pair = terms
    assert (cohort.id, pair.id) == ("cohort", "pair")
    assert (cohort.aliases, cohort.audience) == (("round", "intake"), ("mentor",))
    assert [(one.kind, one.id, one.place.line, one.place.column) for one in cohort.see] == [
        ("term", "program", 5, 9)
    ]
    (link,) = (one for one in cohort.definition.parts if isinstance(one, Link))
    assert (link.target, link.base) == ("programs/harbour.md", "")


def test_an_empty_glossary_has_no_terms() -> None:
    assert read_glossary("", "content/glossary.yml") == ((), ())
