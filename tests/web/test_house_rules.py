"""Rules of the house that a reviewer would otherwise have to remember (STYLE.md 5, 6, 21)."""

import re
from pathlib import Path

import pytest

import tradewind_web

WEB = Path(tradewind_web.__file__).parent
#: Where people, programs and the worker come in: they call actions and queries, and touch no model themselves.
EDGES = sorted(
    p
    for name in ("views*.py", "api*.py", "tasks.py", "*_views.py")
    for p in WEB.rglob(name)
    if "migrations" not in p.parts
)
WRITES = re.compile(
    r"\.(save|delete|bulk_create|bulk_update|update_or_create|get_or_create)\(|objects\.create\("
)
READS = re.compile(r"\.objects\b|_default_manager")


@pytest.mark.parametrize("path", EDGES, ids=lambda p: str(p.relative_to(WEB)))
def test_edges_call_actions_and_queries_and_touch_no_model(path):
    wrong = [
        f"{path.name}:{number}: {line.strip()}"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WRITES.search(line) or READS.search(line)
    ]
    assert not wrong


def test_templates_have_no_inline_script_style_or_handler():
    wrong = [
        f"{path.name}: {found.group(0)}"
        for path in WEB.rglob("templates/**/*.html")
        for found in re.finditer(
            r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=", path.read_text()
        )
        if 'type="application/json"' not in found.group(0)
    ]
    assert not wrong


def test_every_table_is_told_by_its_caption():
    wrong = [
        path.relative_to(WEB).as_posix()
        for path in WEB.rglob("templates/**/*.html")
        if re.search(r"<table[^>]*>(?!\s*<caption)", path.read_text())
    ]
    assert not wrong


def test_styles_use_logical_properties():
    wrong = re.findall(
        r"(?<![-\w])(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![-\w])(?:left|right):|text-align:(?:left|right)",
        (WEB / "static" / "tradewind.css").read_text(),
    )
    assert not wrong


def test_no_setting_is_a_secret_with_a_default():
    text = (WEB / "settings.py").read_text()
    assert not re.search(r"SECRET_KEY\s*=\s*[\"']", text)
    assert "DEBUG = False" in text
