"""Names, types, keys and personal marks of the canonical tables.

A new nullable column is a minor change; anything else is major and needs an upgrade on reading
(ARCHITECTURE.md, warehouse). Column order is the order in the Parquet files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import pyarrow as pa

from tradewind.errors import UnknownName

_TYPES: Final = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "int": pa.int64(),
    "grams": pa.int64(),
    "minor": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "bool": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind (text, grams, date ...), what it means, and whether it names a person."""

    name: str
    kind: str
    meaning: str
    personal: bool = False

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field; every canonical column may be null, because not reported is not zero."""
        return pa.field(self.name, _TYPES[self.kind], metadata={"personal": str(self.personal).lower()})


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    `key` names the columns that say which thing a row is about; among the rows of one key the one with the
    greatest (`precedence` columns, then load order) is current. Rows of different `source` stand side by side,
    so `source` is part of every key.
    """

    name: str
    version: int
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    precedence: tuple[str, ...]
    meaning: str

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema of a batch file: the table's own columns, then PROVENANCE."""
        fields = [c.arrow for c in (*self.columns, *PROVENANCE)]
        return pa.schema(
            fields, metadata={"tradewind.table": self.name, "tradewind.version": str(self.version)}
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the table's own columns, without provenance."""
        return tuple(c.name for c in self.columns)


#: On every row of every table. A row is named `<batch_id>:<table>:<source_row>` plus `/n` for sheets.
PROVENANCE: Final = (
    Column("source", "text", "who says so: comtrade, wits, gfi-dots, article-7, or the sender's name"),
    Column(
        "published_on", "date", "date of the message or publication, where the file tells; decides precedence"
    ),
    Column("historical", "bool", "loaded as the past: starts no clock and raises no alarm"),
    Column("batch_id", "text", "the batch this row came in"),
    Column("source_sheet", "text", "sheet of a workbook or member of an archive"),
    Column("source_row", "int", "line or row number in the file, counted from 1 as a person sees it"),
)


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines `name kind meaning`; a kind with `!` marks a personal column."""
    made = []
    for line in filter(str.strip, text.splitlines()):
        name, kind, meaning = line.split(None, 2)
        made.append(Column(name, kind.rstrip("!"), meaning, personal=kind.endswith("!")))
    return tuple(made)


_HS = """
hs_edition text edition of the Harmonized System: 2007, 2012, 2017, 2022 ...; null when not known
hs_edition_inferred bool the edition was not in the file but follows from the tariff in force
hs_code text six digits without points
"""

TABLES: Final[dict[str, Table]] = {
    t.name: t
    for t in (
        Table(
            "trade_flows", 1,
            _columns("""
reporter text ISO3 of who reports, or the file's own code prefixed by its scheme (m49:899)
partner text ISO3 of the partner; WLD is the world
partner2 text second partner (consignment), ISO3
flow text import, export, re-import or re-export
period_start date first day of the period
period_end date last day of the period
""" + _HS + """
net_mass_g grams net mass
net_mass_estimated bool the mass was estimated by the publisher
gross_mass_g grams gross mass
quantity double supplementary quantity
quantity_unit text its unit in the publisher's words
quantity_estimated bool the quantity was estimated by the publisher
value_usd_cents minor value in US cents
valuation text cif or fob; null when the file does not tell
customs_procedure text customs procedure code
transport text mode of transport code
aggregate_level int digits of the code as published; 0 for totals
partner_note text areas nes, confidential, bunkers ... in the publisher's words
"""),
            ("source", "reporter", "partner", "partner2", "flow", "period_start", "period_end", "hs_edition",
             "hs_code", "customs_procedure", "transport"),
            ("published_on",),
            "Reported trade between two places in a period",
        ),
        Table(
            "declarations", 1,
            _columns("""
declaration_id text the office's number of the declaration
item int item number
lodged_on date day of lodging or clearance
lodged_text text! the date as written, where it is partial
office text customs office
regime text import, export, transit, warehouse, free zone, re-export, returned
importer_id text! national trader number of the importer
importer text! importer as written
exporter_id text! national trader number of the exporter
exporter text! exporter as written
consignee text! consignee as written
declarant text! declarant or broker as written
origin text ISO3 of the country of origin
dispatch text ISO3 of the country of dispatch
destination text ISO3 of the country of destination
""" + _HS + """
national_code text national tariff line, 8 to 12 digits
description text! description of goods as declared
substance text designation as declared, where the file has a column for it
substance_text text substance as written in that column
packages int number of packages
package_kind text kind of packages
net_mass_g grams net mass
gross_mass_g grams gross mass
value_minor minor declared value in minor units
currency text ISO 4217 code
container text container number
transport text vehicle, vessel or flight
licence_id text licence number as declared
previous_document text previous document
ucr text unique consignment reference
documents texts codes of documents presented
"""),
            ("source", "declaration_id", "item"), ("published_on",),
            "Customs declarations, one row an item",
        ),
        Table(
            "licences", 1,
            _columns("""
licence_id text number of the licence
holder_id text! national trader number of the holder
holder text! holder as written
direction text import or export
substance text designation; null when unknown
substance_text text substance as written
hs_code text six digits, where the licence names a code
hs_edition text its edition
partner text ISO3 of the country of export or destination
licensed_mass_g grams net mass licensed
quota_year int calendar year the licence counts against
issued_on date day of issue
valid_from date first day of validity
valid_to date last day of validity
status text issued, used, revoked, expired
note text! remarks
"""),
            ("source", "licence_id", "substance"), ("published_on",),
            "Licences for import or export",
        ),
        Table(
            "quotas", 1,
            _columns("""
party text ISO3 of the Party
holder_id text! national trader number of the holder
holder text! holder as written
substance text designation or annex group the quota is given in
year int calendar year
quota_mass_g grams quota in mass; null when given in another unit
quota_co2e_kg double quota in kg CO2e
quota_odp_kg double quota in ODP kg
"""),
            ("source", "party", "holder_id", "holder", "substance", "year"), ("published_on",),
            "Quotas allocated to holders",
        ),
        Table(
            "inspections", 1,
            _columns("""
inspection_id text number of the inspection
declaration_id text declaration inspected
item int its item
inspected_on date day
office text office
chosen_by text how the line was chosen: random, profile, tip, routine ...
chosen_probability double the probability with which it was chosen, where known
substance_found text designation found
mass_found_g grams mass found
result text nothing found, irregularity, offence
proof text degree of proof: document, field instrument, laboratory, judgment
note text! remarks
"""),
            ("source", "inspection_id"), ("published_on",),
            "Inspections and what they found",
        ),
        Table(
            "seizures", 1,
            _columns("""
case_id text number of the case in its register
kind text seizure, prosecution, civil_penalty, operation_result, refusal, disposal
country text ISO3 of where it was detected
place text place as written
agency text agency as written
seized_from date first day the date can mean
seized_to date last day the date can mean; a partial date stays partial
date_text text the date as written
substance text designation of this line; null when not disclosed or not one substance
substance_text text substance as published
mass_g grams mass of this substance line
total_mass_g grams mass of the whole case, repeated on each line of the case
mass_basis text published, published_rounded, published_minimum, computed, converted
cylinders int cylinders of this line
total_cylinders int cylinders of the whole case, repeated
equipment_units int units of equipment of the whole case, repeated
declared_as text what it was declared as
hs_code text code as published
origin texts ISO3 of countries of origin
dispatch texts ISO3 of countries of dispatch
transit texts ISO3 of countries of transit
destination texts ISO3 of countries of destination
transport text road_truck, sea_container, ...
methods texts codes of the methods of smuggling
detection texts codes of the means of detection
outcome text seized, convicted, civil_penalty, under_investigation, ...
outcome_note text! remarks on the outcome
claimed_co2e_t double t CO2e as published with the case
value_minor minor published value in minor units
currency text ISO 4217 code
source_address text address of the publication
source_type text official, trade press, news ...
confidence text grade of the row
line int line of the case: one a substance, from 1
"""),
            ("source", "case_id", "line"), ("published_on",),
            "Seizures and cases as published or as registered, one row a case and substance",
        ),
        Table(
            "prices", 1,
            _columns("""
observed_from date first day the date can mean
observed_to date last day the date can mean
country text ISO3, or null
place text place as written
substance text designation; null for a group
item text item as written
measure text retail, wholesale, quota, customs value, price rise ...
price_minor minor price in minor units per unit
currency text ISO 4217 code
unit text kg, cylinder, tCO2e, percent ...
value double the figure as published where it is no price
note text remarks
source_address text source
"""),
            ("source", "observed_from", "observed_to", "country", "place", "item", "measure"), ("published_on",),
            "Prices seen",
        ),
        Table(
            "reported_consumption", 1,
            _columns("""
party text ISO3 of the Party
period_start date first day of the year
period_end date last day of the year
form text imports, exports, production, destruction, non_party_trade, emissions
annex_group text A-I ... F
substance text designation as reported
substance_text text as written in the workbook
partner text ISO3 of the exporting or importing country where given
new_g grams new substance
recovered_g grams recovered, recycled or reclaimed
feedstock_g grams for feedstock
exempted_g grams for exempted essential, critical or high-ambient uses
qps_g grams for quarantine and pre-shipment
destroyed_g grams destroyed
produced_g grams total production
emitted_g grams emissions of HFC-23
remark text remarks
"""),
            ("source", "party", "period_start", "form", "substance", "substance_text", "partner"), ("published_on",),
            "Article 7 data as reported",
        ),
        Table(
            "reported_baselines", 1,
            _columns("""
party text ISO3 of the Party
annex_group text A-I ... F
measure text consumption or production
baseline double figure
unit text ODP t or t CO2e
baseline_kind text the publisher's name of the baseline type
"""),
            ("source", "party", "annex_group", "measure", "baseline_kind"), ("published_on",),
            "Baselines as the Ozone Secretariat holds them or as a Party enters them",
        ),
        Table(
            "own_limits", 1,
            _columns("""
party text ISO3 of the Party
annex_group text A-I ... F
measure text consumption or production
year int calendar year
limit double maximum
unit text ODP t or t CO2e
rule text the law or the agreement with the Multilateral Fund that sets it
"""),
            ("source", "party", "annex_group", "measure", "year"), ("published_on",),
            "A Party's own law or its agreement with the Multilateral Fund: the second line of limits",
        ),
        Table(
            "national_tariffs", 1,
            _columns("""
party text ISO3 of the Party
national_code text 6 to 12 digits without points
description text description in the tariff
valid_from date first day in force
valid_to date last day in force; null while in force
hs_edition text edition the line rests on
substances texts designations covered; empty when none is controlled
hides_controlled bool the line is an "other" that can hold a controlled substance
basis text the tariff book it was taken from
"""),
            ("source", "party", "national_code", "valid_from"), ("published_on",),
            "A country's own tariff lines",
        ),
        Table(
            "published_gaps", 1,
            _columns("""
importer text ISO3 of the importing side
exporter text ISO3 of the exporting side
year int calendar year
value_import_usd_cents minor what the importer reports, CIF
value_export_usd_cents minor what the exporter reports, FOB
gap_import_usd double published gap on the importer's side
gap_export_usd double published gap on the exporter's side
"""),
            ("source", "importer", "exporter", "year"), ("published_on",),
            "Mirror gaps as another publisher computed them",
        ),
        Table(
            "atmosphere", 1,
            _columns("""
network text AGAGE, NOAA, IGCC ...
substance text designation
observed_from date first day of the averaging period
observed_to date last day of it
mole_fraction_ppt double mole fraction, parts per trillion
uncertainty_ppt double one standard deviation as published
emission_kt double emissions in kt where the series is one of emissions
scale text calibration scale
"""),
            ("source", "network", "substance", "observed_from", "observed_to"), ("published_on",),
            "Atmospheric series",
        ),
    )
}  # fmt: skip


@cache
def table(name: str) -> Table:
    """The canonical table of that name; UnknownName if there is none."""
    if name not in TABLES:
        raise UnknownName("canonical table", name, [t for t in TABLES if t.startswith(name[:3])])
    return TABLES[name]
