"""The ledger of custody: what does not fit is marked, whatever the order in which it came, and stays marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tradewind.ledgers.custody import (
    GENESIS,
    SENTENCES,
    Entry,
    chained,
    first_broken,
    in_order,
    leaks_of,
    marks_of,
    standing_of,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def entry(name: str, hours: float, *route: str, **said) -> Entry:
    """An entry written ten minutes after it happened; `route` is from holder, place, to holder, place."""
    at = NOON + hours * HOUR
    return Entry(name, "1", at, said.pop("written", at + HOUR / 6), *route, **said)


TAKEN = entry("a", 0, "Driver", "Gate", "Otto", "Yard", seal_before="", seal_after="S1")
STORED = entry(
    "b", 2, "Otto", "Yard", "Maren", "Shed", seal_before="s1", follows="a", mass_g=50_000, scale_g=100
)
WEIGHED = entry(
    "c", 722, "Maren", "Shed", "Maren", "Shed", seal_before="S1", follows="b", mass_g=48_800, scale_g=100
)


def codes(*entries: Entry) -> list[str]:
    found = marks_of(entries)
    assert all(mark.words == SENTENCES[mark.code] % dict(mark.facts) for mark in found)
    return [mark.code for mark in found]


def test_a_hand_over_that_matches_has_no_mark() -> None:
    assert codes(TAKEN, STORED) == []
    now = standing_of([STORED, TAKEN])["1"]
    assert (now.holder, now.place, now.seal, now.mass_g) == ("Maren", "Shed", "s1", 50_000)


def test_each_thing_that_does_not_fit_is_said_in_plain_words() -> None:
    said = {
        "gap_place": replace(STORED, from_place="Quay"), "gap_holder": replace(STORED, from_holder="Nobody we know"),
        "unsaid": replace(STORED, from_holder=""), "seal": replace(STORED, seal_before="S9"),
        "late": replace(STORED, written_at=NOON + 3 * DAY), "ahead": replace(STORED, written_at=NOON + HOUR),
        "unknown_before": replace(STORED, follows="form 17"),
    }  # fmt: skip
    assert {code: codes(TAKEN, wrong) for code, wrong in said.items()} == {code: [code] for code in said}
    (gap,) = marks_of([TAKEN, said["gap_place"]])
    assert gap.words == "the entry before left it at “Yard”; this one took it from “Quay”"


def test_a_seal_that_nobody_looked_at_is_no_mark_and_the_one_before_is_still_expected() -> None:
    blind = replace(STORED, seal_before=None)
    assert codes(TAKEN, blind) == []
    assert codes(TAKEN, blind, replace(WEIGHED, seal_before="S2", mass_g=None)) == ["seal"]
    assert codes(TAKEN, blind, replace(WEIGHED, seal_before="", mass_g=None)) == ["seal"]


def test_time_beyond_what_was_stated_is_uncovered() -> None:
    trip = replace(TAKEN, covers=HOUR)
    assert codes(trip, STORED) == ["uncovered"]
    assert codes(replace(trip, covers=2 * HOUR), STORED) == []
    assert codes(trip, replace(STORED, within=HOUR)) == []  # it may have been in time


def test_two_places_at_one_time_are_an_overlap() -> None:
    trip = entry("t", 0, "Otto", "Yard", "Maren", "Shed", until=NOON + 5 * HOUR)
    seen = entry("s", 2, "Otto", "Market", "Otto", "Market", follows="t")
    assert "overlap" in codes(trip, seen)
    assert "overlap" not in codes(
        trip, replace(seen, happened_at=NOON + 6 * HOUR, written_at=NOON + 6 * HOUR)
    )
    once, twice = replace(trip, until=None), replace(seen, happened_at=NOON, written_at=NOON)
    assert "overlap" in codes(once, twice)


def test_a_leak_is_what_the_scales_cannot_explain() -> None:
    assert codes(TAKEN, STORED, WEIGHED) == ["loss"]
    (leak,) = leaks_of([TAKEN, STORED, WEIGHED])
    assert (leak.lost_g, leak.tolerance_g, leak.days, leak.kg_a_day) == (1200, 200, 30.0, 0.04)
    assert codes(TAKEN, STORED, replace(WEIGHED, mass_g=49_800)) == []
    assert codes(TAKEN, STORED, replace(WEIGHED, mass_g=50_400)) == ["gain"]
    sample = entry("s", 5, "Maren", "Shed", "Maren", "Shed", follows="b", taken_g=1_200)
    assert codes(TAKEN, STORED, sample, replace(WEIGHED, follows="s")) == []


def test_a_correction_points_at_the_old_and_the_old_mark_stays_with_what_settled_it() -> None:
    wrong = replace(STORED, from_place="Quay")
    right = replace(STORED, id="d", written_at=NOON + DAY, corrects="b")
    (mark,) = marks_of([right, TAKEN, wrong])
    assert (mark.code, mark.entry, mark.settled_by) == ("gap_place", "b", ("d",))
    assert [e.id for e in in_order([TAKEN, wrong, right])] == ["a", "d"]
    # What followed the corrected entry follows the correction.
    assert codes(TAKEN, STORED, right, replace(WEIGHED, mass_g=None)) == []


def test_what_did_not_happen_is_struck_and_its_marks_stay() -> None:
    wrong = entry("w", 1, "Eve", "Quay", "Eve", "Quay", follows="a")
    struck = replace(wrong, id="x", corrects="w", strikes=True, written_at=NOON + DAY)
    told = [TAKEN, wrong, replace(STORED, follows="w"), struck]
    assert [e.id for e in in_order(told)] == ["a", "b"]
    assert all(mark.settled_by == ("x",) for mark in marks_of(told))
    assert {mark.entry for mark in marks_of(told)} == {"w", "b"}


def test_a_late_entry_closes_a_gap_and_the_gap_is_still_told() -> None:
    first = replace(TAKEN, to_place="Quay")
    between = entry(
        "m", 1, "Otto", "Quay", "Otto", "Yard", follows="a", source="paper", written=NOON + 2 * DAY
    )
    marks = {m.code: m for m in marks_of([first, replace(STORED, follows="m"), between])}
    assert marks["gap_place"].settled_by == marks["unknown_before"].settled_by == ("m",)
    assert set(marks) == {"gap_place", "late", "out_of_order", "unknown_before"}
    assert not marks["late"].settled_by


def test_after_the_end_nothing_happens_unmarked() -> None:
    end = entry("e", 800, "Maren", "Shed", "Plant", "Oven", follows="b", ends=True)
    again = entry("f", 900, "Plant", "Oven", "Plant", "Oven", follows="e")
    assert codes(TAKEN, STORED, end) == []
    assert codes(TAKEN, STORED, end, again) == ["after_end"]
    assert standing_of([TAKEN, STORED, end])["1"].has_ended


def test_days_without_a_clock_are_put_in_order_by_what_follows_what() -> None:
    day = {"within": DAY / 2, "written_at": NOON}
    first, then = replace(TAKEN, id="z", **day), replace(STORED, happened_at=NOON, follows="z", **day)
    assert [e.id for e in in_order([then, first])] == ["z", "b"]
    assert codes(then, first) == []


def test_the_chain_of_digests_says_which_entry_was_altered() -> None:
    facts = [{"id": name, "at": NOON} for name in "abc"]
    links, last = [], GENESIS
    for one in facts:
        links.append((one, last, chained(one, last)))
        last = links[-1][2]
    assert first_broken(links) is None
    altered = [links[0], ({**facts[1], "id": "x"}, *links[1][1:]), links[2]]
    assert first_broken(altered) == 1
    assert first_broken([links[0], links[2]]) == 1


# Whatever is written -----------------------------------------------------------------------------------------------

PLACES = ("Gate", "Yard", "Shed", "Quay")


@st.composite
def chains(draw) -> list[Entry]:
    """An unbroken chain, an hour or more between two entries."""
    made: list[Entry] = []
    place, hours = "Gate", 0
    for n in range(draw(st.integers(2, 8))):
        there = draw(st.sampled_from(PLACES))
        made.append(
            entry(f"e{n}", hours, "Otto", place, "Otto", there, follows=f"e{n - 1}" if n else "", seal_before="S",
                  seal_after="S")
        )  # fmt: skip
        place, hours = there, hours + draw(st.integers(1, 90))
    return made


@given(chains())
def test_an_unbroken_chain_has_no_mark(chain) -> None:
    assert marks_of(chain) == []


@given(chains(), st.data())
def test_no_gap_goes_unmarked(chain, data) -> None:
    place = data.draw(st.integers(1, len(chain) - 1))
    elsewhere = data.draw(st.sampled_from([p for p in PLACES if p != chain[place - 1].to_place]))
    broken = [*chain[:place], replace(chain[place], from_place=elsewhere), *chain[place + 1 :]]
    assert ("gap_place", chain[place].id) in {(m.code, m.entry) for m in marks_of(broken)}
    left_out = [e for e in chain if e is not chain[place]]
    if place < len(chain) - 1:
        marked = {(m.code, m.entry) for m in marks_of(left_out)}
        assert ("unknown_before", chain[place + 1].id) in marked


@given(chains(), st.data(), st.integers(25, 5000))
def test_no_late_entry_goes_unmarked(chain, data, hours) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    late = replace(chain[place], written_at=chain[place].happened_at + hours * HOUR)
    marks = marks_of([*chain[:place], late, *chain[place + 1 :]])
    assert ("late", late.id, (("hours", str(hours)),)) in {(m.code, m.entry, m.facts) for m in marks}
    overtaken = any(e.written_at < late.written_at for e in chain[place + 1 :])
    assert overtaken == any(m.code == "out_of_order" and m.entry == late.id for m in marks)


@given(chains(), st.data())
def test_no_fork_goes_unmarked_also_when_one_side_is_corrected_away(chain, data) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    rival = replace(chain[place], id="rival", written_at=chain[place].written_at + HOUR / 60, to_holder="Eve")
    undone = replace(rival, id="undone", corrects="rival", to_holder="Otto", written_at=NOON + 99 * DAY)
    for told in ([*chain, rival], [*chain, rival, undone]):
        assert ("fork", "rival") in {(m.code, m.entry) for m in marks_of(told)}


@given(chains(), st.data())
def test_the_order_of_arrival_does_not_change_the_marks(chain, data) -> None:
    told = list(chain)
    for n in range(data.draw(st.integers(0, 3))):
        other = data.draw(st.sampled_from(chain))
        told.append(
            replace(
                other, id=f"x{n}", to_place=data.draw(st.sampled_from(PLACES)),
                seal_after=data.draw(st.sampled_from("ST")),
                written_at=other.written_at + data.draw(st.integers(0, 60)) * HOUR,
                corrects=data.draw(st.sampled_from(["", other.id, "x0"])),
                follows=data.draw(st.sampled_from([other.follows, other.id, "x1", "gone"])),
            )
        )  # fmt: skip
    assert marks_of(data.draw(st.permutations(told))) == marks_of(told)


@given(chains(), st.data())
def test_a_mark_stays_whatever_is_written_later(chain, data) -> None:
    """Of those entries that were written by a moment, every mark is among the marks of all."""
    told = [replace(e, from_place=data.draw(st.sampled_from(PLACES))) for e in chain]
    by_writing = sorted(told, key=lambda e: (e.written_at, e.id))
    before = {m.key for m in marks_of(by_writing[: data.draw(st.integers(1, len(told)))])}
    assert before <= {m.key for m in marks_of(told)}
