"""The platform's settings for tests: a folder of their own, a quick password hash, PostgreSQL when it is asked for.

TRADEWIND_TEST_DATABASE=postgresql runs the same suite on a PostgreSQL that a wheel brings along (tests/postgres.py).
"""

import os
import tempfile

# One for each test process, also where several run side by side: they must not share a warehouse.
os.environ["TRADEWIND_OFFICE"] = tempfile.mkdtemp(prefix="tradewind-tests-")
os.environ["TRADEWIND_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ.setdefault("TRADEWIND_SECRET", "for tests alone, never a default of the product")
if os.environ.get("TRADEWIND_TEST_DATABASE") == "postgresql":
    import postgres

    os.environ["TRADEWIND_DATABASE"] = postgres.url()

from tradewind_web.settings import *  # noqa: F403
from tradewind_web.settings import DATABASES, OFFICE

OFFICE.static.mkdir(parents=True)  # whitenoise warns where nothing was collected

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: WAL, locks and threads are what the product runs on.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["TRADEWIND_OFFICE"], "test.sqlite3")}  # noqa: PTH118
DATABASES["default"]["CONN_MAX_AGE"] = 0
