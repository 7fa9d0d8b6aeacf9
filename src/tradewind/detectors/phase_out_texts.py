"""What a trade line cannot show, by annex group, and how a finding after a phase-out is put."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

TEMPLATES: Final = {
    "import_after_phase_out": "%(reporter)s reports an import of %(words)s (subheading %(code)s, HS %(edition)s) "
    "in %(period)s. New consumption there was no longer allowed from %(date)s.",
    "export_after_phase_out": "%(reporter)s reports an export of %(words)s (subheading %(code)s, HS %(edition)s) "
    "to %(partner)s in %(period)s. New consumption there was no longer allowed from %(date)s.",
    "export_to_world_after_phase_out": "%(reporter)s reports an export of %(words)s (subheading %(code)s, HS "
    "%(edition)s) in %(period)s, destination not named. From %(date)s new production was no longer allowed in "
    "%(reporter)s, nor new consumption in any Party.",
    "mass_reported": "Reported: %(mass)s kg.",
    "masses_reported": "Reported: %(low)s to %(high)s kg, by different sources.",
    "mass_not_reported": "The mass is not reported.",
}

_RECOVERED: Final = "recovered, recycled or reclaimed gas, which is not new consumption"
_FEEDSTOCK: Final = "feedstock, used up in making another chemical, which is not consumption"
_PROCESS_AGENT: Final = "use as a process agent that the Parties have allowed"
_ESSENTIAL: Final = "an essential use that the Parties have allowed"
_CRITICAL: Final = "a critical or emergency use that the Parties have allowed"
_LABORATORY: Final = "laboratory and analytical use"
_QUARANTINE: Final = "quarantine and pre-shipment use, which no limit covers"
_SERVICING_TAIL: Final = (
    "the servicing tail, for equipment that is already there: 2020 to 2029 in Parties outside Article 5, 2030 to "
    "2039 in Article 5 Parties"
)
_BASIC_NEEDS: Final = (
    "production for the basic domestic needs of Article 5 Parties, in the years it was allowed"
)
_OLD_STOCK: Final = "stock made before the phase-out and moved afterwards"
_TRANSIT: Final = "transit or goods that were re-exported unused"
_OLDER_CODE: Final = "a code kept from an older edition of the Harmonized System, or a mistaken code"
_DESTRUCTION: Final = "gas moved to be destroyed"

_BY_GROUP: Final = {
    "A-I": (_RECOVERED, _ESSENTIAL, _FEEDSTOCK, _PROCESS_AGENT, _LABORATORY),
    "A-II": (_RECOVERED, _FEEDSTOCK, _ESSENTIAL, _LABORATORY),
    "B-I": (_RECOVERED, _FEEDSTOCK, _ESSENTIAL, _PROCESS_AGENT, _LABORATORY),
    "B-II": (_FEEDSTOCK, _PROCESS_AGENT, _LABORATORY, _ESSENTIAL, _RECOVERED),
    "B-III": (_FEEDSTOCK, _ESSENTIAL, _LABORATORY, _RECOVERED),
    "C-I": (_RECOVERED, _SERVICING_TAIL, _FEEDSTOCK, _LABORATORY),
    "C-II": (_FEEDSTOCK, _ESSENTIAL, _LABORATORY, _RECOVERED),
    "C-III": (_FEEDSTOCK, _PROCESS_AGENT, _LABORATORY, _RECOVERED),
    "E": (_QUARANTINE, _CRITICAL, _FEEDSTOCK, _LABORATORY, _RECOVERED),
    "F": (_RECOVERED, _FEEDSTOCK, _LABORATORY),
}

_CHECK_IMPORT: Final = "ask the importing Party's ozone unit for the licence and the use it was given for"
_CHECK_EXPORT: Final = (
    "ask the exporting Party's ozone unit for the export licences of the period: destination, use, and whether "
    "the gas was recovered"
)


def lawful(groups: Iterable[str], flow: str) -> tuple[str, ...]:
    """What would make the trade lawful and a trade line cannot show, for every group the code can hold."""
    listed = [text for group in groups for text in _BY_GROUP[group]]
    if flow == "export":
        listed.append(_BASIC_NEEDS)
    return tuple(dict.fromkeys((*listed, _TRANSIT, _OLD_STOCK, _DESTRUCTION, _OLDER_CODE)))


def check(flow: str) -> str:
    """The cheapest check that would settle it."""
    return _CHECK_IMPORT if flow == "import" else _CHECK_EXPORT
