"""Backup and restore as an administrator does them: by the command, into another folder, nothing acknowledged lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from matters_made import NAMES

pytestmark = pytest.mark.skipif(
    os.environ.get("TRADEWIND_TEST_DATABASE") == "postgresql",
    reason="copies an SQLite file; see the guide for pg_dump",
)
COMMAND = [sys.executable, "-m", "tradewind_cli.main"]

#: Makes an office with an agency, a person and events, some of them personal.
FOUND = """
from tradewind_web.running.opening import open_platform, bring_up_to_date
office = open_platform(None, demonstration=False)
bring_up_to_date(office, lambda text: None)
from dataclasses import dataclass
from typing import ClassVar
from django.db import transaction
from tradewind_web.audit.events import AuditEvent
from tradewind_web.audit.recording import Platform, record
@dataclass(frozen=True, kw_only=True)
class Named(AuditEvent):
    name: ClassVar[str] = "tests.named"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    who: str
with transaction.atomic():
    for i in range(5):
        record(Platform(), Named(subject_kind="trader", subject_id=str(i), who=f"person {i}"))
office.uploads.mkdir(parents=True, exist_ok=True)
(office.uploads / "a").write_text("what was reported")
"""
ERASE = """
from tradewind_web.running.opening import open_platform
office = open_platform(None)
from tradewind_web.audit.actions import erase_personal_values
from tradewind_web.audit.receipts import write_receipts
from tradewind_web.audit.recording import Platform
erase_personal_values(acting=Platform(), subject_kind="trader", subject_id="3", reason="retention")
write_receipts(office.receipts)
"""
#: A case with its proceeding and the custody of its goods, and a trader; a legal hold stands on the case.
MATTER = """
import sys
sys.path[:0] = [{tests!r}]
from tradewind_web.running.opening import open_platform
open_platform(None)
from django.test.utils import setup_test_environment
setup_test_environment()
from offices import agency, person
from matters_made import close, look, matter
from tradewind_web.sources.actions import ending
from tradewind_web.traders.actions.keeping import add
from tradewind_web.traders.values import TraderValues
sven = person("Sven", agency("Kenya NOU"), "supervisor", "officer", "prosecutor")
case, seizure, made = matter(sven)
close(sven, case, made)
look(sven)
ending.hold(acting=sven, record=case, reason="the court asks")
add(acting=sven, values=TraderValues("Skua Ltd", notes="Jane Roe drives for it"))
"""
#: The hold is lifted; notice, and thirty days later who is named in it is forgotten.
FORGET = """
import sys
sys.path[:0] = [{tests!r}]
from tradewind_web.running.opening import open_platform
open_platform(None)
from offices import agency, person
from matters_made import look, over
from tradewind_web.cases.models import Case
from tradewind_web.sources.actions import ending
from tradewind_web.traders.actions.forgetting import forget
from tradewind_web.traders.models import Trader
sven = person("Sven", agency("Kenya NOU"))
ending.release(acting=sven, record=Case.objects.get(title="Truck of Jane Roe"), reason="it is over")
over()
look(sven)
look(sven, 30)
forget(acting=sven, trader_id=Trader.objects.get(name="Skua Ltd").pk, reason="asked")
"""


def ran(office: Path, *words: str, expect: int = 0) -> str:
    environment = {
        **os.environ,
        "TRADEWIND_OFFICE": str(office),
        "DJANGO_SETTINGS_MODULE": "tradewind_web.settings",
    }
    environment.pop("TRADEWIND_SECRET", None)
    done = subprocess.run([*COMMAND, *words], env=environment, capture_output=True, text=True)
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if expect == 0 else done.stderr


def script(office: Path, text: str) -> None:
    environment = {
        **os.environ,
        "TRADEWIND_OFFICE": str(office),
        "DJANGO_SETTINGS_MODULE": "tradewind_web.settings",
    }
    environment.pop("TRADEWIND_SECRET", None)
    subprocess.run([sys.executable, "-c", text], env=environment, check=True)


@pytest.fixture(scope="module")
def founded(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "office"
    script(folder, FOUND)
    return folder


@pytest.fixture
def office(founded, tmp_path) -> Path:
    return Path(shutil.copytree(founded, tmp_path / "office"))


def names_in(office: Path) -> set[str]:
    """Which of a matter's names stand in any row of the database."""
    with sqlite3.connect(office / "platform.sqlite3") as database:
        text = "\n".join(database.iterdump()).casefold()
    return {name for name in NAMES if name in text}


def states(office: Path) -> dict[str, str]:
    with sqlite3.connect(office / "platform.sqlite3") as database:
        return dict(database.execute("SELECT subject_kind, state FROM sources_ending"))


def keys_alive(office: Path) -> int:
    with sqlite3.connect(office / "platform.sqlite3") as database:
        return database.execute("SELECT count(*) FROM audit_recordkey WHERE key IS NOT NULL").fetchone()[0]


def test_an_office_comes_back_whole_on_another_machine(office, tmp_path):
    ran(office, "backup", str(tmp_path / "b"))
    other = tmp_path / "another-machine"
    said = json.loads(ran(other, "restore", str(tmp_path / "b"), "--json"))
    assert said["former"] is None
    assert (other / "uploads" / "a").read_text() == "what was reported"
    verified = json.loads(ran(other, "verify-audit", "--json"))
    assert verified == {"intact": True, "events": 5, "first_break": None}
    assert json.loads(ran(other, "check", "--json"))["problems"] == []


@pytest.mark.long
def test_what_stood_there_is_moved_aside_never_deleted(office, tmp_path):
    ran(office, "backup", str(tmp_path / "b"))
    said = json.loads(ran(office, "restore", str(tmp_path / "b"), "--json"))
    assert (Path(said["former"]) / "platform.sqlite3").exists()


@pytest.mark.long
def test_what_was_erased_after_the_backup_stays_erased_after_a_restore(office, tmp_path):
    ran(office, "backup", str(tmp_path / "b"))
    script(office, ERASE)
    shutil.rmtree(
        office / "receipts"
    )  # it was cut off before it wrote them: its database says it all the same
    said = json.loads(ran(office, "restore", str(tmp_path / "b"), "--json"))
    assert said["forgotten_again"] == 1
    assert keys_alive(office) == 4
    assert json.loads(ran(office, "verify-audit", "--json"))["intact"]


def test_a_case_its_custody_and_a_trader_forgotten_after_the_backup_stay_forgotten(office, tmp_path):
    tests = {"tests": str(Path(__file__).resolve().parent.parent)}
    script(office, MATTER.format(**tests))
    ran(office, "backup", str(tmp_path / "b"))
    assert names_in(office) == set(NAMES)
    script(office, FORGET.format(**tests))
    said = json.loads(ran(office, "restore", str(tmp_path / "b"), "--json"))
    assert said["forgotten_again"] == 4
    assert names_in(office) == set()
    assert states(office) == {"case": "blanked", "proceeding": "blanked", "seizure": "blanked"}
    assert json.loads(ran(office, "verify-audit", "--json"))["intact"]


@pytest.mark.long
def test_receipts_that_travel_apart_are_obeyed_on_another_machine(office, tmp_path):
    ran(office, "backup", str(tmp_path / "b"))
    script(office, ERASE)
    other = tmp_path / "other"
    words = ["restore", str(tmp_path / "b"), "--receipts", str(office / "receipts"), "--json"]
    assert json.loads(ran(other, *words))["forgotten_again"] == 1


@pytest.mark.parametrize(
    "damage", ["changed", *(pytest.param(name, marks=pytest.mark.long) for name in ("missing", "added"))]
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_touched(office, tmp_path, damage):
    backup = tmp_path / "b"
    ran(office, "backup", str(backup))
    if damage == "changed":
        (backup / "office" / "uploads" / "a").write_text("something else")
    elif damage == "missing":
        (backup / "database.sqlite3").unlink()
    else:
        (backup / "office" / "extra").write_text("x")
    before = sorted(p.name for p in office.parent.iterdir())
    assert "copy of this backup" in ran(office, "restore", str(backup), expect=2)
    assert sorted(p.name for p in office.parent.iterdir()) == before


def test_a_folder_of_something_else_is_no_place_for_an_office(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    assert "something else than an office" in ran(folder, "restore", str(tmp_path / "b"), expect=2)
    assert [p.name for p in tmp_path.iterdir()] == ["letters"] and (folder / "letter.txt").exists()


@pytest.mark.long
def test_a_backup_over_another_is_refused(office, tmp_path):
    ran(office, "backup", str(tmp_path / "b"))
    assert "name a new folder" in ran(office, "backup", str(tmp_path / "b"), expect=2)


def test_verify_audit_names_the_break_and_ends_with_two(office):
    with sqlite3.connect(office / "platform.sqlite3") as database:
        database.execute("DROP TRIGGER audit_event_no_update")
        database.execute("UPDATE audit_event SET reason = 'x' WHERE number = 3")
    assert "event 3: was changed" in ran(office, "verify-audit", expect=2)
    assert "triggers are missing" in ran(office, "check", expect=2)


@pytest.mark.long
def test_a_seal_exported_shows_a_cut_that_covered_itself(office, tmp_path):
    seal = tmp_path / "seal.json"
    ran(office, "verify-audit", "--export-seal", str(seal))
    with sqlite3.connect(office / "platform.sqlite3") as database:
        for name in ("audit_event_no_delete", "audit_seal_no_delete"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM audit_event WHERE number > 2")
        database.execute("DELETE FROM audit_seal")
        head = database.execute("SELECT digest FROM audit_event WHERE number = 2").fetchone()[0]
        database.execute("UPDATE audit_chain SET length = 2, head = ?", (head,))
    ran(office, "check", "--mend", expect=0)
    ran(office, "verify-audit")
    assert "a seal covers 5 events" in ran(office, "verify-audit", "--seal", str(seal), expect=2)


def test_a_demonstration_is_never_served_as_a_real_office(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "office.toml").write_text("demonstration = true\n")
    assert "holds a demonstration" in ran(folder, "serve", "--port", "1", expect=2)


def test_a_folder_without_an_office_is_said_plainly(tmp_path):
    assert "holds no office" in ran(tmp_path / "nothing", "verify-audit", expect=2)
