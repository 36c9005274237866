"""Whom to remind of what on a day: the letters, before anybody has claimed or sent one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from actions.models import Plan, Reminder, ReportingPeriod
from actions.owed import OwedAction, Owing, owed
from actions.reminder_days import EARLY_STAGES, RoundDates, Stage
from jtai_tracker.dates import long_date
from partners.models import Membership, Partner, User

_OWING = (Owing.NEEDED, Owing.DRAFT)


@dataclass(frozen=True)
class Ask:
    """One action that needs an update; `url` leads straight to its form."""

    ref: str
    title: str
    due: str
    url: str
    drafted: bool


@dataclass(frozen=True)
class Owes:
    """What a lead owes, or one partner of an escalation contact, and how much is done."""

    partner: str
    asks: tuple[Ask, ...]
    total: int
    code: str = ""
    reminded: str = ""

    @property
    def done(self) -> int:
        """How many actions need nothing more."""
        return self.total - len(self.asks)


@dataclass(frozen=True)
class Part:
    """One round in a letter."""

    period: ReportingPeriod
    stage: Stage
    time_left: str
    owes: tuple[Owes, ...]

    @property
    def key(self) -> tuple[int, str]:
        """The round and the stage: what a row is claimed for."""
        return self.period.pk, self.stage

    @property
    def count(self) -> int:
        """How many actions need an update."""
        return sum(len(owes.asks) for owes in self.owes)

    @property
    def plan_url(self) -> str:
        """The plan's page, whole, as a letter needs it."""
        return _whole(reverse("plan-dashboard", args=[self.period.plan.slug]))


@dataclass(frozen=True)
class Letter:
    """One message: all that one recipient is told on a day. Without `user` it is an escalation."""

    recipient: str
    greeted: str
    user: User | None
    partner: Partner | None
    parts: tuple[Part, ...]

    @property
    def has_address(self) -> bool:
        """Whether anybody can get it."""
        return "@" in self.recipient


class RemindersOf:
    """The reminders of one day: which have come, to whom, and what they would say now."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.rounds = list(_rounds(day))

    def letters(self) -> Iterator[Letter]:
        """Return what has come and is not claimed yet, by whatever machine: leads first."""
        periods = [period for period, _ in self.rounds]
        rows = Reminder.objects.filter(period__in=periods)
        claimed = set(rows.values_list("recipient", "period", "stage"))
        for lead in self.leads.values():
            due = [
                (period, stage)
                for period, stage in self._due_to(lead)
                if (lead.email, period.pk, stage.value) not in claimed
            ]
            yield from self._letter_to(lead, due)
        for recipient, partners in self._silent_by_contact.items():
            fresh = [
                period
                for period in self._escalating
                if (recipient, period.pk, Stage.ESCALATED.value) not in claimed
            ]
            yield from self._escalation(recipient, partners, fresh)

    def letter_again(self, recipient: str, user_id: int | None) -> Letter | None:
        """Return all that would be said to this recipient now, for what is to be tried again."""
        found: Iterator[Letter] = iter(())
        lead = self.leads.get(user_id)
        if lead and lead.email == recipient:
            found = self._letter_to(lead, self._due_to(lead))
        elif user_id is None and recipient in self._silent_by_contact:
            partners = self._silent_by_contact[recipient]
            found = self._escalation(recipient, partners, self._escalating)
        return next(found, None)

    @cached_property
    def leads(self) -> dict[int | None, User]:
        """Those who file for a partner on the day, by their key."""
        held = Membership.objects.leading_on(self.day).select_related("user")
        return {membership.user_id: membership.user for membership in held}

    @cached_property
    def _escalating(self) -> list[ReportingPeriod]:
        return [period for period, dates in self.rounds if dates.escalates(self.day)]

    @cached_property
    def _silent_by_contact(self) -> dict[str, list[Partner]]:
        """Partners that own actions, by who is told of them; which are silent is not asked yet."""
        owners = Partner.objects.filter(owned_actions__isnull=False).distinct()
        by_contact: dict[str, list[Partner]] = {}
        for partner in owners.select_related("parent") if self._escalating else ():
            by_contact.setdefault(_contact(partner)[0], []).append(partner)
        return by_contact

    def _due_to(self, lead: User) -> list[tuple[ReportingPeriod, Stage]]:
        """The reminders that have come for `lead`, who may not want the early ones."""
        come = [(period, dates.stage_for_lead(self.day)) for period, dates in self.rounds]
        refused = frozenset() if lead.early_reminders else EARLY_STAGES
        return [(period, stage) for period, stage in come if stage and stage not in refused]

    def _letter_to(
        self, lead: User, due: Iterable[tuple[ReportingPeriod, Stage]]
    ) -> Iterator[Letter]:
        parts = [self._part_of(lead, period, stage) for period, stage in due]
        told = tuple(part for part in parts if part)
        if told:
            yield Letter(lead.email, lead.name, lead, None, told)

    def _part_of(self, lead: User, period: ReportingPeriod, stage: Stage) -> Part | None:
        """What `lead` owes to this round; the first reminder comes to all with open actions."""
        owned = _owned(period.plan, lead.standing.partner_ids, self.day)
        owing = [row for row in owned if row.owing in _OWING]
        all_closed = all(row.owing == Owing.SIGNED_OFF for row in owned)
        if not owing and (stage != Stage.OPENED or all_closed):
            return None
        owes = Owes("", _asks(period.plan, owing), _count(owned))
        return Part(period, stage, _dates(period).time_left(self.day), (owes,))

    def _escalation(
        self, recipient: str, partners: list[Partner], periods: Iterable[ReportingPeriod]
    ) -> Iterator[Letter]:
        parts = []
        for period in periods:
            owes = [self._silence(period, partner) for partner in partners]
            silent = tuple(each for each in owes if each.asks)
            if silent:
                left = _dates(period).time_left(self.day)
                parts.append(Part(period, Stage.ESCALATED, left, silent))
        if parts:
            _, holder = _contact(partners[0])
            yield Letter(recipient, holder.escalation_post, None, holder, tuple(parts))

    def _silence(self, period: ReportingPeriod, partner: Partner) -> Owes:
        owned = _owned(period.plan, {partner.pk}, self.day)
        silent = [row for row in owned if row.owing in _OWING and row.action.no_update_received]
        reminded = self._reminded(period, partner) if silent else ""
        asks = _asks(period.plan, silent)
        return Owes(partner.name, asks, _count(owned), partner.code, reminded)

    def _reminded(self, period: ReportingPeriod, partner: Partner) -> str:
        """Say, truthfully, whether anybody who files for the partner was reminded."""
        own = (partner.pk, partner.parent_id)
        held = Membership.objects.leading_on(self.day).filter(partner__in=own)
        if not held.exists():
            return "Nobody is named to file its updates."
        sent = Reminder.objects.filter(period=period, user__in=held.values("user"), state="sent")
        moments = sent.order_by("sent_at").values_list("sent_at", flat=True)
        days = list(dict.fromkeys(long_date(timezone.localtime(at).date()) for at in moments if at))
        if not days:
            return "No reminder has reached those who file its updates."
        return f"Those who file its updates were reminded on {' and on '.join(days)}."


def _owned(plan: Plan, partner_ids: Iterable[int], day: date) -> tuple[OwedAction, ...]:
    """What these partners own and how far each update is: the one reading of who owes what."""
    return owed(plan, frozenset(partner_ids), day).owned


def _rounds(day: date) -> Iterator[tuple[ReportingPeriod, RoundDates]]:
    for plan in Plan.objects.all():
        period = ReportingPeriod.objects.collecting(plan, day)
        if period:
            period.plan = plan
            yield period, _dates(period)


def _dates(period: ReportingPeriod) -> RoundDates:
    held_on = period.meeting.held_on
    return RoundDates(period.opens_on, period.cut_off, held_on, period.issued_on is not None)


def _contact(partner: Partner) -> tuple[str, Partner]:
    """The address to escalate to, and the partner that names it: its own or its group's."""
    for holder in (partner, partner.group):
        if holder.escalation_email:
            return holder.escalation_email.lower(), holder
    return no_contact(partner.code), partner


def no_contact(code: str) -> str:
    """Return what stands in place of the address where a partner has nobody to tell."""
    return f"no contact for {code}"


def _count(owned: Iterable[OwedAction]) -> int:
    return len({row.action.ref for row in owned})


def _asks(plan: Plan, owing: Iterable[OwedAction]) -> tuple[Ask, ...]:
    """The actions, overdue first; one that two of a group's partners draft is one action."""
    once = {row.action.ref: row for row in owing}
    rows = sorted(once.values(), key=lambda row: -row.action.days_overdue)
    return tuple(_ask(plan, row) for row in rows)


def _ask(plan: Plan, row: OwedAction) -> Ask:
    action = row.action
    moved = action.about_the_date[action.overdue :]
    due = ", ".join([f"Due {action.due_in_words}", *("overdue",) * action.overdue, *moved])
    path = (
        reverse("update-edit", args=[row.draft_id])
        if row.draft_id
        else reverse("update-new", args=[plan.slug, action.ref])
    )
    return Ask(action.ref, action.title, due, _whole(path), drafted=row.owing == Owing.DRAFT)


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
