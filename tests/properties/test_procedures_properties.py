"""Whatever people do in a checked procedure, nobody is stuck, nothing is skipped and no evidence is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.procedures.checking import check
from tradewind.procedures.conditions import Condition, ConditionError, Fact, Literal, facts_in, holds, parse
from tradewind.procedures.moving import move
from tradewind.procedures.running import Can, Event, NotPossible, State, apply, begin, possible
from tradewind.procedures.shelf import shipped, shipped_names
from tradewind.procedures.sop import SOP, Branch, Question, Step

DAY = date(2026, 3, 2)
FEW = settings(max_examples=30, deadline=None)


def choose(data: st.DataObject, sop: SOP, state: State, turn: int, to_end: bool) -> State:
    """One step on by a choice: all it asks for is given first."""
    on = DAY + timedelta(days=turn)
    can = data.draw(st.sampled_from(free(sop, state)))
    step = sop.by_id[can.step]
    for hindrance in can.hindered:
        if hindrance.code == "evidence":
            for number in range(int(hindrance.facts["count"])):
                piece = Event("evidence", on, "a", step.id, hindrance.facts["kind"], f"{turn}.{number}")
                state = apply(sop, state, piece)
        if hindrance.code == "unknown_fact":
            question = next(q for q in sop.questions if q.id == hindrance.facts["fact"])
            values = {"yes_no": [True, False], "choice": list(question.choices), "number": [0.0, 5.0, 50.0]}
            value = values[question.kind][-1] if to_end else data.draw(st.sampled_from(values[question.kind]))
            state = apply(sop, state, Event("say", on, "a", fact=question.id, value=value))
    standing = state.at(step.id)
    if standing is None:
        return state  # what was said made it pass by
    try:
        return apply(sop, state, Event(can.does, on, "b" if standing.completed_by else "a", step.id))
    except NotPossible as error:
        assert error.code == "unknown_fact", error
        return state


def free(sop: SOP, state: State) -> list[Can]:
    """What somebody can do now: other steps do not keep it back. The rest is refused."""
    found = []
    for can in possible(sop, state):
        if any(h.code in ("unsafe", "others_open") for h in can.hindered):
            with pytest.raises(NotPossible):
                apply(sop, state, Event(can.does, DAY, "c", can.step))
        else:
            found.append(can)
    return found


@FEW
@given(st.data(), st.sampled_from(shipped_names()))
def test_a_case_on_a_checked_procedure_is_never_stuck_and_ends(data: st.DataObject, name: str) -> None:
    sop = shipped(name)
    assert check(sop) == []
    state = begin(sop, DAY)
    for turn in range(400):
        if state.ended:
            break
        assert free(sop, state), "somebody can always do something"
        said_danger = turn < 40  # people are not in danger for ever
        if not said_danger:
            state = apply(sop, state, Event("say", DAY, "a", fact="danger", value="none"))
        done = {one.step for one in state.done}
        state = choose(data, sop, state, turn, to_end=False)
        for one in state.done:
            if one.step not in done:
                step = sop.by_id[one.step]
                before = {s.id for s in sop.steps if any(b.to == step.id for b in s.next)}
                assert step is sop.start or before & done, "nothing begins by itself"
                assert one.passed or set(step.waits_for) <= done
                if step.handles_goods:
                    assert "safety" in done
    assert state.ended and state.outcome in {"seized", "released", "non_find"}


@st.composite
def procedures(draw: st.DrawFn) -> SOP:
    """Small procedures, most of them nonsense."""
    count = draw(st.integers(2, 6))
    ids = [f"s{n}" for n in range(count)]
    steps = []
    for place, one in enumerate(ids):
        targets = (
            draw(st.lists(st.sampled_from(ids[1:]), max_size=2, unique=True)) if place < count - 1 else []
        )
        conditional = draw(st.booleans()) and len(targets) > 1
        branches = [Branch(to, "q" if conditional and not n else "") for n, to in enumerate(targets)]
        steps.append(Step(
            one, one, "r", next=tuple(branches), outcome="" if targets else "end",
            split=draw(st.sampled_from(["one", "all"])), when=draw(st.sampled_from(["", "", "q"])),
            waits_for=tuple(
                draw(st.one_of(*[st.just(())] * 3, st.lists(st.sampled_from(ids), max_size=2, unique=True)))
            ),
            is_safety_stop=draw(st.integers(0, 4)) == 0, handles_goods=draw(st.integers(0, 4)) == 0,
        ))  # fmt: skip
    return SOP("x", "1", "x", "x", tuple(steps), roles={"r": "r"}, questions=(Question("q", "q?"),))


@settings(max_examples=150, deadline=None)
@given(procedures(), st.data())
def test_what_the_check_lets_pass_never_stands_still(sop: SOP, data: st.DataObject) -> None:
    if check(sop):
        return
    state = begin(sop, DAY)
    for turn in range(40):
        if state.ended:
            assert state.outcome == "end"
            return
        assert free(sop, state)
        for one in state.open:
            stops = [s.id for s in sop.steps if s.is_safety_stop]
            handled = sop.by_id[one.step].handles_goods and not sop.by_id[one.step].is_safety_stop
            assert not handled or any(state.was_done(s) or state.at(s) for s in stops)
        state = choose(data, sop, state, turn, to_end=False)


@FEW
@given(st.data(), st.sampled_from(shipped_names()), st.sampled_from(shipped_names()), st.integers(0, 14))
def test_a_case_that_moves_keeps_all_and_can_go_on_to_the_end(
    data: st.DataObject, one: str, other: str, turns: int
) -> None:
    sop, to = shipped(one), shipped(other)
    state = begin(sop, DAY)
    for turn in range(turns):
        if not state.ended:
            state = choose(data, sop, state, turn, to_end=False)
    if state.ended:
        with pytest.raises(NotPossible):
            move(state, to, DAY)
        return
    moved = move(state, to, DAY)
    assert moved.state.evidence == state.evidence and moved.state.done[: len(state.done)] == state.done
    assert dict(moved.state.facts) == dict(state.facts)
    state = moved.state
    for turn in range(20, 400):
        if state.ended:
            break
        assert free(to, state), state
        if turn > 60:
            state = apply(to, state, Event("say", DAY, "a", fact="danger", value="none"))
        state = choose(data, to, state, turn, to_end=False)
    assert state.ended


CONDITIONS = st.recursive(
    st.sampled_from(
        ["a", "b", "true", "a == 'x'", "n > 3", "n <= 2.5", "a in ['x', 'y']", "b not in [1, n]"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda t: f"({t[0]}){t[1]}{t[2]}"),
        inner.map(lambda t: f"not ({t})"),
    ),
    max_leaves=6,
)
VALUES = st.dictionaries(
    st.sampled_from(["a", "b", "n"]), st.sampled_from([True, False, "x", 2.0, 5.0]), max_size=3
)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, VALUES, VALUES)
def test_what_is_decided_stays_decided_when_more_is_known(text: str, facts: dict, more: dict) -> None:  # type: ignore[type-arg]
    condition = parse(text)
    before = holds(condition, facts)
    assert before in (True, False, None)
    after = holds(condition, {**more, **facts})
    assert before is None or after is before


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("ab ()[]'\"=<>!andornti,.0123_;:+*", max_size=40)))
def test_whatever_is_written_is_a_condition_of_facts_or_is_refused(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError as error:
        assert error.mend and 0 <= error.place <= max(len(text), 1000)
        return

    def walk(one: Condition) -> None:
        assert type(one).__name__ in {"Fact", "Literal", "Comparison", "Joined"}
        for part in getattr(one, "parts", ()):
            walk(part)
        for term in (getattr(one, "left", None), *getattr(one, "right", ())):
            assert term is None or isinstance(term, Fact | Literal)

    walk(condition)
    assert holds(condition, dict.fromkeys(facts_in(condition), "x")) in (True, False, None)


def test_a_changed_digest_tells_a_changed_procedure() -> None:
    sop = shipped()
    assert replace(sop, title="other").digest != sop.digest
