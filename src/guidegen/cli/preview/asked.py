"""What a request asks for, and whether it is answered at all.

An address is decoded once and looked up as it is.  What could be read in two
ways (a second encoding, a backslash, dots, an empty part, a letter that is not
printed) leads nowhere, so that no two readers can disagree about it.

The preview is for this computer's own browser.  Another site can make that
browser ask, so a request that says it comes from elsewhere is refused, but for a
link that somebody follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from guidegen.model.url import SitePath

OURS: Final = ".guidegen/"
"""Where the preview's own files are: no file of a handbook begins with a dot."""

METHODS: Final = ("GET", "HEAD")

_OWN: Final = ("same-origin", "none")
"""What a browser says of a request that the page itself made, or the reader."""


class NoAddressError(Exception):
    """A request whose target is no path on this server."""


def path_in(raw: bytes) -> SitePath | None:
    """Return the path below the site that *raw* asks for, decoded once; None where no page can be.

    A folder is asked for by its ``index.html``.

    Raises:
        NoAddressError: where *raw* does not begin with a slash, or has a ``#``.
    """
    if not raw.startswith(b"/") or b"#" in raw:
        raise NoAddressError
    try:
        path = unquote_to_bytes(raw[1:]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if path == "" or path.endswith("/"):
        path += "index.html"
    if "\\" in path or not all(one.isprintable() for one in path):
        return None
    if any(part in ("", ".", "..") for part in path.split("/")):
        return None
    return path


def is_foreign(headers: Mapping[str, str], path: SitePath | None) -> bool:
    """Return whether another site makes the browser ask.

    Each of the two headers that say so is believed when it says yes: older browsers and plain
    addresses lack one or the other.
    """
    origin = headers.get("origin")
    if origin is not None and not _same_host(origin, headers.get("host", "")):
        return True
    site = headers.get("sec-fetch-site", "none")
    if site in _OWN:
        return False
    follows = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not follows or path is None or path.startswith(OURS)


def _same_host(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
