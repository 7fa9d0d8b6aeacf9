"""What we say of a substance agrees with the Protocol's Annexes, and never says more than is known."""

import json
import math
import subprocess
import sys
import time

import pytest

from tradewind.errors import UnknownName
from tradewind.reference import (
    all_blends,
    all_substances,
    components_of,
    find,
    substance,
    treaty_gwp,
    treaty_odp,
)
from tradewind.reference.formulas import parse_formula, parse_name
from tradewind.reference.rows import read, schema
from tradewind_cli.main import main

TABLES = (
    "substances",
    "uncontrolled",
    "blends",
    "blend_components",
    "trade_names",
    "synonyms",
    "names_extra",
)

#: Figures of Annexes A, B, C, E and F, written down apart from the data files: designation, group, ODP, GWP.
ANNEXES = [
    ("R-11", "A-I", 1.0, 4750), ("R-12", "A-I", 1.0, 10900), ("R-113", "A-I", 0.8, 6130),
    ("R-114", "A-I", 1.0, 10000), ("R-115", "A-I", 0.6, 7370),
    ("Halon-1211", "A-II", 3.0, None), ("Halon-1301", "A-II", 10.0, None), ("Halon-2402", "A-II", 6.0, None),
    ("R-13", "B-I", 1.0, None), ("R-111", "B-I", 1.0, None), ("R-217", "B-I", 1.0, None),
    ("Carbon tetrachloride", "B-II", 1.1, None), ("1,1,1-trichloroethane", "B-III", 0.1, None),
    ("R-21", "C-I", 0.04, 151), ("R-22", "C-I", 0.055, 1810), ("R-123", "C-I", 0.02, 77),
    ("R-124", "C-I", 0.022, 609), ("R-141b", "C-I", 0.11, 725), ("R-142b", "C-I", 0.065, 2310),
    ("R-225ca", "C-I", 0.025, 122), ("R-225cb", "C-I", 0.033, 595), ("R-235", "C-I", 0.52, None),
    ("HBFC-22B1", "C-II", 0.74, None), ("HBFC-235B1", "C-II", 14.0, None), ("HBFC-31B1", "C-II", 0.73, None),
    ("Bromochloromethane", "C-III", 0.12, None), ("Methyl bromide", "E", 0.6, None),
    ("R-134", "F", 0, 1100), ("R-134a", "F", 0, 1430), ("R-143", "F", 0, 353), ("R-245fa", "F", 0, 1030),
    ("R-365mfc", "F", 0, 794), ("R-227ea", "F", 0, 3220), ("R-236cb", "F", 0, 1340),
    ("R-236ea", "F", 0, 1370), ("R-236fa", "F", 0, 9810), ("R-245ca", "F", 0, 693),
    ("R-43-10mee", "F", 0, 1640), ("R-32", "F", 0, 675), ("R-125", "F", 0, 3500), ("R-143a", "F", 0, 4470),
    ("R-41", "F", 0, 92), ("R-152", "F", 0, 53), ("R-152a", "F", 0, 124), ("R-23", "F", 0, 14800),
]  # fmt: skip


@pytest.mark.parametrize(("designation", "group", "odp", "gwp"), ANNEXES)
def test_figures_are_those_of_the_annexes(
    designation: str, group: str, odp: float, gwp: float | None
) -> None:
    entry = substance(designation)
    assert (entry.group, entry.odp, entry.gwp_protocol) == (group, odp, gwp)
    assert entry.controlled
    assert treaty_odp(designation) == odp
    assert treaty_gwp(designation) == (gwp or 0)


def test_every_line_of_the_annexes_is_here() -> None:
    lines = [e for e in all_substances() if e.controlled and not e.covered_by]
    counted = {g: sum(e.group == g for e in lines) for g in dict.fromkeys(e.group for e in lines)}
    assert counted == {
        "A-I": 5, "A-II": 3, "B-I": 10, "B-II": 1, "B-III": 1, "C-I": 40, "C-II": 34, "C-III": 1, "E": 1, "F": 18,
    }  # fmt: skip


def test_every_annex_f_substance_has_a_gwp_and_no_ozone_depletion() -> None:
    for entry in all_substances():
        if entry.group == "F":
            assert entry.gwp_protocol and entry.odp == 0


def test_isomers_are_found_with_the_line_that_covers_them() -> None:
    for isomer, line in [("R-113a", "R-113"), ("R-151a", "R-151"), ("HCFC-133a", "R-133"), ("R-114a", "R-114"),
                         ("HCFC-123a", "HCFC-123 (all isomers)"), ("HCFC-124a", "HCFC-124 (all isomers)")]:  # fmt: skip
        entry = find(isomer)
        assert entry.covered_by == line
        assert entry.odp == substance(line).odp
        assert any(line in note for note in entry.notes)


def test_viable_isomer_and_isomer_group_are_told_apart() -> None:
    assert find("HCFC-123").odp == 0.02
    group = find("HCFC-123 (all isomers)")
    assert (group.odp, group.kind) == (0.06, "isomer group")
    assert any("0.02 to 0.06" in note for note in group.notes)


def test_asked_for_a_gwp_the_protocol_lacks_answers_null_never_zero(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("Halon 1301", "carbon tetrachloride", "methyl bromide", "R-290", "R-1234yf", "R-436A"):
        assert main(["substance", name, "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["gwp_protocol"] is None
        assert any("GWP" in note for note in answer["notes"])
    assert substance("Halon-1301").gwp_ar4 == 7140


@pytest.mark.parametrize(
    ("designation", "gwp"),
    [("R-404A", 3921.6), ("R-410A", 2087.5), ("R-507A", 3985), ("R-407C", 1773.85), ("R-407A", 2107),
     ("R-513A", 629.2), ("R-454B", 465.075), ("R-502", 4656.72), ("R-508B", 6808), ("R-503", 5934.8)],
)  # fmt: skip
def test_gwp_of_a_blend_counts_controlled_components_only(designation: str, gwp: float) -> None:
    assert treaty_gwp(designation) == pytest.approx(gwp)


def test_a_component_without_a_gwp_is_named_where_it_counts_zero() -> None:
    assert any("R-13" in note and "counted 0" in note for note in substance("R-503").notes)


def test_a_report_without_a_figure_for_a_component_gives_none_and_names_it() -> None:
    entry = substance("R-448A")
    assert entry.gwp_ar4 is None
    assert any("AR4 has no figure for R-1234yf" in note and "1387.1" in note for note in entry.notes)
    assert entry.gwp_ar6 == pytest.approx(1494.36, abs=0.01)


def test_there_are_at_least_149_blends_and_each_sums_to_one() -> None:
    assert len(all_blends()) >= 149
    for blend in all_blends():
        assert math.isclose(sum(share for _, share in blend.components), 1, abs_tol=1e-4), blend.designation
        for component, _ in components_of(blend.designation):
            assert substance(component).kind != "blend"


def test_blend_of_two_annexes_lists_its_groups() -> None:
    entry = substance("R-401A")
    assert (entry.annex, entry.group, entry.groups) == (None, None, ("C-I", "F"))
    assert substance("R-410A").group == "F"


def test_uncontrolled_neighbours_are_here_and_say_so() -> None:
    for name in ("R-290", "R-600a", "R-744", "R-717", "R-1234yf", "R-1234ze(E)", "R-1233zd(E)", "R-1336mzz(Z)",
                 "R-1270", "R-218", "R-116", "R-14", "R-C318", "R-40", "R-30", "SF6", "R-13I1", "R-1150", "R-170",
                 "R-601a", "R-161"):  # fmt: skip
        entry = substance(name)
        assert not entry.controlled
        assert entry.group is None and entry.odp is None and entry.sources


def test_memory_is_shown_to_the_user() -> None:
    for table in ("trade_names", "synonyms", "names_extra"):
        for row in read(table):
            if row["confidence"] == "memory" and row["designations"]:
                assert row["notes"], row
    assert any("not verified" in note for note in find("Opteon XP44").notes)


@pytest.mark.parametrize("table", TABLES)
def test_data_file_matches_its_schema(table: str) -> None:
    rows = read(table)
    assert schema(table).problems(rows[0].keys(), rows) == []


def test_cas_numbers_have_valid_check_digits_and_name_one_substance() -> None:
    seen = {}
    for entry in all_substances():
        if entry.cas:
            *digits, check = entry.cas.replace("-", "")
            total = sum(i * int(d) for i, d in enumerate(reversed(digits), start=1))
            assert total % 10 == int(check), entry.designation
            assert seen.setdefault(entry.cas, entry.designation) == entry.designation


def test_number_name_and_formula_of_a_substance_agree() -> None:
    for entry in all_substances():
        formula = parse_formula(entry.formula) if entry.formula else None
        name = parse_name(entry.name.split(" (")[0])
        if formula and name:
            assert name.atoms == formula.atoms, entry.designation
            if name.structure and formula.structure:
                assert name.structure == formula.structure, entry.designation


def test_ashrae_number_agrees_with_the_formula() -> None:
    """The rule of 90: the number plus 90 gives carbon, hydrogen and fluorine."""
    for entry in all_substances():
        digits = "".join(c for c in entry.designation.removeprefix("R-").split("a")[0] if c.isdigit())
        numbered = entry.designation.startswith("R-") and entry.family in {"CFC", "HCFC", "HFC"}
        if numbered and "-" not in entry.designation[2:] and "(" not in entry.designation:
            atoms = dict(parse_formula(entry.formula or "").atoms)  # type: ignore[union-attr]
            carbon, hydrogen, fluorine = (int(d) for d in f"{int(digits) + 90:03d}")
            assert (atoms["C"], atoms.get("H", 0), atoms.get("F", 0)) == (carbon, hydrogen, fluorine), entry


def test_contract_keys_stand_in_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["substance", "r410a", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {
        "designation", "name", "formula", "cas", "annex", "group", "odp", "gwp_protocol", "gwp_ar4", "gwp_ar5",
        "gwp_ar6", "un_number", "hs", "components", "controlled", "confidence", "sources", "notes",
    } <= answer.keys()  # fmt: skip
    assert answer["hs"] == {
        "2007": ["3824.78"],
        "2012": ["3824.78"],
        "2017": ["3824.78"],
        "2022": ["3827.63"],
    }
    assert answer["components"] == [
        {"designation": "R-32", "mass_fraction": 0.5},
        {"designation": "R-125", "mass_fraction": 0.5},
    ]


def test_card_is_plain_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["substance", "R-22"]) == 0
    card = capsys.readouterr().out
    assert "Controlled by the Montreal Protocol: Annex C, group C-I (HCFC)." in card
    assert "ODP 0.055" in card and "1,810 in the Protocol" in card
    assert "2903.71 in HS 2012, 2017, 2022; 2903.49 in HS 2007" in card
    assert main(["substance", "R-290"]) == 0
    assert "Not controlled by the Montreal Protocol." in capsys.readouterr().out


def test_unknown_designation_is_refused() -> None:
    with pytest.raises(UnknownName):
        substance("r-22")


def test_substance_starts_light_and_fast() -> None:
    probe = (
        "import sys; from tradewind_cli.main import main; main(['substance', 'R-22', '--json', '--quiet']);"
        "heavy = {'django', 'duckdb', 'ibis', 'pyarrow', 'pandas', 'numpy'} & sys.modules.keys();"
        "assert not heavy, heavy"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True)
    assert time.perf_counter() - started < 2
