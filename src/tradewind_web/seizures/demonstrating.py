"""An invented seizure with its custody, for the demonstration alone: a hand-over that matches, a gap that is explained,
a leak between two weighings, a site with its meter, and a proposal that waits for a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils import timezone

from tradewind.reporting.cases import FORMS
from tradewind_web.agencies.acting import Acting
from tradewind_web.seizures.actions import custody, disposal, drafting, recording, reporting, storage
from tradewind_web.seizures.case_records import Added
from tradewind_web.seizures.custody_ledger import entries_of, ledger_of
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.values_custody import CylinderValues, EntryValues, ExhibitValues

_INVENTED: Final = "Demonstration: invented"
_SEAL: Final = "BVT 00417"


def seize_some(officer: Acting, supervisor: Acting) -> None:
    """The seizure of one customs office, its custody written by both. Nothing where the office has one."""
    if Seizure.objects.filter(owner=officer.agency).exists():
        return
    seizure = _seized(officer)
    for values in _exhibits():
        custody.add_exhibit(acting=officer, seizure_id=seizure.pk, values=values)
    _held(officer, supervisor, seizure)
    _stored(officer, seizure)
    known = {"facility_approved": ("met", "register of plants"), "may_be_moved": ("unknown", "")}
    disposal.propose(
        acting=officer, seizure_id=seizure.pk,
        values=disposal.ProposalValues(
            "destruction", (1,), known, f"{_INVENTED}: non-refillable cylinders, no buyer may have them",
            "Invented plant",
        ),
    )  # fmt: skip
    _reported(officer, seizure)


def _reported(officer: Acting, seizure: Seizure) -> None:
    """Three reports: one filed, one revised after the laboratory spoke, one recalled."""
    first = Added(is_proven=False, is_on_market=False, details=f"{_INVENTED}: R-22 under labels of R-134a")
    reporting.file_report(
        acting=officer, seizure_id=seizure.pk, form="form1", to=FORMS["form1"].to, added=first
    )
    reporting.file_report(
        acting=officer, seizure_id=seizure.pk, form="origin", to=seizure.came_from, added=first
    )
    proven = replace(first, is_proven=True)
    reporting.file_report(
        acting=officer, seizure_id=seizure.pk, form="origin", to=seizure.came_from, added=proven,
        why=f"{_INVENTED}: the laboratory named the gas",
    )  # fmt: skip
    press = reporting.file_report(
        acting=officer, seizure_id=seizure.pk, form="press", to=FORMS["press"].to, added=proven
    )
    reporting.recall(
        acting=officer, filing=press, why=f"{_INVENTED}: it was given out before the prosecutor agreed"
    )


def _seized(officer: Acting) -> Seizure:
    day = timezone.localdate() - timedelta(days=31)
    draft = drafting.begin(acting=officer)
    steps: dict[str, dict[str, object]] = {
        "happened": {
            "what": "seizure", "seized_on": day.isoformat(), "place": "Harbour, quay 4",
            "country": officer.agency.party,
        },
        "goods": {
            "items": [{
                "substance": "R-22", "label_says": "R-134a", "containers": 48, "container_kind": "disposable",
                "mass_g": 652_800, "basis": "net",
            }],
            "declared_as": "cooling spray",
        },
        "route": {
            "who": f"{_INVENTED} driver", "traders": [], "came_from": "CHN", "via": [],
            "going_to": officer.agency.party, "transport": "sea_container", "documents": "",
        },
        "found": {"found": "risk_profile", "found_note": "", "methods": ["misdeclaration", "mislabelled"]},
        "basis": {"legal_basis": f"Customs Act ({_INVENTED}), section 12", "outcome": "seized", "notes": _INVENTED},
    }  # fmt: skip
    for step, said in steps.items():
        drafting.save_step(acting=officer, draft_id=draft.pk, step=step, said=said)
    return recording.record(acting=officer, draft_id=draft.pk)


def _exhibits() -> tuple[ExhibitValues, ExhibitValues]:
    cage = ExhibitValues(
        "Cage of 47 cylinders", "R-22", label_says="R-134a", containers=47, container_kind="disposable",
        gross_g=770_000, tare_g=130_800, net_g=639_200, weighed="each", claimed_minor=94_000, market_minor=1_150_000,
        currency="EUR",
    )  # fmt: skip
    single = ExhibitValues(
        "One cylinder, for the laboratory", "R-22", label_says="R-134a", containers=1, container_kind="disposable",
        gross_g=16_400, tare_g=2_800, weighed="each",
        cylinders=(CylinderValues("INV-20417", "invented stamp", "CGA 660", "https://maker.example/20417"),),
    )  # fmt: skip
    return cage, single


def _held(officer: Acting, supervisor: Acting, seizure: Seizure) -> None:
    """Two entries come from paper forms: the quay has no signal, so they are late, and say so."""
    now = timezone.now().replace(second=0, microsecond=0)
    first, second, _spare = custody.print_book(acting=officer, forms=3)
    maren, otto = officer.user.display_name, supervisor.user.display_name
    shed, store = "Shed 2", "Store 1"
    entries = (
        (supervisor, EntryValues(
            "taken", (1, 2), now - timedelta(days=31), from_holder=f"{_INVENTED} driver", from_place="Quay 4",
            to_holder=otto, to_place=shed, seal_before="", seal_after=_SEAL, code=first.code,
        )),
        (supervisor, EntryValues(
            "weighed", (1,), now - timedelta(days=30), from_holder=otto, from_place=shed, seal_before=_SEAL,
            mass_g=770_000, scale_g=200, code=second.code,
        )),
        (officer, EntryValues(
            "handed_over", (1, 2), now - timedelta(hours=20), from_holder=otto, from_place="Yard", to_holder=maren,
            to_place=store, seal_before=_SEAL, covers_hours=720,
        )),
        (officer, EntryValues(
            "weighed", (1,), now - timedelta(hours=2), from_holder=maren, from_place=store, seal_before=_SEAL,
            mass_g=768_800, scale_g=200, condition="a hiss at one valve",
        )),
        (officer, EntryValues(
            "handed_over", (2,), now - timedelta(hours=1), from_holder=maren, from_place=store,
            to_holder="Invented laboratory", to_place="Laboratory, room 4", seal_before=_SEAL, seal_after="LAB 9",
        )),
    )  # fmt: skip
    for writer, values in entries:
        custody.write_entry(acting=writer, seizure_id=seizure.pk, values=values)
    gap = next(t for t in ledger_of(entries_of(seizure), ()).told if t.mark.code == "gap_place")
    custody.explain(
        acting=supervisor, seizure_id=seizure.pk, mark=gap.key,
        text=f"{_INVENTED}: the shed was cleared; the cage stood in the locked yard behind it, seal whole. Who moved it"
        " was not written.",
    )  # fmt: skip


def _stored(officer: Acting, seizure: Seizure) -> None:
    site = storage.list_site(
        acting=officer,
        values=storage.SiteValues(
            "Store 1", "Harbour", 20_000_000, 1200, "natural", takes_flammable=False, notes=_INVENTED
        ),
    )
    today = timezone.localdate()
    storage.look_at(
        acting=officer,
        site_id=site.pk,
        on=today,
        is_well=False,
        found="One valve hisses; the cage stands upright",
    )
    storage.begin_stay(
        acting=officer, seizure_id=seizure.pk, site_id=site.pk,
        values=storage.StayValues(
            today - timedelta(days=31), 786_400, 48, 4_500, "EUR", "importer", f"{_INVENTED} importer"
        ),
    )  # fmt: skip
