"""The pages that follow from the code say what the code says."""

import subprocess
import sys
from pathlib import Path

from tradewind_cli.main import VERBS

ROOT = Path(__file__).resolve().parents[2]


def test_written_pages_are_as_the_code_says() -> None:
    ran = subprocess.run(
        [sys.executable, "docs/build.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_every_verb_has_a_module_and_every_module_a_verb() -> None:
    modules = {p.stem for p in (ROOT / "src/tradewind_cli/verbs").glob("*.py")} - {"__init__"}
    assert modules == {verb.replace("-", "_") for verb in VERBS}


def test_every_decision_is_numbered_and_titled() -> None:
    for number, page in enumerate(sorted((ROOT / "docs/decisions").glob("*.md")), start=1):
        assert page.name.startswith(f"{number:04d}-")
        assert page.read_text("utf-8").startswith(f"# {number}. ")
