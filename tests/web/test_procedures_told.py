"""Every problem the library can name is told on the platform by a sentence that finds its facts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import tradewind.procedures
from tradewind.procedures.checking import check
from tradewind.procedures.reading import procedure_from
from tradewind_web.cases.problems import MENDS, SENTENCES, told

ROOM = Path(tradewind.procedures.__file__).parent


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def said() -> dict[str, set[str]]:
    """Code -> the facts that come with it wherever it is said."""
    found: dict[str, set[str]] = {}
    for path in ROOM.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name not in ("Problem", "say") or not call.args or not _text(call.args[0]):
                continue
            facts = {str(word.arg) for word in call.keywords}
            for given in call.args[4:]:
                assert isinstance(given, ast.Dict), f"{path.name}:{call.lineno}: facts are written out"
                facts |= {_text(key) for key in given.keys}
            code = _text(call.args[0])
            found[code] = found.get(code, facts) & facts
    return found


def test_every_problem_has_a_sentence_that_names_only_facts_that_come_with_it() -> None:
    found = said()
    assert len(found) > 30 and set(found) == set(SENTENCES)
    for code, sentences in SENTENCES.items():
        named = set(re.findall(r"%\((\w+)\)s", " ".join(sentences)))
        assert named <= found[code], code
    conditions = ast.walk(ast.parse((ROOM / "conditions.py").read_text()))
    calls = [c for c in conditions if isinstance(c, ast.Call) and len(c.args) > 1]
    reasons = {_text(c.args[1]) for c in calls if getattr(c.func, "attr", "") == "_error"}
    reasons |= {_text(c.args[3]) for c in calls if getattr(c.func, "id", "") == "ConditionError"}
    assert reasons - {""} == set(MENDS)


def test_a_problem_is_told_with_the_titles_of_its_steps() -> None:
    given = {
        "id": "x", "version": "1", "title": "t", "author": "a", "roles": {"r": "R"},
        "questions": [{"id": "q", "asked": "q?"}],
        "steps": [
            {"id": "a", "title": "Look", "role": "r", "next": [{"to": "b", "when": "q and"}, "b"]},
            {"id": "b", "title": "Close", "role": "r", "outcome": "closed"},
        ],
    }  # fmt: skip
    sop, problems = procedure_from(given)
    assert sop is not None and not problems
    (wrong,) = told(check(sop), sop)
    assert wrong.title == "Look" and "q and" in wrong.what and wrong.mend
