"""What the ledgers say as findings: one a consignment and gas, with each alarm as a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from tradewind.detectors.composing import About, composed
from tradewind.detectors.consignment_texts import NAME, SIGNS, SUBJECT, TEMPLATES, VERSION
from tradewind.detectors.line_findings import DEPTHS, probability
from tradewind.detectors.sentences import Said
from tradewind.detectors.valuing import factors_named, mass_of_grams, valued
from tradewind.findings import Finding as Answer
from tradewind_web.agencies.models import Agency
from tradewind_web.consignments.models import Alarm, Consignment, LegReport
from tradewind_web.findings.asking import Told, values_of
from tradewind_web.findings.delivery import Brought, deliver_apart
from tradewind_web.findings.reaching import Allowed, allowed_by
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_of_agency, warehouse_for_agency

#: Rows of an alarm a finding names: people open some, not hundreds.
_MOST_ROWS: Final = 20


def deliver_ledgers(agency_id: UUID) -> Brought:
    """Bring the agency's findings in step with its ledgers: what no ledger says any more is withdrawn, with why."""
    agency = Agency.objects.get(pk=agency_id)
    at = timezone.now()
    ringing = Alarm.objects.filter(consignment__owner=agency, gone_at__isnull=True)
    grouped: dict[tuple[Consignment, str], list[Alarm]] = defaultdict(list)
    for alarm in ringing.select_related("consignment").order_by("consignment", "substance", "pk"):
        grouped[alarm.consignment, alarm.substance].append(alarm)
    named = {pk for alarms in grouped.values() for alarm in alarms for pk in alarm.reports}
    refs = dict(_refs(named))
    answers = {key: _answer(agency, *key, alarms, refs) for key, alarms in grouped.items()}
    told = Told(0, tuple(answers.values()), {NAME: VERSION}, {}, {}, {})
    batches = _Behind(agency, {a.id: c for (c, _), a in answers.items()}, at)
    with warehouse_for_agency(agency) as warehouse:
        return deliver_apart(
            agency=agency, told=told, batches=batches, rows=lambda wanted: values_of(warehouse, wanted), at=at
        )


def _refs(reports: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    wanted = sorted(reports)
    for start in range(0, len(wanted), 500):
        rows = LegReport.objects.filter(pk__in=wanted[start : start + 500])
        yield from ((str(pk), refs) for pk, refs in rows.values_list("pk", "row_refs"))


def _answer(
    agency: Agency, consignment: Consignment, substance: str, alarms: Sequence[Alarm], refs: Mapping[str, list[str]]
) -> Answer:  # fmt: skip
    signs = [SIGNS[alarm.code] for alarm in alarms]
    masses = [alarm.mass_g for alarm in alarms if alarm.mass_g]
    mass_g = max(masses, default=None)
    worth = valued(mass_of_grams(mass_g, mass_g), factors_named(substance))
    said = [
        Said(
            alarm.code, round(probability(sign.evidence.weight), 6), dict(alarm.values),
            tuple(ref for pk in alarm.reports for ref in refs.get(pk, ()))[:_MOST_ROWS],
        )
        for alarm, sign in zip(alarms, signs, strict=True)
    ]  # fmt: skip
    subject = About(SUBJECT, consignment.ucr, substance, None, None, agency.party or None)
    return composed(
        (NAME, VERSION), subject, worth, probability(max(sign.evidence.weight for sign in signs)), said,
        TEMPLATES, lawful=tuple(dict.fromkeys(text for sign in signs for text in sign.lawful)),
        check=min(signs, key=lambda s: DEPTHS.index(s.depth)).check,
        facts={"family": "route and regime", "consignment": str(consignment.pk)},
    )  # fmt: skip


class _Behind:
    """Findings reach whom the batches of their consignment do; with anything typed in, their own agency alone."""

    def __init__(self, agency: Agency, consignments: Mapping[str, Consignment], at: datetime) -> None:
        self._agency, self._at = agency, at
        self._consignments = consignments
        self.by_name: Mapping[str, Batch] = {
            b.library_id: b for b in batches_of_agency(agency).select_related("audience")
        }
        self._typed = set(
            LegReport.objects.filter(owner=agency, batch__isnull=True).values_list("consignment", flat=True)
        )
        self._known: dict[Any, Allowed] = {}

    def behind(self, answer: Answer, needs: Iterable[Iterable[str]]) -> Allowed:
        del needs
        consignment = self._consignments[answer.id]
        key = (consignment.ground_id, consignment.pk in self._typed)
        if key not in self._known:
            ground = consignment.ground
            batches = list(ground.batches.select_related("audience")) if ground else []
            allowed = allowed_by(self._agency, batches, self._at)
            if consignment.pk in self._typed:
                alone = audience_of(agencies=[self._agency])
                allowed = Allowed(alone, consignment.added_at, allowed.ground)
            self._known[key] = allowed
        return self._known[key]
