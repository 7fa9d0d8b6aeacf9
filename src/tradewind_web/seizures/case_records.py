"""A seizure as the record that official reports are made of. Whom it involves is left out: no form can name anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tradewind.reporting.cases import CaseReport, Mass, Traded
from tradewind_web.seizures.models import SeizedItem, Seizure


@dataclass(frozen=True, slots=True)
class Added:
    """What a report tells beside the seizure itself; None and blank mean that nobody has said."""

    is_proven: bool | None = None
    is_on_market: bool | None = None
    details: str = ""
    action: str = ""
    addressed: str = ""
    causes: str = ""
    remarks: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Added:
        """What an earlier report said of the same seizure."""
        return cls(**{f.name: told[f.name] for f in fields(cls) if f.name in told})


def report_of(seizure: Seizure, added: Added) -> CaseReport:
    """The record of a seizure as it stands; free notes, names and document numbers are not in it."""
    return CaseReport(
        case=seizure.number, party=seizure.owner.party or seizure.country, agency=seizure.owner.name,
        what=seizure.what, when=seizure.seized_on.isoformat(), place=seizure.place,
        substances=tuple(_traded(item) for item in seizure.items.all()), declared_as=seizure.declared_as,
        exporter=seizure.came_from, importer=seizure.going_to, route=tuple(seizure.via), transport=seizure.transport,
        methods=tuple(seizure.methods), found=seizure.found, legal_basis=seizure.legal_basis, outcome=seizure.outcome,
        **{f.name: getattr(added, f.name) for f in fields(added)},
    )  # fmt: skip


def _traded(item: SeizedItem) -> Traded:
    mass = None if item.mass_g is None else Mass.exactly(item.mass_g, item.basis)
    return Traded(item.substance, item.label_says, mass, item.containers, item.container_kind)
