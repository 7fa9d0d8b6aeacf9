"""Switching the watched folder of an agency on and off."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tradewind_web.agencies.acting import Acting
from tradewind_web.audit.recording import record as audit
from tradewind_web.errors import Refused
from tradewind_web.jobs.scheduling import pause, repeat
from tradewind_web.sharing.models import Audience
from tradewind_web.sources.actions.sending import Keeping
from tradewind_web.sources.events import FolderSwitched
from tradewind_web.sources.models import WatchedFolder
from tradewind_web.sources.policy import must_supervise

KIND = "sources.watch_folder"


@transaction.atomic
def switch_folder(
    *,
    acting: Acting,
    is_on: bool,
    every_minutes: int,
    audience: Audience,
    keeping: Keeping,
    retain_years: int,
) -> WatchedFolder:
    """The agency's watched folder as decided: on or off, how often, whom its files reach, how long they are kept.

    Raises:
        NotAllowed: not a supervisor.
        Refused: switched on without a purpose.
    """
    must_supervise(acting)
    if is_on and not keeping.purpose.strip():
        raise Refused(_("say for what purpose the files are held: what has no purpose may not be kept"))
    before = WatchedFolder.objects.select_for_update().filter(agency=acting.agency).first()
    said = asdict(keeping)
    said.pop("retain_until")
    folder, _made = WatchedFolder.objects.update_or_create(
        agency=acting.agency,
        defaults={
            "is_on": is_on, "every_minutes": every_minutes, "audience": audience, "retain_years": retain_years,
            "changed_at": timezone.now(), **said,
        },
    )  # fmt: skip
    if is_on:
        folder.path.mkdir(parents=True, exist_ok=True)
        repeat(KIND, every_minutes=every_minutes, agency_id=acting.agency.pk,
               arguments={"agency": str(acting.agency.pk)})  # fmt: skip
    else:
        pause(KIND, agency_id=acting.agency.pk)
    audit(acting, FolderSwitched(
        subject_kind="watched_folder", subject_id=str(acting.agency.pk), is_on=is_on,
        every_minutes=every_minutes, audience=audience.pk, was_on=before.is_on if before else False,
    ))  # fmt: skip
    return folder
