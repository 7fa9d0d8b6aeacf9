"""Invented declaration lines at scale: 25 columns, 8 % in frame, a stated share of distinct descriptions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

#: About a hundred goods of a port's day, with their codes; the gases come in between.
GOODS = (
    ("leather shoes, women", "640399"), ("cotton T-shirts knitted", "610910"), ("steel bolts M8 galvanised", "731815"),
    ("plastic toys assorted", "950300"), ("LED lamps 9 W", "853952"), ("ceramic tiles 30x30", "690721"),
    ("frozen shrimp 10/20 count", "030617"), ("basmati rice 25 kg bags", "100630"), ("wooden beds", "940350"),
    ("printed books", "490199"), ("car tyres 205/55 R16", "401110"), ("mobile phone cases", "392690"),
    ("cement clinker in bulk", "252310"), ("polyethylene granules", "390110"), ("spare parts for pumps", "841391"),
    ("vitamin C powder", "293627"), ("glass bottles 750 ml", "701090"), ("solar panels 550 W", "854143"),
)  # fmt: skip
#: Words with the count of packages and a number of their own, code, kg of one package.
GASES = (
    ("refrigerant R-134a {c} x 13.6 kg cylinders order {n}", "290345", 13.6),
    ("HFC-32 in drums order {n}", "290342", 50.0),
    ("R-410A {c} x 11.3 kg cylinders lot {n}", "382763", 11.3),
    ("R404A refrigerant {c} x 10.9 kg lot {n}", "382761", 10.9),
    ("chlorodifluoromethane R-22 {c} x 13.6 kg order {n}", "290371", 13.6),
    ("air conditioners split R-32 model {n}", "841510", 38.0), ("refrigerators 200 l R-600a ref {n}", "841821", 55.0),
    ("steel cylinders for gas, empty, lot {n}", "731100", 3.0),
)  # fmt: skip
IN_FRAME = 0.08
PLACES = ("CHN", "IND", "ARE", "TUR", "DEU", "USA", "NLD", "KOR", "JPN", "THA")
CHUNK = 100_000


def write(path: Path, lines: int, distinct: float, seed: int = 4, first: int = 0) -> None:
    """A CSV under canonical names. `distinct` is the share of lines whose description no other line has before.

    `first` is the number of the first line, so that several files hold lines of their own.
    """
    random = np.random.default_rng(seed)
    with pv.CSVWriter(str(path), _chunk(0, 1, 1.0, random).schema) as writer:
        for start in range(0, lines, CHUNK):
            writer.write_table(_chunk(first + start, min(CHUNK, lines - start), distinct, random))


def _chunk(start: int, count: int, distinct: float, random: np.random.Generator) -> pa.Table:
    index = np.arange(start, start + count)
    gas = random.random(count) < IN_FRAME
    which = np.where(gas, random.integers(0, len(GASES), count), random.integers(0, len(GOODS), count))
    own = np.where(random.random(count) < distinct, index, index % 97)
    texts = np.array([t for t, _ in GOODS], dtype=object)
    words = np.where(
        gas,
        np.array([t for t, _, _ in GASES], dtype=object)[which % len(GASES)],
        texts[which % len(GOODS)]
        + " as per invoice and packing list no. {n} of the seller, new, first quality",
    )
    count_of = random.integers(10, 400, count)
    each = np.where(
        gas, np.array([kg for _, _, kg in GASES])[which % len(GASES)], random.integers(1, 60, count)
    )
    # A description comes again with its count.
    count_of = np.where(gas, own % 390 + 10, count_of)
    description = [
        w.replace("{n}", str(n)).replace("{c}", str(c))
        for w, n, c in zip(words.tolist(), own.tolist(), count_of.tolist(), strict=True)
    ]
    codes = np.where(
        gas,
        np.array([c for _, c, _ in GASES])[which % len(GASES)],
        np.array([c for _, c in GOODS])[which % len(GOODS)],
    )
    codes = np.where(gas & (random.random(count) < 0.03), "950300", codes)
    net = np.round(count_of * each * 1000).astype(np.int64)
    trader = random.integers(1, 8_000, count)
    place = np.array(PLACES)
    day = np.datetime64("2026-01-01") + (index // 3_000) % 300
    return pa.table({
        "declaration_id": _named("26KE{:010d}", index // 3), "item": index % 3 + 1, "lodged_on": day,
        "office": _named("KE{:03d}", index % 23), "regime": np.where(random.random(count) < 0.85, "import", "transit"),
        "importer_id": _named("P{:09d}A", trader), "importer": _named("Invented Trading Company {:05d} Ltd", trader),
        "exporter": _named("Invented Export House {:04d}", random.integers(1, 4000, count)),
        "declarant_id": _named("B{:05d}", random.integers(1, 300, count)),
        "origin": place[random.integers(0, 10, count)], "dispatch": place[random.integers(0, 10, count)],
        "destination": np.full(count, "KEN"), "hs_edition": np.full(count, "2022"), "hs_code": codes,
        "description": description, "packages": count_of,
        "package_kind": place[random.integers(0, 3, count)], "net_mass_g": net,
        "gross_mass_g": net + net // 4, "value_minor": net // 10 * random.integers(1, 40, count),
        "currency": np.full(count, "USD"), "container": _named("MSKU{:07d}", random.integers(0, 900_000, count)),
        "transport": _named("voyage {:05d}E", index // 900), "licence_id": _licence(gas, random),
        "previous_document": _named("MANIFEST-2026-{:08d}", index // 40),
    })  # fmt: skip


def _named(pattern: str, numbers: np.ndarray) -> pa.Array:
    return pa.array([pattern.format(n) for n in numbers.tolist()])


def _licence(gas: np.ndarray, random: np.random.Generator) -> pa.Array:
    held = gas & (random.random(len(gas)) < 0.9)
    numbers = _named("ODS/2026/{:05d}", random.integers(1, 5_000, len(gas)))
    return pc.if_else(pa.array(held), numbers, pa.scalar(None, pa.string()))
