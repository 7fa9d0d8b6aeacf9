"""Writing the register as files that intake reads like any other register of seizures."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from tradewind.formats.reading import Instructions
from tradewind.intake import load
from tradewind.quantities import GRAMS_PER_KG
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.jobs.queue import Tell
from tradewind_web.seizures.actions.sending import by_audience, note_sent
from tradewind_web.seizures.models import SeizedItem, Seizure
from tradewind_web.seizures.words import METHOD_WORDS, Basis, Container, Found, What

#: A gross mass is no mass of gas: it stays here, and the line says that the mass is not known.
_OF_GAS: Final = (Basis.NET, Basis.ESTIMATED)
_CYLINDERS: Final = (Container.DISPOSABLE, Container.REFILLABLE)


def send(agency_id: str, tell: Tell) -> str:
    """Bring the agency's seizures into the warehouse, one batch an audience. Without news nothing changes.

    It writes to the warehouse: a job calls it, never a page.
    """
    agency = Agency.objects.get(pk=agency_id)
    seizures = list(
        Seizure.objects.filter(owner=agency)
        .select_related("audience")
        .prefetch_related("items")
        .order_by("number", "id")
    )
    tell(0.2, f"{len(seizures)} seizures")
    acting, steward = PlatformFor(str(agency.pk)), str(agency.pk)
    groups = by_audience(seizures)
    if not groups:
        note_sent(acting=acting, agency=agency, sent=[], generation=0, count=0)
        return "0 seizures"
    with tempfile.TemporaryDirectory(prefix="tradewind-") as folder:
        paths = {}
        for audience_id, group in groups.items():
            path = Path(folder) / f"seizures-{audience_id}.jsonl"
            path.write_text("".join(_line(agency, s, audience_id) for s in group), encoding="utf-8")
            paths[str(path)] = audience_id
        said = Instructions(steward=steward, sender=agency.name, party=agency.party or None)
        report = load(list(paths), settings.OFFICE.warehouse_url, said)
    tell(0.8, f"{len(report.batches)} batches")
    sent = [
        # The earliest moment: who joined a group after one of them was given sees none through the batch.
        (groups[paths[b.path]][0].audience, min(s.audience_since for s in groups[paths[b.path]]), b.record)
        for b in report.batches
    ]
    note_sent(acting=acting, agency=agency, sent=sent, generation=report.generation, count=len(seizures))
    return f"{len(seizures)} seizures"


def _line(agency: Agency, seizure: Seizure, audience_id: int) -> str:
    # The audience is part of the content: the same seizures for other readers are another batch.
    return json.dumps({**case(agency, seizure), "audience": audience_id}, ensure_ascii=False) + "\n"


def case(agency: Agency, seizure: Seizure) -> Mapping[str, Any]:
    """A seizure as a line of a register (`tradewind.formats.seizure_register`); nobody is named in it."""
    items = list(seizure.items.all())
    return {
        "id": seizure.number,
        "kind": "refusal" if seizure.what == What.REFUSAL else "seizure",
        "country": seizure.country,
        "place": seizure.place,
        "agency": agency.name,
        "date": seizure.seized_on.isoformat(),
        "substances": [_part(item) for item in items],
        "total_kg": _total(_gas(item) for item in items),
        "kg_basis": "mixed" if len({i.basis for i in items if i.basis}) > 1 else (items[0].basis or None),
        "total_cylinders": _total_count(_count(i, _CYLINDERS) for i in items),
        "equipment_units": _total_count(_count(i, (Container.EQUIPMENT,)) for i in items),
        "declared_as": seizure.declared_as or None,
        "dispatch": [seizure.came_from] if seizure.came_from else [],
        "transit": list(seizure.via),
        "destination": [seizure.going_to] if seizure.going_to else [],
        "transport_mode": seizure.transport or None,
        "modus_operandi": [code for code in seizure.methods if code in METHOD_WORDS],
        "detection": [] if seizure.found == Found.OTHER else [seizure.found],
        "outcome": seizure.outcome,
        "source_type": "own register",
        "confidence": "registered",
    }


def _part(item: SeizedItem) -> dict[str, Any]:
    return {
        "designation": "unknown gas" if item.is_unknown else item.substance,
        "kg": _kilos(_gas(item)),
        "cylinders": _as_text(_count(item, _CYLINDERS)),
    }


def _gas(item: SeizedItem) -> int | None:
    return item.mass_g if item.basis in _OF_GAS else None


def _count(item: SeizedItem, kinds: Iterable[str]) -> int | None:
    return item.containers if item.container_kind in tuple(kinds) else None


def _total(masses: Iterable[int | None]) -> str | None:
    """The mass of the whole case, known only where that of every line is."""
    known = list(masses)
    return None if None in known else _kilos(sum(m for m in known if m is not None))


def _total_count(counts: Iterable[int | None]) -> str | None:
    known = list(counts)
    return None if not known or None in known else str(sum(n for n in known if n is not None))


def _kilos(grams: int | None) -> str | None:
    return None if grams is None else format((Decimal(grams) / GRAMS_PER_KG).normalize(), "f")


def _as_text(count: int | None) -> str | None:
    return None if count is None else str(count)
