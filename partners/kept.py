"""What was typed and not saved: kept on the server, and shown again to the one who typed it.

A form carries, signed, whose it is and where it stands. So what it holds can be kept even when
the session ended while its writer was typing, and nobody else can leave text for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, QueryDict

from jtai_tracker import clock
from jtai_tracker.forms import GovForm
from partners.models import KeptForm, User

# The field that a form carries; what it holds is never kept itself.
FIELD = "written_by"
# The button that the page presses by itself, to keep what is typed without saving it.
KEEP = "keep"
# The button that lets go of what was kept.
FORGET = "forget"
# A page left open for longer than this, and what was kept for longer, is given up.
_PAGE_LASTS, _KEPT_FOR = timedelta(days=14), timedelta(days=90)
_NOT_KEPT = (FIELD, KEEP, "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Typed:
    """What was typed, when it was kept, and of which form; `mark` lets its writer let it go."""

    answers: QueryDict
    at: datetime
    path: str
    mark: str


def mark(user: User, path: str) -> str:
    """Return what a form at `path` carries to say whose it is."""
    return signing.dumps([user.pk, path], salt=FIELD)


def writer_of(request: HttpRequest) -> int | None:
    """Return the key of the user for whom the form that was sent was made, at this address."""
    try:
        user_id, path = signing.loads(request.POST.get(FIELD, ""), salt=FIELD, max_age=_PAGE_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return int(user_id) if path == request.path else None


def keep(user_id: int, request: HttpRequest) -> None:
    """Keep what was sent, in place of what was kept of the same form before.

    Nothing is kept for a closed account, and what nobody came back for goes in time.
    """
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        return
    KeptForm.objects.filter(kept_at__lt=clock.now() - _KEPT_FOR).delete()
    answers = request.POST.copy()
    for name in _NOT_KEPT:
        answers.pop(name, None)
    request.kept = True  # type: ignore[attr-defined]  # so that no answer is taken for a save
    KeptForm.objects.update_or_create(
        user_id=user_id,
        path=request.path,
        defaults={"answers": answers.urlencode(), "kept_at": clock.now()},
    )


def typed(user: User, *paths: str) -> Typed | None:
    """Return what `user` typed last at one of these addresses and did not save."""
    row = KeptForm.objects.filter(user=user, path__in=paths).first()
    if row is None:
        return None
    return Typed(QueryDict(row.answers), row.kept_at, row.path, mark(user, row.path))


def forget(user_id: int, *paths: str) -> None:
    """Drop what was kept at these addresses: it has been saved, or was thrown away."""
    KeptForm.objects.filter(user_id=user_id, path__in=paths).delete()


def places(user: User) -> set[str]:
    """Return the addresses of the forms in which `user` typed something that is not saved."""
    return set(KeptForm.objects.filter(user=user).values_list("path", flat=True))


def resume(request: HttpRequest, form: GovForm, *paths: str) -> None:
    """Fill `form`, when it is opened, with what this person typed there and did not save.

    `paths` are other addresses at which the same form stands.
    """
    assert isinstance(request.user, User)
    found = typed(request.user, request.path, *paths) if not form.is_bound else None
    if found:
        form.resume(found.answers, found)
