"""With TLS in front, Django's own checks of a deployment find nothing to say."""

import os
import subprocess
import sys


def test_the_checks_of_a_deployment_find_nothing(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRADEWIND_")} | {
        "TRADEWIND_HTTPS": "1", "TRADEWIND_HOSTS": "tradewind.example", "TRADEWIND_OFFICE": str(tmp_path / "office"),
        "DJANGO_SETTINGS_MODULE": "tradewind_web.settings",
    }  # fmt: skip
    (tmp_path / "office" / "static").mkdir(parents=True)
    told = subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    assert "no issues" in told.stdout + told.stderr
