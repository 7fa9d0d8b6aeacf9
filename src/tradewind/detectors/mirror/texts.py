"""How a finding of two accounts is put, and what may be honest about it."""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = {
    "import_below_export": "%(exporter)s reports %(exported)s of %(words)s sent to %(importer)s in %(year)s; "
    "%(importer)s reports %(imported)s received from %(exporter)s. In nine cases of ten such an export goes with an "
    "import of %(from)s to %(to)s: if this is one of them, at least %(low)s and at most %(high)s would be missing "
    "from the import.",
    "export_below_import": "%(importer)s reports %(imported)s of %(words)s received from %(exporter)s in %(year)s; "
    "%(exporter)s reports %(exported)s sent to %(importer)s. In nine cases of ten such an export goes with an "
    "import of %(from)s to %(to)s: if this is one of them, at least %(low)s and at most %(high)s would be missing "
    "from the export.",
    "unusual_by_value": "By value, this pair lies %(times)s times as far from the expectation as half of all pairs "
    "do. By chance at most one pair in %(chance)s lies as far out; of all pairs that do, up to %(share)s %% may be "
    "chance.",
    "unusual_by_mass": "By net mass, this pair lies %(times)s times as far from the expectation as half of all "
    "pairs do. By chance at most one pair in %(chance)s lies as far out; of all pairs that do, up to %(share)s %% "
    "may be chance.",
    "changed_by_value": "By value, the ratio of import to export has moved further from its own past than in nine "
    "pairs of ten (earlier years held: %(years)s).",
    "changed_by_mass": "By net mass, the ratio of import to export has moved further from its own past than in nine "
    "pairs of ten (earlier years held: %(years)s).",
    "neighbouring_year": "The year before or after shows up to %(timing)s more than expected. That may be shipments "
    "across New Year and is taken off.",
    "factor_assumed": "That the ratios of one product scatter %(factor)s times as much as those of totals of its "
    "size is assumed.",
    "factor_other": "With %(other)s in its place, at least %(low)s would be missing.",
    "mass_as_value": "Net mass is assumed to scatter as value does, without freight.",
    "hub": "%(place)s is a hub: this gap cannot be told apart from re-export.",
    "calibration_shipped": "No totals of any year are loaded: the expectation rests on the totals of 2009 that ship "
    "with Tradewind.",
    "calibration_of_year": "No totals of %(year)s are loaded: the expectation rests on those of %(basis)s.",
}

REEXPORT: Final = "re-export: the importer counts by country of origin, the exporter by first destination"
TIMING: Final = "timing: goods that left in one year and arrived in the next"
EDITION: Final = "a change of edition of the Harmonized System: one side already uses the newer code"
CONFIDENTIAL: Final = "confidentiality: one side shows the flow under areas or goods not specified"
CLASSIFICATION: Final = "classification: the two customs administrations put the goods under different codes"
UNIT: Final = "a unit or typing error in one of the two accounts"
HUB: Final = "transit or storage in a hub on the way, which cannot be told apart from re-export"
LAWFUL: Final = (REEXPORT, TIMING, EDITION, CONFIDENTIAL, CLASSIFICATION, UNIT)

CHECK: Final = (
    "ask the partner's national ozone unit for the licences of the year's three largest consignments and compare "
    "them with your own, one by one"
)
