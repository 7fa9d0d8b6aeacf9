"""Bringing a version of a procedure, putting it into force and signing it, and moving a case to it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind.procedures.changes import diff
from tradewind.procedures.checking import check
from tradewind.procedures.moving import Moved, move
from tradewind.procedures.running import NotPossible
from tradewind.procedures.signing import Signature, holds_for, sign
from tradewind.procedures.sop import SOP, as_dict
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.alone import note_alone
from tradewind_web.agencies.numbering import hold
from tradewind_web.audit.recording import record as audit
from tradewind_web.cases.actions.working import locked
from tradewind_web.cases.events import (
    CaseMoved,
    ProcedureAdopted,
    ProcedureBrought,
    ProcedureRuleSet,
    ProcedureSigned,
    SigningKeyMade,
)
from tradewind_web.cases.keys import key_of, private_part, sealed_key
from tradewind_web.cases.models import Case, Procedure
from tradewind_web.cases.models_procedures import ProcedureRule, ProcedureSignature, SigningKey
from tradewind_web.cases.policy import may_set
from tradewind_web.cases.problems import told
from tradewind_web.cases.running import event, in_words, standing_of, write_down
from tradewind_web.cases.shelf import procedure_for, procedures_for, rule_of
from tradewind_web.errors import Refused

#: The name of this kind of record in the audit.
KIND = "procedure"


@transaction.atomic
def bring(
    *,
    acting: Acting,
    sop: SOP,
    base_id: UUID | str | None = None,
    why: str,
    signatures: Sequence[Signature] = (),
) -> Procedure:
    """The procedure is there for the agency, with the signatures that came with it. Nobody works by it before a second
    person adopts it, unless the agency's rule asks for one person only.

    Raises:
        Http404: its base does not reach the person.
        NotAllowed: they are no supervisor.
        Refused: it has problems, says the same as one that is there, no reason is given, or a signature is of other
            content.
    """
    may_set(acting)
    if not why.strip():
        raise Refused(_("say why: the reason stands beside the procedure"))
    problems = check(sop)
    if problems:
        raise Refused(
            _("the procedure cannot be worked by yet: %(first)s") % {"first": told(problems, sop)[0]}
        )
    hold(acting.agency.pk)
    there = procedures_for(acting)
    if any(one.digest == sop.digest for one in there):
        raise Refused(_("exactly this procedure is there already"))
    if any(one.owner_id and (one.name, one.version) == (sop.id, sop.version) for one in there):
        raise Refused(_("another procedure of your agency has this name and version; give it a new version"))
    base = procedure_for(acting, base_id) if base_id else None
    carried = _carried(sop, base, there, signatures)
    made = Procedure.objects.create(
        owner=acting.agency, name=sop.id, version=sop.version[:40], title=sop.title[:200], author=sop.author[:200],
        digest=sop.digest, content=as_dict(sop), base=base, brought_by=acting.user, why=why.strip(),
    )  # fmt: skip
    ProcedureSignature.objects.bulk_create([
        ProcedureSignature(procedure=made, signer=s.signer, public_key=s.public_key, signature=s.signature)
        for s in carried
    ])  # fmt: skip
    audit(acting, ProcedureBrought(
        subject_kind=KIND, subject_id=str(made.pk), procedure=sop.name, digest=sop.digest, reason=why.strip(),
        differences=len(diff(base.sop, sop)) if base else 0,
    ))  # fmt: skip
    if not rule_of(acting.agency).two_people:
        _put_into_force(acting, made, why)
    return made


@transaction.atomic
def adopt(*, acting: Acting, procedure_id: UUID | str, why: str) -> Procedure:
    """New cases can run on it; an earlier version of the same name no longer takes new ones.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: they are no supervisor.
        Refused: they brought it themselves, or it is in force already.
    """
    may_set(acting)
    found = procedure_for(acting, procedure_id)
    hold(acting.agency.pk)
    if found.owner_id is None or found.adopted_at is not None:
        raise Refused(_("it is in force already"))
    if found.brought_by_id == acting.user.pk:
        raise Refused(_("another person than the one who brought it must adopt it"))
    _put_into_force(acting, found, why)
    return found


@transaction.atomic
def set_rule(*, acting: Acting, two_people: bool, why: str) -> ProcedureRule:
    """By how many persons a procedure of the agency comes into force from now on. Asking for one only is noted for a
    colleague to look at.

    Raises:
        NotAllowed: they are no supervisor.
        Refused: no reason.
    """
    may_set(acting)
    if not why.strip():
        raise Refused(_("say why"))
    hold(acting.agency.pk)
    rule = rule_of(acting.agency)
    before, rule.two_people = rule.two_people, two_people
    rule.save()
    event = audit(acting, ProcedureRuleSet(
        subject_kind="agency", subject_id=str(acting.agency.pk), persons=2 if two_people else 1,
        before=2 if before else 1, reason=why.strip(),
    ))  # fmt: skip
    if before and not two_people:
        note_alone(acting, event)
    return rule


def _put_into_force(acting: Acting, found: Procedure, why: str) -> None:
    """New cases can run on it, an earlier version of the name takes none, and the agency signs it."""
    former = Procedure.objects.filter(owner=acting.agency, name=found.name, retired_at__isnull=True)
    former.exclude(pk=found.pk).filter(adopted_at__isnull=False).update(retired_at=timezone.now())
    found.adopted_by, found.adopted_at = acting.user, timezone.now()
    found.save(update_fields=["adopted_by", "adopted_at"])
    audit(acting, ProcedureAdopted(
        subject_kind=KIND, subject_id=str(found.pk), procedure=found.sop.name, digest=found.digest,
        brought_by=found.brought_by_id or 0, reason=why.strip(),
    ))  # fmt: skip
    kept, key = _key(acting)
    ProcedureSignature.objects.update_or_create(
        procedure=found, public_key=kept.public_key,
        defaults={"signer": acting.agency.name, "signature": sign(found.sop, key)},
    )  # fmt: skip
    audit(acting, ProcedureSigned(
        subject_kind=KIND, subject_id=str(found.pk), procedure=found.sop.name, digest=found.digest,
        fingerprint=kept.fingerprint,
    ))  # fmt: skip


def _key(acting: Acting) -> tuple[SigningKey, Ed25519PrivateKey]:
    """The agency's key, made on first use, or anew where the office's secret is another one. The caller holds the
    agency, so that two persons make one key."""
    kept = key_of(acting.agency)
    key = private_part(kept) if kept is not None else None
    if kept is not None and key is not None:
        return kept, key
    if kept is not None:
        kept.retired_at = timezone.now()
        kept.save(update_fields=["retired_at"])
    key = Ed25519PrivateKey.generate()
    kept = SigningKey.objects.create(
        agency=acting.agency, public_key=key.public_key().public_bytes_raw().hex(), sealed_key=sealed_key(key),
        made_by=acting.user,
    )  # fmt: skip
    audit(acting, SigningKeyMade(
        subject_kind="agency", subject_id=str(acting.agency.pk), fingerprint=kept.fingerprint,
        public_key=kept.public_key,
    ))  # fmt: skip
    return kept, key


def _carried(
    sop: SOP, base: Procedure | None, there: Sequence[Procedure], signatures: Sequence[Signature]
) -> list[Signature]:
    """The signatures that hold. One of a version that is there was left in its workbook and is not kept."""
    kept: dict[str, Signature] = {}
    versions = [*([base] if base else []), *there]
    for one in signatures:
        if holds_for(sop, one):
            kept[one.public_key] = one
        elif not any(holds_for(version.sop, one) for version in versions):
            raise Refused(_(
                "it carries a signature of “%(signer)s” that is not of this content: it was changed after it was "
                "signed. If the change is yours, take the sheet “signatures” out and send it again"
            ) % {"signer": one.signer})  # fmt: skip
    return list(kept.values())


def foreseen(case: Case, to: Procedure) -> Moved:
    """How the case would stand in the other version: shown before it is moved.

    Raises:
        Refused: it cannot be moved.
    """
    try:
        return move(standing_of(case).state, to.sop, timezone.localdate())
    except NotPossible as error:
        raise Refused(in_words(error)) from error


@transaction.atomic
def move_case(*, acting: Acting, case_id: UUID | str, procedure_id: UUID | str, why: str) -> Case:
    """The case goes on with another version: all that was done and all evidence stay.

    Raises:
        Http404: case or procedure does not reach the person.
        NotAllowed: another agency works in it.
        Refused: no reason, not in force, or it runs on it already.
    """
    case = locked(acting, case_id)
    to = procedure_for(acting, procedure_id)
    if not to.is_in_force or to.digest == case.procedure.digest:
        raise Refused(_("choose another procedure that is in force"))
    if not why.strip():
        raise Refused(_("say why it is moved: the reason stands in the case's history"))
    late = foreseen(case, to).late_steps
    before = str(case.procedure)
    case.procedure = to
    case.save(update_fields=["procedure"])
    write_down(acting, case, event(acting, "move", version=to.digest, why=why.strip()))
    audit(acting, CaseMoved(
        **case.as_subject, procedure=str(to), digest=to.digest, before=before,
        late_steps=list(late), reason=why.strip(),
    ))  # fmt: skip
    return case
