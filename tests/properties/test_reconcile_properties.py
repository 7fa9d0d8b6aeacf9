"""Properties of the reconciliation: silent on clean data, blind to row order, never weaker for a stranger's row."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from examples import examples
from held_tables import Held
from tradewind.detectors.reconcile import Parameters, run
from tradewind.findings import Finding

GASES = {
    "R-134a": "290345",
    "R-410A": "382763",
    "R-22": "290371",
    "R-32": "290342",
    "Methyl bromide": "290361",
}
HOLDERS = (
    "Frostline Refrigeration Ltd",
    "Aurora Cooling Supplies",
    "Blue Fjord Trading Co.",
    "Kelvin & Daughters",
)
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
#: Each example compiles and runs the whole expression: few examples, and no deadline.
few = examples(3, suppress_health_check=[HealthCheck.too_slow])
Row = dict[str, Any]


def licence(number: int, holder: str, gas: str, kg: int) -> Row:
    row: Row = {
        "licence_id": f"ZL-2025-{number:03d}",
        "holder": holder,
        "substance": gas,
        "direction": "import",
    }
    return row | {"licensed_mass_g": kg * 1000, "valid_from": FIRST, "valid_to": LAST, "status": "issued"}


def clearance(number: int, importer: str, gas: str, grams: int, day: int, cited: str | None) -> Row:
    row: Row = {"declaration_id": f"D{number}", "item": 1, "importer": importer, "regime": "import"}
    row |= {"substance": gas, "hs_code": GASES[gas], "hs_edition": "2022", "net_mass_g": grams}
    return row | {"lodged_on": FIRST + timedelta(days=day), "licence_id": cited}


@st.composite
def clean(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """A register and an extract in which every clearance fits: parts of licences, written as offices write."""
    licences, clearances = [], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        held = licence(number, draw(st.sampled_from(HOLDERS)), draw(st.sampled_from(sorted(GASES))),
                       draw(st.integers(10, 5000)))  # fmt: skip
        licences.append(held)
        parts = draw(st.integers(1, 3))
        for part in range(parts):
            written = draw(st.sampled_from((str.upper, str.lower, str.title)))(held["holder"])
            cited = draw(st.sampled_from((held["licence_id"], held["licence_id"].lower().replace("-", " "))))
            day = draw(st.integers(0, 364))
            grams = held["licensed_mass_g"] // parts
            clearances.append(clearance(number * 10 + part, written, held["substance"], grams, day, cited))
    return licences, clearances


@st.composite
def mixed(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """The clean world and clearances that fit nothing in particular."""
    licences, clearances = draw(clean())
    numbers = [row["licence_id"] for row in licences]
    for number in range(1000, 1000 + draw(st.integers(1, 4))):
        clearances.append(
            clearance(
                number, draw(st.sampled_from((*HOLDERS, "Ghost Imports"))), draw(st.sampled_from(sorted(GASES))),
                draw(st.integers(1_000, 9_000_000)), draw(st.integers(0, 364)),
                draw(st.sampled_from((None, "ZZ-77", *numbers))),
            )
        )  # fmt: skip
    return licences, clearances


def found(licences: list[Row], clearances: list[Row]) -> list[Finding]:
    rows = [{**row, "row_ref": f"t:{row['declaration_id']}"} for row in clearances]
    held = [{**row, "row_ref": f"t:{row['licence_id']}"} for row in licences]
    return run(Held(licences=held, declarations=rows), Parameters())


@few
@given(clean())
def test_a_register_that_every_clearance_fits_gives_no_findings(world: tuple[list[Row], list[Row]]) -> None:
    assert found(*world) == []


@few
@given(mixed(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(world: tuple[list[Row], list[Row]], random: Any) -> None:
    licences, clearances = world
    before = found(licences, clearances)
    random.shuffle(licences)
    random.shuffle(clearances)
    after = found(licences, clearances)
    assert [f.as_dict() for f in after] == [f.as_dict() for f in before]


@few
@given(mixed(), st.integers(0, 364), st.sampled_from(sorted(GASES)), st.integers(1_000, 9_000_000))
def test_an_unrelated_clearance_never_removes_a_finding(
    world: tuple[list[Row], list[Row]], day: int, gas: str, grams: int
) -> None:
    licences, clearances = world
    before = {f.id for f in found(licences, clearances)}
    stranger = clearance(9999, "Zebra Zinc Zoo", gas, grams, day, None)
    after = {f.id: f for f in found(licences, [*clearances, stranger])}
    assert before <= set(after)
    assert "D9999/1" in {f.subject_id for f in after.values()}
