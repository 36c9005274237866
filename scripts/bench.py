"""Measure pages and reports on a temporary database: how the cost grows with the plan.

Times are the best of several runs on whatever machine this is, so read the ratios, not the seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLAN = "/plans/sefton-jtai-2019/"
PAGES = [
    ("chair", PLAN),
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


def measure() -> dict[str, tuple[float, int]]:
    """Return seconds and queries of each page and export, by name."""
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
        found[url] = best(partial(client.get, url)), queries
    return found | exports()


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


def main() -> None:
    """Measure at 42 and at 420 actions, and print the two beside each other."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from actions.models import Plan
    from actions.tests.growing import grow
    from reports import demo

    demo.load()
    plan = Plan.objects.get()
    small = measure()
    command, start = whole_command(), start_up()
    grow(plan, 10)
    large = measure()
    print(f"{'':36}{'42 actions':>20}{'420 actions':>20}{'ratio':>8}")
    for name, (seconds, queries) in small.items():
        more, many = large[name]
        row = f"{seconds:8.3f} s {queries:3} queries{more:8.3f} s {many:3} queries"
        print(f"{name:36}{row}{more / seconds:8.1f}")
    print(f"\nexport_report, appendix of 42 actions as PDF: {command:.2f} s")
    print(f"of which the start-up of any command: {start:.2f} s")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DEBUG": "1", "TODAY": "2020-09-01", "LOG_LEVEL": "ERROR"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "jtai_tracker.settings"}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        main()
