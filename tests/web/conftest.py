"""What the platform's tests share: people of several agencies, and a database that can be emptied between tests."""

import pytest
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations

from tradewind_web.audit import guarding
from tradewind_web.office import Office


@pytest.fixture(autouse=True, scope="session")
def _guards_come_off_to_empty_the_database():
    """A test of its own transactions empties every table afterwards; Django puts the guards back by itself."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_guards(self, statements):
        with self.connection.cursor() as cursor:
            for statement in guarding.removal(self.connection.vendor):
                cursor.execute(statement)
        return flush(self, statements)

    BaseDatabaseOperations.execute_sql_flush = without_guards
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture
def office(settings, tmp_path):
    """An office whose folder is the test's own, with nothing counted before."""
    cache.clear()
    settings.OFFICE = Office(tmp_path / "office", demonstration=False)
    return settings.OFFICE
