"""Licences and quotas against lines: found where the register does not cover one, silent where any row of it does."""

from datetime import date
from typing import Any

from item_lines import FIRST, Row, found, line, signs

from held_tables import Held
from tradewind.detectors import registry
from tradewind.detectors.items import licence_held
from tradewind.detectors.items.licence_held import DETECTOR as HELD
from translated import untranslated


def entry(name: str, kg: float = 1000, day: int = 30, **more: Any) -> Row:
    return line(name, kg=kg, day=day, **({"importer_id": "T-1", "importer": "Cool Ltd"} | more))


def licence(number: str = "L-1", kg: float = 5000, **more: Any) -> Row:
    said: Row = {"licence_id": number, "holder_id": "T-1", "holder": "Cool Ltd", "substance": "R-134a"}
    said |= {"licensed_mass_g": round(kg * 1000), "issued_on": FIRST, "valid_to": date(2025, 12, 31)}
    return said | more


def quota(kg: float, **more: Any) -> Row:
    said: Row = {
        "party": "KEN",
        "holder_id": "T-1",
        "holder": "Cool Ltd",
        "substance": "R-134a",
        "year": 2025,
    }
    return said | {"quota_mass_g": round(kg * 1000)} | more


def on(rows: list[Row], **tables: list[Row]) -> dict[str, set[str]]:
    return {name: signs(f) for name, f in found(HELD, rows, **tables).items()}


def each(lines: list[Row], licences: list[Row]) -> tuple[list[Row], list[Row]]:
    """Every line and its licence, apart from the others: an importer, a holder and a number of their own."""
    for n, (row, held) in enumerate(zip(lines, licences, strict=True)):
        row |= {"declaration_id": f"D{n}"} | {
            k: f"{row[k]} {n}" for k in ("importer_id", "importer") if row[k]
        }
        row |= {"licence_id": f"{row['licence_id']} {n}"} if row.get("licence_id") else {}
        held |= {k: f"{held[k]} {n}" for k in ("holder_id", "holder", "licence_id") if held[k]}
    return lines, licences


def test_an_importer_without_a_licence_for_the_gas_on_the_day_is_found() -> None:
    others = [licence(substance="R-32"), licence(valid_to=FIRST), licence(holder_id="T-2", holder="Warm"),
              licence(direction="export"), licence(valid_from=date(2025, 3, 1)),
              licence(substance=None, hs_code="290349")]  # fmt: skip
    rows, register = each([entry("A") for _ in others], others)
    made = found(HELD, rows, licences=register)
    assert {n: signs(f) for n, f in made.items()} == {f"D{n}": {"none_held"} for n in range(6)}
    assert made["D0"].reasons[0].text.startswith("Cool Ltd 0 has no licence for R-134a on 2025-01-31")


def test_a_licence_that_covers_by_any_words_and_by_number_or_name_raises_nothing() -> None:
    fitting = [
        licence(), licence(substance="HFC-134a"), licence(substance="HFC"), licence(substance=None, hs_code="290345"),
        licence(substance="no word for a gas"), licence(holder_id=None, holder="COOL, LTD."), licence(issued_on=None),
        licence(valid_to=None, direction="import"), licence(status="revoked"),
    ]  # fmt: skip
    lines = [entry("A") for _ in fitting]
    lines += [entry("A", licence_id="l 1") for _ in fitting]
    lines += [entry("A", importer_id=None) for _ in fitting]
    rows, register = each(lines, [dict(row) for _ in range(3) for row in fitting])
    assert on(rows, licences=register) == {}


def test_lines_that_do_not_tell_their_importer_their_gas_or_much_of_it_raise_nothing() -> None:
    silent = [
        {"importer_id": None, "importer": None}, {"description": "gas"}, {"net_mass_g": 5000}, {"historical": True},
        {"description": "HFO-1234yf", "hs_code": "290351"},
    ]  # fmt: skip
    rows = [entry(f"D{n}") | more for n, more in enumerate(silent)]
    rows += [entry(regime) | {"regime": regime} for regime in ("export", "returned", "transit")]
    seen = entry("A", description="Methyl bromide", hs_code="290361")
    register = [licence("L-9", holder_id="T-9", holder="Nobody")]
    assert on([*rows, seen], licences=register) == {"A": {"none_held"}}


def test_a_licence_cited_for_another_holder_gas_or_time_is_found_with_what_it_says() -> None:
    register = [licence(), licence("L-2", holder_id="T-2", holder="Warm Ltd"), licence("L-3", substance="R-32"),
                licence("L-4", valid_to=FIRST)]  # fmt: skip
    rows = [entry(f"D{n}", licence_id=f"L-{n}") for n in (1, 2, 3, 4)]
    made = found(HELD, rows, licences=register)
    assert {n: signs(f) for n, f in made.items()} == {
        "D2": {"another_holder"}, "D3": {"another_gas"}, "D4": {"outside_its_days"},
    }  # fmt: skip
    assert "L-2, was issued to Warm Ltd, not to Cool Ltd" in made["D2"].reasons[0].text
    assert "L-3, is for R-32, not for R-134a" in made["D3"].reasons[0].text
    assert "from 2025-01-01 to 2025-01-01; the line was lodged on 2025-01-31" in made["D4"].reasons[0].text
    assert made["D2"].reasons[0].rows == ("test:declarations::2", "test:licences::2")


def test_a_number_that_stands_several_times_allows_what_any_of_its_rows_allows() -> None:
    two_gases = [licence(substance="R-32"), licence(), licence(substance="R-125")]
    amended = [licence(valid_to=FIRST), licence(kg=500), licence(source="copy", published_on=FIRST)]
    for register in (two_gases, amended):
        assert on([entry("A", licence_id="L-1")], licences=register) == {}


def test_the_line_that_takes_a_licence_above_its_mass_is_found() -> None:
    rows = [
        entry(name, 2000, day, licence_id="L-1") for name, day in (("A", 1), ("B", 2), ("C", 2), ("D", 9))
    ]
    made = found(HELD, rows, licences=[licence(kg=6000)])
    assert {n: signs(f) for n, f in made.items()} == {"D": {"beyond_licence"}}
    assert "8000 kg came under the licence L-1, which is for 6000 kg" in made["D"].reasons[0].text
    assert on(rows, licences=[licence(kg=6000), licence(kg=8000, source="amended")]) == {}
    # Another's lines under the number are the other's, and the past counts without a sign of its own.
    foreign = [row | {"importer_id": "T-2", "importer": "Warm"} for row in rows[:3]]
    assert "beyond_licence" not in on([*foreign, rows[3]], licences=[licence(kg=2000)]).get("D", set())
    past = [row | {"historical": True} for row in rows[:3]]
    assert set(on([*past, rows[3]], licences=[licence(kg=6000)])) == {"D"}


def test_an_item_that_two_sources_report_and_a_use_of_it_weigh_once() -> None:
    rows = [entry("A", 2000, licence_id="L-1"), entry("A", 2000, licence_id="L-1", source="ministry")]
    use = {"licence_id": "L-1", "declaration_id": "A", "item": 1, "holder_id": "T-1", "substance": "R-134a",
           "used_on": FIRST, "used_mass_g": 2_000_000}  # fmt: skip
    same = [use, use | {"item": None}]
    assert on(rows, licences=[licence(kg=2000)], licence_uses=same, quotas=[quota(2000)]) == {}
    other = [use | {"declaration_id": "Z"}, use | {"declaration_id": "Z", "source": "ministry"}]
    tables = {"licences": [licence(kg=4000)], "quotas": [quota(4000)]}
    assert on(rows[:1], licence_uses=other, **tables) == {}
    second = [*other, use | {"item": 2}]
    assert on(rows[:1], licence_uses=second, **tables) == {"A": {"beyond_licence", "beyond_quota"}}
    exports = [use | {"declaration_id": "Z", "licence_id": "X-1"}]
    tables["licences"].append(licence("X-1", direction="export"))
    assert on(rows[:1], licence_uses=exports, licences=tables["licences"], quotas=[quota(2000)]) == {}


def test_the_line_beyond_the_year_s_quota_is_found_and_the_next_year_begins_anew() -> None:
    rows = [entry("A", 1500, 0), entry("B", 1500, 60), entry("C", 1500, 365, importer_id=None)]
    register = [licence(valid_to=None)]
    made = found(HELD, rows, licences=register, quotas=[quota(2000), quota(2000, year=2026)])
    assert {n: signs(f) for n, f in made.items()} == {"B": {"beyond_quota"}}
    assert "brought 3000 kg of R-134a in the year; its quota is 2000 kg" in made["B"].reasons[0].text
    assert (
        on(rows, licences=register)
        == {}
        == on(rows, licences=register, quotas=[quota(2000, substance="R-32")])
    )


def test_a_quota_in_several_rows_adds_up_and_of_several_sources_the_highest_stands() -> None:
    in_parts = [quota(1500), quota(1500, holder="Cool Limited")]
    copied = [quota(2000), quota(2000), quota(3000, source="ministry"), quota(1000, source="union")]
    other_units = [quota(9, substance="HFC"), quota(0, quota_mass_g=None, quota_co2e_kg=1.0)]
    short = [quota(1000), quota(2000), quota(1500, source="ministry")]
    rows, quotas = [], []
    for n, given in enumerate((in_parts, copied, other_units, short)):
        own = {"importer_id": f"T-{n}", "importer": None}
        rows += [entry(f"A{n}", 1500, 0, **own), entry(f"B{n}", 1500, 60, **own)]
        quotas += [row | {"holder_id": f"T-{n}"} for row in given]
    register = [licence(holder_id=f"T-{n}") for n in range(4)]
    assert on(rows, licences=register, quotas=quotas) == {"B3": {"beyond_quota"}}


def test_a_mass_in_a_wrong_unit_and_recovered_gas_fill_no_quota() -> None:
    tables = {"licences": [licence(kg=5000)], "quotas": [quota(2000)]}
    slip = entry("A", 1_000_000, 0, gross_mass_g=1_200_000, licence_id="L-1")
    assert on([slip, entry("B", 500, licence_id="L-1")], **tables) == {}
    assert set(on([slip | {"gross_mass_g": 0}], **tables)) == {"A"}
    used = entry("A", 3000, 0, description="Recovered R-134a")
    assert on([used, entry("B", 500)], **tables) == {}


def test_an_importer_that_the_register_of_traders_has_by_no_number_or_name_is_found() -> None:
    mine = [licence()]
    listed = [{"trader_id": "T-9", "name": "Nine", "roles": ["importer"]}]
    assert on([entry("A")], licences=mine, traders=listed) == {"A": {"not_listed"}}
    known = [{"trader_id": "t1"}, {"trader_id": "T-8", "name": "COOL TWO"},
             {"trader_id": "T-7", "other_names": ["Old", "Cool Three."]}]  # fmt: skip
    rows = [
        entry("A"),
        *(entry(f"B {n}", importer_id=f"U-{n}", importer=f"Cool {n}") for n in ("Two", "Three")),
    ]
    holders = [licence(holder_id=f"U-{n}") for n in ("Two", "Three")]
    assert on(rows, licences=[*mine, *holders], traders=[*listed, *known]) == {}
    assert on([entry("A")], licences=mine, traders=[listed[0] | {"roles": ["reclaimer"]}]) == {}
    assert on([entry("A")], licences=mine) == {}


def test_without_a_register_of_licences_nothing_is_asked() -> None:
    answers = registry.ask(Held(declarations=[entry("A")]), ["licence_held"])
    assert answers.findings == () and answers.not_asked == {"licence_held": "no licence register is loaded"}


def test_every_sentence_is_in_every_language() -> None:
    texts = [t for s in licence_held.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated(texts) == []
