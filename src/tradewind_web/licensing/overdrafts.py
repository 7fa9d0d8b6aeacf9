"""Licences on which customs cleared more than they allow, as findings of who licensed: one a licence and gas.

What is held is not counted: it has not passed. A finding follows the excess, and is withdrawn when it is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from tradewind.detectors.composing import About, composed
from tradewind.detectors.licence_texts import (
    BEYOND,
    CERTAINTY,
    CHECK,
    DECLARED,
    LAWFUL,
    NAME,
    SUBJECT,
    TEMPLATES,
    TYPED,
    VERSION,
)
from tradewind.detectors.sentences import Said, number
from tradewind.detectors.valuing import factors_named, mass_of_grams, valued
from tradewind.findings import Finding as Answer
from tradewind_web.agencies.models import Agency
from tradewind_web.findings.asking import Told
from tradewind_web.findings.delivery import ROWS_KEPT, Brought, deliver_apart
from tradewind_web.findings.grounds import ground_of
from tradewind_web.findings.models import OF_PLATFORM, Finding
from tradewind_web.findings.reaching import Allowed
from tradewind_web.licensing.customs_queries import issued_for_agency
from tradewind_web.licensing.models import Licence, LicenceLine, Reservation
from tradewind_web.licensing.words import Came, Held
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch

#: Entered by a person, not told by a declaration.
_BY_HAND: Final = (Came.PAPER, Came.FALLBACK)


def owner_of(licence_id: str) -> list[UUID]:
    """Who granted the licence, where something was cleared on it."""
    lines = LicenceLine.objects.filter(licence__pk=licence_id, cleared_g__gt=0)
    return list(lines.values_list("licence__owner", flat=True).distinct().order_by())


def licensing_agencies_of(agency_id: str) -> list[UUID]:
    """Who granted the licences that the agency writes off on."""
    agency = Agency.objects.get(pk=agency_id)
    return sorted(issued_for_agency(agency).order_by().values_list("owner", flat=True).distinct())


def agencies_with_overdrafts() -> list[UUID]:
    """Who has a licence that is overdrawn, or a finding that one is."""
    owners = {
        *_overdrawn().values_list("licence__owner", flat=True),
        *_told().values_list("owner", flat=True),
    }
    return sorted(owners)


def deliver_overdrafts(owner_id: UUID) -> Brought:
    """Bring the agency's findings in step with its licences; what is overdrawn no more is withdrawn."""
    lines = list(_overdrawn().filter(licence__owner=owner_id).select_related("licence"))
    if not lines and not _told().filter(owner=owner_id).exists():
        return Brought(0, 0, 0)
    agency, at = Agency.objects.get(pk=owner_id), timezone.now()
    cleared = _cleared(lines)
    grouped: dict[tuple[Licence, str], list[LicenceLine]] = defaultdict(list)
    for line in lines:
        grouped[line.licence, line.substance].append(line)
    answers = {}
    behind: dict[str, tuple[datetime, set[Agency]]] = {}
    for (licence, gas), of_gas in grouped.items():
        passed = [row for line in of_gas for row in cleared[line.pk]]
        answer = _answer(licence, gas, of_gas, passed)
        answers[answer.id] = answer
        behind[answer.id] = licence.entered_at, {row.asked_by for row in passed}
    rows = {_reference(row): _as_row(row) for passed in cleared.values() for row in passed}
    told = Told(0, tuple(answers.values()), {NAME: VERSION}, {}, {}, {})

    def said(wanted: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        return {ref: rows[ref] for ref in wanted if ref in rows}

    return deliver_apart(agency=agency, told=told, batches=_Behind(agency, behind), rows=said, at=at)


def _reference(row: Reservation) -> str:
    """Names a clearance as a row behind a finding."""
    return f"{OF_PLATFORM}clearances:{row.pk}"


def _excess_g(line: LicenceLine) -> int:
    """What was cleared beyond the line, the tolerance of the law counted as allowed."""
    return max(0, line.cleared_g - line.allowed_g - line.tolerance_g)


def _told() -> QuerySet[Finding]:
    return Finding.objects.filter(detector=NAME, status=Finding.Status.CURRENT)


def _overdrawn() -> QuerySet[LicenceLine]:
    beyond = LicenceLine.objects.filter(cleared_g__gt=F("allowed_g") + F("tolerance_g"))
    return beyond.order_by("licence", "position")


def _cleared(lines: Sequence[LicenceLine]) -> Mapping[int, list[Reservation]]:
    """Line -> its clearances, the newest first."""
    found: dict[int, list[Reservation]] = defaultdict(list)
    rows = Reservation.objects.filter(line__in=lines, state=Held.CONFIRMED).select_related(
        "line__licence", "asked_by"
    )
    for row in rows.order_by("-cleared_on", "-settled_at", "pk"):
        found[row.line_id].append(row)
    return found


def _answer(
    licence: Licence, gas: str, lines: Sequence[LicenceLine], passed: Sequence[Reservation]
) -> Answer:
    mass_g = sum(_excess_g(line) for line in lines)
    worth = valued(mass_of_grams(mass_g, mass_g), factors_named(gas))
    beyond = _went_beyond(passed, mass_g)
    refs = tuple(map(_reference, [*beyond, *(row for row in passed if row not in beyond)]))[:ROWS_KEPT]
    first = beyond[-1] if beyond else None
    said = [Said(BEYOND, CERTAINTY, {
        "a": _kg(sum(line.cleared_g for line in lines)), "b": gas, "c": str(licence.number), "d": _kg(mass_g),
    }, refs)]  # fmt: skip
    if first is not None:
        said.append(Said(DECLARED, CERTAINTY / 2, {
            "a": first.declaration, "b": f"{first.cleared_on:%Y-%m-%d}", "c": str(first.item),
            "d": _kg(first.cleared_g or 0),
        }, (_reference(first),)))  # fmt: skip
    typed = [row for row in beyond if row.source in _BY_HAND]
    if typed:
        kg = _kg(sum(row.cleared_g or 0 for row in typed))
        said.append(Said(TYPED, CERTAINTY / 4, {"a": kg}, tuple(map(_reference, typed))[:ROWS_KEPT]))
    return composed(
        (NAME, VERSION), About(SUBJECT, str(licence.number), gas, None, None, licence.party), worth, CERTAINTY,
        said, TEMPLATES, lawful=LAWFUL, check=CHECK,
        facts={"family": "licence and quota", "licence": licence.number, "holder": licence.holder_name},
    )  # fmt: skip


def _went_beyond(passed: Sequence[Reservation], mass_g: int) -> list[Reservation]:
    """The newest clearances that together make the excess, newest first."""
    found: list[Reservation] = []
    for row in passed:
        if mass_g <= 0:
            break
        found.append(row)
        mass_g -= row.cleared_g or 0
    return found


def _as_row(row: Reservation) -> dict[str, Any]:
    """A clearance in the columns of a declaration, with how it came here."""
    said = {
        "declaration_id": row.declaration, "item": row.item, "licence_id": row.line.licence.number,
        "lodged_on": row.cleared_on.isoformat() if row.cleared_on else None, "substance": row.line.substance,
        "net_mass_g": row.cleared_g, "office": row.office, "source": str(row.source), "customs": row.asked_by.name,
        "reason": row.reason,
    }  # fmt: skip
    return {column: value for column, value in said.items() if value not in (None, "")}


class _Behind:
    """Such a finding rests on no batch: it reaches who licensed, and the customs that cleared."""

    by_name: Mapping[str, Batch] = {}

    def __init__(self, agency: Agency, cleared_by: Mapping[str, tuple[datetime, set[Agency]]]) -> None:
        self._agency, self._cleared_by = agency, cleared_by
        self._ground = ground_of(())

    def behind(self, answer: Answer, needs: Iterable[Iterable[str]]) -> Allowed:
        del needs
        since, customs = self._cleared_by[answer.id]
        others = sorted(customs - {self._agency}, key=lambda a: str(a.pk))
        return Allowed(audience_of(agencies=[self._agency, *others]), since, self._ground)


def _kg(mass_g: int) -> str:
    return number(mass_g / 1000)
