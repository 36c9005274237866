"""The demonstration's plan: read row by row from the data file into the record."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from actions import models
from actions.services.rounds import add_period
from partners.models import Partner, User

Row = dict[str, Any]


class PlanLoader:
    """Loads one plan's rows, in the order in which they lean on each other."""

    def __init__(self, data: Row, partners: dict[str, Partner], people: dict[str, User]) -> None:
        self.data, self.partners, self.people = data, partners, people
        self.actions: dict[str, models.Action] = {}
        self.updates: dict[tuple[str, str, str], models.ProgressUpdate] = {}

    def load(self) -> models.Plan:
        """Return the plan with all that the file says of it."""
        self.plan = _plan(self.data)
        self._load_bodies()
        self._load_meetings()
        self._load_structure()
        self._load_each("actions", self._action)
        self._load_each("milestones", self._milestone)
        self._load_each("updates", self._update)
        self._load_each("date_changes", self._date_change)
        self._load_each("closures", self._closure)
        self._load_each("measures", self._measure)
        return self.plan

    def _load_each(self, rows: str, load: Any) -> None:
        for row in self.data[rows]:
            load(row)

    def _load_bodies(self) -> None:
        self.bodies = {
            row["abbr"]: models.GovernanceBody.objects.create(
                plan=self.plan,
                order=row["level"],
                name=row["body"],
                abbreviation=row["abbr"],
                role=row["role"],
            )
            for row in self.data["plan"]["governance"]
        }

    def _load_meetings(self) -> None:
        """The committee's meetings get a reporting period; the board's do not."""
        for row in self.data["meetings"]:
            body = self.bodies[row["body"]]
            meeting = models.Meeting.objects.create(body=body, held_on=_day(row["on"]))
            if body.order == max(other.order for other in self.bodies.values()):
                add_period(plan=self.plan, meeting=meeting)

    def _load_structure(self) -> None:
        self.areas = {
            row["number"]: models.PriorityArea.objects.create(
                plan=self.plan,
                number=row["number"],
                short_title=row["short"],
                wording=row["title"],
            )
            for row in self.data["priority_areas"]
        }
        self.themes = {
            row["code"]: models.Theme.objects.create(
                plan=self.plan,
                code=row["code"],
                name=row["name"],
                report_heading=row["section_heading"],
            )
            for row in self.data["themes"]
        }

    def _action(self, row: Row) -> None:
        action = models.Action.objects.create(
            plan=self.plan,
            priority_area=self.areas[row["priority"]],
            ref=row["ref"],
            title=row["title"],
            owner=self.partners[row["owner"]],
            lead_role=row["lead_role"],
            starts_on=_day(row["start"]),
            original_due_on=_day(row["original_due"]),
            success_measure=row["success_measure"],
            intended_impact=row["expected_impact"],
            added_on=_day(row["added_on"]),
        )
        action.supporting.set(self.partners[code] for code in row["supporting"])
        self.actions[row["ref"]] = action

    def _milestone(self, row: Row) -> None:
        models.Milestone.objects.create(
            action=self.actions[row["action"]],
            title=row["title"],
            due_on=_day(row["due_on"]),
            as_written=row["as_written"],
            done_on=_day(row["done_on"]),
        )

    def _update(self, row: Row) -> None:
        partner = self.partners[row["partner"]]
        update = models.ProgressUpdate.objects.create(
            action=self.actions[row["action"]],
            partner=partner,
            author=self._lead_of(partner),
            state=models.ProgressUpdate.State.SUBMITTED,
            as_at=_day(row["as_at"]),
            submitted_at=_noon(row["submitted_on"]),
            narrative=row["narrative"],
            delivery_rating=row["delivery"] or "",
            impact_rating=row["impact"] or "",
            impact_evidence=row.get("impact_evidence", ""),
            cause=row.get("cause", ""),
            recovery_action=row.get("recovery_action", ""),
            recovery_on=_day(row.get("recovery_on")),
            board_ask=row.get("board_ask", ""),
            waiting_on=self.partners.get(row.get("waiting_on", "")),
            evidence=row.get("evidence", ""),
            theme=self.themes.get(row["theme"] or ""),
        )
        self.updates[row["action"], row["partner"], row["as_at"]] = update

    def _lead_of(self, partner: Partner) -> User:
        lead = partner.group.memberships.first()
        return lead.user if lead else self.people["administrator"]

    def _date_change(self, row: Row) -> None:
        models.DateChange.objects.create(
            action=self.actions[row["action"]],
            moved_from=_day(row["from_date"]),
            moved_to=_day(row["to_date"]),
            reason=row["reason"],
            requested_by=self.partners[row["requested_by"]],
            requested_on=_day(row["requested_on"]),
            outcome=row["decision"],
            **self._decision(row),
        )

    def _closure(self, row: Row) -> None:
        action = self.actions[row["action"]]
        models.Closure.objects.create(
            action=action,
            proposed_by=action.updates.get(as_at=row["proposed_as_at"], delivery_rating="complete"),
            outcome=row["decision"],
            recheck_on=_day(row.get("recheck_on")),
            **self._decision(row),
        )

    def _decision(self, row: Row) -> Row:
        if "decided_on" not in row:
            return {}
        return {
            "decided_on": _day(row["decided_on"]),
            "decided_by": self.people["chair"],
            "body": self.bodies[row["body"]],
            "minute_ref": row["minute_ref"],
        }

    def _measure(self, row: Row) -> None:
        measure = models.Measure.objects.create(
            plan=self.plan,
            ref=row["ref"],
            name=row["name"],
            unit=row["unit"],
            baseline=row["baseline"],
            target=row["target"],
            polarity=row["polarity"],
            trend_as_written=row.get("trend", ""),
            note=row.get("note", ""),
        )
        linked = (a["ref"] for a in self.data["actions"] if row["ref"] in a["linked_measures"])
        measure.actions.set(self.actions[ref] for ref in linked)
        for reading in row["series"]:
            models.Reading.objects.create(
                measure=measure,
                as_at=_day(reading["as_at"]),
                value=reading["value"],
                qualifier=reading["qualifier"].replace(" ", "_"),
                source=reading["date_basis"],
            )


def _plan(data: Row) -> models.Plan:
    row, inspection = data["plan"], data["plan"]["inspection"]
    meanings = {rating["code"]: rating["meaning"] for rating in data["rating_scales"]["delivery"]}
    return models.Plan.objects.create(
        slug=row["slug"],
        title=row["title"],
        kind=inspection["type"].lower(),
        statement_label=row["statement_label"],
        area=row["area"],
        principal_authority=row["principal_authority"],
        theme=inspection["theme"],
        deep_dive=inspection["deep_dive"],
        inspectorates=inspection["inspectorates"],
        inspected_from=_day(inspection["start"]),
        inspected_to=_day(inspection["end"]),
        letter_received_on=_day(inspection["letter_received"]),
        submitted_on=_day(row["submitted_on"]),
        accepted_on=_day(row["accepted_on"]),
        key_dates=[
            {key: event[key] for key in ("date", "precision", "event")}
            for event in row["key_dates"]
        ],
        rating_wording=meanings,
        notice=row["illustrative_notice"],
    )


def _day(written: str | None) -> Any:
    """A date, or None where nothing is written; the model says where a date must be."""
    return date.fromisoformat(written) if written else None


def _noon(written: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(written), time(12)))
