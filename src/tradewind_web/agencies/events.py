"""What is recorded of agencies and the people in them. Names stand in `personal`; keys of people are facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from tradewind_web.agencies.models import Slip
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.events import AuditEvent

_PERSON = frozenset({"person"})
_ROLES = dict(Role.choices)
_SETTINGS = {
    "name": _("its name"), "language": _("its language"), "time_zone": _("its time zone"),
    "weekend": _("days without work"), "opens_at": _("when it opens"), "closes_at": _("when it closes"),
    "quota_year_starts": _("when the quota year begins"), "fiscal_year_starts": _("when the fiscal year begins"),
    "tariff": _("the national tariff"), "climate_unit": _("the unit of masses for the climate"),
    "idle_minutes": _("the minutes until a page left alone asks the password"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AgencyFounded(AuditEvent):
    """The first agency of an office, or one more."""

    name: ClassVar[str] = "agencies.founded"
    sentence: ClassVar = _("founded %(title)s")
    title: str
    party: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(AuditEvent):
    """A person works for the agency from now."""

    name: ClassVar[str] = "agencies.person_added"
    sentence: ClassVar = _("added %(person)s as %(roles)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    words: ClassVar = {"roles": _ROLES}
    person: str
    roles: str


@dataclass(frozen=True, kw_only=True)
class FoundedAlone(AuditEvent):
    """The office begins with one person, who stands for the second where one is needed."""

    name: ClassVar[str] = "agencies.founded_alone"
    sentence: ClassVar = _("began the agency as its only officer")


@dataclass(frozen=True, kw_only=True)
class RoleGranted(AuditEvent):
    """A person holds one more role."""

    name: ClassVar[str] = "agencies.role_granted"
    sentence: ClassVar = _("gave %(person)s the role of %(role)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    words: ClassVar = {"role": _ROLES}
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(AuditEvent):
    """A person no longer holds a role."""

    name: ClassVar[str] = "agencies.role_ended"
    sentence: ClassVar = _("ended the role of %(role)s of %(person)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    words: ClassVar = {"role": _ROLES}
    person: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleLent(AuditEvent):
    """A colleague stands in for a person in one role, between two dates."""

    name: ClassVar[str] = "agencies.role_lent"
    sentence: ClassVar = _("let %(holder)s stand in for %(person)s as %(role)s from %(starts)s to %(ends)s")
    personal: ClassVar[frozenset[str]] = frozenset({"person", "holder"})
    words: ClassVar = {"role": _ROLES}
    person: str
    holder: str
    holder_id: int
    role: str
    starts: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class LendingEnded(AuditEvent):
    """A colleague stops standing in before the date."""

    name: ClassVar[str] = "agencies.lending_ended"
    sentence: ClassVar = _("ended that %(holder)s stands in for %(person)s as %(role)s")
    personal: ClassVar[frozenset[str]] = frozenset({"person", "holder"})
    words: ClassVar = {"role": _ROLES}
    person: str
    holder: str
    holder_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class DutiesHandedOver(AuditEvent):
    """Every open duty of a person went to a colleague."""

    name: ClassVar[str] = "agencies.duties_handed_over"
    sentence: ClassVar = _("handed %(number)s open duties of %(person)s to %(heir)s")
    personal: ClassVar[frozenset[str]] = frozenset({"person", "heir"})
    person: str
    heir: str
    heir_id: int
    number: int
    moved: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class AgencyChanged(AuditEvent):
    """How the agency counts, works and shows changed."""

    name: ClassVar[str] = "agencies.changed"
    sentence: ClassVar = _("changed the agency's settings: %(what)s")
    words: ClassVar = {"what": _SETTINGS}
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class HolidaysEntered(AuditEvent):
    """The agency's days without work in one year were entered anew."""

    name: ClassVar[str] = "agencies.holidays_entered"
    sentence: ClassVar = _("entered %(number)s holidays for %(year)s")
    year: int
    number: int
    before: list[str]
    after: list[str]


@dataclass(frozen=True, kw_only=True)
class SlipMade(AuditEvent):
    """A slip that lets a person in was printed."""

    name: ClassVar[str] = "agencies.slip_made"
    sentence: ClassVar = _("printed a slip (%(kind)s) for %(person)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    words: ClassVar = {"kind": dict(Slip.Kind.choices), "roles": _ROLES}
    person: str
    kind: str
    roles: str


@dataclass(frozen=True, kw_only=True)
class SlipWithdrawn(AuditEvent):
    """A slip no longer lets anybody in."""

    name: ClassVar[str] = "agencies.slip_withdrawn"
    sentence: ClassVar = _("withdrew the slip of %(person)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    person: str


@dataclass(frozen=True, kw_only=True)
class InvitationUsed(AuditEvent):
    """A person came in by a slip; the actor stood beside them."""

    name: ClassVar[str] = "agencies.invitation_used"
    sentence: ClassVar = _("stood beside %(person)s, who came in by a slip as %(roles)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    words: ClassVar = {"roles": _ROLES}
    person: str
    roles: str
    slip: int
    slip_made_by: int | None
    alone: bool


@dataclass(frozen=True, kw_only=True)
class PersonJoined(AuditEvent):
    """Somebody who has an account works for this agency too, by a slip; the actor stood beside them."""

    name: ClassVar[str] = "agencies.person_joined"
    sentence: ClassVar = _("stood beside %(person)s, who works for this agency too as %(roles)s")
    personal: ClassVar[frozenset[str]] = _PERSON
    words: ClassVar = {"roles": _ROLES}
    person: str
    roles: str
    slip: int
    slip_made_by: int | None
    alone: bool


@dataclass(frozen=True, kw_only=True)
class WorksElsewhereToo(AuditEvent):
    """A person of the agency works for another one too from now; told by themselves, where they worked before."""

    name: ClassVar[str] = "agencies.works_elsewhere_too"
    sentence: ClassVar = _("works for another agency too: %(title)s")
    title: str


@dataclass(frozen=True, kw_only=True)
class ActsForAgency(AuditEvent):
    """A person of several agencies acts for this one from now."""

    name: ClassVar[str] = "agencies.acts_for"
    sentence: ClassVar = _("began to act for this agency, having acted for another")


@dataclass(frozen=True, kw_only=True)
class AccountRecovered(AuditEvent):
    """A person has a new password by a slip and no second factor any more; the actor stood beside them."""

    name: ClassVar[str] = "agencies.account_recovered"
    sentence: ClassVar = _("stood beside %(person)s, who recovered their account by a slip")
    personal: ClassVar[frozenset[str]] = _PERSON
    person: str
    factors_removed: list[str]
    tokens_revoked: int
    slip: int
    slip_made_by: int | None
    alone: bool


@dataclass(frozen=True, kw_only=True)
class SoleActReviewed(AuditEvent):
    """What one did alone was looked at by another."""

    name: ClassVar[str] = "agencies.sole_act_reviewed"
    sentence: ClassVar = _("looked at what was done alone")


@dataclass(frozen=True, kw_only=True)
class TokenMade(AuditEvent):
    """A program may act for a person."""

    name: ClassVar[str] = "agencies.token_made"
    sentence: ClassVar = _("let the program “%(title)s” act for them until %(ends)s: %(scopes)s")
    title: str
    scopes: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(AuditEvent):
    """A program may no longer act for a person."""

    name: ClassVar[str] = "agencies.token_revoked"
    sentence: ClassVar = _("took away the access of the program “%(title)s”")
    title: str
