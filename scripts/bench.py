"""Measure pages and reports on temporary databases: how the cost grows with the plan.

At 42 and 420 actions on SQLite; and at 4,200 actions with 50,000 updates on SQLite and PostgreSQL.
Times are the best of several runs on whatever machine this is, so read the ratios, not the seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import private_postgres
import tools

ROOT = Path(__file__).resolve().parent.parent
PLAN = "/plans/sefton-jtai-2019/"
PAGES = [
    ("chair", PLAN),
    ("chair", f"{PLAN}exceptions/"),
    ("chair", f"{PLAN}coverage/"),
    ("chair", f"{PLAN}board-pack.html"),
    ("chair", f"{PLAN}position.json"),
    ("chair", f"{PLAN}actions/"),
    ("chair", f"{PLAN}actions/2.6/"),
    ("chair", f"{PLAN}search/?text=referral"),
    ("health", "/updates/"),
    ("police", f"{PLAN}actions/2.6/updates/new/"),
]


def best(work: Callable[[], Any], runs: int = 5) -> float:
    """Return the seconds of the quickest of `runs`."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def pages(runs: int) -> dict[str, tuple[float, int]]:
    """Return seconds, the best of so many `runs`, and queries of each page, by address."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from partners.models import User

    found = {}
    for who, url in PAGES:
        client = Client(HTTP_HOST="localhost")
        client.force_login(User.objects.get(email=f"{who}@demo.example"))
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        queries = len(captured)
        found[url] = best(partial(client.get, url), runs), queries
    return found


def exports() -> dict[str, tuple[float, int]]:
    """Return seconds and queries of the appendix in each format, made from the record."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports import exports as reports
    from reports.models import CommitteeReport

    report = CommitteeReport.objects.get()
    found = {}
    for kind in ("html", "pdf", "docx", "xlsx"):
        with CaptureQueriesContext(connection) as captured:
            reports.export(report, "appendix", kind)
        queries = len(captured)
        found[f"appendix.{kind}"] = (
            best(partial(reports.export, report, "appendix", kind), 3),
            queries,
        )
    return found


def whole_command() -> float:
    """Return the seconds of export_report as a command, start-up and all."""
    command = "manage.py export_report 2020-09-22 --part appendix --format pdf --output".split()
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, *command, f"{folder}/appendix.pdf"]
        return best(lambda: subprocess.run(run, check=True, capture_output=True, cwd=ROOT), 2)


def start_up() -> float:
    """Return the seconds that any command takes to begin."""
    run = [sys.executable, "manage.py", "version"]
    return best(lambda: subprocess.run(run, check=True, capture_output=True, cwd=ROOT), 2)


def demonstration() -> Any:
    """Make the demonstration in an empty database, and return its plan."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from actions.models import Plan
    from reports import demo

    demo.load()
    return Plan.objects.get()


def small_and_ten_times() -> None:
    """Measure at 42 and at 420 actions, and print the two beside each other."""
    plan = demonstration()
    from actions.tests.growing import grow

    small = pages(5) | exports()
    command, start = whole_command(), start_up()
    grow(plan, 10)
    large = pages(5) | exports()
    print(f"{'':54}{'42 actions':>20}{'420 actions':>20}{'ratio':>8}")
    for name, (seconds, queries) in small.items():
        more, many = large[name]
        row = f"{seconds:8.3f} s {queries:3} queries{more:8.3f} s {many:3} queries"
        print(f"{name:54}{row}{more / seconds:8.1f}")
    print(f"\nexport_report, appendix of 42 actions as PDF: {command:.2f} s")
    print(f"of which the start-up of any command: {start:.2f} s")


def hundred_times() -> None:
    """Measure the pages at 4,200 actions and 50,000 updates; print what was found as JSON."""
    plan = demonstration()
    from django.db import connection

    from actions.tests.growing import grow, say_more

    grow(plan, 100)
    say_more(plan, 50_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(pages(3)))


def hundred_times_on(url: str) -> dict[str, tuple[float, int]]:
    """Return what `hundred_times` finds on the database at `url`, in a process of its own."""
    run = [sys.executable, __file__, "large"]
    environment = os.environ | {"DATABASE_URL": url}
    return dict(json.loads(subprocess.check_output(run, cwd=ROOT, env=environment)))


def on_both_databases(folder: str) -> None:
    """Print the large plan's pages on SQLite and on PostgreSQL, or why the latter did not run."""
    found = {"SQLite": hundred_times_on(f"sqlite:///{folder}/large.sqlite3")}
    initdb = tools.find(tools.POSTGRESQL)
    if initdb:
        with private_postgres.server(initdb) as url:
            found["PostgreSQL"] = hundred_times_on(url)
    columns = "".join(f"{name:>22}" for name in found)
    print(f"\n{'4,200 actions, 50,000 updates':54}{columns}")
    for page in found["SQLite"]:
        cells = (f"{one[page][0]:8.3f} s {one[page][1]:3} queries" for one in found.values())
        print(f"{page:54}" + "".join(f"{cell:>22}" for cell in cells))
    if not initdb:
        print(f"PostgreSQL: did not run. Install it (on Debian: {tools.POSTGRESQL.package}).")


def main() -> None:
    """Measure the small plans in this process, the large one in others."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DEBUG": "1", "TODAY": "2020-09-01", "LOG_LEVEL": "ERROR"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "jtai_tracker.settings"}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        small_and_ten_times()
        on_both_databases(folder)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    hundred_times() if sys.argv[1:] == ["large"] else main()
