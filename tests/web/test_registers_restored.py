"""Registers after a restore: photographs come back, a trader that was forgotten since does not."""

import json
import os
import sqlite3

import pytest
from test_backup_restore import ran, script

pytestmark = pytest.mark.skipif(
    os.environ.get("TRADEWIND_TEST_DATABASE") == "postgresql",
    reason="copies an SQLite file; see the guide for pg_dump",
)

BEGIN = """
from tradewind_web.running.opening import open_platform, bring_up_to_date
office = open_platform(None, demonstration=False)
bring_up_to_date(office, lambda text: None)
from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting
from tradewind_web.agencies.models import Agency
from tradewind_web.agencies.roles import Role
agency = Agency.objects.get_or_create(name="NOU", defaults={"party": "KEN", "kind": "nou"})[0]
user = User.objects.filter(username="amina").first() or User.objects.create_user("amina", "x", display_name="Amina")
acting = Acting(user, agency, frozenset({Role.OFFICER, Role.SUPERVISOR}))
"""
ADD = (
    BEGIN
    + """
from tradewind_web.traders.actions.keeping import add
from tradewind_web.traders.values import TraderValues
add(acting=acting, values=TraderValues("Jane Doe", is_person=True, notes="lives there"))
(office.folder / "photos").mkdir()
(office.folder / "photos" / "p").write_bytes(b"evidence")
"""
)
FORGET = (
    BEGIN
    + """
from tradewind_web.traders.actions.forgetting import forget
from tradewind_web.traders.models import Trader
forget(acting=acting, trader_id=Trader.objects.get().pk, reason="asked by the person")
"""
)


@pytest.mark.long
def test_a_restore_brings_photographs_back_and_forgets_again_who_was_forgotten_since(tmp_path):
    office = tmp_path / "office"
    script(office, ADD)
    ran(office, "backup", str(tmp_path / "b"))
    script(office, FORGET)
    said = json.loads(ran(office, "restore", str(tmp_path / "b"), "--json"))
    assert said["forgotten_again"] == 1
    assert (office / "photos" / "p").read_bytes() == b"evidence"
    with sqlite3.connect(office / "platform.sqlite3") as database:
        row = database.execute("SELECT name, notes, search_key, state FROM traders_trader").fetchone()
    assert row == ("", "", "", "forgotten")
