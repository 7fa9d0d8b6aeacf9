"""Reading files of evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.http import Http404

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models import Evidence
from tradewind_web.seizures.models import Seizure
from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.models_pictures import Picture
from tradewind_web.seizures.queries import case_of
from tradewind_web.seizures.words_custody import Origin


def files_of(seizure: Seizure) -> list[EvidenceFile]:
    """The files of a seizure with what each was made from."""
    return list(seizure.evidence.select_related("added_by", "of", "entry", "picture").order_by("number"))


def without_original(files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
    """Copies that came through a messaging service, whose original is neither here nor given up."""
    had = {f.of_id for f in files if f.origin == Origin.ORIGINAL and f.of_id}
    return [f for f in files if f.origin == Origin.MESSAGING and f.pk not in had and not f.gone_why]


def laid_for(acting: Acting, seizure: Seizure, files: Sequence[EvidenceFile]) -> list[Evidence]:
    """What of these sheets lies in the case of the seizure, where that reaches the viewer."""
    case = case_of(acting, seizure)
    if case is None:
        return []
    return list(case.evidence.filter(ref__in=[f"sheet:{f.pk}" for f in files]).select_related("case"))


def picture_of(seizure: Seizure, number: int) -> Picture:
    """What a photograph among the evidence says of itself.

    Raises:
        Http404: there is no such file, or it is no photograph.
    """
    rows = Picture.objects.select_related("file__seizure")
    found = rows.filter(file__seizure=seizure, file__number=number).first()
    if found is None:
        raise Http404
    return found


def preview_of(picture: Picture) -> bytes | None:
    """The small picture; None where there is none, or where it is not the one that was made."""
    if not picture.preview_sha256 or not picture.preview.is_file():
        return None
    content = picture.preview.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == picture.preview_sha256 else None
