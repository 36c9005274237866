"""Runs the tests: the suite on SQLite, the browser journeys, then the suite on PostgreSQL.

Its last lines say of each leg whether it ran and, if not, why and how to get it.
With REQUIRE_ALL_LEGS=1 a leg that did not run is a failure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import private_postgres
import tools

ROOT = Path(__file__).resolve().parent.parent
# A developer's own settings must not reach the tests.
SETTINGS = (
    *("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"),
    *("FILES_DIR", "SITE_URL", "TODAY", "DEMO_PASSWORD"),
)


class Leg(NamedTuple):
    """What became of one part of the tests; `passed` is None when it did not run."""

    name: str
    passed: bool | None
    why: str = ""

    def __str__(self) -> str:
        words = {True: "passed", False: "FAILED", None: "did not run"}[self.passed]
        return f"{self.name}: {words}{self.why}"


def pytest(*arguments: str, **settings: str) -> bool:
    """Run pytest with `arguments` and `settings` in two processes; tell whether it passed."""
    environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    environment |= {"DEBUG": "1", **settings}
    command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


def missing(tool: tools.Tool) -> str:
    """Return why the tests that use `tool` did not run, and how to get it."""
    return f", for {tool.programs[0]} was not found. Install it (on Debian: {tool.package})"


def sqlite_leg() -> Leg:
    """Run all but the browser journeys on SQLite."""
    return Leg("The suite on SQLite", pytest("-m", "not browser"))


def browser_leg() -> Leg:
    """Run the browser journeys, apart from the rest: their driver leaves an event loop behind."""
    name, chromium = "The browser journeys", tools.find(tools.CHROMIUM)
    if not chromium:
        return Leg(name, None, missing(tools.CHROMIUM) + ", or set CHROMIUM to its path.")
    return Leg(name, pytest("-m", "browser", CHROMIUM=chromium))


def postgresql_leg() -> Leg:
    """Run all but the browser journeys on a PostgreSQL server started for that."""
    name, initdb = "The suite on PostgreSQL", tools.find(tools.POSTGRESQL)
    if not initdb:
        return Leg(name, None, missing(tools.POSTGRESQL) + ".")
    try:
        with private_postgres.server(initdb) as url:
            return Leg(name, pytest("-m", "not browser", DATABASE_URL=url))
    except subprocess.CalledProcessError as error:
        return Leg(name, False, f", for its server did not start or stop: {error}")


def remarks() -> list[str]:
    """Return a line for each smaller program that is missing, whose tests are left out."""
    lesser = [tool for tool in (tools.POPPLER, tools.LIBREOFFICE) if not tools.find(tool)]
    return [f"{tool.used_by.capitalize()}: did not run{missing(tool)}." for tool in lesser]


def main(only: list[str]) -> int:
    """Run the legs and return the exit status; `only` may be ["browser"]."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    tools.install_missing()
    (ROOT / "var").mkdir(exist_ok=True)
    runs = [browser_leg] if only == ["browser"] else [sqlite_leg, browser_leg, postgresql_leg]
    legs = [run() for run in runs]
    print("", *legs, *remarks(), sep="\n", flush=True)
    required = os.environ.get("REQUIRE_ALL_LEGS") == "1"
    return int(any(leg.passed is False or (required and leg.passed is None) for leg in legs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
