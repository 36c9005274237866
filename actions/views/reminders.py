"""Reminders: which of them a lead gets, what was sent, and what became of a doubtful one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.forms.reminders import ReminderSettingsForm, SettleForm
from actions.listings import reminders_listing
from actions.models import Reminder
from actions.services import reminders
from jtai_tracker.downloads import as_file
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def reminder_edit(request: SignedIn) -> HttpResponse:
    """Turn the reminders long before a deadline on or off; the last ones always come."""
    now = {"early_reminders": request.user.early_reminders}
    form = ReminderSettingsForm(request.POST if request.method == "POST" else None, initial=now)
    form.cancel_url = reverse("owed-list")
    if request.method == "POST" and form.is_valid():
        early = form.cleaned_data["early_reminders"]
        reminders.choose_reminders(user=request.user, early=early, by=request.user)
        messages.success(request, "Your choice of reminders is saved.")
        return redirect("reminder-edit")
    return render(request, "actions/reminder_edit.html", {"form": form})


@require_safe
@requires(Permission.MANAGE_PLAN)
def reminder_list(request: SignedIn) -> HttpResponse:
    """List what was sent to whom, the latest first, and count what somebody has to look at."""
    rows = Reminder.objects.with_what_for()
    file = as_file(request, lambda: reminders_listing(rows))
    if file:
        return file
    page = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "to_settle": Reminder.objects.to_settle_by_state(),
    }
    return render(request, "actions/reminder_list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def reminder_settle(request: SignedIn, reminder_id: int) -> HttpResponse:
    """Ask what became of a doubtful message: it arrived, or it is to be sent again."""
    reminder = get_object_or_404(Reminder.objects.with_what_for(), pk=reminder_id)
    if not reminder.to_settle:
        return _settled(request)
    form = SettleForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("reminder-list")
    if request.method == "POST" and form.is_valid():
        return _settle(request, reminder, arrived=form.arrived)
    return render(request, "actions/reminder_settle.html", {"form": form, "reminder": reminder})


def _settle(request: SignedIn, reminder: Reminder, *, arrived: bool) -> HttpResponse:
    try:
        if arrived:
            reminders.say_it_arrived(reminder=reminder, by=request.user)
            said = f"The message to {reminder.recipient} is kept as sent."
        else:
            reminders.send_again(reminder=reminder, by=request.user)
            said = f"The message to {reminder.recipient} goes out with the next run of the timer."
    except reminders.Settled:
        return _settled(request)
    messages.success(request, said)
    return redirect("reminder-list")


def _settled(request: SignedIn) -> HttpResponse:
    messages.info(request, "There is nothing to settle about that message.")
    return redirect("reminder-list")
