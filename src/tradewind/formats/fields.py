"""What an office's own files can say about each canonical table: the fields, their kinds and their words.

A field is what one column of a register holds ("net mass", "date of seizure"); it fills one or more canonical
columns. Templates and mapping files name fields, so that "400 cylinders" or "2014" has one meaning in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from tradewind.errors import UnknownName
from tradewind.reference.rows import read

Kind = Literal[
    "id", "text", "texts", "whole", "number", "mass", "mass_unit", "money", "currency", "year", "day", "span",
    "substance", "substances", "group", "place", "places", "choice", "choices", "yesno", "code", "national",
]  # fmt: skip
#: What a day column keeps of a partial date: its first day, its last day, or nothing but the text.
Edge = Literal["first", "last", "exact"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `columns` are the canonical columns it fills, the main one first; `factor` turns the unit
    of the template into that of the canonical column; `choices` names a set of words; with `is_open` other
    words are kept as they stand."""

    name: str
    kind: Kind
    columns: tuple[str, ...]
    required: bool = False
    edge: Edge = "exact"
    choices: str | None = None
    is_open: bool = False
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Office:
    """A canonical table as offices keep it. `one_of` are fields of which at least one must be there;
    `counted` is numbered per key where the file has no column for it; `remarks` takes what fits nowhere."""

    table: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    counted: tuple[str, str] | None = None
    remarks: str | None = None

    def field(self, name: str) -> Field:
        """The field of that name, or of the canonical column of that name; UnknownName otherwise."""
        for field in self.fields:
            if name == field.name or name in field.columns[:1]:
                return field
        raise UnknownName(f"field of {self.table}", name, [f.name for f in self.fields if name[:4] in f.name])


_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "seized": ("seized_from", "seized_to", "date_text"),
    "observed": ("observed_from", "observed_to"),
    "period": ("period_start", "period_end"),
    "lodged_on": ("lodged_on", "lodged_text"),
    "substance": ("substance", "substance_text"),
    "quota_co2e_t": ("quota_co2e_kg",),
    "quota_odp_t": ("quota_odp_kg",),
    "value_usd": ("value_usd_cents",),
    "hs_code": ("hs_code", "national_code"),
}
_FACTORS: Final = {"quota_co2e_t": 1000.0, "quota_odp_t": 1000.0}


def _fields(text: str) -> tuple[Field, ...]:
    """Fields from lines `name kind marks`: `*` required, `=set` a set of words, `=set?` an open one,
    `<` keeps the first day of a partial date, `>` the last."""
    made = []
    for line in filter(str.strip, text.splitlines()):
        name, kind, *marks = line.split()
        words = next((m[1:] for m in marks if m.startswith("=")), None)
        suffix = {"mass": "_g", "money": "_minor"}.get(kind, "")
        made.append(
            Field(
                name,
                kind,  # type: ignore[arg-type]
                _COLUMNS.get(name, (name + suffix,)),
                required="*" in marks,
                edge="first" if "<" in marks else "last" if ">" in marks else "exact",
                choices=words.rstrip("?") if words else None,
                is_open=bool(words and words.endswith("?")),
                factor=_FACTORS.get(name, 1.0),
            )
        )
    return tuple(made)


OFFICES: Final[dict[str, Office]] = {
    o.table: o
    for o in (
        Office("licences", _fields("""
licence_id id *
direction choice =direction
holder text
holder_id id
substance substance
hs_code code
hs_edition choice =edition?
partner place
licensed_mass mass
mass_unit mass_unit
quota_year year
issued_on day
valid_from day <
valid_to day >
status choice =licence_status?
note text
"""), remarks="note"),
        Office("quotas", _fields("""
party place
holder text
holder_id id
substance group *
year year *
quota_mass mass
quota_co2e_t number
quota_odp_t number
mass_unit mass_unit
"""), one_of=("quota_mass", "quota_co2e_t", "quota_odp_t")),
        Office("declarations", _fields("""
declaration_id id *
item whole
lodged_on day
office text
regime choice =regime
importer text
importer_id id
exporter text
exporter_id id
consignee text
declarant text
origin place
dispatch place
destination place
hs_code code
national_code national
hs_edition choice =edition?
description text
substance substance
packages whole
package_kind text
net_mass mass
gross_mass mass
mass_unit mass_unit
value money
currency currency
container text
transport text
licence_id id
previous_document id
ucr id
documents texts
"""), counted=("item", "declaration_id")),
        Office("inspections", _fields("""
inspection_id id *
declaration_id id
item whole
inspected_on day
office text
chosen_by choice =chosen_by?
chosen_probability number
substance_found substance
mass_found mass
mass_unit mass_unit
result choice =result?
proof choice =proof?
note text
"""), remarks="note"),
        Office("seizures", _fields("""
case_id id *
line whole
kind choice =case_kind?
country place
place text
agency text
seized span
substance substance
mass mass
total_mass mass
mass_unit mass_unit
mass_basis choice =mass_basis?
cylinders whole
total_cylinders whole
equipment_units whole
declared_as text
hs_code text
origin places
dispatch places
transit places
destination places
transport choice =transport?
methods choices =method?
detection choices =detection?
outcome choice =outcome?
outcome_note text
claimed_co2e_t number
value money
currency currency
source_address text
source_type text
confidence text
"""), counted=("line", "case_id"), remarks="outcome_note"),
        Office("prices", _fields("""
observed span *
country place
place text
substance substance
item text
measure choice =price_measure?
price money
currency currency
unit choice =price_unit?
value number
note text
source_address text
"""), remarks="note"),
        Office("national_tariffs", _fields("""
party place
national_code national *
description text
valid_from day < *
valid_to day >
hs_edition choice =edition?
substances substances
hides_controlled yesno
basis text
""")),
        Office("reported_baselines", _fields("""
party place
annex_group choice =annex_group *
measure choice =limit_measure *
baseline number *
unit choice =limit_unit *
baseline_kind text
""")),
        Office("own_limits", _fields("""
party place
annex_group choice =annex_group *
measure choice =limit_measure *
year year *
limit number *
unit choice =limit_unit *
rule text
""")),
        Office("trade_flows", _fields("""
reporter place *
flow choice =flow *
partner place
period span *
hs_code code *
hs_edition choice =edition?
net_mass mass
gross_mass mass
mass_unit mass_unit
quantity number
quantity_unit text
value_usd money
valuation choice =valuation?
customs_procedure text
transport text
""")),
    )
}  # fmt: skip

#: Code and English word of each choice that is ours; the words of cases come with the reference data.
_WORDS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "direction": (("import", "import"), ("export", "export")),
    "flow": (("import", "import"), ("export", "export"), ("re-import", "re-import"), ("re-export", "re-export")),
    "regime": (("import", "import"), ("export", "export"), ("transit", "transit"), ("warehouse", "warehouse"),
               ("free zone", "free zone"), ("re-export", "re-export"), ("returned", "returned")),
    "edition": (("2022", "2022"), ("2017", "2017"), ("2012", "2012"), ("2007", "2007")),
    "licence_status": (("issued", "issued"), ("used", "used"), ("revoked", "revoked"), ("expired", "expired")),
    "chosen_by": (("random", "at random"), ("profile", "by risk profile"), ("tip", "after a tip"),
                  ("routine", "routine")),
    "result": (("nothing found", "nothing found"), ("irregularity", "irregularity"), ("offence", "offence")),
    "proof": (("document", "document"), ("field instrument", "field instrument"),
              ("laboratory", "laboratory"), ("judgment", "judgment")),
    "case_kind": (("seizure", "seizure"), ("prosecution", "prosecution"), ("civil_penalty", "civil penalty"),
                  ("operation_result", "result of an operation"), ("refusal", "refusal at the border"),
                  ("disposal", "disposal")),
    "mass_basis": (("published", "weighed or published"), ("published_rounded", "rounded"),
                   ("published_minimum", "at least"), ("computed", "computed from cylinders"),
                   ("converted", "converted from another unit")),
    "transport": (("road_truck", "truck"), ("road_van", "van"), ("road_car", "car"), ("road_bus", "bus"),
                  ("road_container", "container by road"), ("sea_container", "container by sea"),
                  ("sea_iso_tank", "tank container by sea"), ("sea", "by sea"),
                  ("ferry_passenger", "ferry passenger"), ("rail", "rail"), ("air", "air"), ("post", "post"),
                  ("domestic_store", "store inland"), ("domestic_sale", "sale inland")),
    "price_measure": (("retail", "retail price"), ("wholesale", "wholesale price"), ("quota", "price of quota"),
                      ("customs value", "customs value"), ("price rise", "price rise")),
    "price_unit": (("kg", "kg"), ("cylinder", "cylinder"), ("tCO2e", "t CO2e"), ("percent", "per cent")),
    "annex_group": tuple((g, g) for g in ("A-I", "A-II", "B-I", "B-II", "B-III", "C-I", "C-II", "C-III", "E", "F")),
    "limit_measure": (("consumption", "consumption"), ("production", "production")),
    "limit_unit": (("ODP t", "ODP t"), ("t CO2e", "t CO2e")),
    "valuation": (("cif", "CIF"), ("fob", "FOB")),
}  # fmt: skip
_FROM_CASES: Final = ("method", "detection", "outcome")


@cache
def words_of(choices: str) -> tuple[tuple[str, str], ...]:
    """(code, English word) of a set of choices; UnknownName where there is no such set."""
    if choices in _FROM_CASES:
        return tuple((r["code"], r["words"]) for r in read("case_codes") if r["kind"] == choices)
    if choices not in _WORDS:
        raise UnknownName("set of choices", choices)
    return _WORDS[choices]


def office(table: str) -> Office:
    """The office's side of a canonical table; UnknownName where offices do not keep such a table."""
    if table not in OFFICES:
        raise UnknownName("table of an office's own files", table, list(OFFICES))
    return OFFICES[table]
