"""Tables of who may trade and how much: licences and their uses, quotas, traders, stock of free zones."""

from __future__ import annotations

from typing import Final

from tradewind.tables.columns import Table, columns

LICENSING: Final = (
    Table(
        "licences", 1,
        columns("""
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
        "licence_uses", 1,
        columns("""
licence_id text licence that was used
declaration_id text declaration it was used on
item int its item
used_on date day of use
holder_id text! national trader number of who used it
substance text designation
substance_text text substance as written
used_mass_g grams net mass written off
remaining_mass_g grams net mass left after this use, where the office states it
office text customs office
note text! remarks
"""),
        ("source", "licence_id", "declaration_id", "item", "substance"), ("published_on",),
        "Uses of licences: what was written off, on which declaration",
    ),
    Table(
        "quotas", 1,
        columns("""
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
        "zone_stock", 1,
        columns("""
zone text free zone or warehouse
holder_id text! national trader number of who holds the stock
holder text! holder as written
substance text designation; null when unknown
substance_text text substance as written
hs_code text six digits
period_start date first day
period_end date last day, on which the closing stock was counted
opening_g grams stock on the first day
in_g grams net mass that came in
out_g grams net mass that went out
loss_g grams loss, use or destruction that was recorded
closing_g grams stock on the last day
cylinders int cylinders on the last day
note text! remarks
"""),
        ("source", "zone", "holder_id", "holder", "substance", "substance_text", "period_end"), ("published_on",),
        "Stock of free zones and warehouses, one row a holder, substance and period",
    ),
    Table(
        "traders", 1,
        columns("""
trader_id text! national trader number
name text! name as registered
other_names texts! other names it trades under
roles texts importer, exporter, broker, carrier, reclaimer, producer, zone operator ...
address text! address
city text! place
country text ISO3
phone text! telephone
email text! address of electronic mail
directors texts! names of directors or owners
registered_on date day of registration as a company
listed_on date day of entry on the list of those who may trade controlled substances
listed_to date last day on that list; null while listed
ceased_on date day it ceased
activity text activity as registered
capacity_g grams yearly capacity of a facility that recovers or reclaims
status text active, suspended, struck off ...
note text! remarks
"""),
        ("source", "trader_id"), ("published_on",),
        "Companies and people registered to trade",
    ),
)  # fmt: skip
