"""Bare addresses in text → links: ``https://example.org``, ``www.example.org``, ``ada@example.org``.

They are looked for in what is plain text after everything else has been read, and
only in a text that has the sign of one, as GitHub takes them: after a blank or a
mark, and without the punctuation of the sentence around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

ADDRESS_SIGN = re.compile(r"://|www\.|@", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:^|(?<=[\s*_~(]))"
    r"(?:(?P<url>https?://[^\s<]+|www\.[^\s<]+)|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+))",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*(?=[/?#:]|$)", re.IGNORECASE)


def with_addresses(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a line with addresses in plain text made links."""
    inside_link = 0
    for token in tokens:
        if token.type == "link_open" or (token.type == "html_inline" and token.content[:3].lower() == "<a "):
            inside_link += 1
        elif token.type == "link_close" or (token.type == "html_inline" and token.content.lower() == "</a>"):
            inside_link -= 1
        if token.type == "text" and inside_link <= 0:
            yield from _text_with_addresses(token)
        else:
            yield token


def _text_with_addresses(token: Token) -> Iterator[Token]:
    text, done = token.content, 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found[0]) if found["url"] else found[0].rstrip(".-_")
        target = _target_of(address, is_mail=found["mail"] is not None)
        if not target:
            continue
        yield Token("text", "", 0, content=text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": target}, info="bare")
        yield Token("text", "", 0, content=address)
        yield Token("link_close", "a", -1)
        done = found.start() + len(address)
    if done < len(text):
        yield Token("text", "", 0, content=text[done:]) if done else token


def _target_of(address: str, *, is_mail: bool) -> str:
    """Return where a bare address leads, empty where it is none after all."""
    if is_mail:
        return f"mailto:{address}" if "." in address.rpartition("@")[2] else ""
    if _HOST.match(address) is None:
        return ""
    return address if "://" in address else f"http://{address}"


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    while address and (
        address[-1] in "?!.,:;*_~'\"" or (address[-1] == ")" and address.count(")") > address.count("("))
    ):
        address = address[:-1]
    return address
