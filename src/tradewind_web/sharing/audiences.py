"""Making audiences. Equal ones are one row, so that a viewer's reach is a short list however many records there are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from tradewind_web.agencies.models import Agency
from tradewind_web.errors import Refused
from tradewind_web.sharing.markings import Permitted, Tlp, least_permitted, strictest_tlp
from tradewind_web.sharing.models import Audience, Group, Member

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User


@transaction.atomic
def audience_of(
    *, agencies: Iterable[Agency] = (), groups: Iterable[Group] = (), persons: Iterable[tuple[Agency, User]] = (),
    tlp: Tlp = Tlp.AMBER_STRICT, permitted: Permitted = Permitted.USE, beside: Audience | None = None,
    groups_since: datetime | None = None,
) -> Audience:  # fmt: skip
    """The audience that reaches these agencies, groups and persons, and nobody when there are none.

    `beside` is an audience whose reach is kept; `groups_since` is when the groups were given the record, where the
    record had an audience before.

    Raises:
        Refused: TLP:RED with anything but named persons, or TLP:RED that may be passed on.
    """
    named = {str(a.pk) for a in agencies}
    grouped: set[tuple[str, datetime | None]] = {(str(g.pk), groups_since) for g in groups}
    people = {(str(a.pk), u.pk) for a, u in persons}
    parts: list[Audience] = []
    if beside is not None and beside.kind == Audience.Kind.ANY and not beside.parts.exists():
        for member in beside.members.all():  # equal reach, one level
            if member.group_id:
                grouped.add((str(member.group_id), member.since))
            elif member.person_id:
                people.add((str(member.agency_id), member.person_id))
            else:
                named.add(str(member.agency_id))
    elif beside is not None:
        parts = [beside]
    if tlp == Tlp.RED and (named or grouped):
        raise Refused(_("TLP:RED reaches named persons only; name them, or choose TLP:AMBER+STRICT"))
    if tlp in (Tlp.RED, Tlp.AMBER_STRICT) and permitted == Permitted.PASS_ON:
        raise Refused(_("what is TLP:RED or TLP:AMBER+STRICT cannot be passed on; choose another marking"))
    audience, made = _interned(
        Audience.Kind.ANY,
        tlp,
        permitted,
        [
            sorted(named),
            sorted((g, str(since)) for g, since in grouped),
            sorted(people),
            [p.pk for p in parts],
        ],
    )
    if made:
        Member.objects.bulk_create(
            [Member(audience=audience, agency_id=a) for a in sorted(named)]
            + [Member(audience=audience, group_id=g, since=since) for g, since in grouped]
            + [Member(audience=audience, agency_id=a, person_id=p) for a, p in sorted(people)]
        )
        audience.parts.set(parts)
    return audience


def everyone() -> Audience:
    """Whoever is signed in with a role that reads content: public facts, TLP:CLEAR."""
    return _interned(Audience.Kind.EVERYONE, Tlp.CLEAR, Permitted.PASS_ON, [])[0]


@transaction.atomic
def intersection(audiences: Sequence[Audience]) -> Audience:
    """The audience that reaches only whom each of these reaches, with the strictest markings. Of none: nobody."""
    parts = {a.pk: a for a in audiences}
    if len(parts) == 1:
        return next(iter(parts.values()))
    tlp = strictest_tlp([a.tlp for a in parts.values()])
    permitted = least_permitted([a.permitted for a in parts.values()])
    kind = Audience.Kind.ALL if parts else Audience.Kind.ANY
    whole, made = _interned(kind, tlp, permitted, sorted(parts))
    if made:
        whole.parts.set(parts.values())
    return whole


def _interned(kind: str, tlp: str, permitted: str, content: Any) -> tuple[Audience, bool]:
    text = json.dumps([kind, tlp, permitted, content], separators=(",", ":"))
    return Audience.objects.get_or_create(
        digest=hashlib.sha256(text.encode()).hexdigest(),
        defaults={"kind": kind, "tlp": tlp, "permitted": permitted},
    )
