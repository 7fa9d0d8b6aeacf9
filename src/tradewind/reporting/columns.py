"""What each column of the two reports counts, as data: the same conditions add a cell up and list its clearances.

A condition is on what the licence line and the clearance say. `counts` tells how a column stands in sums: `total`
columns of a form add up to all it counts; `of which` columns are part of them; `apart` columns are shown and never
added to consumption; `stated` columns are typed in, because no clearance tells them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

#: Where we could not read the source itself. Nothing so marked may be shown as confirmed.
AS_OF_MEMORY: Final = ""

#: "New" is for all uses and nothing is deducted for feedstock or exempted uses: paragraph 5 of the instructions to data
#: form 1; laboratory use is among the exempted: the Secretariat's own import takes it out of ImpEssenUse.
_FORMS: Final = (
    "headings of the Ozone Secretariat's reporting workbook (sheets Import, Export, Produce, Destroy); data reporting "
    "instructions of decision XXX/10, data forms 1 and 2"
)
_BULK: Final = "Article 1, paragraph 4: a substance inside a product is not a controlled substance in bulk"

Condition = Mapping[str, frozenset[str]]
Counts = Literal["total", "of which", "apart", "stated"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: it counts what answers every field of one of `where`. Its source is blank where as of memory."""

    name: str
    counts: Counts
    where: tuple[Condition, ...] = ()
    source: str = AS_OF_MEMORY
    unit: Literal["g", "usd_cents_per_kg"] = "g"

    @property
    def is_confirmed(self) -> bool:
        """Whether we read the rule in its source."""
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its forms, each with its columns in their order, and the decimals of a tonne that it is sent with."""

    name: str
    forms: Mapping[str, tuple[Column, ...]]
    places: int

    def column(self, form: str, name: str) -> Column:
        """The column of that name; KeyError where the report has none."""
        for column in self.forms[form]:
            if column.name == name:
                return column
        raise KeyError(name)


def _is(**fields: str) -> Condition:
    return MappingProxyType({name: frozenset(text.split()) for name, text in fields.items()})


def _sector(name: str) -> Column:
    said = "" if name == "sector_unknown" else name
    where = {"what": frozenset({"bulk"}), "purpose": frozenset({"ordinary"}), "sector": frozenset({said})}
    return Column(name, "of which", (MappingProxyType(where),))


_USED: Final = "recovered recycled reclaimed"
#: Equipment and polyol: told apart, added to nothing.
_APART: Final = (
    Column("in_equipment", "apart", (_is(what="equipment"),), _BULK),
    Column("in_polyol", "apart", (_is(what="polyol"),), _FORMS),
)
#: New substance for all uses; the columns after it say how much of it is no consumption.
_ARTICLE_7_TRADE: Final = (
    Column("new", "total", (_is(what="bulk", nature="new"),), _FORMS),
    Column("recovered", "total", (_is(what="bulk", nature=_USED),), _FORMS),
    Column("feedstock", "of which", (_is(what="bulk", nature="new", purpose="feedstock"),), _FORMS),
    Column(
        "exempted", "of which", (_is(what="bulk", nature="new", purpose="laboratory critical other_exempt"),), _FORMS,
    ),
    Column("qps", "of which", (_is(what="bulk", nature="new", purpose="qps"),), _FORMS),
    Column("process_agent", "of which", (_is(what="bulk", nature="new", purpose="process_agent"),), _FORMS),
)  # fmt: skip
#: Import and re-export are two transactions; transit through a third country is none of that country's.
_RE_EXPORTED: Final = Column(
    "re_exported", "of which", (_is(what="bulk", regime="re-export"),), "decision IV/14"
)
ARTICLE_7: Final = Report(
    "article7",
    MappingProxyType({
        "imports": (*_ARTICLE_7_TRADE, *_APART),
        "exports": (*_ARTICLE_7_TRADE, _RE_EXPORTED, *_APART),
        "production": tuple(
            Column(name, "stated", (), _FORMS) for name in ("produced", "feedstock", "exempted", "qps")
        ),
        "destruction": (Column("destroyed", "stated", (), _FORMS),),
    }),
    places=3,
)  # fmt: skip

#: Sectors in the order of the words of a licence line.
SECTORS: Final = (
    "aerosol", "foam", "fire", "refrigeration", "air_conditioning", "servicing", "solvent", "fumigation",
    "laboratory", "other", "sector_unknown",
)  # fmt: skip
_NO_FEEDSTOCK: Final = "ordinary process_agent qps laboratory critical other_exempt"
_PROGRAMME_APART: Final = (Column("feedstock", "apart", (_is(what="bulk", purpose="feedstock"),)), *_APART)
COUNTRY_PROGRAMME: Final = Report(
    "country_programme",
    MappingProxyType({
        "imports": (
            Column("all", "total", (_is(what="bulk", purpose=_NO_FEEDSTOCK),)),
            *(_sector(name) for name in SECTORS),
            Column("process_agent", "of which", (_is(what="bulk", purpose="process_agent"),)),
            Column("qps", "of which", (_is(what="bulk", purpose="qps"),)),
            Column("exempted", "of which", (_is(what="bulk", purpose="laboratory critical other_exempt"),)),
            *_PROGRAMME_APART,
        ),
        "exports": (Column("all", "total", (_is(what="bulk", purpose=_NO_FEEDSTOCK),)), *_PROGRAMME_APART),
        "production": (Column("all", "stated"),),
        "prices": (Column("per_kg", "stated", unit="usd_cents_per_kg"),),
    }),
    places=2,
)  # fmt: skip
REPORTS: Final[Mapping[str, Report]] = MappingProxyType({r.name: r for r in (ARTICLE_7, COUNTRY_PROGRAMME)})
#: The form that a licence's direction counts in. Transit counts in none (decision IV/14).
FORM_OF: Final[Mapping[str, str]] = MappingProxyType({"import": "imports", "export": "exports"})
