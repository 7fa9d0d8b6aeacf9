"""Any licence row written into a template is read back equal."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import Outcome

from tradewind.formats.opening import open_file
from tradewind.formats.reading import Instructions
from tradewind.formats.template import TemplateSheet, options, writing
from tradewind.formats.template_reader import READER
from tradewind.formats.template_text import fields_of
from tradewind.languages import LANGUAGES
from tradewind.reference.parties import parties

FIELDS = {f.name: f for f in fields_of("licence")}
# What spreadsheets cannot hold, and what means "nothing" to people, is not in question here.
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12).map(
    lambda t: f"x{t}"
)
days = st.dates(date(1987, 9, 16), date(2040, 12, 31))
licences = st.fixed_dictionaries(
    {"licence_id": words},
    optional={
        "direction": st.sampled_from(["import", "export"]), "holder": words, "holder_id": words,
        "substance": st.sampled_from(options(FIELDS["substance"], "en")),
        "hs_code": st.from_regex("[0-9]{6}", fullmatch=True),
        "hs_edition": st.sampled_from(["2007", "2012", "2017", "2022"]),
        "partner": st.sampled_from([p.iso3 for p in parties()]),
        "licensed_mass": st.integers(0, 10**11), "quota_year": st.integers(1987, 2040), "issued_on": days,
        "valid_from": days, "valid_to": days, "note": words,
    },
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(licences, min_size=1, max_size=12))
def test_any_licence_is_read_back_equal(tmp_path: Path, language: str, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "t.xlsx"
    with writing(path) as book:
        sheet = TemplateSheet(book, "licence", language)
        sheet.example()
        for row in rows:
            sheet.row([_cell(name, row.get(name), language) for name in FIELDS])
    found = Outcome(READER.read(open_file(path), Instructions()))
    assert found.refused == []
    for row, back in zip(rows, found.rows, strict=True):
        grams = row.pop("licensed_mass", None)
        assert back["licensed_mass_g"] == grams
        assert {name: back[name] for name in row} == row


def _cell(name: str, value: Any, language: str) -> Any:
    if name == "direction" and value:
        return options(FIELDS[name], language)[value == "export"]
    if name == "partner" and value:
        return next(o for o in options(FIELDS[name], language) if o.endswith(f"({value})"))
    return value / 1000 if name == "licensed_mass" and value is not None else value
