"""What the templates say, in English; `locale/` holds the other five languages.

Headers and notes are by field, or by `table.field` where a table means something of its own by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from tradewind.errors import UnknownName
from tradewind.formats.fields import OFFICES, Field, words_of
from tradewind.languages import translator

#: Name of a template on the command line -> canonical table.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "licence": "licences",
        "quota": "quotas",
        "declaration": "declarations",
        "inspection": "inspections",
        "seizure": "seizures",
        "price": "prices",
        "tariff": "national_tariffs",
        "baseline": "reported_baselines",
        "own-limit": "own_limits",
    }
)
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "licence": "Licences",
        "quota": "Quotas",
        "declaration": "Declarations",
        "inspection": "Inspections",
        "seizure": "Seizures",
        "price": "Prices",
        "tariff": "National tariff lines",
        "baseline": "Baselines",
        "own-limit": "Own limits",
    }
)
HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "licence_id": "Licence number",
        "direction": "Import or export",
        "holder": "Holder",
        "holder_id": "Trader number of the holder",
        "substance": "Substance",
        "quotas.substance": "Substance or annex group",
        "hs_code": "Tariff code",
        "seizures.hs_code": "Tariff code as declared",
        "national_code": "National tariff code",
        "hs_edition": "Edition of the HS",
        "partner": "Country of export or destination",
        "licensed_mass": "Licensed net mass (kg)",
        "quota_year": "Quota year",
        "issued_on": "Date of issue",
        "valid_from": "Valid from",
        "valid_to": "Valid until",
        "status": "Status",
        "note": "Remarks",
        "party": "Party",
        "year": "Year",
        "quota_mass": "Quota (kg)",
        "quota_co2e_t": "Quota (t CO2e)",
        "quota_odp_t": "Quota (ODP t)",
        "declaration_id": "Declaration number",
        "item": "Item number",
        "prices.item": "Goods as offered",
        "lodged_on": "Date of clearance",
        "office": "Customs office",
        "regime": "Customs regime",
        "importer": "Importer",
        "importer_id": "Trader number of the importer",
        "exporter": "Exporter",
        "exporter_id": "Trader number of the exporter",
        "consignee": "Consignee",
        "declarant": "Declarant or broker",
        "origin": "Country of origin",
        "seizures.origin": "Countries of origin",
        "dispatch": "Country of dispatch",
        "seizures.dispatch": "Countries of dispatch",
        "transit": "Countries of transit",
        "destination": "Country of destination",
        "seizures.destination": "Countries of destination",
        "description": "Description of goods",
        "packages": "Number of packages",
        "package_kind": "Kind of packages",
        "net_mass": "Net mass (kg)",
        "gross_mass": "Gross mass (kg)",
        "value": "Declared value",
        "seizures.value": "Value of the goods",
        "prices.value": "Figure, where it is no price",
        "currency": "Currency",
        "container": "Container number",
        "transport": "Vehicle, vessel or flight",
        "seizures.transport": "Means of transport",
        "previous_document": "Previous document",
        "ucr": "Unique consignment reference",
        "documents": "Documents presented",
        "inspection_id": "Inspection number",
        "inspected_on": "Date of inspection",
        "chosen_by": "How it was chosen",
        "chosen_probability": "Probability of being chosen (0 to 1)",
        "substance_found": "Substance found",
        "mass_found": "Mass found (kg)",
        "result": "Result",
        "proof": "Degree of proof",
        "case_id": "Case number",
        "line": "Line of the case",
        "kind": "Kind of case",
        "country": "Country",
        "place": "Place",
        "agency": "Agency",
        "seized": "Date of seizure",
        "mass": "Mass of this substance (kg)",
        "total_mass": "Mass of the whole case (kg)",
        "mass_basis": "Where the mass comes from",
        "cylinders": "Cylinders of this substance",
        "total_cylinders": "Cylinders of the whole case",
        "equipment_units": "Units of equipment",
        "declared_as": "Declared as",
        "methods": "Methods of smuggling",
        "detection": "Means of detection",
        "outcome": "Outcome",
        "outcome_note": "Remarks on the outcome",
        "claimed_co2e_t": "Published figure (t CO2e)",
        "source_address": "Address of the source",
        "source_type": "Kind of source",
        "confidence": "How sure it is",
        "observed": "Date of the price",
        "measure": "Kind of price",
        "reported_baselines.measure": "Consumption or production",
        "own_limits.measure": "Consumption or production",
        "price": "Price",
        "unit": "Price per",
        "reported_baselines.unit": "Unit",
        "own_limits.unit": "Unit",
        "substances": "Substances covered",
        "hides_controlled": "Can hide a controlled substance",
        "basis": "Tariff book",
        "annex_group": "Annex group",
        "baseline": "Baseline",
        "baseline_kind": "Kind of baseline",
        "limit": "Limit",
        "rule": "Law or agreement",
    }
)
NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "licence_id": "The number on the licence. Declarations are matched with licences by it.",
        "direction": "Whether the licence is for import or for export.",
        "holder": "The holder's name as it is written on the licence or the decision.",
        "holder_id": "The number under which customs or the tax office knows the holder.",
        "substance": "The gas or blend. One row for each substance.",
        "quotas.substance": "The substance, blend or annex group for which the quota is given.",
        "hs_code": "Six digits of the Harmonized System, or the national code of up to 12 digits.",
        "national_code": "The full code of your own tariff, 6 to 12 digits.",
        "hs_edition": "The edition of the Harmonized System on which the code rests. Leave empty if unknown.",
        "partner": "The country the goods come from or go to.",
        "licensed_mass": "The net mass of gas that the licence allows.",
        "quota_year": "The calendar year whose quota the licence uses.",
        "issued_on": "The day on which the licence was issued.",
        "licences.valid_from": "The first day on which goods may be cleared under the licence.",
        "licences.valid_to": "The last day on which goods may be cleared under the licence.",
        "national_tariffs.valid_from": "The first day on which the line is in force.",
        "national_tariffs.valid_to": "The last day on which the line is in force. Empty while it is in force.",
        "party": "Your country. May stay empty if you name it when loading.",
        "year": "The calendar year.",
        "quota_mass": "The quota in kilograms. Fill one of the three quota columns at least.",
        "quota_co2e_t": "The quota in tonnes of CO2 equivalent, if it was given so.",
        "quota_odp_t": "The quota in ODP tonnes, if it was given so.",
        "declaration_id": "The number that customs gave to the declaration.",
        "declarations.item": "The number of the item in the declaration. Counted for you if empty.",
        "inspections.item": "The item of the declaration that was inspected.",
        "prices.item": "The goods as the offer or the invoice describes them.",
        "lodged_on": "The day on which the goods were cleared, or the declaration lodged.",
        "regime": "What the goods were declared for.",
        "origin": "Where the goods were made.",
        "dispatch": "Where the goods were sent from.",
        "destination": "Where the goods were to go.",
        "description": "The words of the declaration, unchanged.",
        "packages": "How many cylinders, drums or other packages.",
        "net_mass": "The mass of the gas without cylinders and packing.",
        "gross_mass": "The mass with cylinders and packing.",
        "currency": "Three letters, such as USD or EUR.",
        "documents": "Codes of the documents presented, separated by semicolons.",
        "declarations.licence_id": "The licence named in the declaration.",
        "inspections.declaration_id": "The declaration that was inspected, if there was one.",
        "chosen_by": "Why this consignment was opened: at random, by a risk profile, after a tip.",
        "chosen_probability": "If it was chosen at random: one in twenty is 0.05. Leave empty if unknown.",
        "proof": "The strongest proof of what the substance is.",
        "case_id": "The number of the case in your register. Lines of one case share it.",
        "line": "One line for each substance of a case, from 1. Counted for you if empty.",
        "mass": "The mass of gas of this line only.",
        "total_mass": "The mass of gas of all lines, repeated on each line. Leave empty if there is one line.",
        "seizures.hs_code": "The code on the papers, as written there.",
        "declared_as": "What the papers said the goods were, if there were papers.",
        "claimed_co2e_t": "The tonnes of CO2 equivalent that were published with the case, unchanged.",
        "observed": "The day or the period for which the price holds.",
        "price": "The price of one unit, without tax if you know it.",
        "prices.unit": "What one price buys: a kilogram, a cylinder, a tonne of CO2 equivalent.",
        "prices.value": "A rise in per cent or another figure that is not a price.",
        "substances": "The controlled substances that the line covers. Leave empty if there are none.",
        "hides_controlled": 'Yes if the line is an "other" under which a controlled substance can be declared.',
        "basis": "The tariff book or law, with its year.",
        "annex_group": "The group of the Protocol's annexes: A-I to F.",
        "measure": "Whether the figure is for consumption or for production.",
        "baseline": "The figure that your country has established.",
        "limit": "The most that your own law or agreement allows in the year.",
        "rule": "Your own law, or the agreement with the Multilateral Fund, that sets the limit.",
    }
)
#: How to write a value of each kind.
HOW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "whole": "Write digits only. Leave empty if unknown.",
        "number": "Write digits only. Leave empty if unknown.",
        "money": "Write the amount in digits, and its currency in the column of currencies.",
        "mass": 'Write kilograms, digits only. If only packages are known, write for example "400 cylinders". '
        "Leave empty if unknown: an empty cell never counts as zero.",
        "year": "Write four digits, such as 2024.",
        "day": "Write the day as 2024-12-31, or only what is known: 2024-12, Q3 2016, 2014. "
        "Leave empty if unknown.",
        "span": "Write the day as 2024-12-31, or only what is known: 2024-12, Q3 2016, 2014. "
        "Leave empty if unknown.",
        "substance": "Choose from the list, or write what the papers say. Leave empty if unknown.",
        "substances": "Choose from the list. Separate several by semicolons.",
        "group": "Choose from the list.",
        "place": "Choose from the list, or write the three letters of the country.",
        "places": "Choose from the list. Separate several by semicolons.",
        "choice": "Choose from the list.",
        "choices": "Choose from the list. Separate several by semicolons.",
        "yesno": "Choose yes or no. Leave empty if unknown.",
        "code": "Write all digits, with or without points.",
        "national": "Write all digits, with or without points.",
    }
)
REQUIRED: Final = "This column must be filled."
#: The example row says so in its first cell, in this word of the template's language.
EXAMPLE: Final = "EXAMPLE"
MARK_HEADER: Final = "Row"
NOTES_TITLE: Final = "Notes"
YES_NO: Final = ("yes", "no")
#: What the sheet of notes begins with.
INTRODUCTION: Final = (
    "Fill in one row for each entry and load the file as it is: tradewind load FILE.",
    "The row marked as an example is never loaded. You may delete it.",
    "Columns may be moved, hidden or deleted, and headings changed. Do not delete the hidden first row.",
    "Columns with a star must be filled. Everything else may stay empty when it is not known.",
    "Rows that cannot be read come back in a workbook like this one, with the cell marked and the reason in a "
    "note. Correct them there and load that workbook.",
)
COLUMN_OF_NOTES: Final = ("Column", "What it means", "How to write it")
CORRECT: Final = "Correct the marked cells and load this workbook. The rows that were read are not in it."

#: Reason and mend of each kind of fault, for the note on a cell; keyed by the error's class.
FAULTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "Missing": ("This cell must be filled.", "Write what the note of the column asks for."),
        "Formula": ("This cell holds a formula or an error.", "Type the value itself."),
        "NoSuchPlace": (
            "No country is known by this name.",
            "Choose one from the list or write its three letters.",
        ),
        "NoSuchChoice": ("This word is not in the list.", "Choose one from the list."),
        "NoSuchSubstance": (
            "This names no substance or group for sure.",
            "Choose one from the list.",
        ),
        "CodeUnreadable": (
            "This is not a customs code of 6 to 12 digits.",
            "Write all digits, or leave it empty.",
        ),
        "BelowZero": (
            "A mass or a number cannot be below zero.",
            "Write it without a sign, or leave it empty.",
        ),
        "TooMuch": (
            "No single row can have so large a mass.",
            "Check the unit: it must be kilograms.",
        ),
        "DateUnreadable": ("This is not a date.", "Write it as 2024-12-31, 2024-12 or 2024."),
        "DateOrderUnknown": (
            "The day and the month cannot be told apart.",
            "Write the date as 2024-12-31, or say once which comes first.",
        ),
        "CalendarUnknown": (
            "The year seems to be of another calendar.",
            "Correct the year, or write the date in the Gregorian calendar.",
        ),
        "DecimalMarkUnknown": (
            "The point or comma can mean thousands or decimals.",
            "Write the number without a mark for thousands.",
        ),
        "UnitUnknown": ("The unit of mass is not known.", "Write kg, t, g or lb."),
        "Unreadable": ("This cannot be read.", "Write digits only, such as 1234.5."),
        "ExampleKept": (
            "The row is still marked as an example.",
            "Empty the first cell of the row if it is an entry of yours.",
        ),
    }
)


def table_of(kind: str) -> str:
    """Canonical table of a template; UnknownName for a template there is none of."""
    if kind not in KINDS:
        raise UnknownName("template", kind, [k for k in KINDS if k[:3] == kind[:3]] or list(KINDS))
    return KINDS[kind]


def fields_of(kind: str) -> tuple[Field, ...]:
    """The columns of a template in their order. Its units are fixed, and one code column serves both codes."""
    office = OFFICES[table_of(kind)]
    codes = {f.name for f in office.fields} >= {"hs_code", "national_code"}
    left_out = {"mass_unit"} | ({"national_code"} if codes else set())
    return tuple(f for f in office.fields if f.name not in left_out)


def text_of(texts: Mapping[str, str], table: str, field: str) -> str | None:
    """The text of a field of a table: its own there, or the one all tables share."""
    return texts.get(f"{table}.{field}", texts.get(field))


def header_in(key: str, language: str) -> str:
    """A key of HEADERS in a language.

    >>> header_in("licence_id", "fr")
    'Numéro de licence'
    """
    return translator("formats", language)(HEADERS[key])


def messages() -> Iterator[str]:
    """Every text of the templates that has to be in all languages."""
    yield from TITLES.values()
    yield from HEADERS.values()
    yield from NOTES.values()
    yield from HOW.values()
    yield from (
        REQUIRED,
        EXAMPLE,
        MARK_HEADER,
        NOTES_TITLE,
        CORRECT,
        *YES_NO,
        *INTRODUCTION,
        *COLUMN_OF_NOTES,
    )
    for reason, mend in FAULTS.values():
        yield from (reason, mend)
    for table in KINDS.values():
        for field in OFFICES[table].fields:
            if field.choices:
                yield from (word for _, word in words_of(field.choices))
