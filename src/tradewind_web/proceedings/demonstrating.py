"""Two invented proceedings of the demonstration, made by the same actions as any other: one decided with a worksheet,
one open with a hearing ahead, an element that is contested and something that the defence does not get."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from tradewind_web.agencies.acting import Acting
from tradewind_web.proceedings.actions import archiving, deciding, law, opening, proving, weighing
from tradewind_web.proceedings.comparing import comparables
from tradewind_web.proceedings.models import Proceeding, Provision
from tradewind_web.proceedings.values import Deciding, Law, Noting, Opening, Weighing
from tradewind_web.proceedings.words import Edition, Ground, Part, Proof, Side
from tradewind_web.seizures.actions import drafting, recording
from tradewind_web.seizures.models import Seizure
from tradewind_web.sharing.actions import share

_SAID: Final = "Demonstration: invented"
_ACT: Final = "Ozone Protection Act (invented)"
_SOURCE: Final = "Invented Gazette 7 of 2025, page 12"


def prosecute_some(officer: Acting, prosecutor: Acting) -> None:
    """The proceedings of one prosecutor about seizures of one customs office; nothing where there are some."""
    if Proceeding.objects.filter(owner=prosecutor.agency).exists():
        return
    today = timezone.localdate()
    administrative, criminal = _provisions(prosecutor, today)
    _decided(
        prosecutor, _seizure(officer, prosecutor, today - timedelta(days=210), "12"), administrative, today
    )
    _open(prosecutor, _seizure(officer, prosecutor, today - timedelta(days=40), "48"), criminal, today)


def _provisions(acting: Acting, today: date) -> tuple[Provision, Provision]:
    """An administrative range that was raised meanwhile, and a criminal one."""
    common: dict[str, Any] = {
        "jurisdiction": acting.agency.party,
        "source": f"{_SAID}; {_SOURCE}",
        "grade": "read",
        "currency": "EUR",
    }
    raised = today - timedelta(days=90)
    old = law.enter(acting=acting, values=Law(
        track="administrative", citation=f"{_ACT}, section 40",
        says="Whoever brings a controlled substance in without a licence pays from 1,000 to 50,000 euro. Regard is had"
        " to the gain, to an earlier infringement and to the means of the payer.",
        measure="act", minimum=100_000, maximum=5_000_000, in_force_from=date(today.year - 4, 1, 1),
        read_on=today - timedelta(days=150), repeat_percent=200, repeat_years=3, factors=("gain", "means"),
        limitation_years=3, longest_years=6, **common,
    ))  # fmt: skip
    law.enter(acting=acting, replaces_id=old.pk, values=Law(
        track="administrative", citation=f"{_ACT}, section 40 as amended",
        says="Whoever brings a controlled substance in without a licence pays at least five times the market value of"
        " the goods, on repetition eight times.",
        measure="value", minimum=500, maximum=None, in_force_from=raised, read_on=raised + timedelta(days=2),
        repeat_percent=160, repeat_years=5, factors=("gain", "means"), limitation_years=3, longest_years=6, **common,
    ))  # fmt: skip
    criminal = law.enter(acting=acting, values=Law(
        track="criminal", citation=f"{_ACT}, section 44",
        says="Whoever smuggles a controlled substance as one of a group is fined from 5,000 to 250,000 euro or"
        " imprisoned for up to five years.",
        measure="act", minimum=500_000, maximum=25_000_000, in_force_from=date(today.year - 4, 1, 1),
        read_on=today - timedelta(days=30), factors=("intent", "co2e"), limitation_years=5, longest_years=10, **common,
    ))  # fmt: skip
    return old, criminal


def _seizure(officer: Acting, prosecutor: Acting, day: date, cylinders: str) -> Seizure:
    """A seizure of so many cylinders of R-22, given to the prosecutor."""
    draft = drafting.begin(acting=officer)
    steps: dict[str, dict[str, Any]] = {
        "happened": {
            "what": "seizure", "seized_on": day.isoformat(), "place": "Harbour, gate 2",
            "country": officer.agency.party,
        },
        "goods": {"declared_as": "empty bottles", "items": [{
            "substance": "R-22", "label_says": "R134a", "containers": int(cylinders), "container_kind": "disposable",
            "mass_g": int(cylinders) * 13_600, "basis": "net",
        }]},
        "route": {"came_from": "CHN", "via": [], "going_to": officer.agency.party, "transport": "sea_container",
                  "who": f"{_SAID}: told by Ada Quist, a neighbour", "traders": [], "documents": "INVU5540012"},
        "found": {"found": "tip", "found_note": _SAID, "methods": ["misdeclaration", "mislabelled"]},
        "basis": {"legal_basis": f"{_ACT}, section 31", "outcome": "seized", "notes": _SAID},
    }  # fmt: skip
    for step, said in steps.items():
        drafting.save_step(acting=officer, draft_id=draft.pk, step=step, said=said)
    seizure = recording.record(acting=officer, draft_id=draft.pk)
    share(acting=officer, record=seizure, agencies=[prosecutor.agency], reason=_SAID)
    return seizure


def _prove(
    acting: Acting, proceeding: Proceeding, said: dict[Part, tuple[Proof, list[tuple[Side, str]]]]
) -> None:
    elements = {e.part: e for e in proceeding.elements.all()}
    for part, (proof, evidence) in said.items():
        for side, text in evidence:
            proving.add_evidence(
                acting=acting, proceeding_id=proceeding.pk, element_id=elements[part].pk, side=side, text=text
            )
        proving.judge(acting=acting, proceeding_id=proceeding.pk, element_id=elements[part].pk, proof=proof)


def _decided(acting: Acting, seizure: Seizure, provision: Provision, today: date) -> None:
    opened = opening.open_proceeding(acting=acting, seizure_id=seizure.pk, values=Opening(
        "administrative", "12 cylinders of R-22 without a licence", "Skua Cooling (invented)", acting.agency.party,
        seizure.seized_on,
    ))  # fmt: skip
    _prove(acting, opened, {
        Part.WHO: (Proof.PROVED, [(Side.FOR, "Declaration and bill of lading name Skua Cooling as importer")]),
        Part.KNOWLEDGE: (Proof.PROVED, [(Side.FOR, "Its order of the month before says “R22, marked R134a”")]),
        Part.GAS: (Proof.PROVED, [(Side.FOR, "Laboratory: R-22, 99.7 per cent, all of four samples")]),
        Part.QUANTITY: (Proof.PROVED, [
            (Side.FOR, "12 cylinders weighed each: 163.2 kg net"),
            (Side.AGAINST, "The scale was last verified 14 months before; the difference cannot be more than 0.4 kg"),
        ]),
        Part.MARKET: (Proof.PROVED, [(Side.FOR, "Entered for free circulation")]),
        Part.LICENCE: (Proof.PROVED, [(Side.FOR, "The ozone unit answered: no licence, no quota")]),
    })  # fmt: skip
    deciding.note_step(acting=acting, proceeding_id=opened.pk, values=Noting(
        "interruption", seizure.seized_on + timedelta(days=20), note="Heard as the accused",
    ))  # fmt: skip
    looked_at = tuple(
        c.key for c in comparables(acting, opened) if "India" in c.title or "Paraguay" in c.title
    )
    sheet = weighing.weigh(acting=acting, proceeding_id=opened.pk, values=Weighing(
        provision.pk, 650_000, "EUR", "First infringement. Labels of another gas were ordered on purpose, so the lower"
        " third of the range is left; the gain avoided is the least that must go.",
        today - timedelta(days=60), net_g=seizure.net_g, co2e_g=295_392_000, value_minor=522_240,
        value_source="32 EUR/kg, offer of a legal seller of that month (invented)",
        factors={
            "gain": "The gap of the two prices times the mass", "means": "Accounts of the year: a profit of 84,000 EUR",
        },
        gap_low=2_300, gap_high=2_600, gap_source="Legal offer beside the invoice found in the office (both invented)",
        comparables=looked_at,
    ))  # fmt: skip
    deciding.decide(acting=acting, proceeding_id=opened.pk, values=Deciding(
        "fine", today - timedelta(days=45), "Skua Cooling pays 6,500 euro; the goods are confiscated.", 650_000, "EUR",
        sheet.number, is_final=True,
    ))  # fmt: skip
    deciding.note_step(acting=acting, proceeding_id=opened.pk, values=Noting(
        "confiscation", today - timedelta(days=10), note="12 cylinders, for destruction",
    ))  # fmt: skip
    deciding.note_step(acting=acting, proceeding_id=opened.pk, values=Noting(
        "costs", today - timedelta(days=5), amount=41_250, currency="EUR", note="Storage and laboratory",
    ))  # fmt: skip


def _open(acting: Acting, seizure: Seizure, provision: Provision, today: date) -> None:
    opened = opening.open_proceeding(acting=acting, seizure_id=seizure.pk, values=Opening(
        "criminal", "48 cylinders of R-22 under another label", "Tern Refrigeration (invented)", acting.agency.party,
        seizure.seized_on,
    ))  # fmt: skip
    _prove(acting, opened, {
        Part.WHO: (Proof.PROVED, [(Side.FOR, "The director signed the order and the entry")]),
        Part.KNOWLEDGE: (Proof.CONTESTED, [
            (Side.FOR, "Three earlier orders of the same seller with the same labels"),
            (Side.AGAINST, "The seller's certificate says R-134a; the company says it relied on it"),
        ]),
        Part.GAS: (Proof.CONTESTED, [
            (Side.FOR, "Instrument: R-22 in 10 of 11 cylinders"),
            (Side.AGAINST, "One cylinder of the eleven held R-134a, as the label says"),
        ]),
        Part.QUANTITY: (Proof.PROVED, [(Side.FOR, "48 cylinders counted and weighed: 652.8 kg net")]),
    })  # fmt: skip
    deciding.note_step(acting=acting, proceeding_id=opened.pk, values=Noting(
        "hearing", today + timedelta(days=19), note="Hall 2, half past nine",
    ))  # fmt: skip
    archiving.leave_out(
        acting=acting, proceeding_id=opened.pk, ground=Ground.SOURCE, words="Ada Quist",
        why=f"{_SAID}: she lives next door to the accused",
    )  # fmt: skip
    for edition in Edition:
        archiving.ask(
            acting=acting, proceeding_id=opened.pk, edition=edition, language=acting.agency.language
        )
