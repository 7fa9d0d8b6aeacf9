"""`make check` fails on a known vulnerability, passes without a network, and never takes another fault for that."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from advisories import verdict

GOOD = {"name": "waitress", "version": "3.0.2", "vulns": []}
BAD = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.3"]}]}
UNKNOWN = {"name": "ibis", "skip_reason": "not found"}


def said(*dependencies, status=0):
    return verdict(status, json.dumps({"dependencies": dependencies, "fixes": []}), "")


def test_a_known_vulnerability_fails_and_says_what_mends_it():
    status, text = said(GOOD, BAD, status=1)
    assert status == 1
    assert "lxml 1.0: PYSEC-1, mended in 5.3" in text


def test_versions_without_one_pass():
    assert said(GOOD) == (0, "known vulnerabilities: none in 1 packages")
    assert "1 are not known" in said(GOOD, UNKNOWN)[1]


def test_without_the_service_it_is_said_and_nothing_fails():
    for trouble in (
        "Traceback\nrequests.exceptions.ProxyError: no", "requests.exceptions.ReadTimeout: x", "ServiceError: y",
    ):  # fmt: skip
        status, text = verdict(1, "", trouble)
        assert (status, "cannot be reached" in text) == (0, True)
    assert said(UNKNOWN, UNKNOWN)[0] == 0
    assert "not asked" in said(UNKNOWN)[1]


def test_another_fault_is_not_taken_for_a_missing_network():
    status, text = verdict(1, "", "ERROR: requirement file contains invalid specifier at line 1")
    assert (status, "invalid specifier" in text) == (1, True)
