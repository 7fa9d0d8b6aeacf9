"""Tables of what is published or reported: trade, seizures, prices, Article 7 data, limits, the atmosphere."""

from __future__ import annotations

from typing import Final

from tradewind.tables.columns import HS, Table, columns

PUBLISHED: Final = (
    Table(
        "trade_flows", 1,
        columns("""
reporter text ISO3 of who reports, or the file's own code prefixed by its scheme (m49:899)
partner text ISO3 of the partner; WLD is the world
partner2 text second partner (consignment), ISO3
flow text import, export, re-import or re-export
period_start date first day of the period
period_end date last day of the period
""" + HS + """
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
        "seizures", 1,
        columns("""
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
        columns("""
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
        columns("""
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
        columns("""
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
        columns("""
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
        columns("""
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
        columns("""
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
        columns("""
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
)  # fmt: skip
