"""What does not add up in a register, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tradewind_web.licensing.showing import amount_text, group_text, kilos_text

#: Code -> heading, and what one of them says.
TITLES: Final = {
    "guessed": _l("How the columns are read: look at each"),
    "question": _l("What the file does not tell"),
    "refused_row": _l("Rows that could not be read"),
    "no_number": _l("Rows without the number of a licence"),
    "known_already": _l("Licences that stand in your register already"),
    "no_dates": _l("Licences without a first or last day"),
    "ends_before": _l("Licences that end before they begin"),
    "unknown_gas": _l("Gases that nobody knows"),
    "no_mass": _l("Gases without a mass"),
    "unknown_holder": _l("Holders that are not in your register of traders; they will be added"),
    "use_beyond": _l("Uses beyond the licence"),
    "use_without": _l("Uses of a licence that is not in the file"),
    "use_of_other_gas": _l("Uses of a gas that the licence does not name"),
    "use_outside": _l("Uses outside the days of the licence"),
    "use_by_other": _l("Uses by another holder"),
    "over_quota": _l("Licences beyond the quota of the holder"),
}
_SENTENCES: Final = {
    "guessed": _l("“%(column)s” is read as %(field)s"),
    "question": _l("%(text)s"),
    "refused_row": _l("row %(row)s: %(reason)s; %(mend)s"),
    "no_number": _l("row %(row)s"),
    "known_already": _l("row %(row)s: %(number)s; it is left as it stands"),
    "no_dates": _l("row %(row)s: %(number)s; it is not taken over"),
    "ends_before": _l("row %(row)s: %(number)s; it is not taken over"),
    "unknown_gas": _l("row %(row)s: %(number)s names “%(gas)s”; it is not taken over"),
    "no_mass": _l("row %(row)s: %(number)s, %(gas)s; it is not taken over"),
    "unknown_holder": _l("row %(row)s: %(number)s of %(holder)s"),
    "use_beyond": _l(
        "%(number)s, %(gas)s: %(used)s kg used of %(allowed)s kg; the difference is shown as overdrawn"
    ),
    "use_without": _l("row %(row)s: declaration %(declaration)s names %(number)s"),
    "use_of_other_gas": _l("row %(row)s: declaration %(declaration)s on %(number)s: %(gas)s"),
    "use_outside": _l("row %(row)s: declaration %(declaration)s on %(number)s, %(on)s"),
    "use_by_other": _l("row %(row)s: declaration %(declaration)s on %(number)s by %(holder)s"),
    "over_quota": _l("%(holder)s, %(year)s, %(group)s: licences for %(amount)s, quota %(allotted)s"),
}


def sentence(trouble: Mapping[str, Any]) -> str:
    """One trouble as a sentence."""
    said = {**trouble}
    for name in ("used", "allowed"):
        if f"{name}_g" in said:
            said[name] = kilos_text(said[f"{name}_g"])
    for name in ("amount", "allotted"):
        if f"{name}_mg" in said:
            said[name] = amount_text(said[f"{name}_mg"], said["unit"])
    if "group" in said:
        said["group"] = group_text(said["group"])
    if "on" in said:
        said["on"] = date_format(date.fromisoformat(said["on"]), "DATE_FORMAT")
    return str(_SENTENCES[said["code"]]) % said


def by_kind(
    troubles: list[dict[str, Any]], counts: Mapping[str, int]
) -> list[tuple[str, int, list[str], int]]:
    """Heading, how many, the sentences that are kept, and how many more there are."""
    found = []
    for code, title in TITLES.items():
        said = [sentence(t) for t in troubles if t["code"] == code]
        if said:
            found.append((str(title), counts.get(code, len(said)), said, counts.get(code, 0) - len(said)))
    return found


def nothing_wrong() -> str:
    """Where everything adds up."""
    return _("Everything adds up.")
