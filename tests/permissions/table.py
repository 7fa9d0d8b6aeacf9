"""Every address of the platform, and what each kind of person gets there. A missing address fails a test.

Columns, all acting on a record of the agency "Own" where the address names one:
  nobody      not signed in
  roleless    signed in, no role in any agency
  officer, analyst, licensing, prosecutor, supervisor, administrator     of the agency that owns the record
  reached     an officer of another agency that the record was shared with
  other       an officer of another agency that it was not shared with
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

COLUMNS = (
    "nobody", "roleless", "officer", "analyst", "licensing", "prosecutor", "supervisor", "administrator", "reached",
    "other",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One address and method; `record` names what is made for it (records.py), `data` what is sent."""

    name: str
    method: str
    status: dict[str, int]
    record: str | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def row(name: str, *statuses: int, method: str = "GET", record: str | None = None, **data: Any) -> Row:
    """One line of the table, statuses in the order of COLUMNS."""
    assert len(statuses) == len(COLUMNS), f"{name}: a status for each of {COLUMNS}"
    return Row(name, method, dict(zip(COLUMNS, statuses, strict=True)), record, data)


SIGN_IN = 302  # to the sign-in page

TABLE = (
    #                       nobody roleless officer analyst licens. prosec. superv. admin. reached other
    row("account_login",        200, 302, 302, 302, 302, 302, 302, 302, 302, 302),
    row("account_logout",       302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    row("account_reauthenticate", 302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    row("home",                 302, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    row("act_for",              302, 302, 302, 302, 302, 302, 302, 302, 302, 302, method="POST"),
    row("choose_language",      302, 302, 302, 302, 302, 302, 302, 302, 302, 302, method="POST"),
    row("sharing:groups",       302, 404, 200, 200, 200, 200, 200, 403, 200, 200),
    row("jobs:list",            302, 404, 403, 403, 403, 403, 200, 200, 403, 403),
)  # fmt: skip

#: Addresses of a library that answers for itself; each with the reason it is not in the table.
ELSEWHERE = {
    "mfa_": "allauth's pages about one's own second factors: they act on the signed-in person alone",
    "usersessions_": "allauth's page about one's own sessions",
}
