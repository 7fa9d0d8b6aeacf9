"""What counts of declarations after all that was said about them: changed, rejected, cancelled, numbered."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from customs_files import response, sad, sad_item, transit, transit_item, wco, wco_item
from tradewind.intake import load
from tradewind.warehouse import Warehouse

NET = "Commodity><GoodsMeasure><NetNetWeightMeasure>{}</NetNetWeightMeasure></GoodsMeasure></Commodity"
CHANGE = (
    "<GovernmentAgencyGoodsItem><SequenceNumeric>{}</SequenceNumeric><"
    + NET
    + "></GovernmentAgencyGoodsItem>"
)
DATED = '<IssueDateTime><DateTimeString formatCode="102">{}</DateTimeString></IssueDateTime>'


class Office:
    """Loads messages into one warehouse and tells what counts."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, 0

    def sends(self, *texts: str) -> None:
        for text in texts:
            self.files += 1
            path = self.folder / f"{self.files:03}.xml"
            path.write_text(text, encoding="utf-8")
            load([path], self.folder / "warehouse")

    def rows(self, table: str = "declarations", history: bool = False) -> list[dict[str, Any]]:
        with Warehouse.open(self.folder / "warehouse") as warehouse:
            found = warehouse.history(table) if history else warehouse.current(table)
            rows: Iterable[dict[str, Any]] = found.to_pyarrow().to_pylist()
        return sorted(rows, key=lambda r: (r.get("declaration_id") or "", r.get("item") or 0))

    def masses(self) -> dict[tuple[str, int], int]:
        return {(r["declaration_id"], r["item"]): r["net_mass_g"] for r in self.rows()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def amendment(local: str, own: str, *changes: tuple[int, str], more: str = "") -> str:
    return wco(local, "".join(CHANGE.format(n, net) for n, net in changes), own, "COR", "13", more)


def test_an_amendment_changes_what_it_states_and_nothing_else(office: Office) -> None:
    office.sends(wco("L1", wco_item(1) + wco_item(2), "26GB1"), amendment("A1", "26GB1", (1, "89")))
    first, second = office.rows()
    assert (first["net_mass_g"], first["gross_mass_g"], first["description"]) == (
        89_000,
        176_000,
        "Refrigerant R-134a",
    )
    assert (first["status"], first["message"], second["net_mass_g"]) == ("amended", "declaration", 136_000)
    assert len(office.rows(history=True)) == 3


def test_the_later_of_two_amendments_wins_in_any_order_of_loading(office: Office) -> None:
    later = amendment("A2", "26GB1", (1, "70"), more=DATED.format("20260303"))
    earlier = amendment("A1", "26GB1", (1, "89"), more=DATED.format("20260302"))
    office.sends(later, earlier, wco("L1", wco_item(1), "26GB1", more=DATED.format("20260301")))
    assert office.masses() == {("26GB1", 1): 70_000}
    assert (office.rows()[0]["lodged_on"], office.rows()[0]["published_on"]) == (
        date(2026, 3, 1),
        date(2026, 3, 3),
    )


def test_a_declaration_lodged_anew_is_not_changed_by_what_was_said_before(office: Office) -> None:
    office.sends(
        amendment("A1", "26GB1", (1, "89"), more=DATED.format("20260302")),
        wco("L1", wco_item(1, net="50"), "26GB1", more=DATED.format("20260305")),
    )
    assert office.masses() == {("26GB1", 1): 50_000}


def test_an_amendment_reaches_a_declaration_known_by_its_own_number_alone(office: Office) -> None:
    office.sends(wco("L1", wco_item(1)), amendment("A1", "26GB1", (1, "89")))
    assert office.masses() == {("L1", 1): 136_000, ("26GB1", 1): 89_000}
    office.sends(response("01", "L1", "26GB1"))
    assert office.masses() == {("26GB1", 1): 89_000}


def test_a_number_used_for_two_declarations_ties_nothing(office: Office) -> None:
    office.sends(wco("L1", wco_item(1)), response("01", "L1", "26GB1"), response("01", "L1", "26GB2"))
    assert office.masses() == {("L1", 1): 136_000}


@pytest.mark.parametrize("function", ["03", "10"])
def test_a_rejected_or_invalidated_declaration_does_not_count(office: Office, function: str) -> None:
    office.sends(wco("L1", wco_item(1)), wco("L2", wco_item(1)), response(function, "L1", "26GB1"))
    assert set(office.masses()) == {("L2", 1)}
    assert len(office.rows(history=True)) == 2


def test_a_request_to_cancel_removes_until_it_is_refused(office: Office) -> None:
    office.sends(wco("L1", wco_item(1), "26GB1"), wco("C1", "", "26GB1", "INV", "13"))
    assert office.masses() == {}
    refused = "<Status><NameCode>41</NameCode></Status>"
    office.sends(response("11", "L1", "26GB1", more=refused))
    assert office.masses() == {("26GB1", 1): 136_000}


def test_the_rejection_of_an_amendment_undoes_the_amendment_alone(office: Office) -> None:
    office.sends(
        wco("L1", wco_item(1), "26GB1"), amendment("A1", "26GB1", (1, "89")), response("03", "A1", "26GB1")
    )
    assert office.masses() == {("26GB1", 1): 136_000}


def test_an_accepted_declaration_counts_however_it_was_rejected_before(office: Office) -> None:
    office.sends(
        wco("L1", wco_item(1)),
        response("01", "L1", "26GB1", at="20260305080000Z"),
        response("03", "L1", "26GB1", at="20260302080000Z"),
    )
    assert office.masses() == {("26GB1", 1): 136_000}


def test_the_greater_version_of_one_day_counts(office: Office) -> None:
    for version, net in (("2", "80"), ("1", "136")):
        more = f"<VersionID>{version}</VersionID>" + DATED.format("20260301")
        office.sends(wco("L1", wco_item(1, net=net), "26GB1", more=more))
    assert office.masses() == {("26GB1", 1): 80_000}


def test_a_transit_takes_its_number_once_released_and_ends_when_invalidated(office: Office) -> None:
    office.sends(
        transit("CC015C", "<LRN>T-1</LRN><limitDate>2026-03-09</limitDate>", "", transit_item(1)),
        transit("CC028C", "<LRN>T-1</LRN><MRN>26GB000000000000J1</MRN>"),
        transit("CC007C", "<MRN>26GB000000000000J1</MRN><arrivalNotificationDateAndTime>2026-03-12T08:00:00"
                "</arrivalNotificationDateAndTime>"),
    )  # fmt: skip
    legs = {r["leg"]: r for r in office.rows("movements")}
    assert {r["movement_id"] for r in legs.values()} == {"26GB000000000000J1"}
    assert (legs["declared"]["limit_on"], legs["arrival"]["arrived_on"]) == (
        date(2026, 3, 9),
        date(2026, 3, 12),
    )
    assert set(office.masses()) == {("26GB000000000000J1", 1)}
    done = "<Invalidation><decision>1</decision></Invalidation>"
    office.sends(transit("CC009C", "<MRN>26GB000000000000J1</MRN>", done))
    assert office.rows() == [] and office.rows("movements") == []


def test_without_messages_rows_are_read_as_ever(office: Office) -> None:
    office.sends(sad(sad_item()), sad(sad_item(net="100")))
    assert office.masses() == {("KNG-2026-C-88", 1): 100_000}


def test_each_row_still_says_where_it_stands(office: Office) -> None:
    office.sends(wco("L1", wco_item(1) + wco_item(2), "26GB1"), amendment("A1", "26GB1", (2, "89")))
    references = [row["row_ref"] for row in office.rows()]
    assert [r.rpartition(":")[2] for r in references] == ["1", "2"] and len(set(references)) == 2
