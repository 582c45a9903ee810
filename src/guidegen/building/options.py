"""What a build is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from guidegen import __version__


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked for on the command line."""

    keep_going: bool = False
    """After errors, make what can be made."""

    dry_run: bool = False
    clean: bool = False
    """Forget what was made before."""

    into_existing: bool = False
    """Build beside files that are not ours."""

    pdf: bool | None = None
    """Whether PDFs are made; None: as `guidegen.yml` says."""

    def decisive(self) -> tuple[str, ...]:
        """Return what must be as last time for a build to do the same."""
        return __version__, f"keep-going={self.keep_going}", f"pdf={self.pdf}"
