"""A day at the customs desk of an invented office: a declaration is verified, others are refused for each reason.

Some goods passed while the link was down, and one licence is overdrawn. For the demonstration alone; everything goes
through the actions that people use.
"""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.agencies.roles import Kind, Role
from tradewind_web.licensing.actions import reserving, ruling, settling
from tradewind_web.licensing.actions.falling_back import reconcile, refuse
from tradewind_web.licensing.actions.overdrawing import write_off_and_follow
from tradewind_web.licensing.actions.refusing import keeping_refusals, reserve_or_keep
from tradewind_web.licensing.actions.writing_off import Passed
from tradewind_web.licensing.claims import Claim
from tradewind_web.licensing.customs_queries import reservation_for, rule_of
from tradewind_web.licensing.models import Licence, Reservation
from tradewind_web.licensing.refusals import Refusal
from tradewind_web.licensing.words import Came

_KG: Final = 1000
OFFICE: Final = "PORT-1"


@dataclass(frozen=True, slots=True)
class Licences:
    """What the day needs: one that is good, and three on which nothing moves."""

    good: Licence
    suspended: Licence
    revoked: Licence
    nameless: Licence


def one_at(agency: Agency, role: Role) -> Acting | None:
    """Somebody of the agency in this role."""
    member = Membership.objects.filter(agency=agency, role=role).select_related("user").order_by("pk").first()
    return acting_for(member.user, agency) if member else None


def customs_beside(ozone_unit: Agency) -> Acting | None:
    """An officer of the customs of the same Party."""
    customs = Agency.objects.filter(party=ozone_unit.party, kind=Kind.CUSTOMS).first()
    return one_at(customs, Role.OFFICER) if customs else None


def spend_a_day(customs: Acting, supervisor: Acting, given: Licences) -> None:
    """Everything that a customs officer meets, in the order of a day."""
    claim = _claim(given.good)
    held = reserve_or_keep(acting=customs, claim=claim)
    _refused_by_the_licence(customs, given, claim)
    _refused_by_what_stands(customs, claim, held)
    _refused_by_the_rules(customs, supervisor, given.good)
    _pass_without_the_link(customs, given.good)


def _claim(licence: Licence) -> Claim:
    """A declaration that fits in all it says."""
    party, year = licence.party, licence.quota_year
    return Claim(
        number=str(licence.number), key=f"{party}-1", declaration=f"{year % 100}{party[:2]}000001", mass_g=10 * _KG,
        on=timezone.localdate(), regime="4000", trader_number=licence.holder_number, office=OFFICE, partner="CN",
        substance="R-134a", hs_edition="2022", hs_code="290345", nature="new", co2e_kg=14_300,
    )  # fmt: skip


def _refused_by_the_licence(customs: Acting, given: Licences, good: Claim) -> None:
    """What the paper says against a declaration, one thing each."""
    before, after = date(good.on.year - 1, 12, 30), date(good.on.year + 1, 1, 2)
    wrong: tuple[dict[str, Any], ...] = (
        {"number": f"{given.good.party}-1999-99999"}, {"on": before}, {"on": after},
        {"number": str(given.suspended.number)}, {"number": str(given.revoked.number)},
        {"trader_number": "BROKER-77"}, {"number": str(given.nameless.number)}, {"regime": "1000"},
        {"regime": "cake"}, {"office": "MOUNTAIN-9"}, {"partner": "AE"}, {"substance": "blue ice gas"},
        {"substance": "R-404A"}, {"hs_code": "290342"}, {"nature": "recycled"},
        {"mass_g": 900 * _KG, "co2e_kg": None}, {"mass_g": 0}, {"co2e_kg": 3_000_000}, {"key": ""},
        {"mass_g": 11 * _KG, "co2e_kg": None, "key": good.key, "declaration": good.declaration, "item": 1},
        {"declaration": good.declaration, "item": 1},
    )  # fmt: skip
    for item, said in enumerate(wrong, 2):
        told = {"key": f"{good.key}-{item}", "declaration": f"{good.declaration[:-1]}2", "item": item, **said}
        _expect_no(customs, replace(good, **told))


def _refused_by_what_stands(customs: Acting, good: Claim, held: Reservation) -> None:
    """What became of the one that was verified stands against asking again."""
    about: dict[str, Any] = {"number": good.number, "declaration": good.declaration, "mass_g": held.mass_g}
    settling.confirm(acting=customs, reservation=held)
    with contextlib.suppress(Refusal), keeping_refusals(acting=customs, **about):
        settling.cancel(acting=customs, reservation=held, reason="Demonstration: too late")
    with contextlib.suppress(Refusal), keeping_refusals(acting=customs, **about):
        reservation_for(customs, good.number, uuid.UUID(int=1))
    _expect_no(customs, replace(good, key=f"{good.key}-again"))


def _refused_by_the_rules(customs: Acting, supervisor: Acting, licence: Licence) -> None:
    """What the Party's rule says against it: two rules are tried for a moment, and taken back."""
    rule = rule_of(licence.party)
    usual = {name: getattr(rule, name) for name in ruling.FIELDS}
    claim = _claim(licence)
    # By its short code: the licence by its number is remembered for a second, with the rule of before.
    ruling.set_rules(
        acting=supervisor, values={**usual, "reservation_hours": 0}, reason="Demonstration: for a test"
    )
    late = replace(
        claim, number=str(licence.code), key=f"{claim.key}-late", declaration=f"{claim.declaration[:-1]}3"
    )
    held = reserving.reserve(acting=customs, claim=late)
    with (
        contextlib.suppress(Refusal),
        keeping_refusals(
            acting=customs, number=claim.number, declaration=late.declaration, mass_g=late.mass_g
        ),
    ):
        settling.confirm(acting=customs, reservation=held)
    reserving.lapse_due()
    ruling.set_rules(
        acting=supervisor, values={**usual, "leads": "customs"}, reason="Demonstration: for a test"
    )
    _expect_no(customs, replace(claim, number=str(licence.code).lower(), key=f"{claim.key}-theirs", item=30))
    ruling.set_rules(acting=supervisor, values=usual, reason="Demonstration: the test is over")


def _pass_without_the_link(customs: Acting, licence: Licence) -> None:
    """Goods that were let through by the paper: one compared, one taken back, the others wait; and one row too many."""
    yesterday = timezone.localdate() - timedelta(days=1)
    line = licence.lines.get()
    rows = []
    for item, why in enumerate(("no power in the hall", "the line was cut", "no network since six"), 1):
        passed = Passed(
            line=line, declaration=f"{licence.quota_year % 100}{licence.party[:2]}00002{item}", item=1,
            mass_g=4 * item * _KG, on=yesterday, source=Came.FALLBACK, office=OFFICE,
            reason=f"Demonstration: {why}",
        )  # fmt: skip
        done = write_off_and_follow(acting=customs, passed=passed)
        assert done is not None, "something passed"
        rows.append(done)
    reconcile(acting=customs, reservation_id=rows[0].pk)
    refuse(
        acting=customs,
        reservation_id=rows[1].pk,
        reason="Demonstration: it was the licence of another holder",
    )
    write_off_and_follow(acting=customs, passed=Passed(
        line=line, declaration=f"paper {licence.number}", item=7, mass_g=47 * _KG, on=yesterday, source=Came.PAPER,
    ))  # fmt: skip


def _expect_no(customs: Acting, claim: Claim) -> None:
    with contextlib.suppress(Refusal):
        reserve_or_keep(acting=customs, claim=claim)
