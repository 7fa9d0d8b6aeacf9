"""Reading files of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.words_custody import Origin


def files_of(seizure: Seizure) -> list[EvidenceFile]:
    """The files of a seizure with what each was made from."""
    return list(seizure.evidence.select_related("added_by", "of", "entry").order_by("number"))


def without_original(files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
    """Copies that came through a messaging service, whose original is neither here nor given up."""
    had = {f.of_id for f in files if f.origin == Origin.ORIGINAL and f.of_id}
    return [f for f in files if f.origin == Origin.MESSAGING and f.pk not in had and not f.gone_why]
