"""What a photograph says of itself as people read it: never as what happened, always as what the camera wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tradewind_web.seizures.models_evidence import EvidenceFile
from tradewind_web.seizures.models_pictures import Picture
from tradewind_web.seizures.words_custody import Origin

#: Closer than this, two clocks are taken to say the same.
CLOSE = timedelta(minutes=5)


def picture_lines(picture: Picture) -> list[tuple[str, str]]:
    """Each thing it says, named."""
    lines = [
        (_("Taken, by the camera's clock"), _taken_text(picture)), (_("Device"), picture.device),
        (_("Program"), picture.software), (_("Place"), place_text(picture)), (_("Which way is up"), _turned(picture)),
        (
            _("Size"),
            _("%(width)s × %(height)s pixels") % {
                "width": number_format(picture.width), "height": number_format(picture.height),
            } if picture.width else "",
        ),
    ]  # fmt: skip
    return [(label, text) for label, text in lines if text]


def picture_notes(picture: Picture) -> list[str]:
    """What to think of: what was taken away, and where its clock differs from what was stated."""
    file = picture.file
    notes = [*_differences(picture, file)]
    if picture.trouble in (Picture.Trouble.DAMAGED, Picture.Trouble.GONE) or picture.has_told:
        return notes
    if file.origin == Origin.MESSAGING:
        notes.append(
            _(
                "Nothing that a camera writes is in it: the messaging service took place, time and device away. Ask for"
                " the original."
            )
        )
    elif file.origin == Origin.ORIGINAL:
        notes.append(
            _(
                "It is said to be the original, and nothing that a camera writes is in it. Ask whether it came through"
                " a messaging service, or was edited."
            )
        )
    return notes


def place_text(picture: Picture) -> str:
    """The place in degrees with how far it may be off; "" where none is said."""
    if picture.latitude_e6 is None or picture.longitude_e6 is None:
        return ""
    facts = {
        "latitude": _degrees(picture.latitude_e6),
        "longitude": _degrees(picture.longitude_e6),
        "m": number_format(picture.error_m or 0),
    }
    south, west = picture.latitude_e6 < 0, picture.longitude_e6 < 0
    if picture.error_m is None:
        if south:
            text = _("%(latitude)s° S, %(longitude)s° W") if west else _("%(latitude)s° S, %(longitude)s° E")
        else:
            text = _("%(latitude)s° N, %(longitude)s° W") if west else _("%(latitude)s° N, %(longitude)s° E")
        return _("%(place)s; how exactly is not said") % {"place": text % facts}
    if south:
        text = (
            _("%(latitude)s° S, %(longitude)s° W, within %(m)s m")
            if west
            else _("%(latitude)s° S, %(longitude)s° E, within %(m)s m")
        )
    else:
        text = (
            _("%(latitude)s° N, %(longitude)s° W, within %(m)s m")
            if west
            else _("%(latitude)s° N, %(longitude)s° E, within %(m)s m")
        )
    return text % facts


def taken_at(picture: Picture) -> datetime | None:
    """When it was taken by the camera's clock: in the zone it names, or in the reader's."""
    if not picture.taken:
        return None
    try:
        return datetime.fromisoformat(picture.taken + picture.offset).astimezone()
    except ValueError:
        at = datetime.fromisoformat(picture.taken)
        return timezone.make_aware(at)


def _degrees(millionths: int) -> str:
    """To the metre: five places, rounded (the formats cut off)."""
    return number_format(round(abs(millionths) / 1e6, 5), 5)


def _taken_text(picture: Picture) -> str:
    if not picture.taken:
        return ""
    facts = {
        "at": date_format(datetime.fromisoformat(picture.taken), "DATETIME_FORMAT"),
        "offset": picture.offset,
    }
    return (_("%(at)s, UTC%(offset)s") if picture.offset else _("%(at)s; the zone is not said")) % facts


def _turned(picture: Picture) -> str:
    if not picture.width or picture.orientation == 1:
        return ""
    return _("turned by the camera; shown upright (orientation %(n)s)") % {"n": picture.orientation}


def _differences(picture: Picture, file: EvidenceFile) -> list[str]:
    at = taken_at(picture)
    if at is None:
        return []
    found = []
    stated = file.sent_at
    if stated is not None and at > stated + CLOSE:
        found.append(
            _(
                "It is said to have been sent on %(sent)s, before the camera says that it was taken. One of the two is"
                " wrong."
            )
            % {"sent": date_format(timezone.localtime(stated), "DATETIME_FORMAT")}
        )
    elif stated is not None and stated - at > timedelta(days=1):
        days = (stated - at).days
        found.append(
            ngettext(
                "It was sent %(days)s day after the camera says that it was taken.",
                "It was sent %(days)s days after the camera says that it was taken.",
                days,
            )
            % {"days": days}
        )
    days = (timezone.localtime(at).date() - file.seizure.seized_on).days
    if days:
        facts = {"days": abs(days), "day": date_format(file.seizure.seized_on)}
        before = ngettext(
            "By the camera's clock it was taken %(days)s day before the stated day of the seizure (%(day)s).",
            "By the camera's clock it was taken %(days)s days before the stated day of the seizure (%(day)s).",
            abs(days),
        )
        after = ngettext(
            "By the camera's clock it was taken %(days)s day after the stated day of the seizure (%(day)s).",
            "By the camera's clock it was taken %(days)s days after the stated day of the seizure (%(day)s).",
            abs(days),
        )
        found.append((before if days < 0 else after) % facts)
    if at > file.added_at + CLOSE:
        found.append(_("The camera's clock was ahead: the file was here before it says that it was taken."))
    return found
