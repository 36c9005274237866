"""Finds the programs that some tests use, and installs missing ones where that is harmless."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple


class Tool(NamedTuple):
    """A program from outside Python: what uses it, its possible names, its Debian package."""

    used_by: str
    programs: tuple[str, ...]
    package: str


CHROMIUM = Tool(
    "the browser journeys",
    (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "chromium",
)
POSTGRESQL = Tool("the suite on PostgreSQL", ("initdb",), "postgresql")
POPPLER = Tool("the tests that read a PDF's text", ("pdftotext",), "poppler-utils")
LIBREOFFICE = Tool("the test that opens the Word file", ("soffice",), "libreoffice-writer")
TOOLS = (CHROMIUM, POSTGRESQL, POPPLER, LIBREOFFICE)


def find(tool: Tool) -> str | None:
    """Return the path of `tool`, or None when this machine does not have it."""
    names = (os.environ.get("CHROMIUM", ""),) if tool is CHROMIUM else ()
    folders = os.pathsep.join([*postgresql_folders(), os.environ.get("PATH", "")])
    paths = (shutil.which(each, path=folders) for each in (*names, *tool.programs))
    return next((each for each in paths if each and (tool is not CHROMIUM or starts(each))), None)


def starts(path: str) -> bool:
    """Tell whether a browser runs: some systems have a stub that only asks to install one."""
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


def postgresql_folders() -> list[str]:
    """Return the folders, seldom on the PATH, of PostgreSQL's server programs, newest first."""
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    newest_first = sorted(debian, key=lambda each: -int(each.parent.name))
    pg_config = shutil.which("pg_config")
    told = subprocess.check_output([pg_config, "--bindir"], text=True) if pg_config else ""
    return [*map(str, newest_first), told.strip()]


def install_missing() -> None:
    """Install what is missing with apt-get, as root on Debian only; elsewhere do nothing."""
    missing = [tool.package for tool in TOOLS if not find(tool)]
    if not missing or not is_debian_root():
        return
    print("Installing", *missing, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", "--quiet=2", *step], env=environment)


def is_debian_root() -> bool:
    """Tell whether this is root on Debian or a system made from it, with apt-get."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    release = platform.freedesktop_os_release()
    return "debian" in (release["ID"], *release.get("ID_LIKE", "").split())
