"""Three kinds of silence, each with its own words, and how a report by one side only is put."""

from __future__ import annotations

from typing import Final

#: The three silences, as tables and legends name them. One never stands for another.
NO_STATISTICS: Final = "no trade statistics for the year"
NO_ARTICLE_7: Final = "Article 7 data not in our copy"
NO_PROVEN_CASE: Final = "no proven case on file"

TEMPLATES: Final = {
    "import_reported": "%(reporter)s reports an import of %(words)s (subheading %(code)s, HS %(edition)s) from "
    "%(partner)s in %(year)s.",
    "export_reported": "%(reporter)s reports an export of %(words)s (subheading %(code)s, HS %(edition)s) to "
    "%(partner)s in %(year)s.",
    "no_statistics": "No trade statistics of %(partner)s are available for %(year)s, so that nothing can be compared. "
    "Silence is not zero.",
    "no_statistics_of_anyone": "The partner is not named, and no trade statistics of anyone else are available for "
    "%(year)s. Silence is not zero.",
    "partner_not_named": "The partner is not named, so that no other account of this trade can be looked for.",
    "one_side_only": "The trade statistics of %(partner)s for %(year)s are loaded and hold no such line: reported by "
    "one side only, which is not a gap.",
    "mass_at_stake": "At stake: %(mass)s kg, %(value)s USD.",
    "masses_at_stake": "At stake: %(low)s to %(high)s kg by different sources, %(value)s USD.",
    "mass_without_value": "At stake: %(mass)s kg; the value is not reported.",
    "value_at_stake": "At stake: %(value)s USD; the mass is not reported.",
    "nothing_stated": "Neither mass nor value is reported.",
    "no_article_7": "Article 7 data of %(partner)s for %(year)s are not in our copy of %(copy)s.",
    "no_article_7_undated": "Article 7 data of %(partner)s for %(year)s are not in our copy, which bears no date.",
    "no_article_7_loaded": "Article 7 data of %(partner)s for %(year)s are not in our copy: none are loaded.",
    "no_proven_case": "No proven illegal-trade case is on file for %(partner)s in %(year)s; there is no duty to have "
    "one.",
}
#: The words of each silence among the reasons of a finding.
SILENCES: Final = {
    "no_statistics": NO_STATISTICS,
    "no_statistics_of_anyone": NO_STATISTICS,
    "no_article_7": NO_ARTICLE_7,
    "no_proven_case": NO_PROVEN_CASE,
}

_NOT_LOADED: Final = "statistics that exist and are not loaded here, or are published later"
_NO_DUTY: Final = "a country that publishes no statistics of this detail, for which there may be good reasons"
_ONE_SIDE: Final = (
    "a line kept confidential, or shown under areas not named, because few companies trade in it",
    "a value below the threshold from which the other side records trade",
    "goods recorded by origin on one side and by the country they came from on the other, or re-exported",
    "a shipment across New Year, recorded in the next year",
    "another code on the other side, as after a change of edition",
    "a copy of the statistics that holds only some codes or partners",
)
_CHECK_LOAD: Final = "load the other side's trade statistics for the year and ask again"
_CHECK_ONE_SIDE: Final = (
    "ask both statistical offices whether the line is confidential or under another partner, code or year"
)


def lawful(kind: str) -> tuple[str, ...]:
    """What may be behind a silence of this kind."""
    return _ONE_SIDE if kind == "one_side_only" else (_NOT_LOADED, _NO_DUTY)


def check(kind: str) -> str:
    """The cheapest check that would end the silence."""
    return _CHECK_ONE_SIDE if kind == "one_side_only" else _CHECK_LOAD
