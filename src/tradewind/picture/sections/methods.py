"""Methods of smuggling against the means that detected them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tradewind.picture.cases import Case
from tradewind.picture.caveats import ALLEGATION, REGISTER_SOURCE, SAMPLE
from tradewind.picture.model import Column, Heat, Section, Table
from tradewind.picture.setting import Setting
from tradewind.reference.methods import Method, methods

#: Means of detection as columns: what an office would invest in, from the register's finer codes.
_MEANS: Final = (
    ("Search of the load", ("physical_inspection", "routine_check", "weighing")),
    ("Scanner", ("scanner",)),
    ("Check of papers", ("document_check",)),
    ("Risk profile", ("risk_profile",)),
    ("Gas identifier or laboratory", ("gas_identifier", "lab_test", "lab_opinion")),
    ("Tip or shared intelligence", ("tip", "intelligence_sharing", "inter_agency", "rights_holder")),
    ("Police stop or surveillance", ("police_stop", "surveillance", "gps_evidence")),
    ("Market or online monitoring", ("market_surveillance", "online_monitoring")),
    ("Investigation", ("investigation",)),
    ("Means not published", ("unknown", "")),
)


def methods_section(cases: Sequence[Case], setting: Setting, key: str) -> Section:
    """The catalogue of methods as rows, means of detection as columns, cases in the cells."""
    say = setting.say
    rows = _grouped(cases, setting)
    rows.sort(key=lambda row: (-len(row[1]), row[0]))
    seen = [row for row in rows if row[1]]
    heat = Heat(
        say("Methods in cases against how they were detected"), say("Method"), tuple(say(m) for m, _ in _MEANS),
        tuple((f"{name} ({len(of)})", tuple(_cells(of))) for name, of, _ in seen),
    )  # fmt: skip
    columns = (
        Column("method", say("Method")), Column("cases", say("Cases on file"), "count"),
        *(Column(f"m{i}", say(m), "count") for i, (m, _) in enumerate(_MEANS)),
        Column("indicators", say("What gives it away")), Column("data", say("Data that would show it")),
    )  # fmt: skip
    table_rows = tuple(
        {"method": name, "cases": len(of) or None, "indicators": "; ".join(entry.indicators) if entry else None,
         "data": "; ".join(entry.data_needed) if entry else None}
        | {f"m{i}": n for i, n in enumerate(_cells(of))}
        for name, of, entry in rows
    )  # fmt: skip
    return Section(
        key=f"{key}-methods", title=say("Methods, and what detected them"),
        lead=(say("A case can show several methods and several means, so the cells do not add up to the cases."
                  " An empty cell means no case on file, not that the means would fail."),),
        figures=(heat,) if seen else (),
        tables=(Table(f"{key}-catalogue", say("Catalogue of methods"), columns, table_rows,
                      absent=say("no proven case on file")),),
        sources=(say(REGISTER_SOURCE), say("Catalogue of methods: sources stand with each row of the reference data.")),
        caveats=tuple(map(say, (SAMPLE, ALLEGATION))),
    )  # fmt: skip


def _grouped(cases: Sequence[Case], setting: Setting) -> list[tuple[str, list[Case], Method | None]]:
    """Cases of each method of the catalogue, then of each code of the register the catalogue does not hold."""
    grouped: list[tuple[str, list[Case], Method | None]] = []
    covered: set[str] = set()
    for entry in methods():
        covered.update(entry.case_codes)
        grouped.append(
            (setting.say(entry.method), [c for c in cases if set(c.methods) & set(entry.case_codes)], entry)
        )
    for name in sorted({m for c in cases for m in c.methods} - covered):
        words = setting.say(setting.words("method", name))
        grouped.append((words[:1].upper() + words[1:], [c for c in cases if name in c.methods], None))
    return grouped


def _cells(cases: Sequence[Case]) -> list[int | None]:
    counts: Counter[int] = Counter()
    for case in cases:
        named = set(case.detection) or {""}
        counts.update(i for i, (_, codes) in enumerate(_MEANS) if named & set(codes))
    return [counts[i] or None for i in range(len(_MEANS))]
