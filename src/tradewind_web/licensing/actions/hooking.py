"""Registering addresses that are told of licences, noting what they are to be told, and telling them."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import PlatformFor, record
from tradewind_web.errors import PlatformError, Refused
from tradewind_web.jobs.queue import enqueue
from tradewind_web.licensing import hooks
from tradewind_web.licensing.customs_events import HookEnded, HookRegistered, HookSent
from tradewind_web.licensing.hook_sending import NotTold, must_be_address, send
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.models_customs import Hook, HookMessage
from tradewind_web.licensing.words import HookState, HookTrouble

SEND: Final = "licensing.hook_send"
#: Tried over about four hours (10 s, 40 s, 160 s ... an hour), then given up.
ATTEMPTS: Final = 9
MOST: Final = 10


class TryAgain(Exception):
    """The job is to be tried again after a while."""


class GivenUp(PlatformError):
    """The address was not told in all the attempts; trying again would give the same."""


@transaction.atomic
def register(*, acting: Acting, address: str) -> tuple[Hook, str]:
    """The hook and its secret, which is shown this once.

    Raises:
        NotAllowed: they are no supervisor of an agency of a Party.
        Refused: it is no https address, is registered already, or there are too many.
    """
    hooks.may_keep_hooks(acting)
    address = must_be_address(address)
    counting = Hook.objects.select_for_update().filter(agency=acting.agency, ended_at__isnull=True)
    known = [hook.address for hook in counting]
    if address in known:
        raise Refused(_("this address is registered already; end it first to get another secret"))
    if len(known) >= MOST:
        raise Refused(_("an agency has at most %(most)s addresses; end one first") % {"most": MOST})
    key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    made = Hook.objects.create(
        agency=acting.agency, address=address, key_id=key_id, sealed_secret=hooks.kept_secret(secret, key_id),
        made_by=acting.user,
    )  # fmt: skip
    record(acting, HookRegistered(
        subject_kind="agency", subject_id=str(acting.agency.pk), address=address, key=key_id
    ))  # fmt: skip
    return made, secret


@transaction.atomic
def end(*, acting: Acting, hook_id: uuid.UUID) -> Hook:
    """The address is told nothing any more; what was told stays on its list. Again, it changes nothing.

    Raises:
        NotAllowed: they are no supervisor of an agency of a Party.
        Http404: no address of the agency.
    """
    hooks.may_keep_hooks(acting)
    hook = Hook.objects.select_for_update().filter(pk=hook_id, agency=acting.agency).first()
    if hook is None:
        raise Http404
    if hook.ended_at is None:
        hook.ended_at, hook.ended_by = timezone.now(), acting.user
        hook.save(update_fields=["ended_at", "ended_by"])
        record(acting, HookEnded(
            subject_kind="agency", subject_id=str(acting.agency.pk), address=hook.address
        ))  # fmt: skip
    return hook


@transaction.atomic
def note_messages(*, licence_id: str) -> int:
    """Queue what each address has yet to be told of the licence, once a version; how many."""
    licence = Licence.objects.filter(pk=licence_id, number__isnull=False).first()
    if licence is None:
        return 0
    reached = hooks.reached_by(licence)
    if not reached:
        return 0
    count = 0
    for version, told in hooks.changes_of(licence):
        for hook in reached:
            if version.at < hook.made_at:
                continue
            message, made = HookMessage.objects.get_or_create(
                hook=hook, licence=licence, version=version.number, defaults={"told": told}
            )
            if made:
                enqueue(SEND, {"message": str(message.pk)}, agency_id=hook.agency_id)
                count += 1
    return count


def tell(*, message_id: str) -> str:
    """Tell one address of one version; what came of it.

    Raises:
        TryAgain: not this time.
        GivenUp: not in all the attempts.
    """
    message = HookMessage.objects.select_related("hook", "licence").get(pk=message_id)
    if message.state != HookState.WAITING:
        return "told before"
    trouble, status = "", None
    try:
        status = _send(message)
    except NotTold as error:
        trouble, status = error.trouble, error.status
    return _note(message_id, trouble, status)


def _send(message: HookMessage) -> int:
    """Nothing is locked while the other side takes its time."""
    if message.hook.ended_at is not None:
        raise NotTold(HookTrouble.ENDED)
    body, timestamp = hooks.body_of(message), str(int(time.time()))
    secret = hooks.secret_of(message.hook)
    if secret is None:
        raise NotTold(HookTrouble.NO_SECRET)
    return send(message.hook.address, body, {
        hooks.TIMESTAMP: timestamp, hooks.KEY: message.hook.key_id,
        hooks.SIGNATURE: hooks.signature(secret, timestamp, body), "User-Agent": "Tradewind",
    })  # fmt: skip


def _note(message_id: str, trouble: str, status: int | None) -> str:
    with transaction.atomic():
        message = (
            HookMessage.objects.select_for_update(of=("self",))
            .select_related("hook", "licence")
            .get(pk=message_id)
        )
        message.attempts, message.tried_at = message.attempts + 1, timezone.now()
        message.trouble, message.status = trouble, status
        for_good = message.attempts >= ATTEMPTS or trouble in (HookTrouble.ENDED, HookTrouble.NO_SECRET)
        if not trouble:
            message.state = HookState.DELIVERED
        elif for_good:
            message.state = HookState.GIVEN_UP
        message.save(update_fields=["attempts", "tried_at", "trouble", "status", "state"])
        if message.state != HookState.WAITING:
            record(PlatformFor(str(message.hook.agency_id)), HookSent(
                subject_kind=Licence.kind, subject_id=str(message.licence_id), address=message.hook.address,
                number=str(message.licence.number), told=message.told, outcome=message.state,
            ))  # fmt: skip
    if message.state == HookState.DELIVERED:
        return f"answered {status}"
    said = str(HookTrouble(trouble).label)
    if message.state == HookState.GIVEN_UP:
        raise GivenUp(said)
    raise TryAgain(said)
