"""WCO Data Model messages: every item is a row, every answer is told, nothing is lost."""

import json
from datetime import date
from pathlib import Path

import pytest
from reading_files import read

from customs_files import response, wco, wco_item, written
from shared_data import shared
from tradewind.errors import FileRefused

PREFIX = "formats/wco_dec/hmrc_cds_annotated_XML_samples_"


def test_each_item_is_a_row_with_what_its_declaration_says_of_all(tmp_path: Path) -> None:
    made = read(written(tmp_path, wco("LRN1", wco_item(1) + wco_item(2, "Compressors", "12.5"))))
    first, second = made.rows["declarations"]
    assert (made.reader.name, made.refused) == ("wco", [])
    assert (first["declaration_id"], first["item"], second["item"]) == ("LRN1", 1, 2)
    assert (first["net_mass_g"], first["gross_mass_g"], second["net_mass_g"]) == (136_000, 176_000, 12_500)
    assert (first["hs_code"], first["national_code"]) == ("290345", "29034500")
    assert (first["value_minor"], first["currency"], first["packages"]) == (90_050, "EUR", 10)
    assert (first["regime"], first["procedure"], first["origin"], first["importer_id"]) == (
        "import",
        "4000",
        "CHN",
        "GB1",
    )


def test_prefixes_and_order_of_elements_do_not_matter(tmp_path: Path) -> None:
    plain = wco("LRN1", wco_item(1))
    prefixed = (
        '<a:MetaData xmlns:a="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" xmlns:b="urn:wco:datamodel:WCO:DEC-DMS:2">'
        "<a:WCOTypeName>DEC</a:WCOTypeName><b:Declaration><b:GoodsShipment><b:Importer><b:ID>GB1</b:ID></b:Importer>"
        "<b:GovernmentAgencyGoodsItem><b:Commodity><b:GoodsMeasure><b:NetNetWeightMeasure>136</b:NetNetWeightMeasure>"
        "</b:GoodsMeasure><b:Description>Refrigerant R-134a</b:Description></b:Commodity><b:SequenceNumeric>1"
        "</b:SequenceNumeric></b:GovernmentAgencyGoodsItem></b:GoodsShipment><b:TypeCode>IMA</b:TypeCode>"
        "<b:FunctionalReferenceID>LRN1</b:FunctionalReferenceID></b:Declaration></a:MetaData>"
    )
    one = read(written(tmp_path, plain)).rows["declarations"][0]
    other = read(written(tmp_path, prefixed, "other.xml")).rows["declarations"][0]
    for column in ("declaration_id", "item", "description", "net_mass_g", "importer_id", "regime"):
        assert one[column] == other[column]


def test_a_mass_in_another_unit_is_grams_too(tmp_path: Path) -> None:
    text = wco("L", wco_item(1)).replace('unitCode="KGM">136<', 'unitCode="TNE">1.5<')
    assert read(written(tmp_path, text)).rows["declarations"][0]["net_mass_g"] == 1_500_000


def test_what_has_no_column_stays_in_the_row(tmp_path: Path) -> None:
    item = wco_item(
        1, more="<ValuationAdjustment><AdditionCode>0000</AdditionCode></ValuationAdjustment><Odd>x</Odd>"
    )
    row = read(written(tmp_path, wco("L", item, more="<Novelty><Kept>yes</Kept></Novelty>"))).rows[
        "declarations"
    ][0]
    unread = json.loads(row["unread"])
    assert unread["ValuationAdjustment/AdditionCode"] == "0000"
    assert (unread["Odd"], unread["Novelty/Kept"]) == ("x", "yes")


def test_an_unreadable_value_refuses_its_item_and_no_other(tmp_path: Path) -> None:
    made = read(written(tmp_path, wco("L", wco_item(1) + wco_item(2, net="twelve") + wco_item(3))))
    assert [row["item"] for row in made.rows["declarations"]] == [1, 3]
    refused = made.refused[0]
    assert (refused.row, refused.column, refused.value) == (
        2,
        "Commodity/GoodsMeasure/NetNetWeightMeasure",
        "twelve",
    )
    assert refused.reason and refused.mend and refused.record["Commodity/Description"] == "Refrigerant R-134a"


def test_a_broken_tag_costs_its_own_item(tmp_path: Path) -> None:
    text = wco("L", wco_item(1) + wco_item(2).replace("</Description>", "</Descr>") + wco_item(3))
    made = read(written(tmp_path, text))
    assert [row["item"] for row in made.rows["declarations"]] == [1, 3]
    assert made.refused[0].row == 2
    assert "line" in made.refused[0].reason


@pytest.mark.parametrize(
    ("function", "kind", "counts"),
    [("01", "acceptance", True), ("03", "rejection", False), ("10", "cancellation", False), ("13", "tax", None),
     ("09", "clearance", True), ("77", "notification 77", None)],
)  # fmt: skip
def test_an_answer_is_told_as_what_it_is(
    tmp_path: Path, function: str, kind: str, counts: bool | None
) -> None:
    made = read(written(tmp_path, response(function, "LRN1", "26GB1")))
    row = made.rows["customs_messages"][0]
    assert "declarations" not in made.rows and made.refused == []
    assert (row["kind"], row["counts"], row["declaration_id"], row["local_reference"]) == (
        kind,
        counts,
        "26GB1",
        "LRN1",
    )
    assert (row["issued_at"], row["published_on"]) == ("2026-03-02T12:00:00Z", date(2026, 3, 2))
    assert any("no declaration of goods" in n and kind in n for n in made.notices)


def test_an_amendment_states_only_what_it_changes(tmp_path: Path) -> None:
    item = "<GovernmentAgencyGoodsItem><SequenceNumeric>1</SequenceNumeric><Commodity><GoodsMeasure><NetNetWeightMeasure>89</NetNetWeightMeasure></GoodsMeasure></Commodity></GovernmentAgencyGoodsItem>"  # noqa: E501
    row = read(written(tmp_path, wco("A1", item, own="26GB1", kind="COR", function="13"))).rows[
        "declarations"
    ][0]
    assert (row["message"], row["declaration_id"], row["net_mass_g"]) == ("amendment", "26GB1", 89_000)
    assert (row["regime"], row["status"], row["description"]) == (None, None, None)


def test_a_request_to_cancel_and_a_declaration_without_items_are_told(tmp_path: Path) -> None:
    cancel = read(written(tmp_path, wco("C1", "", own="26GB1", kind="INV", function="13")))
    empty = read(written(tmp_path, wco("D1", ""), "empty.xml"))
    assert cancel.rows["customs_messages"][0]["kind"] == "cancellation request"
    assert empty.rows["customs_messages"][0]["kind"] == "declaration without items"
    assert "without items" in empty.notices[0]


def test_many_declarations_in_one_file_stay_apart(tmp_path: Path) -> None:
    one, two = (wco(f"L{n}", wco_item(1) + wco_item(2)).partition("<Declaration>")[2] for n in (1, 2))
    start = wco("x", "").partition("<Declaration>")[0]
    body = "".join("<Declaration>" + t.rpartition("</md:MetaData>")[0] for t in (one, two))
    rows = read(written(tmp_path, start + body + "</md:MetaData>")).rows["declarations"]
    assert [(r["declaration_id"], r["item"], r["source_row"]) for r in rows] == [
        ("L1", 1, 1), ("L1", 2, 2), ("L2", 1, 3), ("L2", 2, 4),
    ]  # fmt: skip


def test_what_stands_after_a_thousand_items_belongs_to_each(tmp_path: Path) -> None:
    items = "".join(wco_item(n) for n in range(1, 1_301))
    rows = read(written(tmp_path, wco("L", items))).rows["declarations"]
    assert len(rows) == 1_300
    assert {r["importer_id"] for r in rows} == {"GB1"}
    assert [r["item"] for r in rows] == list(range(1, 1_301))


def test_a_real_declaration_is_read_as_it_stands() -> None:
    row = read(shared(f"{PREFIX}TT_IM045a_Step1_TT_IM045a.xml")).rows["declarations"][0]
    known = {
        "declaration_id": "U.786752358JER", "item": 1, "regime": "import", "net_mass_g": 1_000_000,
        "gross_mass_g": 1_100_000, "value_minor": 100_000, "currency": "GBP", "national_code": "0207129000",
        "exporter": "Argentina Trading.", "importer_id": "XI553202734852", "origin": "ARG", "dispatch": "ARG",
        "destination": "GBR", "packages": 10, "package_kind": "BX", "licence_id": "GBCPI1BF12345C",
        "ucr": "4GB553202734852-20240901", "previous_document": "24GB34F7Y1O2CX8PT4", "status": "lodged",
    }  # fmt: skip
    assert {name: row[name] for name in known} == known


def test_a_real_envelope_gives_the_day_of_receipt() -> None:
    row = read(shared(f"{PREFIX}TT_IM192a_Step1_TT_IM192a.xml")).rows["declarations"][0]
    assert (row["declaration_id"], row["published_on"], row["status"]) == (
        "U.78477677DUWR",
        date(2025, 2, 10),
        "pre-lodged",
    )
    assert row["net_mass_g"] is None and row["gross_mass_g"] == 12_000 and row["hs_code"] is None


def test_a_real_file_whose_names_lost_their_colons_is_read() -> None:
    row = read(shared(f"{PREFIX}TT_IM222a_Step1_TT_IM222a.xml")).rows["declarations"][0]
    assert (row["declaration_id"], row["net_mass_g"], row["lodged_on"]) == (
        "U.7867523YQA0I",
        50_000,
        date(2026, 2, 24),
    )


def test_a_real_file_with_a_comment_left_open_is_read_and_the_place_told() -> None:
    made = read(shared(f"{PREFIX}TT_EX002a_TT_EX002a.xml"))
    assert [(r["declaration_id"], r["regime"], r["container"]) for r in made.rows["declarations"]] == [
        ("7867523R6I85", "re-export", "CONU1234567")
    ]
    assert "line 90" in made.refused[0].reason


def test_every_real_message_is_read_or_refused_with_a_reason() -> None:
    folder = shared("formats/wco_dec")
    kinds: dict[str, int] = {}
    for path in sorted(folder.iterdir()):
        try:
            made = read(path)
        except FileRefused as refused:
            assert refused.reason == "the file is empty"
            kinds["empty"] = kinds.get("empty", 0) + 1
            continue
        assert made.rows and all(r.reason and r.mend for r in made.refused)
        kinds[made.reader.name] = kinds.get(made.reader.name, 0) + 1
    assert kinds == {"wco": 193, "inventory-linking": 10, "empty": 2}


def test_real_answers_never_become_goods() -> None:
    for path in sorted(shared("formats/wco_dec").glob("*DMS*.xml")):
        made = read(path)
        assert set(made.rows) == {"customs_messages"}, path.name
