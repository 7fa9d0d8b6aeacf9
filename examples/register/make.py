"""Write the invented register: licences, quotas, clearances, and the truth about them.

    python examples/register/make.py [FOLDER]

EVERYTHING HERE IS INVENTED: the country Zephyria, its companies, licences and declarations. Likeness with any
real company is chance. The sheets look as an office's files look: a title over merged cells, a second row of
headings, names misspelt, numbers written each time another way. `truth.json` says what is planted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

TITLE = "INVENTED EXAMPLE - no such country, company, licence or declaration exists"
YEAR = 2025
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)

FROST, AURORA, FJORD = "Frostline Refrigeration Ltd", "Aurora Cooling Supplies", "Blue Fjord Trading Co."
KELVIN, SANDPIPER, MERIDIAN = "Kelvin & Daughters", "Sandpiper Air Conditioning LLC", "Meridian Cold Chain"
HARBOUR, TUNDRA, QUAYSIDE = "Harbour Gas Works", "Tundra Service Parts", "Quayside Fire Protection"
LUMEN, ORCHARD = "Lumen Foam Industries", "Orchard Fumigation Services"

# number, holder, gas as the office writes it, kg, first day, last day, status
LICENCES: list[tuple[str, str, str, float, date, date, str]] = [
    ("ZL-2025-001", FROST, "R-134a", 6000, FIRST, LAST, "issued"),
    ("ZL-2025-002", FROST, "R-410A", 4000, FIRST, LAST, "issued"),
    ("ZL-2025-003", FROST, "R-404A", 2500, FIRST, LAST, "issued"),
    ("ZL-2025-004", AURORA, "R-134a", 3000, FIRST, date(2025, 6, 30), "used"),
    ("ZL-2025-005", AURORA, "R-32", 5000, FIRST, LAST, "issued"),
    ("ZL-2025-006", FJORD, "R-134a", 5000, FIRST, LAST, "issued"),
    ("ZL-2025-007", FJORD, "R-407C", 2000, FIRST, LAST, "issued"),
    ("ZL-2025-008", KELVIN, "HCFC-22", 3000, FIRST, date(2025, 9, 30), "issued"),
    ("ZL-2025-009", KELVIN, "R-410A", 3500, date(2025, 4, 1), LAST, "issued"),
    ("ZL-2025-010", SANDPIPER, "R-410A", 8000, FIRST, LAST, "issued"),
    ("ZL-2025-011", SANDPIPER, "R-32", 6000, FIRST, LAST, "issued"),
    ("ZL-2025-012", MERIDIAN, "HCFC-22", 2500, FIRST, LAST, "issued"),
    ("ZL-2025-013", MERIDIAN, "R-404A", 3000, FIRST, LAST, "issued"),
    ("ZL-2025-014", MERIDIAN, "R-507A", 1500, FIRST, LAST, "issued"),
    ("ZL-2025-015", HARBOUR, "HCFC-22", 4000, FIRST, LAST, "issued"),
    ("ZL-2025-016", HARBOUR, "R-134a", 2000, FIRST, LAST, "issued"),
    ("ZL-2025-017", TUNDRA, "R-134a", 1200, date(2025, 3, 1), LAST, "issued"),
    ("ZL-2025-018", TUNDRA, "R-404A", 900, FIRST, LAST, "issued"),
    ("ZL-2025-019", QUAYSIDE, "HFC-227ea", 1800, FIRST, LAST, "issued"),
    ("ZL-2025-020", LUMEN, "HCFC-141b", 2200, FIRST, date(2025, 8, 31), "issued"),
    ("ZL-2025-021", LUMEN, "HFC-245fa", 2600, FIRST, LAST, "issued"),
    ("ZL-2025-022", ORCHARD, "Methyl bromide", 1000, FIRST, LAST, "issued"),
    ("ZL-2025-023", AURORA, "R-407C", 1500, FIRST, date(2025, 10, 31), "issued"),
    ("ZL-2025-024", KELVIN, "R-134a", 2400, FIRST, date(2025, 9, 30), "used"),
    ("ZL-2025-025", TUNDRA, "HCFC-22", 1600, FIRST, LAST, "issued"),
]

# holder, gas or group, year, kg, t CO2e
QUOTAS: list[tuple[str, str, int, float | None, float | None]] = [
    ("FROSTLINE REFRIGERATION LIMITED", "HFC", YEAR, None, 28000),
    ("Blue Fjord Trading", "HFC", YEAR, None, 14000),
    ("Sandpiper Air Conditioning", "HFC", YEAR, None, 24000),
    ("Meridian Cold Chain", "HCFC-22", YEAR, 2500, None),
    ("Harbour Gas Works", "HCFC-22", YEAR, 3400, None),
    ("Kelvin and Daughters", "HCFC-22", YEAR, 3000, None),
]

# declaration, item, day, regime, importer, description, code (HS 2022), packages, net kg, licence as cited
Clearance = tuple[str, int, date, str, str, str, str, int | None, float | None, str | None]
CLEARANCES: list[Clearance] = [
    # Honest: cited as it stands, or nearly; misspelt names; split deliveries; filling within half a per cent.
    ("25ZE00101", 1, date(2025, 1, 14), "import", FROST, "Refrigerant gas HFC-134a, 13.6 kg cyl", "290345", 220, 2992,
     "ZL-2025-001"),
    ("25ZE00118", 1, date(2025, 1, 29), "import", "FROSTLINE REFRIGERATION LTD.", "R410A refrigerant", "382763", 170,
     1921, "zl 2025 002"),
    ("25ZE00131", 1, date(2025, 2, 6), "import", "Aurora Cooling Suplies", "R-134a in cylinders", "290345", 219, 2980,
     "ZL/2025/4"),
    ("25ZE00140", 1, date(2025, 2, 11), "import", AURORA, "Difluoromethane (HFC-32), UN 3252", "290342", 250, 2500,
     "ZL-2025-005"),
    ("25ZE00152", 1, date(2025, 2, 20), "import", KELVIN, "Chlorodifluoromethane, HCFC-22", "290371", 110, 1496,
     "ZL-2025-008"),
    ("25ZE00163", 1, date(2025, 3, 3), "import", "Sandpiper Airconditioning", "R-410A", "382763", 350, 3955,
     "ZL-2025-010"),
    ("25ZE00171", 1, date(2025, 3, 12), "import", SANDPIPER, "R-32 refrigerant", "290342", 300, 3000, "ZL-2025-011"),
    ("25ZE00180", 1, date(2025, 3, 18), "import", "Meridian Cold-Chain", "Freon 22", "290371", 92, 1251.2,
     "ZL-2025-012"),
    ("25ZE00187", 1, date(2025, 3, 25), "import", MERIDIAN, "Refrigerant R-404A", "382761", 270, 2943, "ZL-2025-013"),
    ("25ZE00195", 1, date(2025, 4, 2), "import", HARBOUR, "HCFC-22", "290371", 150, 2040, None),
    ("25ZE00203", 1, date(2025, 4, 9), "import", "Harbor Gas Works", "HFC-134a", "290345", 147, 1999.2, "ZL-2025-0l6"),
    ("25ZE00210", 1, date(2025, 4, 15), "import", TUNDRA, "R-134a, 88 x 13.6 kg", "290345", 88, None, "ZL-2025-017"),
    ("25ZE00217", 1, date(2025, 4, 28), "import", QUAYSIDE, "HFC-227ea fire suppressant", "290346", 36, 1800,
     "ZL-2025-019"),
    ("25ZE00224", 1, date(2025, 5, 6), "import", LUMEN, "HCFC-141b blowing agent", "290373", 9, 2190, "ZL-2025-020"),
    ("25ZE00231", 1, date(2025, 5, 13), "import", LUMEN, "HFC-245fa", "290347", 10, 2600, "ZL-2025-021"),
    ("25ZE00238", 1, date(2025, 5, 20), "import", ORCHARD, "Bromomethane (methyl bromide) for quarantine treatment",
     "290361", 20, 1000, "ZL-2025-022"),
    ("25ZE00245", 1, date(2025, 6, 3), "import", FROST, "R-404A", "382761", 225, 2452.5, "ZL-2025-003"),
    ("25ZE00252", 1, date(2025, 6, 10), "import", "Blue Fjord Tradng", "R-407C", "382764", 175, 1977.5, "ZL 2025 07"),
    ("25ZE00259", 1, date(2025, 7, 1), "import", SANDPIPER, "R-410A refrigerant", "382763", 350, 3955, "ZL-2025-010"),
    ("25ZE00266", 1, date(2025, 7, 15), "import", MERIDIAN, "R-507A", "382761", 130, 1469, "ZL-2025-014"),
    ("25ZE00273", 1, date(2025, 8, 5), "import", AURORA, "HFC-32", "290342", 250, 2500, "ZL-2025-005"),
    ("25ZE00280", 1, date(2025, 9, 9), "import", "TUNDRA SERVICE PARTS", "R-404A", "382761", 82, 893.8, "ZL-2025-018"),
    # Honest: no licence is needed.
    ("25ZE00287", 1, date(2025, 5, 22), "import", FROST, "R-1234yf, 2,3,3,3-tetrafluoropropene", "290351", 60, 300,
     None),
    ("25ZE00294", 1, date(2025, 6, 17), "import", SANDPIPER, "Split air conditioners, charged with R-32", "841510", 240,
     9600, None),
    ("25ZE00301", 1, date(2025, 6, 24), "transit", "Transworld Haulage", "R-134a in transit to Borealia", "290345", 400,
     5440, None),
    ("25ZE00308", 1, date(2025, 7, 22), "import", HARBOUR, "Propane R-290 for refrigeration", "271112", 80, 400, None),
    # Planted.
    ("25ZE00315", 1, date(2025, 5, 27), "import", "Moonbeam Imports", "Refrigerant R-404A", "382761", 312, 3400, None),
    ("25ZE00322", 1, date(2025, 8, 19), "import", "Moonbeam Imports", "HFC-134a", "290345", 100, 1360, "ZL-2025-199"),
    ("25ZE00329", 1, date(2025, 6, 12), "import", "Gullwing Logistics", "R-407C", "382764", 120, 1356, "ZL-2025-023"),
    ("25ZE00336", 1, date(2025, 3, 27), "import", FJORD, "R-134a", "290345", 220, 2992, "ZL-2025-006"),
    ("25ZE00343", 1, date(2025, 9, 16), "import", FJORD, "R-134a", "290345", 200, 2720, "ZL-2025-006"),
    ("25ZE00350", 1, date(2025, 7, 29), "import", SANDPIPER, "R-404A refrigerant", "382761", 120, 1308, "ZL-2025-011"),
    ("25ZE00357", 1, date(2025, 11, 4), "import", KELVIN, "HCFC-22", "290371", 110, 1496, "ZL-2025-008"),
    ("25ZE00364", 1, date(2025, 3, 5), "import", KELVIN, "R-410A", "382763", 150, 1695, "ZL-2025-009"),
    ("25ZE00371", 1, date(2025, 10, 7), "import", "Pebble Beach Hardware", "R-22 gas, 13.6 kg cylinders", "390710", 150,
     2040, None),
    ("25ZE00378", 1, date(2025, 10, 21), "import", FROST, "HFC-134a", "290349", 220, 2992, "ZL-2025-001"),
    ("25ZE00385", 1, date(2025, 11, 18), "import", MERIDIAN, "HCFC-22", "290371", 92, 1251.2, "ZL-2025-012"),
    ("25ZE00392", 1, date(2025, 12, 2), "import", HARBOUR, "HCFC-22", "290371", 140, 1904, "ZL-2025-015"),
    ("25ZE00399", 1, date(2025, 10, 14), "import", TUNDRA, "HCFC-22", "290371", 75, 1020, None),
    ("25ZE00406", 1, date(2025, 12, 9), "import", TUNDRA, "HCFC-22 refrigerant", "290371", 60, 816, None),
]  # fmt: skip

TRUTH: list[dict[str, str]] = [
    {"kind": "cleared_without_licence", "subject": "25ZE00315/1", "note": "no licence at all"},
    {"kind": "cleared_without_licence", "subject": "25ZE00322/1", "note": "a number nobody issued"},
    {"kind": "cleared_without_licence", "subject": "25ZE00371/1", "note": "and under a code for plastics"},
    {"kind": "cleared_by_another_holder", "subject": "25ZE00329/1", "note": "Aurora's licence"},
    {"kind": "more_than_licensed", "subject": "ZL-2025-006", "note": "5,712 kg on 5,000"},
    {
        "kind": "more_than_licensed",
        "subject": "tundra service parts/R-22/2025",
        "note": "1,836 kg on 1,600, uncited",
    },
    {"kind": "another_substance_or_code", "subject": "25ZE00350/1", "note": "R-404A on a licence for R-32"},
    {"kind": "after_expiry", "subject": "25ZE00357/1", "note": "five weeks late"},
    {"kind": "after_expiry", "subject": "25ZE00364/1", "note": "before the first day"},
    {"kind": "licensed_never_used", "subject": "ZL-2025-024", "note": "the register says used"},
    {"kind": "cleared_under_code_that_hides_gas", "subject": "25ZE00371/1", "note": "HCFC-22 as polyethers"},
    {"kind": "cleared_under_code_that_hides_gas", "subject": "25ZE00378/1", "note": "HFC-134a as other"},
    {"kind": "over_quota", "subject": "harbour gas works/R-22/2025", "note": "3,944 kg on 3,400"},
]


def main(folder: Path) -> None:
    """Write the three workbooks and the truth."""
    _workbook(
        folder / "licences.xlsx",
        "INVENTED licences",
        f"{TITLE}. Register of import licences, Ozone Unit of Zephyria, {YEAR}",
        [("Licence", 2), ("Goods", 2), ("Validity", 2), ("", 1)],
        (
            "Licence No.",
            "Licence holder",
            "Refrigerant",
            "Quantity (kg)",
            "Valid from",
            "Valid until",
            "Status",
        ),
        LICENCES,
    )
    _workbook(
        folder / "quotas.xlsx",
        "INVENTED quotas",
        f"{TITLE}. Import quotas, Ozone Unit of Zephyria, {YEAR}",
        [("Holder", 1), ("Quota", 4)],
        ("Quota holder", "Substance or group", "Year", "Quota (kg)", "Quota (t CO2e)"),
        QUOTAS,
    )
    _workbook(
        folder / "clearances.xlsx",
        "INVENTED clearances",
        f"{TITLE}. Customs extract of Zephyria, refrigerants, {YEAR}",
        [("Declaration", 4), ("Trader", 1), ("Goods (HS 2022)", 4), ("Papers", 1)],
        ("Declaration No.", "Item", "Clearance date", "Regime", "Importer", "Description of goods", "Commodity code",
         "Packages", "Net mass (kg)", "Licence cited"),
        CLEARANCES,
    )  # fmt: skip
    text = json.dumps({"note": TITLE, "planted": TRUTH}, ensure_ascii=False, indent=2)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def _workbook(
    path: Path, sheet: str, title: str, bands: Sequence[tuple[str, int]], headings: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:  # fmt: skip
    """A sheet as offices make them: merged title, a row of bands over the headings, then the rows."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    # A fixed day, so that writing again gives the same file.
    book.set_properties({"title": "INVENTED EXAMPLE", "comments": TITLE, "created": datetime(2026, 1, 1)})  # noqa: DTZ001
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "align": "center", "border": 1})
    page.merge_range(0, 0, 0, len(headings) - 1, title, bold)
    at = 0
    for band, width in bands:
        if width > 1:
            page.merge_range(2, at, 2, at + width - 1, band, bold)
        else:
            page.write(2, at, band, bold)
        at += width
    page.write_row(3, 0, headings, bold)
    for n, row in enumerate(rows, 4):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(n, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001
            elif value is not None:
                page.write(n, column, value)
    page.set_column(0, len(headings) - 1, 18)
    book.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
