"""That the paper of a licence was made."""

from __future__ import annotations

from django.db import transaction

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.licensing.events import LicencePrinted
from tradewind_web.licensing.models import Licence
from tradewind_web.licensing.policy import may_print


@transaction.atomic
def note_printed(*, acting: Acting, licence_id: object) -> None:
    """Who made the paper of which version.

    Raises:
        Http404: it does not reach the person.
        NotAllowed: another agency answers for it.
    """
    licence: Licence = Licence.objects.one_for(acting, str(licence_id))
    may_print(acting, licence)
    audit(acting, LicencePrinted(
        subject_kind=Licence.kind, subject_id=str(licence.pk), version=licence.version,
    ))  # fmt: skip
