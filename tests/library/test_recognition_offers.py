"""Whether a text offers a controlled substance, how much and at what price; and the verb."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from shared_data import shared
from tradewind.recognition import recognise
from tradewind.recognition.training import RIDGE, fit, relevant, training_rows
from tradewind_cli.main import main


@pytest.mark.parametrize(
    "text",
    [
        "R22 refrigerant 30 lb cylinder, sealed, $420, free shipping",
        "Фреон R22 баллон 13,6 кг, цена 9500 руб, в наличии",
        "制冷剂R22 净重13.6kg 现货 批发价380元",
        "Gas refrigerante R410A garrafa 11,3 kg, precio 250 €",
    ],
)
def test_an_offer_of_a_controlled_substance_is_seen(text: str) -> None:
    assert recognise(text).is_offer


@pytest.mark.parametrize(
    "text",
    [
        "Manifold gauge set for R134a, new, $39",
        "Split air conditioner R32 12000 BTU, 399 EUR",
        "What is R22 and why was it banned?",
        "Car air con recharge R134a, $89",
        "R290 propane refrigerant 370 g can, 22 EUR",
        "Wanted: R12 refrigerant, will pay cash",
        "Robinson R22 helicopter, price 145,000 USD",
        "Steel pipes 200 pcs",
    ],
)
def test_other_talk_is_no_offer(text: str) -> None:
    assert not recognise(text).is_offer


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("1150 x 13.6 kg", 15640),
        ("30 lb jug", 13.607771),
        ("13,6 кг", 13.6),
        ("GAZ-R32-9KG", 9),
        ("420 g", 0.42),
        ("12 oz", 0.340194),
        ("15,640 kg net", 15640),
        ("Chladivo R32, kg", 1),
        ("charge to 0.1 kg/cm2", None),
        ("٦٫٨ كجم", 6.8),
        ("no mass here", None),
    ],
)
def test_the_mass_is_read_in_kilograms(text: str, kilograms: float | None) -> None:
    assert recognise(text).quantity_kg == (None if kilograms is None else pytest.approx(kilograms))


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$1,450 each", 1450, "USD"),
        ("7444,50 Kč", 7444.5, "CZK"),
        ("R$ 850,00, 5 em estoque", 850, "BRL"),
        ("9500 руб", 9500, "RUB"),
        ("280元/瓶", 280, "CNY"),
        ("refrigerant, 450", 450, None),
    ],
)
def test_the_price_is_read_with_its_currency(text: str, value: float, currency: str | None) -> None:
    price = recognise(text).price
    assert price is not None
    assert (price.value, price.currency) == (value, currency)


def test_a_range_is_not_one_price() -> None:
    assert recognise("50 to 150 USD").price is None


def test_hs_codes_are_evidence_not_mentions() -> None:
    found = recognise("HS 2903.71, HTS 3824.78.0020")
    assert found.codes == ("290371", "38247800")
    assert found.mentions == ()


def test_flags_name_the_wording_that_raised_them() -> None:
    flags = recognise("R22 30 lb, no licence needed, disposable, $300").red_flags
    assert {"no_licence_required_claim", "disposable_cylinder", "phased_out_substance"} <= set(flags)


@pytest.mark.parametrize(
    ("text", "container"),
    [
        ("cylinders, not refillable", "disposable cylinder"), ("nonrefillable cylinders", "disposable cylinder"),
        ("non-returnable cylinder", "disposable cylinder"), ("returnable cylinder", "refillable cylinder"),
        ("bouteilles consignées", "refillable cylinder"), ("cylindres consignés", "refillable cylinder"),
        ("for the consignee", None),
        ("bouteilles non rechargeables", "disposable cylinder"), ("bouteilles rechargeables", "refillable cylinder"),
        ("cilindros no recargables", "disposable cylinder"), ("cilindros recargables", "refillable cylinder"),
        ("garrafas não recarregáveis", "disposable cylinder"), ("garrafas recarregáveis", "refillable cylinder"),
        ("nicht wiederbefüllbare Flaschen", "disposable cylinder"),
        ("wiederbefüllbare Flaschen", "refillable cylinder"),
        ("bombole non ricaricabili", "disposable cylinder"), ("bombole ricaricabili", "refillable cylinder"),
        ("баллоны, не подлежащие повторной заправке", "disposable cylinder"),
        ("невозвратные баллоны", "disposable cylinder"), ("возвратные баллоны", "refillable cylinder"),
        ("不可重复充装钢瓶", "disposable cylinder"), ("可重复充装钢瓶", "refillable cylinder"),
        ("أسطوانات غير قابلة لإعادة التعبئة", "disposable cylinder"),
        ("أسطوانات قابلة لإعادة التعبئة", "refillable cylinder"),
    ],
)  # fmt: skip
def test_a_cylinder_that_is_not_to_be_refilled_is_told_from_one_that_is(
    text: str, container: str | None
) -> None:
    assert recognise("R-134a 13.6 kg, " + text).container == container


def test_the_shipped_weights_are_what_training_gives() -> None:
    from importlib import resources

    stored = json.loads(
        (resources.files("tradewind.recognition") / "data/offer_weights.json").read_text("utf-8")
    )
    learnt = fit(*relevant(training_rows()), RIDGE)
    assert learnt.keys() == stored["weights"].keys()
    for kind, weights in learnt.items():
        assert weights == pytest.approx(stored["weights"][kind], abs=0.02)


def test_no_measured_text_was_trained_on() -> None:
    lines = shared("listings/dev.jsonl").read_text(encoding="utf-8").splitlines()
    measured = {json.loads(line)["text"].strip().lower() for line in lines}
    assert not measured & {text.strip().lower() for text, _ in training_rows()}


def test_the_verb_answers_with_the_contracts_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recognise", "R-22 gas 30 lb, 200 USD", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    keys = {
        "mentions",
        "is_offer",
        "offer_probability",
        "equipment",
        "quantity_kg",
        "container",
        "price",
        "language",
    }
    assert keys | {"red_flags"} <= answer.keys()
    (mention,) = answer["mentions"]
    assert {
        "designation",
        "text",
        "start",
        "end",
        "confidence",
        "ambiguous",
        "alternatives",
    } <= mention.keys()
    assert answer["price"] == {"value": 200.0, "currency": "USD"}


def test_a_file_is_answered_line_by_line_with_its_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "a", "goods": "фреон 22"}\n\n{"id": 7, "goods": null}\n', encoding="utf-8")
    assert main(["recognise", "--file", str(path), "--field", "goods", "--jsonl"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["mentions"][0]["designation"]) == ("a", "R-22")
    assert (second["id"], second["mentions"]) == (7, [])


def test_a_line_without_a_text_is_told_and_the_others_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 1, "text": "R-22"}\nnot json\n{"id": 3}\n{"id": 4, "text": "R-32"}\n', "utf-8")
    assert main(["recognise", "--file", str(path), "--jsonl"]) == 1
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == [1, 4]
    assert ["line 2" in line or "line 3" in line for line in said.err.splitlines()] == [True, True]


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    names = 20_000
    start = time.process_time()
    found = recognise("a r22 " * names)
    # About 0.3 s; comparing every name with every other took more than a minute.
    assert time.process_time() - start < 10
    assert len(found.mentions) == names


@pytest.mark.parametrize("content", [b"not json\n", b'{"other": 1}\n', b"[1]\n", b'\xff\xfe{"text"'])
def test_a_file_that_cannot_be_read_gets_one_clear_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(content)
    assert main(["recognise", "--file", str(path), "--jsonl"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["recognise"]) == 2


def test_recognition_starts_light() -> None:
    import subprocess
    import sys

    heavy = "('pyarrow', 'duckdb', 'ibis', 'numpy')"
    code = "import sys, tradewind.recognition as r; r.recognise('R22')"
    code += f"; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
