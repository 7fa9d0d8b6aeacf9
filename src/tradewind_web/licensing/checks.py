"""What is asked of an application before it is decided: each check with its state, the rule and where it stands.

Checks advise. Only a quota stands in the way, and a supervisor may go beyond it with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tradewind.errors import UnknownName
from tradewind.reference import substance
from tradewind.reference.limits import limit, phase_out_date
from tradewind.reference.parties import STATUS_AS_OF, party, place
from tradewind_web.licensing.amounts import amount_mg, groups_in
from tradewind_web.licensing.drawing import Need, draws_on_quota, needs_of
from tradewind_web.licensing.models import Licence, LicenceLine, LicensingRule
from tradewind_web.licensing.own_limits import rows_of
from tradewind_web.licensing.showing import amount_text, group_text, kilos_text
from tradewind_web.licensing.words import ISSUED, CountsAt, Direction, Nature, Purpose, State, Unit, What
from tradewind_web.traders.places import named

#: Trade in HFCs with a State outside the Kigali Amendment is banned from this day (Article 4, 1 sept and 2 sept).
HFC_BAN: Final = date(2033, 1, 1)
PROTOCOL: Final = "Montreal Protocol, %s"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing asked. `state`: fits, note, against (advice), stop (a supervisor lets it pass), open (not known)."""

    code: str
    state: str
    title: str
    text: str
    source: str


def checks_of(
    licence: Licence, lines: Sequence[LicenceLine], rule: LicensingRule, papers: int
) -> list[Check]:
    """All that is asked of the application, in the order an officer reads it."""
    return [
        *_holder(licence),
        *_gases(licence, lines),
        *_quotas(licence, lines, rule),
        *_limits(licence, lines),
        *_partner(licence, lines),
        *_papers(licence, papers),
    ]


def stops(checks: Sequence[Check]) -> list[Check]:
    """What a supervisor alone lets pass."""
    return [check for check in checks if check.state == "stop"]


def _holder(licence: Licence) -> Iterator[Check]:
    holder, title = licence.holder, _("Holder registered")
    source = _("Register of traders of this office; Article 4B of the Protocol")
    if holder.state != holder.State.KEPT:
        text = _(
            "%(name)s was proposed from reported data and nobody has looked at it yet: keep it in the register first"
        )
        yield Check("holder", "against", title, text % {"name": holder.name}, source)
    elif not holder.national_number:
        text = _(
            "%(name)s has no national number in the register: customs cannot compare it with the declaration"
        )
        yield Check("holder", "note", title, text % {"name": holder.name}, source)
    else:
        text = _("%(name)s, number %(number)s, is in the register")
        said = {"name": holder.name, "number": holder.national_number}
        yield Check("holder", "fits", title, text % said, source)


def _gases(licence: Licence, lines: Sequence[LicenceLine]) -> Iterator[Check]:
    for line in lines:
        yield from _gas(licence, line)


def _gas(licence: Licence, line: LicenceLine) -> Iterator[Check]:
    said = {"gas": line.substance}
    try:
        entry = substance(line.substance)
    except UnknownName:
        text = _("%(gas)s is not in our list of substances; nothing can be computed for it")
        yield Check("gas", "open", line.substance, text % said, _("Annexes A to F of the Protocol"))
        return
    if not entry.controlled:
        text = _(
            "%(gas)s is not controlled by the Protocol: it needs no licence unless your law asks for one"
        )
        yield Check("gas", "note", line.substance, text % said, _("Annexes A to F of the Protocol"))
    if line.nature != Nature.NEW:
        title = _("Where used gas comes from")
        source = _(
            "Decision IV/24: used substances do not count as consumption; a false source is a known method"
        )
        if line.source:
            text = _(
                "%(gas)s is said to come from %(source)s: ask the other country whether it can have that much"
            )
            yield Check("source", "note", title, text % {**said, "source": line.source}, source)
        else:
            text = _("%(gas)s is declared as used gas and its source is not named")
            yield Check("source", "against", title, text % said, source)
    if line.what == What.EQUIPMENT:
        title, source = _("Charge of the equipment"), _("The application itself")
        if not line.units or not line.charge_g:
            text = _("the number of pieces and the charge of one are not both given for %(gas)s")
            yield Check("charge", "against", title, text % said, source)
        elif line.units * line.charge_g != line.allowed_g:
            text = _(
                "%(units)s pieces of %(charge)s kg are %(product)s kg of %(gas)s; applied for are %(mass)s kg"
            )
            yield Check("charge", "against", title, text % {
                **said, "units": number_format(line.units, force_grouping=True),
                "charge": kilos_text(line.charge_g), "product": kilos_text(line.units * line.charge_g),
                "mass": kilos_text(line.allowed_g),
            }, source)  # fmt: skip
        else:
            text = _("the pieces times their charge are the mass applied for")
            yield Check("charge", "fits", title, text, source)


def _quotas(licence: Licence, lines: Sequence[LicenceLine], rule: LicensingRule) -> Iterator[Check]:
    title, source = (
        _("Quota of the holder"),
        _("Quotas of %(year)s of this office") % {"year": licence.quota_year},
    )
    needs = needs_of(licence, lines, rule)
    for need in needs:
        yield _quota(need, rule, title, source)
    if needs or licence.direction != Direction.IMPORT:
        return
    if any(draws_on_quota(line, licence.direction, rule) for line in lines):
        text = _("no quota of %(year)s is entered for these gases; nothing is drawn") % {
            "year": licence.quota_year
        }
        yield Check("quota", "open", title, text, source)
    else:
        text = _(
            "nothing of it counts against a quota: used gas, feedstock, exempted uses and equipment do not"
        )
        yield Check(
            "quota", "fits", title, text, _("Article 1(5) and 1(6) of the Protocol; rules of this office")
        )


def _quota(need: Need, rule: LicensingRule, title: str, source: str) -> Check:
    said = {
        "group": group_text(need.group), "wanted": amount_text(need.amount_mg, need.unit),
        "left": amount_text(max(0, need.left_mg), need.unit),
    }  # fmt: skip
    names = len({quota.holder_id for quota in need.quotas})
    if not need.quotas:
        text = _("the holder has no quota for %(group)s; this would draw %(wanted)s")
    elif need.missing_mg:
        text = _("%(group)s: this would draw %(wanted)s, left are %(left)s")
    elif names > 1:
        text = _("%(group)s: draws %(wanted)s of %(left)s left, over all names of the holder")
    else:
        text = _("%(group)s: draws %(wanted)s of %(left)s left")
    state = "fits" if not need.missing_mg else ("stop" if rule.counts_at == CountsAt.GRANT else "against")
    return Check("quota", state, title, text % said, source)


def _limits(licence: Licence, lines: Sequence[LicenceLine]) -> Iterator[Check]:
    """The Protocol's limit of each group; what the year's licences of it sum to, this one included."""
    counted = [x for x in lines if draws_on_quota(x, licence.direction, LicensingRule(party=licence.party))]
    if not counted:
        return
    try:
        country = party(licence.party)
    except UnknownName:
        text = _("our copy of the Protocol's limits has none for this Party")
        yield Check("limit", "open", _("Limit of the Party"), text, _("tradewind limit"))
        return
    others, own = _granted(licence), rows_of(licence.party, licence.quota_year)
    for group in groups_in(x.substance for x in counted):
        found = limit(country, group, licence.quota_year, own=own)
        title = _("Limit of the Party: %(group)s") % {"group": group_text(group)}
        source = found.own_rule if found.governs == "own" and found.own_rule else PROTOCOL % found.rule
        if found.limit is None:
            yield Check("limit", "open", title, _("the Party's limit is not known here: no baseline"), source)
            continue
        unit = Unit.ODP if found.unit == "ODP t" else Unit.CO2E
        total = sum(amount_mg(gas, group, unit, grams) for gas, grams in _with(others, counted).items())
        most = round(found.limit * 1_000_000_000)
        said = {
            "total": amount_text(total, unit), "most": amount_text(most, unit), "year": licence.quota_year,
        }  # fmt: skip
        out = phase_out_date(group, licence.party, licence.quota_year)
        if found.limit == 0 and out:
            text = _("phased out since %(day)s: only exempted uses are still allowed")
            said["day"] = date_format(out, "DATE_FORMAT")
        elif total > most:
            text = _("the licences of %(year)s would sum to %(total)s; the limit is %(most)s")
        else:
            text = _("the licences of %(year)s would sum to %(total)s of %(most)s")
        yield Check("limit", "against" if total > most else "fits", title, text % said, source)


def _granted(licence: Licence) -> dict[str, int]:
    """Gas -> grams of the year's other licences that count."""
    rows = LicenceLine.objects.filter(
        licence__owner=licence.owner_id, licence__quota_year=licence.quota_year,
        licence__state__in=(State.GRANTED, State.SUSPENDED), licence__direction=Direction.IMPORT,
        purpose=Purpose.ORDINARY, nature=Nature.NEW, what=What.BULK,
    ).exclude(licence=licence.pk)  # fmt: skip
    found: dict[str, int] = {}
    for gas, grams in rows.values_list("substance", "allowed_g"):
        found[gas] = found.get(gas, 0) + grams
    return found


def _with(others: dict[str, int], lines: Sequence[LicenceLine]) -> dict[str, int]:
    found = dict(others)
    for line in lines:
        found[line.substance] = found.get(line.substance, 0) + line.allowed_g
    return found


def _partner(licence: Licence, lines: Sequence[LicenceLine]) -> Iterator[Check]:
    name = named(licence.partner)
    try:
        found = place(licence.partner)
    except UnknownName:
        return
    title = _("Status of %(place)s") % {"place": name}
    said = {"place": name, "as_of": STATUS_AS_OF}
    groups = groups_in(line.substance for line in lines)
    if found.kind != "party":
        text = _("%(place)s is no Party by itself; ask which Party answers for it")
        yield Check("partner", "open", title, text % said, _("Article 4 of the Protocol"))
        return
    if [g for g in groups if g != "F"]:
        text = _("%(place)s is a Party: trade in ozone-depleting substances with it is open to licences")
        yield Check("partner", "fits", title, text % said, _("Article 4 of the Protocol"))
    if "F" in groups:
        since = party(found.code).kigali_in_force
        source = _("Article 4, paragraphs 1 sept and 2 sept; %(as_of)s") % said
        if since is not None and since <= licence.valid_until:
            text = _("%(place)s is bound by the Kigali Amendment since %(day)s")
            said["day"] = date_format(since, "DATE_FORMAT")
            yield Check("partner", "fits", title, text % said, source)
        elif licence.valid_until >= HFC_BAN:
            text = _(
                "no instrument of %(place)s on the Kigali Amendment is known: trade in HFCs with it is banned"
            )
            yield Check("partner", "against", title, text % said, source)
        else:
            text = _(
                "no instrument of %(place)s on the Kigali Amendment is known to our copy: trade in HFCs with it is"
                " open until the end of 2032"
            )
            yield Check("partner", "note", title, text % said, source)
    yield _other_licence(licence, name)


def _other_licence(licence: Licence, name: str) -> Check:
    title, source = _("Licence of the other country"), _("Article 4B of the Protocol; iPIC")
    said = {"place": name, "number": licence.partner_licence}
    if licence.partner_licence:
        text = _("licence %(number)s of %(place)s is named: ask its ozone unit whether it is genuine")
        return Check("other_licence", "fits", title, text % said, source)
    text = (
        _("no licence of %(place)s for the export is named")
        if licence.direction == Direction.IMPORT
        else _("no licence of %(place)s for the import is named: ask its ozone unit before goods leave")
    )
    return Check("other_licence", "note", title, text % said, source)


def _papers(licence: Licence, papers: int) -> Iterator[Check]:
    title, source = _("Supporting documents"), _("The application itself")
    if licence.state in ISSUED:
        return
    if papers:
        yield Check("papers", "fits", title, _("documents are with the application"), source)
    else:
        yield Check("papers", "note", title, _("no document is with the application"), source)
    if licence.valid_until < timezone.localdate():
        text = _("its last day has passed already: nothing could be cleared on it")
        yield Check("ended", "against", _("Validity"), text, source)
    if licence.valid_from.year != licence.valid_until.year:
        text = _("it runs into another year; all of it counts against the quota of %(year)s")
        yield Check("year", "note", _("Validity"), text % {"year": licence.quota_year}, source)
