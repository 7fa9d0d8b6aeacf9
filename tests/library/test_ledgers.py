"""Known answers of the ledgers: a free zone that does not close, late messages, splits, clocks, papers that change."""

from dataclasses import replace
from datetime import date

from tradewind.detectors.consignment_texts import SIGNS
from tradewind.detectors.licence_texts import CHECK, LAWFUL, QUESTION, TEMPLATES
from tradewind.ledgers.accounts import Account, Kind
from tradewind.ledgers.alarms import Described, World, alarms_of
from tradewind.ledgers.clocks import clock
from tradewind.ledgers.consignment import Closing, close
from translated import untranslated

KEY = ("6KEN1", "R-22")
EXPORT = Account("1", KEY[0], "D1", Kind.EXPORT, "R-22", 5_000_000, True, "chn", day=date(2026, 1, 2), origin="CHN",
                 place="Zone")  # fmt: skip
ENTRY = replace(EXPORT, id="2", kind=Kind.FREE_ZONE, is_departure=False, source="zone", day=date(2026, 2, 1))
OUT = Account("3", KEY[0], "R1", Kind.RE_EXPORT, "R-22", 3_200_000, True, "zone", day=date(2026, 3, 1), origin="Zone",
              place="UGA")  # fmt: skip
HERE = replace(OUT, id="4", kind=Kind.DISCHARGE, is_departure=False, source="uga", day=date(2026, 3, 9))
EMPTY = Account("5", KEY[0], "C", Kind.COUNT, "R-22", 0, source="zone", day=date(2026, 4, 1), place="Zone")
STORY = [EXPORT, ENTRY, OUT, HERE, EMPTY]


def codes(
    closing: Closing, *described: Described, on: date = date(2026, 4, 2), world: World | None = None
) -> set[str]:
    found = alarms_of(closing, described, on, world)
    for alarm in found:
        assert SIGNS[alarm.code].sentence % alarm.values
    return {alarm.code for alarm in found}


def test_a_zone_that_says_it_is_empty_before_all_left_does_not_close_until_the_late_message_comes() -> None:
    closing = close(STORY)[KEY]
    assert closing.closes is False
    assert [(g.why, g.where, g.mass_g) for g in closing.gaps] == [("count_differs", "Zone", 1_800_000)]
    assert codes(closing) == {"stock_missing"}
    late = replace(OUT, id="6", leg="R2", mass_g=1_800_000, day=date(2026, 3, 20))
    told = close([*STORY, late, replace(HERE, id="7", leg="R2", mass_g=None)])[KEY]
    assert (told.closes, told.arrived_g, told.open_g, codes(told)) == (True, 5_000_000, 0, set())


def test_an_arrival_that_names_the_zone_tells_that_it_left_there() -> None:
    imported = Account(
        "8", KEY[0], "I1", Kind.IMPORT, "R-22", 1_800_000, source="uga", origin="Zone", place="UGA"
    )
    assert close([*STORY, imported])[KEY].closes is True


def test_what_left_a_zone_and_arrived_elsewhere_is_not_taken_for_what_came_into_it_before() -> None:
    entry = replace(ENTRY, leg="Z1")  # under a paper of its own, and no export is told
    closing = close([entry, OUT, HERE, EMPTY])[KEY]
    assert (closing.began_g, closing.arrived_g, closing.unexplained_g) == (5_000_000, 3_200_000, 1_800_000)


def test_contradicting_sources_stand_side_by_side_until_a_person_chooses() -> None:
    theirs = replace(ENTRY, id="9", source="operator", mass_g=4_000_000, rank=1)
    closing = close([EXPORT, ENTRY, theirs])[KEY]
    assert "accounts_differ" in codes(closing)
    assert closing.in_stock_g == 5_000_000
    chosen = close([EXPORT, ENTRY, replace(theirs, chosen=True)])[KEY]
    assert (chosen.in_stock_g, chosen.unexplained_g, chosen.conflicts) == (4_000_000, 1_000_000, [])
    assert codes(chosen) == {"arrived_less"}


def test_a_correction_counts_whenever_it_comes_and_a_cancelled_paper_says_nothing() -> None:
    corrected = replace(ENTRY, id="10", told="2026-05", mass_g=4_990_000)
    for order in ([EXPORT, ENTRY, corrected], [corrected, ENTRY, EXPORT]):
        assert close(order)[KEY].in_stock_g == 4_990_000
    assert close([EXPORT, replace(ENTRY, cancelled=True)])[KEY].on_the_way_g == 5_000_000


def test_a_split_gives_to_the_other_consignment_what_it_takes_from_this_one() -> None:
    part = Account(
        "11", KEY[0], "S", Kind.HANDED_ON, "R-22", 1_000_000, source="us", place="Zone", other="6KEN2"
    )
    found = close([EXPORT, ENTRY, part])
    assert (found[KEY].in_stock_g, found["6KEN2", "R-22"].in_stock_g) == (4_000_000, 1_000_000)


def test_a_mass_that_nobody_tells_is_not_called_closed() -> None:
    closing = close([replace(EXPORT, mass_g=None)])[KEY]
    assert (closing.closes, closing.unknown) == (None, ["D1"])


def test_clocks_run_out_on_the_day_after_the_grace_and_not_for_the_past() -> None:
    sent = close([EXPORT])[KEY]
    assert codes(sent, on=date(2026, 4, 4)) == set()
    assert codes(sent, on=date(2026, 4, 6)) == {"overdue_arrival"}
    past = close([replace(EXPORT, historical=True)])[KEY]
    assert codes(past, on=date(2030, 1, 1)) == set()
    transit = replace(EXPORT, kind=Kind.TRANSIT)
    moving = close([transit])[KEY]
    assert codes(moving, Described(transit, limit_on=date(2026, 1, 9)), on=date(2026, 1, 12)) == {
        "overdue_transit"
    }
    arrived = close([transit, replace(transit, id="2", is_departure=False, day=date(2026, 1, 8))])[KEY]
    assert codes(arrived, Described(transit), on=date(2026, 3, 1)) == {"overdue_discharge"}
    assert clock("returned", None) is None


def test_papers_that_change_on_the_way_are_told() -> None:
    transit = replace(EXPORT, id="t", kind=Kind.TRANSIT, leg="M1", day=date(2026, 1, 4))
    one = Described(EXPORT, "Acme", "R-134a", "INVU1", country_from="CHN", country_to="ARE")
    other = Described(transit, "Brill", "R-22", "INVU2", country_from="ARE", country_to="KEN", route=("ARE",))
    assert codes(close([EXPORT])[KEY], one, other) == {
        "consignee_changes",
        "label_changes",
        "container_changes",
    }
    there = Described(EXPORT, country_from="CHN", country_to="ARE")
    away = Described(transit, country_from="ARE", country_to="KEN", route=("UGA",))
    back = Described(replace(transit, day=date(2026, 1, 9)), country_from="KEN", country_to="ARE")
    assert codes(close([EXPORT])[KEY], there, away, back) == {"comes_back_to"}
    assert codes(close([EXPORT])[KEY], there, away, away) == set()  # parts that go the same way
    world = World(km=lambda a, b: {"CHNARE": 6000.0, "AREUGA": 4000.0, "UGAKEN": 500.0}.get(a + b, 1000.0))
    assert codes(close([EXPORT])[KEY], there, away, world=world) == {"backtracks"}


def test_a_ban_a_first_import_and_a_round_trip_are_told() -> None:
    home = Account(
        "h", KEY[0], "I", Kind.IMPORT, "R-22", 5_000_000, source="chn", day=date(2026, 4, 1), place="CHN"
    )
    told = [Described(EXPORT, country_from="CHN", country_to="KEN"), Described(home, country_to="CHN")]
    world = World(bans=lambda place, *_: place == "KEN", never_imports=lambda place, _: place == "CHN")
    found = codes(close([EXPORT, home])[KEY], *told, world=world)
    assert found == {"destination_bans", "destination_never_imports", "round_trip_same"}


def test_what_left_or_came_for_a_time_is_told_of_when_its_day_is_past_and_not_when_it_went_again() -> None:
    out = replace(EXPORT, day=date(2026, 1, 5))
    sent = Described(out, limit_on=date(2026, 3, 1), temporary=True)
    assert "overdue_returned" in told([out], sent, on=date(2026, 3, 10))
    assert "overdue_returned" not in told([out], sent, on=date(2026, 3, 2))
    back = replace(out, id="back", leg="back", kind=Kind.RETURNED, is_departure=False, day=date(2026, 2, 9))
    assert "overdue_returned" not in told([out, back], sent, Described(back), on=date(2026, 6, 1))
    assert "returned_late" not in told([out, back], sent, Described(back), on=date(2026, 6, 1))
    late = replace(back, day=date(2029, 3, 1))
    assert "returned_late" in told([out, late], sent, Described(late), on=date(2029, 4, 1))
    came = replace(out, id="came", leg="came", kind=Kind.IMPORT, is_departure=False)
    lent = Described(came, temporary=True)
    assert "overdue_re_export" not in told([came], lent, on=date(2027, 12, 1))
    assert "overdue_re_export" in told([came], lent, on=date(2028, 2, 1))
    away = replace(out, id="away", leg="away", kind=Kind.RE_EXPORT)
    assert "overdue_re_export" not in told([came, away], lent, Described(away), on=date(2028, 2, 1))
    past = replace(came, historical=True)
    assert "overdue_re_export" not in told([past], Described(past, temporary=True), on=date(2028, 2, 1))


def told(accounts: list[Account], *described: Described, on: date) -> set[str]:
    return codes(close(accounts)[KEY], *described, on=on)


def test_every_sentence_about_a_consignment_or_an_overdrawn_licence_is_in_six_languages() -> None:
    consignment = [t for s in SIGNS.values() for t in (s.sentence, s.check, *s.lawful)]
    assert untranslated([*consignment, *TEMPLATES.values(), *LAWFUL, CHECK, QUESTION]) == []
