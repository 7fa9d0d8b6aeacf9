"""Writing an archive for a court: what a job does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tradewind.reporting.court import (
    ChangedMeanwhile,
    NothingThere,
    Signer,
    StillThere,
    TooLarge,
    disclosed,
    write,
)
from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.proceedings.actions.archiving import note_made, note_refused
from tradewind_web.proceedings.court import matter_of, redactions_of
from tradewind_web.proceedings.court_words import court_words
from tradewind_web.proceedings.models import Archive
from tradewind_web.proceedings.words import Edition


def signer() -> Signer:
    """The office's key."""
    key = Ed25519PrivateKey.from_private_bytes(settings.OFFICE.signing_key())
    return Signer(key.public_key().public_bytes_raw(), key.sign)


def make(archive_id: str, tell: Callable[[float, str], None]) -> str:
    """Write the archive that was asked for; made already, it stays as it is."""
    archive = Archive.objects.select_related("proceeding__owner", "asked_by").get(pk=archive_id)
    if archive.state != Archive.State.WAITING:
        return "made already"
    acting = acting_for(archive.asked_by, archive.proceeding.owner)
    with translation.override(archive.language):
        if acting is None:
            note_refused(
                archive=archive, trouble=_("who asked for it no longer works here; let a colleague ask")
            )
            return "refused"
        return _written(acting, archive, tell)


def _written(acting: Acting, archive: Archive, tell: Callable[[float, str], None]) -> str:
    proceeding, edition = archive.proceeding, Edition(archive.edition)
    try:
        matter = matter_of(acting, proceeding, language=archive.language, edition=edition)
        tell(0.3, "collected")
        if edition == Edition.DISCLOSURE:
            full = proceeding.archives.filter(edition=Edition.FULL, state=Archive.State.MADE).first()
            drawn_from = full.sha256 if full else ""
            matter = replace(disclosed(matter, redactions_of(proceeding)), drawn_from=drawn_from)
        written = write(matter, archive.path, words=court_words(), signer=signer())
    except NothingThere as error:
        trouble = _(
            "what is left out as number %(n)s stands nowhere in this file; put it back, or write it as it stands"
        )
        return _refused(archive, trouble % {"n": error.place})
    except StillThere as error:
        trouble = _("exhibit %(exhibit)s holds words that are to be left out; leave the exhibit out too")
        return _refused(archive, trouble % {"exhibit": error.exhibit})
    except ChangedMeanwhile as error:
        trouble = _(
            "%(name)s is not the file whose digest was recorded; find out who changed it before going on"
        )
        return _refused(archive, trouble % {"name": error.name})
    except TooLarge:
        return _refused(archive, _("it is more than one archive holds (4 GiB)"))
    except ValueError:
        return _refused(
            archive, _("what is left out names who decided it, or is too short; write it otherwise")
        )
    name = settings.OFFICE.file_name(f"{proceeding.number}-{edition.value}.zip")
    note_made(acting=acting, archive=archive, written=written, name=name)
    return f"{written.files} files, SHA-256 {written.sha256}"


def _refused(archive: Archive, trouble: str) -> str:
    note_refused(archive=archive, trouble=trouble)
    return f"refused: {trouble}"
