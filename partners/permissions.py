"""Who may do what: the one table. A permission that is not listed for a role is refused."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is here for, in the order that decides where a person with two roles starts."""

    DEMOCRATIC_SERVICES = "democratic_services", "Democratic services"
    CHAIR = "chair", "Chair"
    LEAD = "lead", "Partner lead"
    BOARD_MEMBER = "board_member", "Board member"
    ADMINISTRATOR = "administrator", "Administrator"


class Permission(StrEnum):
    """What may be done. "Own" means one's own partner and the organisations under it."""

    SEE_PLAN = "see the dashboard, the actions, submitted updates and measures"
    WRITE_OWN_UPDATES = "read drafts of, and file, updates for one's own partner"
    ANSWER_CHALLENGES = "answer the board's challenges to one's own partner"
    HOLD_TO_ACCOUNT = "acknowledge, challenge and escalate; sign off, return, check and re-open"
    DECIDE_DATES = "record what the board decided on a due date"
    MANAGE_PLAN = "change meetings and rounds, actions, owners, milestones and measures of a plan"
    SEE_REPORTS = "see the committee reports that have been issued"
    SEE_OWN_SECTION = "read one's own partner's section of a draft committee report"
    SEE_DRAFT_REPORTS = "read a draft committee report whole, and export it"
    MANAGE_PEOPLE = "see and change partners, users and their roles; issue and revoke feed tokens"


_EVERYONE = {Permission.SEE_PLAN, Permission.SEE_REPORTS}

ALLOWED: dict[Role, set[Permission]] = {
    Role.LEAD: _EVERYONE
    | {
        Permission.WRITE_OWN_UPDATES,
        Permission.ANSWER_CHALLENGES,
        Permission.SEE_OWN_SECTION,
    },
    Role.CHAIR: _EVERYONE
    | {Permission.SEE_DRAFT_REPORTS, Permission.DECIDE_DATES, Permission.HOLD_TO_ACCOUNT},
    Role.BOARD_MEMBER: _EVERYONE,
    Role.DEMOCRATIC_SERVICES: _EVERYONE
    | {Permission.SEE_DRAFT_REPORTS, Permission.DECIDE_DATES, Permission.MANAGE_PLAN},
    Role.ADMINISTRATOR: _EVERYONE | {Permission.MANAGE_PEOPLE, Permission.MANAGE_PLAN},
}
