"""Tables of what customs sees: declarations, messages about them, movements, inspections."""

from __future__ import annotations

from typing import Final

from tradewind.tables.columns import HS, Table, columns

CUSTOMS: Final = (
    Table(
        "declarations", 1,
        columns("""
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
""" + HS + """
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
declarant_id text! national trader number of the declarant or broker
consignee_id text! national trader number of the consignee
importer_address text! address of the importer as written
importer_country text ISO3 of the importer's address
exporter_address text! address of the exporter as written
exporter_country text ISO3 of the exporter's address
consignee_address text! address of the consignee as written
consignee_country text ISO3 of the consignee's address
local_reference text the declarant's own number of the declaration
revision int version number of the declaration; of two on one day the greater counts
message text declaration, or amendment: a row that states only what it changes
message_id text number of the message it came in
status text what the message says of its state: lodged, pre-lodged, amended, accepted, released
procedure text customs procedure code as declared
quantity double supplementary quantity
quantity_unit text its unit as declared
un_number text four digits of the UN number declared
cus_code text CUS number of a chemical, as declared
equipment_units int units of equipment that hold gas
charge_g grams charge of gas of one unit of equipment
transport_mode text mode of transport at the border as declared
route texts ISO3 of countries the goods pass, in order
unread text! JSON: what the message said that has no column here, by element
"""),
        ("source", "declaration_id", "item"), ("published_on", "revision"),
        "Customs declarations, one row an item",
    ),
    Table(
        "customs_messages", 1,
        columns("""
message_id text number of the message
standard text WCO Data Model, NCTS 5, ASYCUDA World ...
message_type text its name in the standard: DMSACC, CC045C ...
kind text acceptance, receipt, rejection, cancellation, cancellation request, release, clearance, tax ...
declaration_id text the office's number of the declaration it speaks of
local_reference text the declarant's own number of that declaration
revision int version of the declaration it speaks of
issued_at text moment of issue, ISO 8601 in UTC where the message tells the zone
counts bool false: the declaration no longer counts; true: it does; null: the message does not say
reason text! reasons given
office text customs office
ucr text unique consignment reference
unread text! JSON: what the message said that has no column here, by element
"""),
        ("source", "message_id", "message_type", "declaration_id"), ("published_on", "revision"),
        "Messages about declarations, one row a message: what became of what was declared",
    ),
    Table(
        "movements", 1,
        columns("""
movement_id text the office's number of the movement (MRN) or, where it has none, its consignment reference
leg text declared, departure, border, arrival, unloading, release, discharge, recovery, enquiry, cancelled
local_reference text the holder's own number of the movement
ucr text unique consignment reference
declaration_id text declaration it belongs to
regime text transit, export, import, warehouse, free zone
event_on date day of this leg
departed_on date day of departure, or of release for it
limit_on date last day to arrive
arrived_on date day of arrival
discharged_on date day the movement was discharged or written off
from_country text ISO3 of the country of departure
to_country text ISO3 of the country of destination
from_office text office of departure
to_office text office of destination as declared
office text office where this leg took place
place text location of the goods as written
holder_id text! national trader number of the holder of the procedure
holder text! holder as written
consignor text! consignor as written
consignee_id text! national trader number of the consignee
consignee text! consignee as written
carrier_id text! national trader number of the carrier
vehicle text registration of the vehicle, vessel or flight
vehicle_country text ISO3 of its nationality
container text container numbers
seals texts numbers of seals
route texts ISO3 of countries on the way, in order
items int number of items
packages int number of packages
net_mass_g grams net mass of all items that state one
gross_mass_g grams gross mass
substance text designation, where the movement is of one substance and says so
hs_code text six digits, where all its items have the same
previous_document text previous document
status text what the message says of its state
message_type text name of the message in its standard
message_id text number of the message
unread text! JSON: what the message said that has no column here, by element
"""),
        ("source", "movement_id", "leg", "office"), ("published_on",),
        "Movements of goods under customs control, one row a leg",
    ),
    Table(
        "inspections", 1,
        columns("""
inspection_id text number of the inspection
declaration_id text declaration inspected
item int its item
inspected_on date day
office text office
chosen_by text how the line was chosen: risk, floor, both, tip, random, profile, routine ...
chosen_probability double the probability with which it was chosen, where known
substance_found text designation found
mass_found_g grams mass found
result text compliant, paper_breach, illegal, undecided; or nothing found, irregularity, offence
proof text degree of proof: document, field instrument, laboratory, judgment
note text! remarks
floor_probability double the probability with which a line like it is drawn whatever its score
result_on date day the result was known
depth text papers, opened, weighed, analysed
hours double hours it took
explanation text! the trader's documented explanation
explanation_until date last day the explanation stands
"""),
        ("source", "inspection_id"), ("published_on",),
        "Inspections and what they found",
    ),
)  # fmt: skip
