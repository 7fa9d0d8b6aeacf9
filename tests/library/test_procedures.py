"""Known answers of procedures: what the check says, what an overlay changes, when something is due, who must sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lxml import etree

from tradewind.errors import UnknownName
from tradewind.procedures.bpmn import to_bpmn
from tradewind.procedures.changes import diff, side_by_side
from tradewind.procedures.checking import check
from tradewind.procedures.clocks import after, due
from tradewind.procedures.drawing import draw, rows
from tradewind.procedures.editing import added, moved, with_question, with_step, without, without_question
from tradewind.procedures.moving import move, replay
from tradewind.procedures.overlays import overlay
from tradewind.procedures.reading import NotAProcedure, procedure_from
from tradewind.procedures.running import Event, NotPossible, State, apply, begin, possible
from tradewind.procedures.shelf import from_toml, shipped, shipped_names, signatures_in_toml
from tradewind.procedures.signing import Signature, holds_for, is_signed, sign, signatures_from
from tradewind.procedures.sop import SOP, Branch, Deadline, Needed, Question, Step, as_dict
from tradewind.procedures.workbook import from_workbook, signatures_in, to_workbook
from tradewind_cli.main import main

DAY = date(2026, 3, 2)  # a Monday
ROLES = {"r": "somebody"}


def sop(*steps: Step, questions: tuple[Question, ...] = ()) -> SOP:
    return SOP("x", "1", "x", "x", steps, roles=ROLES, questions=questions)


def step(name: str, *after: str | Branch, **more: object) -> Step:
    branches = tuple(Branch(a) if isinstance(a, str) else a for a in after)
    return Step(name, name, "r", next=branches, **{"outcome": "" if after else "done", **more})  # type: ignore[arg-type]


def codes(one: SOP) -> set[tuple[str, str]]:
    return {(p.code, p.step) for p in check(one)}


YES = (Question("q", "q?"),)
WRONG = {
    ("unknown_step", "a"): sop(step("a", "nowhere")),
    ("unreachable", "b"): sop(step("a", "c"), step("b", "c"), step("c")),
    ("dead_end", "b"): sop(step("a", "b"), step("b", outcome="")),
    ("no_exit", "a"): sop(step("a", "b"), step("b", "a"), step("c")),
    ("not_exhaustive", "a"): sop(step("a", Branch("b", "q")), step("b"), questions=YES),
    ("never_taken", "a"): sop(step("a", "b", Branch("c", "q")), step("b"), step("c"), questions=YES),
    ("unknown_role", "a"): sop(replace(step("a"), role="king")),
    ("join", "d"): sop(
        step("a", Branch("b", "q"), "c"), step("b", "d"), step("c", "d"), step("d", waits_for=("b", "c")),
        questions=YES,
    ),
    ("two_ends", "b"): sop(step("a", "b", "c", split="all"), step("b"), step("c")),
    ("unsafe", "c"): sop(
        step("a", Branch("b", "q"), "c"), step("b", "c", is_safety_stop=True), step("c", handles_goods=True),
        questions=YES,
    ),
    ("condition", "a"): sop(step("a", Branch("b", "__import__('os')"), "b"), step("b")),
    ("unknown_fact", "a"): sop(step("a", Branch("b", "z"), "b"), step("b")),
    ("endless", "b"): sop(
        step("a", "b"), step("b", Branch("a", "q"), "b2", when="q"), step("b2", "b", when="q"), step("c"),
        questions=YES,
    ),
}  # fmt: skip


def test_what_can_be_gone_through_in_too_many_ways_is_told_and_not_walked() -> None:
    asked = tuple(Question(f"q{n}", "?") for n in range(60))
    many = [Branch(f"b{n}", f"q{n}") for n in range(60)]
    one = sop(step("a", *many, "z", split="all"), *(step(b.to) for b in many), step("z"), questions=asked)
    assert codes(one) == {("too_large", "")}
    to_one = [Branch("b", branch.when) for branch in many]
    again = sop(step("a", *to_one, "z", split="all"), step("b"), step("z"), questions=asked)
    assert codes(again) == {("two_ends", "b")}


@pytest.mark.parametrize("expected", WRONG, ids=lambda e: e[0])
def test_what_would_leave_a_case_stuck_or_hurt_somebody_is_told_with_its_step(
    expected: tuple[str, str],
) -> None:
    assert expected in codes(WRONG[expected])
    assert all(problem.what and problem.mend for problem in check(WRONG[expected]))


def test_the_shipped_procedures_have_no_problem_and_thirteen_steps_with_sources() -> None:
    assert set(shipped_names()) == {
        "harmonised", "undeclared", "online_sale", "transit", "precharged_equipment"
    }  # fmt: skip
    for name in shipped_names():
        one = shipped(name)
        assert check(one) == []
        assert all(s.source and s.legal_basis and s.state for s in one.steps)
        assert name == "harmonised" or any(change.step for change in diff(shipped(), one))
    thirteen = (
        "detect triage hold safety examine identify qualify record custody proceedings disposal report learn"
    )
    assert set(thirteen.split()) <= set(shipped().by_id)
    with pytest.raises(UnknownName):
        shipped("secret")


def test_a_file_that_is_no_procedure_is_refused_with_every_problem() -> None:
    with pytest.raises(NotAProcedure) as refused:
        from_toml(
            b'id = "X y"\nversion = "1"\ntitle = 3\nauthor = "a"\n[[steps]]\nid = "a"\nrole = "r"\nbanana = 1',
            "f",
        )
    assert {p.code for p in refused.value.problems} == {"bad_id", "not_a_text", "missing", "unknown_word"}
    for content in (b"\xff", b"id = ", b"[[steps]]\nnext = 3\n", b"steps = 4", b"steps = [[4]]"):
        with pytest.raises(NotAProcedure):
            from_toml(content, "f")


def test_plain_values_are_read_back_to_an_equal_procedure() -> None:
    for name in shipped_names():
        again, problems = procedure_from(as_dict(shipped(name)))
        assert (again, problems) == (shipped(name), [])
        assert again is not None and again.digest == shipped(name).digest


def test_an_agency_lays_its_law_over_without_forking_and_cannot_take_the_safety_stop_away() -> None:
    ours = {
        "base": "harmonised 1.0", "id": "zambia", "version": "1", "title": "Z", "author": "ZEMA",
        "change": [{"step": "hold", "legal_basis": "Section 12", "deadline": {"days": 2, "counted": "working"}}],
        "insert": [{"after": "triage", "id": "call", "title": "Call", "role": "officer"}],
        "drop": [{"step": "laboratory", "why": "we have none"}],
    }  # fmt: skip
    made = overlay(shipped(), ours)
    assert check(made) == [] and made.based_on == "harmonised 1.0"
    assert {(c.kind, c.step, c.field) for c in diff(shipped(), made)} == {
        *(("changed", "", field) for field in ("title", "author", "jurisdiction", "note")),
        ("changed", "hold", "legal_basis"), ("changed", "hold", "deadline"), ("added", "call", ""),
        ("changed", "triage", "next"), ("removed", "laboratory", ""), ("changed", "identify", "next"),
    }  # fmt: skip
    for bad in (
        {"drop": [{"step": "safety", "why": "slow"}]},
        {"change": [{"step": "safety", "is_safety_stop": False}]},
        {"change": [{"step": "moon", "title": "x"}]},
        {"base": "harmonised 0.1"},
    ):
        with pytest.raises(NotAProcedure):
            overlay(shipped(), {**ours, **bad})
    assert diff(made, made) == []


def test_a_safety_stop_stops_what_handles_goods_until_it_is_done_and_anybody_can_raise_one() -> None:
    one = sop(
        step("a", "s", "h", split="all"), step("s", "z", is_safety_stop=True), step("h", "z", handles_goods=True),
        step("z", waits_for=("s", "h")),
    )  # fmt: skip
    assert check(one) == []
    state = apply(one, begin(one, DAY), Event("complete", DAY, "x", "a"))
    with pytest.raises(NotPossible) as refused:
        apply(one, state, Event("complete", DAY, "x", "h"))
    assert refused.value.code == "unsafe"
    state = apply(one, state, Event("stop", DAY, "x", why="it hisses"))
    with pytest.raises(NotPossible, match="it hisses"):
        apply(one, state, Event("complete", DAY, "x", "s"))
    with pytest.raises(NotPossible, match="another person"):
        apply(one, state, Event("lift", DAY, "x", why="fine"))
    state = apply(one, state, Event("lift", DAY, "y", why="fire service"))
    state = apply(one, state, Event("complete", DAY, "x", "s"))
    state = apply(one, state, Event("complete", DAY, "x", "h"))
    assert apply(one, state, Event("complete", DAY, "x", "z")).outcome == "done"


def test_nothing_is_skipped_evidence_and_facts_come_first_and_a_second_person_signs() -> None:
    one = sop(
        step("a", Branch("b", "q"), "z", evidence=(Needed("photo", 2),), four_eyes=True), step("b", "z"), step("z"),
        questions=YES,
    )  # fmt: skip
    state = begin(one, DAY)
    assert [h.code for h in possible(one, state)[0].hindered] == ["evidence", "unknown_fact"]
    with pytest.raises(NotPossible, match="not to be done now"):
        apply(one, state, Event("complete", DAY, "x", "z"))
    done = [Event("open", DAY, "x"), Event("evidence", DAY, "x", "a", "photo", "1"),
            Event("evidence", DAY, "x", "a", "photo", "2"), Event("say", DAY, "x", fact="q", value=True),
            Event("complete", DAY, "x", "a")]  # fmt: skip
    state = replay({one.digest: one}, one.digest, done)
    with pytest.raises(NotPossible) as refused:
        apply(one, state, Event("confirm", DAY, "x", "a"))
    assert refused.value.code == "same_person"
    state = apply(one, state, Event("confirm", DAY, "y", "a"))
    assert [o.step for o in state.open] == ["b"] and state.done[0].second == "y"


def test_an_answer_that_changes_after_the_first_signature_asks_for_it_anew() -> None:
    one = sop(step("a", Branch("b", "q"), "z", four_eyes=True), step("b", "z"), step("z"), questions=YES)
    state = apply(one, begin(one, DAY), Event("say", DAY, "x", fact="q", value=True))
    signed = apply(one, state, Event("complete", DAY, "x", "a"))
    assert apply(one, signed, Event("say", DAY, "y", fact="q", value=True)) == signed
    changed = apply(one, signed, Event("say", DAY, "y", fact="q", value=False))
    with pytest.raises(NotPossible) as refused:
        apply(one, changed, Event("confirm", DAY, "y", "a"))
    assert refused.value.code == "not_completed"


def test_days_are_counted_as_the_law_says_and_a_clock_waits_for_its_event() -> None:
    friday = date(2026, 3, 6)
    assert after(friday, Deadline(2)) == date(2026, 3, 8)
    assert after(friday, Deadline(2, rolls=True)) == date(2026, 3, 9)
    assert after(friday, Deadline(2, "working"), lambda d: d.weekday() < 5 and d != date(2026, 3, 9)) == date(
        2026, 3, 11
    )
    one = sop(
        step("a", "b", "c", split="all"), step("b", "z"), step("c", "z", deadline=Deadline(3, since="b")),
        step("z", waits_for=("b", "c")),
    )  # fmt: skip
    state = apply(one, begin(one, DAY), Event("complete", DAY, "x", "a"))
    assert due(one, state) == []
    state = apply(one, state, Event("complete", friday, "x", "b"))
    assert [(d.step, d.on, d.warn_on) for d in due(one, state)] == [("c", date(2026, 3, 9), date(2026, 3, 8))]
    assert due(one, state)[0].late_days(date(2026, 3, 11)) == 2


def test_a_case_that_moves_shows_what_is_missing_and_replays_the_same() -> None:
    old = sop(step("a", "b"), step("b", "z"), step("z"))
    new = replace(
        sop(
            step("a", "n", evidence=(Needed("photo"),)),
            step("n", "c"),
            step("c", "z", formerly=("b",)),
            step("z"),
        ),
        version="2",
    )
    events = [
        Event("open", DAY, "x"),
        Event("complete", DAY, "x", "a"),
        Event("evidence", DAY, "x", "b", "note", "1"),
    ]
    moved = move(replay({old.digest: old}, old.digest, events), new, DAY)
    assert (moved.late_steps, moved.late_evidence, moved.gone) == (("n",), (("a", "photo", 1),), ())
    assert [o.step for o in moved.state.open] == ["c", "n"] and moved.state.evidence[0].step == "c"
    more = [Event("move", DAY, "x", version=new.digest), Event("complete", DAY, "x", "c"),
            Event("complete", DAY, "x", "n"), Event("complete", DAY, "x", "z")]  # fmt: skip
    state: State = replay({old.digest: old, new.digest: new}, old.digest, [*events, *more])
    assert state.ended and [d.step for d in state.done] == ["a", "c", "n", "z"]


def test_what_waits_for_an_appeal_also_waits_for_it_at_a_step_that_the_new_version_puts_before() -> None:
    first = step("a", "b", "c", split="all")
    old = sop(first, step("b", "z"), step("c", "z"), step("z", waits_for=("b", "c")))
    new = replace(
        sop(first, step("b", "n"), step("c", "n"), step("n", "z", waits_for=("b", "c")), step("z")),
        version="2",
    )
    state = begin(old, DAY)
    for name in ("a", "b"):
        state = apply(old, state, Event("complete", DAY, "x", name))
    assert state.waiting == ("z",)
    moved = move(state, new, DAY)
    assert (moved.state.waiting, moved.late_steps) == (("n",), ())
    state = moved.state
    for name in ("c", "n", "z"):
        assert [one.step for one in state.open] == [name]
        state = apply(new, state, Event("complete", DAY, "x", name))
    assert state.ended


def test_a_workbook_and_a_signature_are_of_the_same_procedure(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    for name in shipped_names():
        one = shipped(name)
        (tmp_path / "f.xlsx").write_bytes(to_workbook(one))
        again = from_workbook(tmp_path / "f.xlsx")
        assert again == one and again.digest == one.digest
        assert is_signed(again, sign(one, key), key.public_key())
        assert not is_signed(replace(one, version="9"), sign(one, key), key.public_key())
        assert not is_signed(one, "no signature", key.public_key())


def test_the_drawing_says_no_more_than_its_table_and_bpmn_holds_every_step_with_a_shape() -> None:
    for name in shipped_names():
        one = shipped(name)
        svg = etree.fromstring(draw(one, state=begin(one, DAY)).encode())
        assert not svg.xpath("//@style") and svg.get("aria-label") == one.title
        assert len(svg.xpath("//*[contains(@class, 'flow-step')]")) == len(rows(one)) == len(one.steps)
        assert len(svg.xpath("//*[contains(@class, 'flow-open')]")) == 1
        bpmn = etree.fromstring(to_bpmn(one))
        names = {
            "m": "http://www.omg.org/spec/BPMN/20100524/MODEL",
            "d": "http://www.omg.org/spec/BPMN/20100524/DI",
        }
        ids = set(bpmn.xpath("//m:process/*/@id", namespaces=names))
        assert set(one.by_id) <= ids
        assert set(bpmn.xpath("//@sourceRef | //@targetRef")) <= ids
        assert ids == set(
            bpmn.xpath("//d:BPMNShape/@bpmnElement | //d:BPMNEdge/@bpmnElement", namespaces=names)
        )


def test_the_verb_checks_draws_and_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sop", "check", "harmonised"]) == 0
    assert shipped().digest in capsys.readouterr().out
    (tmp_path / "bad.toml").write_text(
        'id = "x"\nversion = "1"\ntitle = "t"\nauthor = "a"\n[[steps]]\nid = "a"\ntitle = "t"\nrole = "r"\n'
    )
    assert main(["sop", "check", str(tmp_path / "bad.toml")]) == 1
    assert "step a: nobody has the role" in capsys.readouterr().out
    for suffix in ("svg", "bpmn", "xlsx"):
        assert main(["sop", "draw", "transit", "--out", str(tmp_path / f"t.{suffix}")]) == 0
    assert main(["sop", "diff", "transit", str(tmp_path / "t.xlsx")]) == 0
    assert main(["sop", "diff", "transit", "harmonised", "--json"]) == 1
    assert main(["sop", "draw", "nothing"]) == 2


def test_the_example_of_the_how_to_page_is_laid_over_and_has_no_problem() -> None:
    page = Path(__file__).resolve().parents[2] / "docs/how-to/write-a-procedure.md"
    example = page.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    made = from_toml(example.encode(), "ours.toml")
    assert check(made) == [] and "laboratory" not in made.by_id and made.based_on == "harmonised 1.0"


def test_a_deadline_of_the_same_day_and_a_warning_on_it_are_kept() -> None:
    one = with_step(shipped(), replace(shipped().by_id["triage"], deadline=Deadline(0, warn=0)))
    again, problems = procedure_from(as_dict(one))
    assert again == one and not problems


def test_an_edited_procedure_leads_on_and_forgets_translations_of_what_was_rewritten() -> None:
    one = replace(shipped(), texts={"fr": {"triage.title": "Vérifier", "hold.title": "Retenir"}})
    more = added(one, Step("call", "Call the district", "officer"), "triage")
    assert check(more) == [] and [b.to for b in more.by_id["triage"].next] == ["call"]
    assert more.by_id["call"].next == one.by_id["triage"].next
    told = with_step(more, replace(more.by_id["triage"], title="Look closely"))
    assert told.texts == {"fr": {"hold.title": "Retenir"}}
    less = without(told, "call")
    assert [b.to for b in less.by_id["triage"].next] == [], "two ways came next: nobody guesses which"
    assert ("dead_end", "triage") in codes(less)
    assert check(without(one, "laboratory")) == [], "one way came next: it is led there"
    assert moved(moved(one, "triage", "up"), "triage", "down") == one and moved(one, "detect", "up") == one
    asked = with_question(one, Question("sealed", "Are the seals whole?"))
    assert without_question(asked, "sealed") == one
    assert ("unknown_fact", "triage") in codes(without_question(one, "suspicion"))


def test_two_procedures_stand_side_by_side_with_the_fields_that_differ() -> None:
    ours = added(shipped(), Step("call", "Call the district", "officer"), "triage")
    ours = with_step(ours, replace(ours.by_id["qualify"], deadline=Deadline(7, "working", "hold", "s 12")))
    pairs = {pair.id: pair for pair in side_by_side(shipped(), ours)}
    assert (
        pairs["call"].a is None
        and pairs["qualify"].differs == {"deadline"}
        and "next" in pairs["triage"].differs
    )
    assert list(pairs).index("call") == list(pairs).index("triage") + 1
    renamed = with_step(ours, replace(ours.by_id["call"], formerly=("phone",)))
    theirs = replace(ours, steps=tuple(replace(s, id="phone") if s.id == "call" else s for s in ours.steps))
    (pair,) = [p for p in side_by_side(theirs, renamed) if p.id == "phone"]
    assert pair.b is not None and pair.b.id == "call" and not pair.differs - {"formerly"}


def test_a_file_carries_signatures_and_each_holds_for_its_content_alone(tmp_path: Path) -> None:
    key, one = Ed25519PrivateKey.generate(), shipped("transit")
    signed = Signature("Bouvet", key.public_key().public_bytes_raw().hex(), sign(one, key))
    (tmp_path / "f.xlsx").write_bytes(to_workbook(one, [signed]))
    assert from_workbook(tmp_path / "f.xlsx") == one and signatures_in(tmp_path / "f.xlsx") == [signed]
    assert holds_for(one, signed) and not holds_for(replace(one, note="x"), signed)
    for wrong in ("", "zz", "00", "00" * 32):
        assert not holds_for(one, replace(signed, public_key=wrong))
    text = f'id = "x"\n[[signatures]]\nsigner = "B"\npublic_key = "{signed.public_key}"\nsignature = "00"\n'
    assert [s.signer for s in signatures_in_toml(text.encode(), "f.toml")] == ["B"]
    assert signatures_from("nonsense") == [] == signatures_from([{"signer": "B"}, 4])
