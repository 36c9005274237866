"""Runs four senders at once and kills them in the middle, again and again; a program of its own.

Each round forks from a program that has no connection and no thread, so that a round costs no
start of Python. Called by `test_reminders_killed.py` with how many rounds.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time

import django

SENDERS, LONGEST = 4, 0.4


def main(rounds: int) -> None:
    """Fork, wait for a random moment, kill, and begin again; the last round is let to its end."""
    django.setup()
    from actions.services.reminders import send_due

    for number in range(rounds + 1):
        children = [_fork(send_due) for _ in range(SENDERS)]
        if number < rounds:
            time.sleep(random.uniform(0.05, LONGEST))  # noqa: S311  # no secret
            for child in children:
                os.kill(child, signal.SIGKILL)
        ends = [os.waitpid(child, 0)[1] for child in children]
        print(*ends)  # noqa: T201  # what the test reads: 9 was killed, 0 came to its end


def _fork(send: object) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        assert callable(send)
        send()
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]))
