"""Reading from a batch who trades: registered traders, holders of licences, importers, exporters and brokers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tradewind.warehouse import Warehouse
from tradewind_web.agencies.models import Agency
from tradewind_web.audit.recording import PlatformFor
from tradewind_web.jobs.queue import Tell
from tradewind_web.sources.models import Batch
from tradewind_web.sources.queries import batches_of_agency, warehouse_for_agency
from tradewind_web.traders.actions.forgetting import forget_proposals
from tradewind_web.traders.actions.keeping import AT_ONCE, propose
from tradewind_web.traders.models import Kind, Trader
from tradewind_web.traders.values import LONGEST_NAME, LONGEST_NUMBER, TraderValues, digests_of, number_digest

#: More traders than any Party registers: beyond, a column holds something else.
MOST: Final = 200_000
_LONGEST_ADDRESS: Final = 1000
#: Words of the `roles` of the canonical table -> what we call it; a word we do not know says nothing.
_ROLES: Final = {
    "importer": Kind.IMPORTER, "exporter": Kind.EXPORTER, "broker": Kind.BROKER, "declarant": Kind.BROKER,
    "carrier": Kind.CARRIER, "distributor": Kind.DISTRIBUTOR, "wholesaler": Kind.DISTRIBUTOR,
    "online seller": Kind.ONLINE_SELLER, "technician": Kind.TECHNICIAN, "service": Kind.TECHNICIAN,
    "reclaimer": Kind.RECLAIMER, "producer": Kind.PRODUCER, "zone operator": Kind.ZONE_OPERATOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Side:
    """Columns of one table in which a trader stands; `is_home`: its country is the office's where none is told."""

    table: str
    number: str
    name: str
    kind: Kind | None
    country: str = ""
    address: str = ""
    is_home: bool = False
    holds: bool | None = None


_SIDES: Final = (
    _Side("traders", "trader_id", "name", None, "country", "address", is_home=True),
    _Side("licences", "holder_id", "holder", Kind.IMPORTER, is_home=True, holds=True),
    _Side(
        "declarations", "importer_id", "importer", Kind.IMPORTER, "importer_country", "importer_address",
        is_home=True,
    ),
    _Side("declarations", "exporter_id", "exporter", Kind.EXPORTER, "exporter_country", "exporter_address"),
    _Side("declarations", "declarant_id", "declarant", Kind.BROKER, is_home=True),
)  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What a batch says of one trader, gathered from its sides."""

    names: Counter[str] = field(default_factory=Counter)
    number: str = ""
    country: str = ""
    address: str = ""
    kinds: set[Kind] = field(default_factory=set)
    holds: bool | None = None

    def values(self) -> TraderValues:
        """As a record: the name most often written, the others beside it."""
        ranked = [name for name, _n in sorted(self.names.items(), key=lambda item: (-item[1], item[0]))]
        name = ranked[0] if ranked else self.number
        return TraderValues(
            name, other_names=tuple(ranked[1:20]), national_number=self.number, country=self.country,
            address=self.address, kinds=tuple(k for k in Kind if k in self.kinds), holds_quota=self.holds,
        )  # fmt: skip


def propose_from(agency_id: str, batch_ids: Iterable[str], tell: Tell) -> int:
    """Propose the traders that these batches of the agency name; how many are new. Running it again adds none."""
    agency = Agency.objects.get(pk=agency_id)
    batches = list(
        batches_of_agency(agency)
        .filter(owner=agency, pk__in=list(batch_ids))
        .select_related("owner", "audience")
    )
    acting = PlatformFor(str(agency.pk))
    new = 0
    with warehouse_for_agency(agency) as warehouse:
        for done, batch in enumerate(batches):
            named = read_traders(warehouse, batch, agency)
            for start in range(0, len(named), AT_ONCE):
                tell(
                    (done + start / max(len(named), 1)) / len(batches),
                    f"{batch.file_name}: {len(named)} traders",
                )
                new += propose(acting=acting, batch=batch, named=named[start : start + AT_ONCE])
    return new


def read_traders(warehouse: Warehouse, batch: Batch, agency: Agency) -> list[TraderValues]:
    """Who stands in a batch, each once: by national number, else by name and country; those with a number first."""
    found: dict[str, _Found] = {}
    home = batch.party or agency.party
    for side in _SIDES:
        if side.table not in batch.tables:
            continue
        for row in _rows(warehouse, side, batch.library_id):
            _gather(found, side, row, home)
    values = [f.values() for f in found.values()]
    return sorted(values, key=lambda v: (not v.national_number, v.name))


def _rows(warehouse: Warehouse, side: _Side, library_id: str) -> Iterator[Mapping[str, Any]]:
    rows = warehouse.history(side.table)
    columns = {"number": rows[side.number], "name": rows[side.name]}
    for name, column in (("country", side.country), ("address", side.address)):
        if column:
            columns[name] = rows[column]
    if side.table == "traders":
        columns["roles"] = rows["roles"].join("|")
    chosen = rows.filter(rows.batch_id == library_id).select(**columns)
    chosen = chosen.filter(chosen.number.notnull() | chosen.name.notnull())
    counted = (
        chosen.group_by(list(columns)).agg(times=chosen.count()).order_by(["number", "name"]).limit(MOST)
    )
    yield from counted.to_pyarrow().to_pylist()


def _gather(found: dict[str, _Found], side: _Side, row: Mapping[str, Any], home: str) -> None:
    number, name = _text(row["number"], LONGEST_NUMBER), _text(row["name"], LONGEST_NAME)
    country = _text(row.get("country"), 10) or (home if side.is_home else "")
    known_by = digests_of(TraderValues(name, national_number=number, country=country))
    if not known_by:
        return
    # A number says who it is, whatever the country beside it; a name does so within its country.
    one = found.setdefault(number_digest(number) or known_by[0], _Found())
    if name:
        one.names[name] += int(row["times"])
    one.number = one.number or number
    one.country = one.country or country
    one.address = one.address or _text(row.get("address"), _LONGEST_ADDRESS)
    one.holds = one.holds or side.holds
    if side.kind is not None:
        one.kinds.add(side.kind)
    for word in (row.get("roles") or "").split("|"):
        if word.strip().casefold() in _ROLES:
            one.kinds.add(_ROLES[word.strip().casefold()])


def _text(value: Any, longest: int) -> str:
    """One line that both databases take."""
    return " ".join(str(value or "").replace("\x00", " ").split())[:longest]


def forget_proposed(batch_id: str, tell: Tell) -> int:
    """Forget the traders proposed from a forgotten batch; those that a batch of the agency still names come again."""
    batch = Batch.objects.select_related("owner").get(pk=batch_id)
    owner: Agency = batch.owner
    count = forget_proposals(acting=PlatformFor(str(owner.pk)), batch=batch)
    if Trader.objects.filter(batch=batch, state=Trader.State.FORGOTTEN).exists():
        tables = {side.table for side in _SIDES}
        held = Batch.objects.filter(owner=owner, replaced_at__isnull=True).values_list("pk", "tables")
        propose_from(str(owner.pk), [str(pk) for pk, names in held if tables & set(names)], tell)
    return count
