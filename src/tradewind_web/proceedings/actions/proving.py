"""What speaks for and against each element of proof, and how it stands."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.proceedings.actions.opening import locked
from tradewind_web.proceedings.events import ElementAdded, EvidenceAdded, ProofJudged
from tradewind_web.proceedings.models import Element, Evidence, Proceeding
from tradewind_web.proceedings.words import Part, Proof, Side

#: More cannot be read out in one hearing.
MOST_ELEMENTS = 30


@transaction.atomic
def add_evidence(
    *, acting: Acting, proceeding_id: object, element_id: int, side: Side, text: str, photo_id: object = None
) -> Evidence:  # fmt: skip
    """Something that speaks for the element, or against it and so for the accused.

    Raises:
        Http404: the proceeding, its element or the photograph of its seizure does not exist for the person.
        NotAllowed: the person conducts it not.
        Refused: nothing is said.
    """
    proceeding = locked(acting, proceeding_id)
    element = _element(proceeding, element_id)
    photo = None
    if photo_id:
        photo = proceeding.seizure.photos.filter(pk=str(photo_id)).first() if proceeding.seizure else None
        if photo is None:
            raise Http404
    if not text.strip():
        raise Refused(_("say what the evidence is and what it shows"))
    made = Evidence.objects.create(
        element=element, side=side, text=text.strip(), photo=photo, added_by=acting.user
    )
    audit(acting, EvidenceAdded(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), part=element.part, side=side,
        text=made.text, photo=photo.sha256 if photo else "",
    ))  # fmt: skip
    return made


@transaction.atomic
def judge(*, acting: Acting, proceeding_id: object, element_id: int, proof: Proof) -> Element:
    """How an element stands.

    Raises:
        Http404, NotAllowed: as above.
        Refused: it is called proved while nothing speaks for it.
    """
    proceeding = locked(acting, proceeding_id)
    element = _element(proceeding, element_id)
    if proof == Proof.PROVED and not element.evidence.filter(side=Side.FOR).exists():
        raise Refused(_("nothing speaks for it yet; add the evidence first"))
    before = element.proof
    if before != proof:
        element.proof = proof
        element.save(update_fields=["proof"])
        audit(acting, ProofJudged(
            subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), part=element.part, before=before, after=proof,
        ))  # fmt: skip
    return element


@transaction.atomic
def add_element(*, acting: Acting, proceeding_id: object, words: str) -> Element:
    """Another element that this law asks for.

    Raises:
        Http404, NotAllowed: as above.
        Refused: it is not named, or there are too many.
    """
    proceeding = locked(acting, proceeding_id)
    last = proceeding.elements.aggregate(last=Max("position"))["last"] or 0
    if not words.strip() or last >= MOST_ELEMENTS:
        raise Refused(_("name the element; a proceeding has at most %(most)s") % {"most": MOST_ELEMENTS})
    made = Element.objects.create(
        proceeding=proceeding, position=last + 1, part=Part.OTHER, words=words.strip()[:200]
    )
    audit(acting, ElementAdded(
        subject_kind=Proceeding.kind, subject_id=str(proceeding.pk), what=made.words,
    ))  # fmt: skip
    return made


def _element(proceeding: Proceeding, element_id: int) -> Element:
    found = proceeding.elements.filter(pk=element_id).first()
    if found is None:
        raise Http404
    return found
