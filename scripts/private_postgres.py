"""A PostgreSQL server of one's own for the length of a test run; no installed server is touched."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "tracker"
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_GB.UTF-8"
# The data are thrown away, so nothing waits for the disk.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def server(initdb: str) -> Iterator[str]:
    """Start a server with the programs beside `initdb`, yield its DATABASE_URL, and stop it.

    Raises CalledProcessError when it cannot start; its log is then on standard error.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # noqa: S108  # a socket's path must be short
    try:
        yield from running(Path(initdb).resolve().parent, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def running(programs: Path, folder: Path) -> Iterator[str]:
    """Make a cluster under `folder`, yield the URL of its server while it runs."""
    password, port = secrets.token_hex(16), free_port()
    make_cluster(programs, folder, password)
    place = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}")
    pg_ctl = [str(programs / "pg_ctl"), "--silent", "-D", str(folder / "data")]
    log = folder / "log"
    try:
        arguments = " ".join(f"-c {each}" for each in (*HASTY, *place))
        run_unprivileged([*pg_ctl, "start", "--wait", "-l", str(log), "-o", arguments], folder)
        yield f"postgres://{OWNER}:{password}@127.0.0.1:{port}/postgres"
    except subprocess.CalledProcessError:
        print(log.read_text() if log.exists() else "PostgreSQL left no log.", file=sys.stderr)
        raise
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run_unprivileged([*pg_ctl, "stop", "--mode=immediate"], folder)


def make_cluster(programs: Path, folder: Path, password: str) -> None:
    """Create an empty cluster under `folder` whose superuser needs `password`."""
    secret = folder / "password"
    secret.write_text(password)
    if account := unprivileged():
        os.chown(folder, account.pw_uid, account.pw_gid)
        os.chown(secret, account.pw_uid, account.pw_gid)
    options = ["--encoding=UTF8", f"--locale={LOCALE}", "--auth=scram-sha-256", "--no-sync"]
    options += [f"--username={OWNER}", f"--pwfile={secret}", "-D", str(folder / "data")]
    run_unprivileged([str(programs / "initdb"), *options], folder)


def run_unprivileged(command: list[str], folder: Path) -> None:
    """Run `command` in `folder`, never as root: PostgreSQL refuses that."""
    account = unprivileged()
    subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def unprivileged() -> pwd.struct_passwd | None:
    """Return the account to run the server as when this is root, else None."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
