"""Importers that were found with a breach before, as far as it was known and is not forgotten."""

from datetime import date
from typing import Any

from item_lines import Row, found, line, signs

from tradewind.detectors.items import former_breach
from tradewind.detectors.items.former_breach import DETECTOR as BEFORE
from translated import untranslated


def own(name: str, **more: Any) -> Row:
    return line(name, **({"importer_id": "T-1", "importer": "Cool Ltd"} | more))


def result(declaration: str, on: date | None, said: str | None = "illegal", **more: Any) -> Row:
    return {"inspection_id": f"I-{declaration}-{on}", "declaration_id": declaration, "item": 1, "result": said,
            "result_on": on} | more  # fmt: skip


def seen(*inspections: Row, lines: list[Row] | None = None) -> dict[str, str]:
    """What is said of each line."""
    held = lines or [own("OLD", day=-1100), own("NEW", day=60)]
    return {n: f.reasons[0].text for n, f in found(BEFORE, held, inspections=inspections).items()}


def test_a_breach_found_before_the_line_was_lodged_is_told_with_its_day() -> None:
    made = found(BEFORE, [own("OLD"), own("NEW", day=60)], inspections=[result("OLD", date(2025, 2, 1))])
    assert set(made) == {"NEW"} and signs(made["NEW"]) == {"found_before"}
    assert made["NEW"].reasons[0].text == (
        "Cool Ltd was found with a breach within the 36 months before (lines: 1, the last on 2025-02-01)."
    )
    assert made["NEW"].facts["weight_of_evidence"] == 1.398  # .44 of ln(0.24 / 0.01)
    more = [result(f"OLD{n}", date(2025, 2, n)) for n in (1, 2, 3)]
    thrice = found(BEFORE, [*(own(f"OLD{n}") for n in (1, 2, 3)), own("NEW", day=60)], inspections=more)
    assert thrice["NEW"].facts["weight_of_evidence"] == 2.797  # ln 4 over ln 2 is twice as much


def test_what_was_not_known_was_no_breach_or_is_forgotten_says_nothing() -> None:
    day = date(2025, 2, 1)
    for inspection in (
        result("OLD", date(2025, 3, 2)), result("OLD", None), result("OLD", day, "compliant"), result("OLD", day, None),
        result("OLD", day, "paper_breach"), result("OLD", day, "undecided"), result("ELSE", day),
        result("OLD", day, item=2), result("OLD", date(2022, 3, 1)), result("NEW", date(2025, 3, 9)),
    ):  # fmt: skip
        assert seen(inspection) == {}, inspection


def test_the_day_before_the_last_of_36_months_an_older_word_and_a_whole_declaration_count() -> None:
    for inspection in (
        result("OLD", date(2025, 3, 1)), result("OLD", date(2022, 3, 2)), result("OLD", date(2025, 2, 1), " Offence "),
        result("OLD", date(2025, 2, 1), item=None), result("OLD", None, inspected_on=date(2025, 2, 1)),
    ):  # fmt: skip
        assert set(seen(inspection)) == {"NEW"}, inspection


def test_one_line_looked_at_twice_is_one_breach() -> None:
    told = seen(result("OLD", date(2025, 1, 9)), result("OLD", date(2025, 2, 1)))
    assert "lines: 1," in told["NEW"] and "2025-01-09" in told["NEW"]


def test_only_the_same_importer_has_a_past_and_only_lines_that_touch_gas_are_named() -> None:
    lines = [
        own("OLD"), own("OTHER", day=60, importer_id="T-2"), own("NOBODY", day=60, importer_id=None, importer=None),
        own("SHOES", day=60, description="shoes", hs_code="640399"),
        own("BY-NAME", day=60, importer_id=None, importer="cool, LTD"),
        own("NAME-OLD", importer_id=None), own("GUEST", day=60, importer_id=None, importer=None, consignee="Cool Ltd"),
    ]  # fmt: skip
    day = date(2025, 2, 1)
    assert set(seen(result("OLD", day), lines=lines)) == set()
    assert set(seen(result("NAME-OLD", day), lines=lines)) == {"BY-NAME", "GUEST"}


def test_every_sentence_is_in_every_language() -> None:
    texts = [t for s in former_breach.SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated(texts) == []
