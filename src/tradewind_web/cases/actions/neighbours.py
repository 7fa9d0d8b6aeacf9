"""Letting other agencies read a published version of a procedure."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.cases.models_procedures import SharedProcedure
from tradewind_web.cases.shelf import procedure_for
from tradewind_web.errors import Refused
from tradewind_web.sharing.audiences import audience_of
from tradewind_web.sharing.policy import may_share


@transaction.atomic
def shareable(*, acting: Acting, procedure_id: UUID) -> SharedProcedure:
    """A version as a record that can be shared; it reaches its own agency alone until it is.

    Raises:
        Http404: it is not the agency's own: what ships reaches everybody, a neighbour shares its own itself.
        NotAllowed: their roles do not share.
        Refused: nobody put it into force.
    """
    found = procedure_for(acting, procedure_id)
    may_share(acting)
    if found.owner is None:
        raise Http404
    if found.adopted_at is None:
        raise Refused(_("it waits for a second person; what is in force can be shared"))
    made, _new = SharedProcedure.objects.get_or_create(
        pk=found.pk,
        defaults={"procedure": found, "owner": found.owner, "audience": audience_of(agencies=[found.owner])},
    )
    return made
