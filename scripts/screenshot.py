"""Saves docs/dashboard.png: the chair's dashboard of the demonstration, as the README shows it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tools
from playwright.sync_api import FloatRect, ViewportSize, sync_playwright
from private_postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "dashboard.png"
WINDOW = ViewportSize(width=1280, height=900)
# Down to the end of the counts; the next heading would be cut in two.
TOP = FloatRect(x=0, y=0, width=1280, height=830)
PASSWORD = "jtai-demo-2020"  # noqa: S105  # the demonstration's, known to everybody
CUT_OFF = "Report cut-off, 28 August 2020"


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve the demonstration from a temporary database; yield its address, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = local_settings(folder)
        for command in ("migrate", "load_demo"):
            run = [sys.executable, "manage.py", command, "--verbosity", "0"]
            subprocess.run(run, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, check=True)
        place = f"127.0.0.1:{free_port()}"
        serve = [sys.executable, "-m", "gunicorn", "jtai_tracker.wsgi", "--bind", place]
        serve += ["--log-level", "warning", "--no-control-socket"]
        server = subprocess.Popen(serve, cwd=ROOT, env=settings)
        try:
            wait_for(f"http://{place}/readyz")
            yield f"http://{place}"
        finally:
            server.terminate()
            server.wait()


def local_settings(folder: str) -> dict[str, str]:
    """Return an environment in which the tracker keeps its database in `folder`."""
    local = {"DEBUG": "1", "TODAY": "2020-09-01", "DEMO_PASSWORD": PASSWORD, "LOG_LEVEL": "WARNING"}
    unset = dict.fromkeys(("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"), "")
    return {**os.environ, **local, **unset, "DATABASE_URL": f"sqlite:///{folder}/tracker.sqlite3"}


def wait_for(url: str, seconds: int = 30) -> None:
    """Return once `url` answers. Raises TimeoutError when it does not within `seconds`."""
    for _ in range(10 * seconds):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # our own address
            return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds} seconds.")


def photograph(address: str, chromium: str) -> None:
    """Sign in as the chair and save the top of the dashboard as at the report's cut-off."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW, locale="en-GB")
        page.goto(address)
        page.get_by_label("E-mail address").fill("chair@demo.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name=CUT_OFF).click()
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURE, clip=TOP)
        browser.close()


def main() -> None:
    """Save the picture, or say what is missing."""
    chromium = tools.find(tools.CHROMIUM)
    if not chromium:
        sys.exit("Chromium was not found: install it, or set CHROMIUM to its path.")
    with demonstration() as address:
        photograph(address, chromium)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
