"""NCTS 5: transit declarations, and the legs of what moves under them."""

from datetime import date
from pathlib import Path

import pytest
from reading_files import read

from customs_files import transit, transit_item, written
from shared_data import shared

OFFICES = (
    "<CustomsOfficeOfDeparture><referenceNumber>GB000081</referenceNumber></CustomsOfficeOfDeparture>"
    "<CustomsOfficeOfDestinationDeclared><referenceNumber>LT000120</referenceNumber></CustomsOfficeOfDestinationDeclared>"
    "<HolderOfTheTransitProcedure><identificationNumber>GB9</identificationNumber><name>Carrier Ltd</name>"
    "</HolderOfTheTransitProcedure>"
)


def test_a_transit_declaration_is_goods_and_a_movement_declared(tmp_path: Path) -> None:
    text = transit("CC015C", "<LRN>T-1</LRN><declarationType>T1</declarationType><limitDate>2026-03-09</limitDate>",
                   OFFICES, "<grossMass>400</grossMass>" + transit_item(1) + transit_item(2, "40.5"))  # fmt: skip
    made = read(written(tmp_path, text))
    first, second = made.rows["declarations"]
    leg = made.rows["movements"][0]
    assert (first["declaration_id"], first["regime"], first["national_code"]) == (
        "T-1",
        "transit",
        "29037100",
    )
    assert (first["exporter"], second["net_mass_g"], first["packages"]) == ("Plant", 40_500, 10)
    assert (leg["leg"], leg["limit_on"], leg["from_country"], leg["to_country"]) == (
        "declared", date(2026, 3, 9), "GBR", "LTU",
    )  # fmt: skip
    assert (leg["items"], leg["packages"], leg["net_mass_g"], leg["gross_mass_g"]) == (
        2,
        20,
        176_500,
        400_000,
    )
    assert (leg["holder"], leg["hs_code"]) == ("Carrier Ltd", "290371")


@pytest.mark.parametrize(
    ("kind", "operation", "more", "leg", "column"),
    [
        ("CC007C", "<arrivalNotificationDateAndTime>2026-03-05T08:00:00</arrivalNotificationDateAndTime>", "",
         "arrival", "arrived_on"),
        ("CC029C", "<LRN>T-1</LRN><releaseDate>2026-03-05</releaseDate>", "", "departure", "departed_on"),
        ("CC045C", "<writeOffDate>2026-03-05</writeOffDate>", "", "discharge", "discharged_on"),
        ("CC044C", "", "<UnloadingRemark><unloadingDate>2026-03-05</unloadingDate></UnloadingRemark>", "unloading",
         "arrived_on"),
    ],
)  # fmt: skip
def test_each_step_on_the_way_is_a_leg_with_its_day(
    tmp_path: Path, kind: str, operation: str, more: str, leg: str, column: str
) -> None:
    made = read(written(tmp_path, transit(kind, "<MRN>26GB000000000000J1</MRN>" + operation, more)))
    row = made.rows["movements"][0]
    assert (row["movement_id"], row["leg"], row[column]) == ("26GB000000000000J1", leg, date(2026, 3, 5))
    assert row["event_on"] == date(2026, 3, 5)


def test_a_message_that_is_no_declaration_is_said_to_be_so(tmp_path: Path) -> None:
    made = read(written(tmp_path, transit("CC928C", "<LRN>T-1</LRN>")))
    assert made.rows["customs_messages"][0]["kind"] == "receipt"
    assert "no declaration of goods: receipt" in made.notices[0]


def test_an_invalidation_ends_what_counts_and_its_refusal_does_not(tmp_path: Path) -> None:
    for decision, counts in (("1", False), ("0", True)):
        more = f"<Invalidation><decision>{decision}</decision></Invalidation>"
        made = read(
            written(tmp_path, transit("CC009C", "<MRN>26GB000000000000J1</MRN>", more), f"{decision}.xml")
        )
        assert made.rows["customs_messages"][0]["counts"] is counts


def test_a_rejected_amendment_leaves_the_declaration_counting(tmp_path: Path) -> None:
    for rejected, counts in (("015", False), ("013", None)):
        text = transit("CC056C", f"<LRN>T-1</LRN><businessRejectionType>{rejected}</businessRejectionType>")
        assert (
            read(written(tmp_path, text, f"{rejected}.xml")).rows["customs_messages"][0]["counts"] is counts
        )


def test_a_placeholder_for_a_reference_is_refused_with_its_goods() -> None:
    made = read(shared("formats/ncts5/ncts5_cc015c-invalid-lrn.xml"))
    refused = made.refused[0]
    assert (made.rows, refused.column, refused.value) == ({}, "TransitOperation/LRN", "{{LRN}}")
    assert "placeholder" in refused.reason and refused.record["goods 1"].startswith("fds9YFrlk6DX7")


def test_a_real_departure_is_read_as_it_stands() -> None:
    made = read(shared("formats/ncts5/ncts5_cc015c-valid-2.xml"))
    row, leg = made.rows["declarations"][0], made.rows["movements"][0]
    assert (row["description"], row["hs_code"], row["net_mass_g"], row["un_number"]) == (
        "Drum, steel",
        "152000",
        3_340_102,
        "0004",
    )
    assert (leg["movement_id"], leg["limit_on"], leg["gross_mass_g"]) == (
        "MDTP-18",
        date(2023, 7, 30),
        60_000_204,
    )
    assert (leg["container"], leg["seals"], leg["from_office"], leg["to_office"]) == (
        "CSQU3054383", ["F742"], "XI000081", "GB000120",
    )  # fmt: skip


def test_every_real_message_gives_its_row() -> None:
    for path in sorted(shared("formats/ncts5").glob("*valid*.xml")):
        made = read(path)
        assert made.reader.name == "ncts"
        assert made.rows.get("customs_messages") or made.refused
