"""Sentences of the reconciliation: what was found, what may be honest about it, what would settle it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

TEMPLATES: Final = {
    "without": "Declaration %(item)s clears %(goods)s for %(trader)s; no licence of the register fits it by number, "
    "or by trader, gas and date.",
    "without_number": "Declaration %(item)s clears %(goods)s for %(trader)s and cites licence %(cited)s, which is not "
    "in the register; no other licence fits it by trader, gas and date.",
    "unknown_number": "The licence cited, %(cited)s, is not in the register; %(trader)s holds licence %(licence)s, "
    "which would fit.",
    "revoked_licence": "Licence %(licence)s is recorded as revoked.",
    "other_holder": "Licence %(licence)s is held by %(holder)s; declaration %(item)s names %(trader)s.",
    "perhaps_other_holder": "Licence %(licence)s is held by %(holder)s; declaration %(item)s names %(trader)s, a name "
    "%(alike)s %% alike.",
    "other_gas": "Licence %(licence)s is for %(licensed)s; declaration %(item)s clears %(goods)s.",
    "other_code": "The goods are named as %(goods)s; code %(code)s is for %(covers)s.",
    "other_in_text": "The substance column says %(goods)s; the description names %(other)s.",
    "older_code": "Code %(code)s is the code of %(goods)s in another edition than HS %(edition)s.",
    "after_expiry": "Declaration %(item)s was cleared on %(day)s, after licence %(licence)s ended on %(valid_to)s.",
    "before_validity": "Declaration %(item)s was cleared on %(day)s, before licence %(licence)s began on "
    "%(valid_from)s.",
    "hidden": "The goods are named as %(goods)s; code %(code)s covers no controlled substance.",
    "hidden_in_basket": "The goods are named as %(goods)s, which has a code of its own; code %(code)s is for "
    "%(covers)s.",
    "match_number": "Matched to licence %(licence)s by its number, certainty %(certainty)s.",
    "match_misread": "Matched to licence %(licence)s, one character from the number cited, %(cited)s; trader, gas and "
    "date agree; certainty %(certainty)s.",
    "match_trader": "Matched to licence %(licence)s by trader, gas, date and mass; the names are %(alike)s %% alike; "
    "certainty %(certainty)s.",
    "match_trader_number": "Matched to licence %(licence)s by trader number, gas, date and mass, certainty "
    "%(certainty)s.",
    "mass_by_packages": "The net mass is not declared; %(mass)s kg follow from the packages.",
    "mass_unknown": "The net mass is not declared and does not follow from the description.",
    "more": "%(cleared)s kg were cleared on licence %(licence)s for %(licensed)s, which allows %(allowed)s kg: "
    "%(excess)s kg more.",
    "pool": "%(holder)s cleared %(cleared)s kg of %(licensed)s against licences of %(year)s that together allow "
    "%(allowed)s kg: %(excess)s kg more. Some clearances cite no licence.",
    "over_quota_mass": "%(holder)s cleared %(cleared)s kg of %(licensed)s in %(year)s; its quota is %(allowed)s kg.",
    "over_quota_co2e": "%(holder)s cleared %(cleared)s t CO2e of %(licensed)s in %(year)s; its quota is %(allowed)s "
    "t CO2e.",
    "over_quota_odp": "%(holder)s cleared %(cleared)s ODP t of %(licensed)s in %(year)s; its quota is %(allowed)s "
    "ODP t.",
    "never": "Licence %(licence)s of %(holder)s for %(allowed)s kg of %(licensed)s was not used from %(valid_from)s "
    "to %(valid_to)s, as far as the extract shows.",
    "never_said_used": "The register records licence %(licence)s of %(holder)s for %(allowed)s kg of %(licensed)s as "
    "used; the extract shows no clearance from %(valid_from)s to %(valid_to)s.",
}

_AMENDED: Final = "the licence was amended, extended or replaced, and the register is not up to date"
_AGENT: Final = "a clearing agent declared in its own name"
_GROUP: Final = "a company of the same group, or the same company under a former name"
_TYPING: Final = "the number, name or date was mistyped at one of the offices"
_RECOVERED: Final = "recovered or reclaimed gas, under another permit"
_EXEMPTED: Final = "a use that needs no licence here, such as feedstock, or an exempted use"
_TRANSIT: Final = "goods in transit or for re-export, recorded as an import"
_PERIOD: Final = "the register or the extract was cut at the edge of the period"
_GROSS: Final = "gross mass, with the cylinders, declared as net mass"
_SPLIT: Final = "a delivery cleared in parts, or a declaration replaced by a later one and counted twice"
_SHIPPED: Final = "the goods were shipped while the licence was valid, and the law counts that day"
_PENDING: Final = "the licence was issued but its dates were entered later"
_ANOTHER_NAME: Final = "another name of the same gas, or of a blend it is part of"
_EDITION: Final = "a code kept from an older edition of the Harmonized System"
_CLERICAL: Final = "a mistaken code that changes nothing in duty or licence"
_SAMPLE: Final = "a sample, or gas inside equipment, in a consignment of something else"
_NOT_ARRIVED: Final = "the order was cancelled, delayed or delivered in the next period"
_OTHER_OFFICE: Final = "cleared at an office whose data are not in the extract"
_TRANSFER: Final = "quota transferred from another holder, or allocated again during the year"

_BY_KIND: Final = {
    "cleared_without_licence": (_AMENDED, _TYPING, _AGENT, _RECOVERED, _EXEMPTED, _TRANSIT, _PERIOD),
    "cleared_by_another_holder": (_AGENT, _GROUP, _TYPING, _AMENDED),
    "more_than_licensed": (_AMENDED, _GROSS, _SPLIT, _RECOVERED),
    "another_substance_or_code": (_ANOTHER_NAME, _EDITION, _CLERICAL, _TYPING, _AMENDED),
    "after_expiry": (_AMENDED, _SHIPPED, _PENDING, _TYPING),
    "licensed_never_used": (_NOT_ARRIVED, _OTHER_OFFICE, _TYPING, _PERIOD),
    "cleared_under_code_that_hides_gas": (_EDITION, _CLERICAL, _SAMPLE),
    "over_quota": (_TRANSFER, _RECOVERED, _EXEMPTED, _TRANSIT, _GROSS, _SPLIT),
}
_CHECK: Final = {
    "cleared_without_licence": "ask customs for the licence attached to the declaration",
    "cleared_by_another_holder": "ask the licence holder whether it ordered the consignment, and under whose name",
    "more_than_licensed": "ask customs for the packing list and net mass of the largest declaration on the licence",
    "another_substance_or_code": "ask customs for the invoice and the safety data sheet of the declaration",
    "after_expiry": "look in the licence file for an extension, then at the date of the bill of lading",
    "licensed_never_used": "ask the holder for the bill of lading, or its word that nothing came",
    "cleared_under_code_that_hides_gas": "ask customs for the invoice of the declaration and the tariff line applied",
    "over_quota": "look in the quota file for a transfer or a second allocation in the year",
}


def lawful(kinds: Iterable[str]) -> tuple[str, ...]:
    """What may be honest, for every kind found, the likeliest of each first."""
    return tuple(dict.fromkeys(text for kind in kinds for text in _BY_KIND[kind]))


def check(kind: str) -> str:
    """The cheapest check that would settle the weightiest kind."""
    return _CHECK[kind]
