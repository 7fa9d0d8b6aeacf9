"""How a finding of two accounts is put, and what may be honest about it."""

from __future__ import annotations

from typing import Final

TEMPLATES: Final = {
    "import_below_export": "%(exporter)s reports %(exported)s of %(words)s sent to %(importer)s in %(year)s, "
    "%(importer)s reports %(imported)s from %(exporter)s. Of honest pairs of this size nine in ten would have "
    "shown an import of %(from)s to %(to)s: at least %(low)s and at most %(high)s would be missing.",
    "export_below_import": "%(importer)s reports %(imported)s of %(words)s from %(exporter)s in %(year)s, "
    "%(exporter)s reports %(exported)s sent to %(importer)s. Of honest pairs of this size nine in ten would have "
    "shown an import of %(from)s to %(to)s: at least %(low)s and at most %(high)s of the export would be missing.",
    "unusual_among_pairs": "It lies %(times)s times as far from the expectation as half of the pairs do; one honest "
    "pair in %(chance)s lies as far out, and of all pairs that do, %(share)s %% may be chance.",
    "changed_against_past": "It changed against the %(years)s earlier years that are held: the ratio of import to "
    "export fell or rose beyond what nine in ten pairs do.",
    "neighbouring_year": "The year before or after shows %(timing)s too much, which is taken off: shipments across "
    "New Year.",
    "factor_assumed": "That one product scatters %(factor)s times as much as totals of its size is assumed; at "
    "%(other)s times, at least %(low)s would be missing.",
    "hub": "%(place)s is a hub (%(what)s): this cannot be told apart from re-export.",
    "calibration_shipped": "No totals of the year are loaded, so the expectation rests on totals of 2009.",
}

REEXPORT: Final = "re-export: the importer counts the country of origin, the exporter the first destination"
TIMING: Final = "timing: goods that left in one year and arrived in the next"
EDITION: Final = "a change of edition: one side already uses the newer code"
CONFIDENTIAL: Final = "confidentiality: one side hides the flow among areas or goods not specified"
CLASSIFICATION: Final = "classification: the two customs administrations file the goods under different codes"
UNIT: Final = "a unit or typing error in one of the two accounts"
HUB: Final = "transit or storage in a hub on the way, which cannot be told apart from re-export"
LAWFUL: Final = (REEXPORT, TIMING, EDITION, CONFIDENTIAL, CLASSIFICATION, UNIT)

CHECK: Final = (
    "ask the partner's ozone unit for the licences of the three largest consignments of the year and compare them "
    "with your own, one by one"
)
