"""One record, every official form: nothing invented, nobody named, small counts never given away."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from lxml import etree
from openpyxl import load_workbook
from scipy.optimize import linprog

from tradewind.errors import UnknownName
from tradewind.reporting.cases import (
    ENGLISH,
    FORMS,
    TOTAL,
    CaseReport,
    Filing,
    Mass,
    Traded,
    Words,
    case_of,
    document_of,
    is_chain,
    publish,
    write,
)

DAY = date(2026, 3, 2)
REPORT = CaseReport(
    "2026-0007", "PRY", "Customs of Paraguay", when="2026-02-27", place="Puerto Falcón", exporter="CHN", importer="PRY",
    substances=(
        Traded("R-410A", "R-22", Mass.exactly(1_000_000, "net"), 100, "disposable"),
        Traded("R-22", "", Mass(200_000, None, 300_000, "estimated")),
        Traded("unknown", "", None, 3),
    ),
    declared_as='=HYPERLINK("http://x")', route=("ARE", "BRA"), transport="road_truck",
    methods=("misdeclaration", "hidden_in_load"), found="risk_profile", details="Behind\nfurniture", action="seized",
    outcome="convicted", is_proven=True, is_on_market=False, causes="shortage", addressed="joint controls",
)  # fmt: skip


def filing(form: str, report: CaseReport = REPORT) -> Filing:
    return Filing(form, "PRY-2026-3", 1, "BRA" if form == "neighbour" else "Secretariat", DAY, report)


@pytest.mark.parametrize(("form", "kind"), [(f.name, kind) for f in FORMS.values() for kind in f.formats])
def test_every_form_is_written_in_every_format_it_offers_and_the_same_each_time(form: str, kind: str) -> None:
    document = document_of(filing(form), Words())
    made = write(document, kind)
    assert made.startswith({"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "json": b"{"}[kind])
    assert made == write(document, kind)


def test_a_table_holds_no_formula_and_leaves_unknown_cells_blank() -> None:
    book = load_workbook(io.BytesIO(write(document_of(filing("national"), Words()), "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    row = next(r for r in book.active.iter_rows(values_only=True) if "unknown gas" in r)
    assert 0 not in row
    book = load_workbook(io.BytesIO(write(document_of(filing("cen"), Words()), "xlsx")))
    assert any(str(c.value).startswith("'=HYPERLINK") for row in book.active.iter_rows() for c in row)


def test_the_columns_file_gives_the_case_back() -> None:
    said = json.loads(write(document_of(filing("columns"), Words()), "json"))["report"]
    assert case_of(said["columns"]) == REPORT
    assert Filing.from_dict(said["filing"]).digest == filing("columns").digest


def test_a_word_document_is_well_formed_and_runs_from_right_to_left_where_the_language_does() -> None:
    document = document_of(
        filing("form1", CaseReport("1", "PRY", "x\x00<b>", details="a\ud800")), Words({}, "ar")
    )
    with zipfile.ZipFile(io.BytesIO(write(document, "docx"))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    names = {etree.QName(node).localname for node in root.iter()}
    assert {"bidi", "rtl", "bidiVisual"} <= names
    assert "x\ufffd<b>" in "".join(root.itertext())


def test_climate_figures_are_recomputed_and_say_when_they_are_of_a_part() -> None:
    weight, ozone = REPORT.co2e_t(), REPORT.odp_t()
    assert not REPORT.is_whole
    assert "of the lines with a mass only" in dict(document_of(filing("form1"), Words()).facts)["ODP tonnes"]
    assert weight is not None
    assert ozone is not None
    assert weight.low == pytest.approx(0.5 * 675 + 0.5 * 3500 + 0.2 * 1810)
    assert (ozone.low, ozone.mid, ozone.high) == (pytest.approx(0.011), None, pytest.approx(0.0165))
    assert CaseReport("1", "PRY", "x", substances=(Traded("R-22"),)).co2e_t() is None


def test_the_press_learns_no_person_place_route_method_or_document() -> None:
    for kind in ("docx", "json"):
        content = write(document_of(filing("press"), Words()), kind)
        if kind == "docx":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = archive.read("word/document.xml")
        text = content.decode()
        assert "Paraguay" in text
        for secret in (
            "Falc",
            "China",
            "Brazil",
            "Emirates",
            "hidden",
            "furniture",
            "truck",
            "HYPERLINK",
            "2026-0007",
            "27",
        ):
            assert secret not in text, secret


def test_article_7_counts_only_what_is_placed_on_the_market_and_never_guesses() -> None:
    texts = {
        said: document_of(
            filing("article7", CaseReport("1", "PRY", "x", is_on_market=said)), Words()
        ).paragraphs[0]
        for said in (None, True, False)
    }
    assert "Nobody has said" in texts[None]
    assert "count as imports" in texts[True]
    assert "not part of" in texts[False]
    rows = document_of(filing("article7"), Words()).tables[0].rows
    assert [(r[1], r[2]) for r in rows][:2] == [("R-125", 500), ("R-32", 500)]
    assert rows[2][2] is None  # only bounds are known: no figure may be named


def test_a_revision_and_a_recall_name_what_they_supersede() -> None:
    first = filing("form1")
    second = first.revised(CaseReport("2026-0007", "PRY", "x"), on=DAY, why="a weighing came in")
    third = second.recalled(on=DAY, why="it was another consignment")
    assert is_chain([first, second, third])
    assert not is_chain([first, third])
    assert "RECALLED" in document_of(third, Words()).stamp
    assert second.digest in "".join(document_of(third, Words()).head)
    for wrong in (
        lambda: third.revised(REPORT, on=DAY, why="x"),
        lambda: third.recalled(on=DAY, why="x"),
        lambda: first.revised(REPORT, on=DAY, why="x"),
        lambda: first.recalled(on=DAY, why=" "),
    ):
        with pytest.raises(ValueError, match=r"recalled|changed|why"):
            wrong()
    with pytest.raises(UnknownName):
        document_of(filing("form9"), Words())


def test_words_come_from_the_callers_catalogue_and_fall_back_to_english() -> None:
    words = Words(
        {"form.form1": "Formulaire 1", "method.misdeclaration": "fausse déclaration"},
        "fr",
        lambda c: f"<{c}>",
    )
    document = document_of(filing("form1"), words)
    assert document.title == "Formulaire 1"
    text = dict(document.facts)
    assert (text["Party"], text["How it was hidden or covered"]) == (
        "<PRY>",
        "fausse déclaration, hidden among other goods",
    )
    assert text["Day, month or year of the seizure"] == "27 février 2026"


def test_figures_and_lists_are_written_as_the_language_of_the_document_writes_them() -> None:
    report = replace(
        REPORT, substances=(Traded("R-22", "", Mass.exactly(1_181_568, "net"), 1200, "disposable"),)
    )
    told = {
        n: dict(document_of(filing("form1", report), Words(language=n)).facts) for n in ("en", "fr", "ar")
    }
    for language, mass, comma in (
        ("en", "1,181.568", ", "),
        ("fr", "1\u202f181,568", ", "),
        ("ar", "1,181.568", "، "),
    ):
        assert f"R-22{comma}{mass} kg (net){comma}" in told[language]["Substances traded"]
    paper = document_of(filing("article7", report), Words(language="fr"))
    with zipfile.ZipFile(io.BytesIO(write(paper, "docx"))) as archive:
        assert "1\u202f181,568" in archive.read("word/document.xml").decode()
    book = load_workbook(io.BytesIO(write(paper, "xlsx")))
    assert 1181.568 in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]


def test_placeholders_of_every_text_are_those_that_are_filled_in() -> None:
    assert all(re.findall(r"%(?!\()", text) == [] for text in ENGLISH.values())


def test_no_withheld_count_follows_from_the_published_ones() -> None:
    dice = random.Random(7)
    for _ in range(60):
        counted = [
            (f"r{r}", f"c{c}")
            for r in range(dice.randint(1, 5))
            for c in range(dice.randint(1, 5))
            for _ in range(dice.choice((0, 0, 1, 2, 3, 5, 9, 40)))
        ]
        table = publish(counted)
        hidden = [place for place, count in table.cells.items() if count is None]
        if not hidden:
            continue
        lines = [[(r, c) for c in table.columns] for r in table.rows] + [
            [(r, c) for r in table.rows] for c in table.columns
        ]
        equal, right = [], []
        for line in lines:
            signs = {
                place: -1 if place[at] == TOTAL else 1
                for place in line
                for at in [0 if line[0][1] == line[-1][1] else 1]
            }
            equal.append([signs.get(place, 0) for place in hidden])
            right.append(-sum(signs[p] * (table.cells[p] or 0) for p in line if table.cells[p] is not None))
        for at, place in enumerate(hidden):
            goal = np.eye(len(hidden))[at]
            low, high = (linprog(s * goal, A_eq=equal, b_eq=right, bounds=(0, 1000)).fun for s in (1, -1))
            assert -high - low > 0.5, (counted, place)
