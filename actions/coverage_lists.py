"""What is uncovered, as lists with their words: what the page shows and the spreadsheet takes."""

from __future__ import annotations

from datetime import date

from actions.coverage import Coverage, Leaderless, coverage
from actions.entries import Entry, Fact, Section, on_action
from actions.models import Plan
from actions.stands import Position

# Where nobody has entered what the inspectorates found.
NO_FINDINGS = (
    "The findings of the inspection are not in the plan yet, so nobody can tell. Democratic"
    " services or an administrator enters them on the page Structure."
)


def coverage_lists(plan: Plan, position: Position, today: date) -> tuple[Section, ...]:
    """Return the gaps of `position`: first what no action answers, then what was not shown."""
    found = coverage(plan, position, today)
    return (*_of_the_inspection(found), *_of_the_actions(found), _of_the_partners(found))


def _of_the_inspection(found: Coverage) -> tuple[Section, ...]:
    return (
        Section(
            "areas",
            "Priority areas with no action",
            "The inspectorates ask for priority action here, and the plan holds none.",
            "Every priority area has an action.",
            tuple(Entry(f"{number}. {title}") for number, title in found.areas),
        ),
        Section(
            "findings",
            "Findings with no action",
            "No action names this paragraph of the letter. Add an action, or name the paragraph on"
            " the one that answers it. Findings are those of today, whatever the day shown.",
            "Every finding is answered by an action." if found.findings else NO_FINDINGS,
            tuple(
                Entry(
                    str(finding),
                    (
                        Fact("Kind", finding.get_kind_display()),
                        Fact("Wording", finding.wording, long=True),
                    ),
                )
                for finding in found.unanswered
            ),
            known=found.findings > 0,
        ),
        Section(
            "no-finding",
            "Actions that answer no finding",
            "The action names no paragraph of the letter in which there is a finding.",
            "Every action answers a finding." if found.findings else NO_FINDINGS,
            tuple(on_action(action) for action in found.unanswering),
            known=found.findings > 0,
        ),
    )


def _of_the_actions(found: Coverage) -> tuple[Section, ...]:
    return (
        Section(
            "never",
            "Actions with no update ever",
            "Nobody has said anything of the action since the plan was submitted.",
            "Every action has an update since the plan was submitted.",
            tuple(on_action(action) for action in found.never),
        ),
        Section(
            "activity",
            "Activity without impact",
            "Updates tell what was done. Nothing shows a difference for children, or nobody has"
            " said whether there is one.",
            "Every action with an update shows some evidence of impact, or it is too early to say.",
            tuple(
                on_action(action, Fact("Last update", action.last_update_on or ""))
                for action in found.without_impact
            ),
        ),
        Section(
            "too-early",
            "Complete, and too early to say what changed",
            "The work is said to be done. Its difference for children is still to be shown.",
            "No complete action is too early to judge.",
            tuple(
                on_action(action, Fact("Rated on", action.rated_on or ""))
                for action in found.too_early
            ),
        ),
    )


def _of_the_partners(found: Coverage) -> Section:
    return Section(
        "no-lead",
        "Owners with nobody to file for them",
        "The partner owns open actions, and today nobody leads for it or for the group above it:"
        " nobody can file an update. An administrator adds a lead, or another partner takes the"
        " actions over.",
        "Somebody leads for every owner of open actions.",
        tuple(_owner(one) for one in found.leaderless),
    )


def _owner(one: Leaderless) -> Entry:
    refs = ", ".join(action.ref for action in one.actions)
    return Entry(
        one.owner.name,
        (Fact("Open actions", len(one.actions)), Fact("Which", refs, long=True)),
    )
