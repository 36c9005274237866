"""Writes each requirements*.txt from its .in file: exact versions with every hash.

Each direct pin keeps its reason, on the line above it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements", "requirements-dev", "requirements-node")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==\S+\s+# (?P<reason>.+)$", re.MULTILINE)
# Without these a private mirror's address or its own builds could get into a public file.
QUIET = ("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host")
MIRRORS = ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX")


def reasons(source: str) -> dict[str, str]:
    """Return the reason for each pin in the text of an .in file, by the name as pip writes it."""
    return {
        re.sub(r"[-_.]+", "-", pin["name"]).lower(): pin["reason"] for pin in PIN.finditer(source)
    }


def explain(locked: str, why: dict[str, str]) -> str:
    """Return the text of a locked file with its reason on a line above each direct pin."""
    return re.sub(
        r"^([a-z0-9-]+)==",
        lambda pin: (f"# {why[pin[1]]}\n" if pin[1] in why else "") + pin[0],
        locked,
        flags=re.MULTILINE,
    )


def lock(name: str, options: list[str]) -> None:
    """Write `name`.txt from `name`.in. Raises CalledProcessError when no set of versions fits."""
    environment = {key: value for key, value in os.environ.items() if key not in MIRRORS}
    command = [sys.executable, "-m", "piptools", "compile", "--generate-hashes", "--strip-extras"]
    command += ["--allow-unsafe", "--quiet", *QUIET, *options, f"{name}.in", "-o", f"{name}.txt"]
    environment["PIP_CONFIG_FILE"] = os.devnull
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    target = ROOT / f"{name}.txt"
    target.write_text(explain(target.read_text(), reasons((ROOT / f"{name}.in").read_text())))


if __name__ == "__main__":
    for each in LISTS:
        lock(each, sys.argv[1:])
