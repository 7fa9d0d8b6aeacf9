"""Migrations: none is missing, and an office of the first version comes up to date with everything in it."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.core.management import call_command

OURS = (
    "accounts", "agencies", "audit", "jobs", "sharing", "sources", "traders", "findings", "seizures",
)  # fmt: skip


@pytest.mark.django_db
def test_no_model_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


#: Written by hand as the first version's columns stand: migrations must carry it on.
FIRST_VERSION = """
import json, os, sys, django
from tradewind_web.running.opening import open_platform
office = open_platform(None, demonstration=False)
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
loader = MigrationLoader(None, ignore_no_migrations=True)
ours = [a for a in json.loads(sys.argv[1]) if a in {k[0] for k in loader.disk_migrations}]
for app in ("auth", "contenttypes", "sessions"):
    call_command("migrate", app, verbosity=0)
for app in ours:
    first = min(name for label, name in loader.disk_migrations if label == app)
    call_command("migrate", app, first, verbosity=0)
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
firsts = [(a, min(n for label, n in loader.disk_migrations if label == a)) for a in ours]
state = MigrationExecutor(connection).loader.project_state(firsts)
User, Agency = state.apps.get_model("accounts", "User"), state.apps.get_model("agencies", "Agency")
Membership = state.apps.get_model("agencies", "Membership")
for i in range(50):
    agency = Agency.objects.create(name=f"Agency {i}", party="KEN", kind="nou")
    user = User.objects.create(username=f"u{i}", password="!", display_name=f"Person {i}")
    Membership.objects.create(user=user, agency=agency, role="officer")
print(len(ours))
"""
TODAY = """
from tradewind_web.running.opening import open_platform, bring_up_to_date, unapplied
office = open_platform(None)
bring_up_to_date(office, lambda text: None)
assert not unapplied()
from tradewind_web.agencies.models import Agency, Membership
from tradewind_web.audit.guarding import missing_guards
assert Agency.objects.count() == 50 and Membership.objects.count() == 50 and not missing_guards()
"""


@pytest.mark.skipif(
    os.environ.get("TRADEWIND_TEST_DATABASE") == "postgresql", reason="writes an SQLite file of its own"
)
def test_an_office_of_the_first_version_comes_up_to_date(tmp_path):
    environment = {**os.environ, "TRADEWIND_OFFICE": str(tmp_path / "office")}
    for script in (FIRST_VERSION, TODAY):
        done = subprocess.run(
            [sys.executable, "-c", script, json.dumps(OURS)], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
    with sqlite3.connect(tmp_path / "office" / "platform.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone() == (50,)
