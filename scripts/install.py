"""Make .venv with everything that building and testing guidegen needs.

Uses uv where it is installed, because it is quick, and pip where it is not.
Says in words what a bare system lacks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PINNED = ROOT / "requirements" / "dev.txt"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this may have an older one
        sys.exit(f"guidegen needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    make_environment()
    python = next(
        path
        for path in (ENVIRONMENT / "bin" / "python", ENVIRONMENT / "Scripts" / "python.exe")
        if path.exists()
    )
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(PINNED))
        run(
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            str(python),
            "--no-deps",
            "--no-build-isolation",
            "-e",
            str(ROOT),
        )
        return
    pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", str(PINNED))
    run(*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def make_environment() -> None:
    if (ENVIRONMENT / "pyvenv.cfg").exists():
        return
    made = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            f"{made.stdout}{made.stderr}\nPython cannot make a virtual environment here. "
            "On Debian and Ubuntu: apt install python3-venv"
        )


def run(*command: str) -> None:
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit(f"This failed: {' '.join(command)}")


main()
