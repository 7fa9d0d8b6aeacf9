"""Real customs messages: the share that is read, by kind; and the memory and time of a long file.

`python -m bench messages [MEGABYTES]`, by default 200. The first table reads every message in ../shared/data/formats
and is left out where that is absent. The second generates WCO declarations of invented goods, one declaration of very
many items and very many of one item, and reads each in a process of its own beside what an analyst would do: parse
the whole document with lxml and look for the items.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tradewind.errors import FileRefused
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Refused, Rows
from tradewind.formats.registry import recognise_format

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "formats"
FOLDERS = ("asycuda", "wco_dec", "ncts5")
MEGABYTES = 200

_READ = """
import resource, sys, time
from pathlib import Path
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions, Rows
from tradewind.formats.registry import recognise_format
started = time.process_time()
opened, said = open_file(Path(sys.argv[1])), Instructions()
rows = sum(r.data.num_rows for r in recognise_format(opened, said).read(opened, said) if isinstance(r, Rows))
print(rows, time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_WHOLE = """
import resource, sys, time
from lxml import etree
started = time.process_time()
rows = []
for item in etree.parse(sys.argv[1]).iterfind(".//{*}GovernmentAgencyGoodsItem"):
    rows.append({leaf.tag: leaf.text for leaf in item.iter() if not len(leaf)})
print(len(rows), time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_HEAD = (
    '<md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" xmlns="urn:wco:datamodel:WCO:DEC-DMS:2">'
    "<md:WCOTypeName>DEC</md:WCOTypeName>"
)
_ITEM = (
    "<GovernmentAgencyGoodsItem><SequenceNumeric>{n}</SequenceNumeric><Commodity><Description>Invented goods {n}"
    "</Description><Classification><ID>29034500</ID><IdentificationTypeCode>TSP</IdentificationTypeCode>"
    "</Classification><GoodsMeasure><GrossMassMeasure>176</GrossMassMeasure><NetNetWeightMeasure>136"
    "</NetNetWeightMeasure></GoodsMeasure>"
    '<InvoiceLine><ItemChargeAmount currencyID="EUR">900</ItemChargeAmount></InvoiceLine></Commodity>'
    "<Origin><CountryCode>CN</CountryCode></Origin><Packaging><QuantityQuantity>10</QuantityQuantity>"
    "<TypeCode>CY</TypeCode></Packaging>"
    "</GovernmentAgencyGoodsItem>\n"
)


def main(arguments: Sequence[str]) -> None:
    """Print both tables."""
    if SHARED.exists():
        _shares()
    else:
        print("no ../shared beside the project: the table of real messages is left out\n")
    _long_files(int(arguments[0]) if arguments else MEGABYTES)


def _shares() -> None:
    found: dict[str, Counter[str]] = {}
    for folder in FOLDERS:
        for path in sorted((SHARED / folder).iterdir()):
            kind, outcome, rows = _read(folder, path)
            counted = found.setdefault(kind, Counter())
            counted.update({outcome: 1, "files": 1, "rows": rows})
    print("| real messages | files | read whole | read in part | refused, reason given | share read | rows |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    every: Counter[str] = Counter()
    for kind, counted in found.items():
        every.update(counted)
        _line(kind, counted)
    _line("all", every)
    print()


def _line(kind: str, counted: Counter[str]) -> None:
    read = counted["whole"] + counted["part"]
    print(
        f"| {kind} | {counted['files']} | {counted['whole']} | {counted['part']} | {counted['refused']} "
        f"| {read / counted['files']:.0%} | {counted['rows']} |"
    )


def _read(folder: str, path: Path) -> tuple[str, str, int]:
    """Kind of a file, what came of it, and its rows."""
    names = {"asycuda": "ASYCUDA World", "wco_dec": "WCO", "ncts5": "NCTS 5"}
    try:
        opened = open_file(path)
        reader = recognise_format(opened, Instructions())
        items = list(reader.read(opened, Instructions()))
    except FileRefused as refused:
        return f"{names[folder]}: {'empty' if 'empty' in refused.reason else 'others'}", "refused", 0
    tables = [i.table for i in items if isinstance(i, Rows)]
    rows = sum(i.data.num_rows for i in items if isinstance(i, Rows))
    has_refused = any(isinstance(i, Refused) for i in items)
    goods = "declarations" if "declarations" in tables or (has_refused and not tables) else "other messages"
    kind = (
        "inventory linking: arrivals, departures"
        if reader.name == "inventory-linking"
        else f"{names[folder]}: {goods}"
    )
    return kind, ("part" if rows else "refused") if has_refused else "whole", rows


def _long_files(megabytes: int) -> None:
    print(f"| {megabytes} MB of WCO declarations | items | CPU seconds | MB/s | peak MB |")
    print("|---|---:|---:|---:|---:|")
    for title, per_declaration in (("one declaration", 10**9), ("one item a declaration", 1)):
        for size in (megabytes // 4, megabytes):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "long.xml"
                with path.open("w", encoding="utf-8") as file:
                    file.writelines(_text(size * 1_000_000, per_declaration))
                for who, code in (("tradewind", _READ), ("lxml, whole document", _WHOLE)):
                    ran = subprocess.run(
                        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
                    )
                    rows, seconds, peak = (float(part) for part in ran.stdout.split())
                    what = f"{who}: {title}, {size} MB"
                    print(
                        f"| {what} | {rows:,.0f} | {seconds:.1f} | {size / seconds:.1f} | {peak:.0f} |",
                        flush=True,
                    )


def _text(size: int, per_declaration: int) -> Iterator[str]:
    yield _HEAD
    written, number = 0, 0
    while written < size:
        number += 1
        yield f"<Declaration><FunctionCode>9</FunctionCode><FunctionalReferenceID>L{number}</FunctionalReferenceID>"
        yield "<TypeCode>IMA</TypeCode><GoodsShipment>"
        for item in range(1, per_declaration + 1):
            text = _ITEM.format(n=item)
            written += len(text)
            yield text
            if written >= size:
                break
        yield "<Importer><ID>GB1</ID></Importer></GoodsShipment></Declaration>\n"
    yield "</md:MetaData>"


if __name__ == "__main__":
    main(sys.argv[1:])
