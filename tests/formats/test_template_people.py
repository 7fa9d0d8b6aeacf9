"""Registers as people keep them: title rows, merged cells, misspelt headings, decimal commas, totals."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_files import Outcome

from tradewind.formats.mapped import READER
from tradewind.formats.mapping_draft import Draft, draft
from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions


def read(path: Path, made: Draft, **said: Any) -> Outcome:
    return Outcome(READER.read(open_file(path), Instructions(mapping=made.mapping.as_dict(), **said)))


@pytest.fixture
def licence_register(tmp_path: Path) -> Path:
    """An invented register of licences in French: two words misspelt, a name merged over its licences."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Registre 2023"
    sheet["A1"] = "MINISTÈRE DE L'ENVIRONNEMENT — Registre des licences d'importation de HFC"
    sheet.merge_cells("A1:I1")
    sheet["A2"] = "Année 2023"
    sheet.append([])
    sheet.append(["N° de la licnce", "Nom de la sociéte", "Fluide frigorigène", "Code SH", "Pays exportateur",
                  "Quantité autorisée (kg)", "Date de délivrance", "Valable jusqu'au", "Observations"])  # fmt: skip
    for row in (
        [
            "LI-001",
            "Froid Industriel SARL",
            "R-410A",
            "3827.63",
            "Chine",
            "11 300,0",
            "12/01/2023",
            "31/12/2023",
            None,
        ],
        ["LI-002", None, "R134a gaz", "2903.45", "Inde", "1.250,5", "15/02/2023", "31/12/2023", "urgent"],
        ["LI-003", "Clim Express", "R-22", 290371, "Chine", 680, datetime(2023, 3, 1), "2023", None],  # noqa: DTZ001
        ["LI-004", "Clim Express", "R-404A", "382761", "Chine", "400 bouteilles", "01/03/2023", None, None],
        ["TOTAL", None, None, None, None, 13_230.5, None, None, None],
        ["Source : bureau ozone, données provisoires au 31 janvier"],
    ):
        sheet.append(row)
    sheet.merge_cells("B5:B6")
    path = tmp_path / "licences.xlsx"
    book.save(path)
    return path


@pytest.fixture
def customs_extract(tmp_path: Path) -> Path:
    """An invented extract in English: two rows of headings, cylinders and masses side by side, codes of regimes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q1"
    sheet["A1"] = "CUSTOMS EXTRACT – refrigerants, 1st quarter"
    sheet.merge_cells("A1:N1")
    sheet.append([])
    sheet.append(["SAD ref", "Reg. date", "CPC", "Importer", "Commodity", "Goods descripton", "Origin", "Quantity",
                  "UoM", "Mass", None, "Customs value", "Ccy", "Licence No."])  # fmt: skip
    sheet.append([None] * 9 + ["Net", "Gross"])
    sheet.merge_cells("J3:K3")
    for i in range(4):
        sheet.append([f"C {100 + i}", f"0{i + 2}/02/2024", "IM4" if i < 3 else "ZZ9", "Cool Traders Ltd", "2903.71.00",
                      "REFRIGERANT GAS R22", "CN", 100 + i, "cylinders", 1360 + i, 1700, 5000, "USD",
                      f"L-{i}"])  # fmt: skip
    path = tmp_path / "extract.xlsx"
    book.save(path)
    return path


def test_a_licence_register_is_drafted_and_read(licence_register: Path) -> None:
    made = draft(open_file(licence_register))
    assert made.mapping.table == "licences"
    assert (made.mapping.header_rows, made.mapping.decimal, made.mapping.day_first) == ((4,), ",", True)
    assert dict(made.mapping.columns) == {
        "licence_id": "N° de la licnce", "holder": "Nom de la sociéte", "substance": "Fluide frigorigène",
        "hs_code": "Code SH", "partner": "Pays exportateur", "licensed_mass": "Quantité autorisée (kg)",
        "issued_on": "Date de délivrance", "valid_to": "Valable jusqu'au", "note": "Observations",
    }  # fmt: skip
    assert made.mapping.constants == {"direction": "import"}
    found = read(licence_register, made)
    assert found.refused == []
    assert [(r["holder"], r["substance"], r["licensed_mass_g"], r["valid_to"]) for r in found.rows] == [
        ("Froid Industriel SARL", "R-410A", 11_300_000, date(2023, 12, 31)),
        ("Froid Industriel SARL", "R-134a", 1_250_500, date(2023, 12, 31)),
        ("Clim Express", "R-22", 680_000, date(2023, 12, 31)),
        ("Clim Express", "R-404A", None, None),
    ]
    assert found.rows[3]["note"] == "licensed_mass: 400 × cylinder"
    assert found.notices == [
        "2 rows that read like totals, headings or remarks were left out: a total in row 9, a remark in row 10"
    ]


def test_the_draft_says_what_it_is_not_sure_of(licence_register: Path, customs_extract: Path) -> None:
    made = draft(open_file(licence_register))
    assert 'column "Nom de la sociéte" is read as holder' in made.questions[0]
    assert "# ? " + made.questions[0] in made.toml_text
    asked = "\n".join(draft(open_file(customs_extract)).questions)
    assert '"ZZ9"' in asked
    assert 'in which unit is "Mass / Net"' in asked
    assert "--day-first" in asked


def test_a_customs_extract_with_two_rows_of_headings_is_drafted_and_read(customs_extract: Path) -> None:
    made = draft(open_file(customs_extract))
    columns = made.mapping.columns
    assert (made.mapping.table, made.mapping.header_rows) == ("declarations", (3, 4))
    assert (columns["net_mass"], columns["gross_mass"], columns["packages"]) == (
        "Mass / Net", "Mass / Gross", "Quantity",
    )  # fmt: skip
    asked = read(customs_extract, made)
    assert (asked.rows, [r.row for r in asked.refused]) == ([], [None])
    found = read(customs_extract, made, day_first=True)
    assert found.refused == []
    assert [
        (r["declaration_id"], r["lodged_on"], r["regime"], r["net_mass_g"], r["packages"]) for r in found.rows
    ] == [
        ("C 100", date(2024, 2, 2), "import", 1_360_000, 100),
        ("C 101", date(2024, 2, 3), "import", 1_361_000, 101),
        ("C 102", date(2024, 2, 4), "import", 1_362_000, 102),
        ("C 103", date(2024, 2, 5), None, 1_363_000, 103),
    ]
    first = found.rows[0]
    assert (first["hs_code"], first["national_code"], first.get("hs_edition"), first["value_minor"]) == (
        "290371", "29037100", None, 500_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "encoding", "table", "wanted"),
    [
        ("Номер ДТ;Дата выпуска;Получатель;ИНН;Код ТН ВЭД;Вес нетто (кг);Страна происхождения\n"
         "1/1;11.01.2023;ООО Холод;7701;2903710000;13 600,5;КИТАЙ\n"
         "1/2;25.01.2023;ЗАО Север;7702;2903450000;2 720,0;Индия\n", "cp1251", "declarations",
         {"declaration_id": "1/1", "importer_id": "7701", "net_mass_g": 13_600_500, "origin": "CHN",
          "national_code": "2903710000", "lodged_on": date(2023, 1, 11)}),
        ("企业名称,制冷剂,配额(吨),年份\n东岳,R22,8200.5,2024\n巨化,HCFC-22,4000,2024\n", "utf-8", "quotas",
         {"holder": "东岳", "substance": "R-22", "quota_mass_g": 8_200_500_000, "year": 2024}),
        ("رقم المحضر\tتاريخ الضبط\tالمادة\tالكمية المضبوطة\tعدد الأسطوانات\tبلد المنشأ\n"
         "١٢\t٢٠٢٣\tفريون 22\t٤٥٠ كجم\t٣٣\tالصين\n"
         "١٣\t١٤/٠٥/٢٠٢٣\tR-12\t١٢٠٫٥ كجم\t9\tالهند\n", "utf-16", "seizures",
         {"case_id": "١٢", "substance": "R-22", "mass_g": 450_000, "cylinders": 33, "origin": ["CHN"],
          "seized_from": date(2023, 1, 1), "seized_to": date(2023, 12, 31)}),
        ("Caso;Fecha;Lugar;Gas;Peso (kg);Cilindros;Origen\nA-1;23/04/2022;Callao;R22;100,5;7;China\n", "latin-1",
         "seizures", {"case_id": "A-1", "seized_from": date(2022, 4, 23), "mass_g": 100_500, "place": "Callao"}),
    ],
)  # fmt: skip
def test_registers_in_other_languages_and_encodings_are_drafted_and_read(
    tmp_path: Path, text: str, encoding: str, table: str, wanted: dict[str, Any]
) -> None:
    path = tmp_path / "sent.csv"
    path.write_text(text, encoding)
    made = draft(open_file(path))
    assert made.mapping.table == table
    found = read(path, made)
    assert found.refused == []
    assert {name: found.rows[0][name] for name in wanted} == wanted
    assert {name: made.sample[0][name] for name in wanted} == wanted
