"""Every address of the platform, and what each kind of person gets there. A missing address fails a test.

Columns, all asking about a record of the agency "Own" where the address names one:
  nobody      not signed in
  roleless    signed in, no role in any agency
  officer, analyst, licensing, prosecutor, supervisor, administrator     of the agency that owns the record
  reached     an officer and supervisor of another agency that the record was shared with
  other       an officer and supervisor of another agency that it was not shared with
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


def get(name: str, *statuses: int, record: str | None = None) -> Row:
    """A page: statuses in the order of COLUMNS."""
    return _row(name, "GET", statuses, record, {})


def post(name: str, *statuses: int, record: str | None = None, **data: Any) -> Row:
    """An act: with what is sent in `data`; a form left empty is 409 or 422 for who may fill it in."""
    return _row(name, "POST", statuses, record, data)


def ask(name: str, *statuses: int, record: str | None = None, **data: Any) -> Row:
    """A page that is asked with a query."""
    return _row(name, "GET", statuses, record, data)


def _row(name: str, method: str, statuses: tuple[int, ...], record: str | None, data: dict[str, Any]) -> Row:
    assert len(statuses) == len(COLUMNS), f"{name}: a status for each of {COLUMNS}"
    return Row(name, method, dict(zip(COLUMNS, statuses, strict=True)), record, data)


#                  nobody roleless officer analyst licens. prosec. superv. admin. reached other
CONTENT = (302, 404, 200, 200, 200, 200, 200, 403, 200, 200)
RECORD = (302, 404, 200, 200, 200, 200, 200, 403, 200, 404)
SHARE_PAGE = (302, 404, 200, 200, 403, 200, 200, 403, 200, 404)
SHARE_EMPTY = (302, 404, 409, 409, 403, 409, 409, 403, 409, 404)
WITHDRAW_PAGE = (302, 404, 200, 200, 403, 200, 200, 403, 403, 404)
WITHDRAW_EMPTY = (302, 404, 409, 409, 403, 409, 409, 403, 403, 404)
OWN_ROWS = (302, 404, 200, 200, 200, 200, 200, 403, 403, 404)
ONESELF = (302, 404, 200, 200, 200, 200, 200, 200, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200, 200, 200)
ANYWHERE_ELSE = (302,) * 10
RUNS_AGENCY = (302, 404, 403, 403, 403, 403, 200, 200, 200, 200)
RUNS_THIS = (302, 404, 403, 403, 403, 403, 200, 200, 404, 404)
ACTS_ON_THIS = (302, 404, 403, 403, 403, 403, 302, 302, 404, 404)
SUPERVISOR = (302, 404, 403, 403, 403, 403, 200, 403, 200, 200)
LICENSES = (302, 404, 403, 403, 200, 403, 403, 403, 403, 403)
KEEPERS = (302, 404, 200, 200, 200, 403, 200, 403, 200, 200)
OWN_KEEPERS = (302, 404, 200, 200, 200, 403, 200, 403, 403, 404)
CASE_DONE = (302, 404, 302, 302, 302, 302, 302, 403, 403, 404)
CASE_EMPTY = (302, 404, 409, 409, 409, 409, 409, 403, 403, 404)
HOLDS = (302, 404, 200, 403, 403, 200, 200, 403, 403, 404)
OWN_HIDDEN = (302, 404, 200, 200, 200, 200, 200, 403, 404, 404)  # others cannot tell that it is there
SETS_THIS = (302, 404, 403, 403, 403, 403, 200, 403, 404, 404)
SET_DONE = (302, 404, 403, 403, 403, 403, 302, 403, 404, 404)
KEPT_DONE = (302, 404, 302, 302, 302, 403, 302, 403, 403, 404)
KEPT_EMPTY = (302, 404, 409, 409, 409, 403, 409, 403, 403, 404)
CONDUCTS = (302, 404, 200, 403, 403, 200, 200, 403, 200, 200)
CONDUCTS_THIS = (302, 404, 200, 403, 403, 200, 200, 403, 403, 404)
CONDUCT_EMPTY = (302, 404, 409, 403, 403, 409, 409, 403, 403, 404)
TO_COURT = (302, 404, 403, 403, 403, 200, 200, 403, 403, 404)
TO_COURT_EMPTY = (302, 404, 403, 403, 403, 409, 409, 403, 403, 404)
A_PERSONS_OWN = (302, 404, 404, 404, 404, 404, 404, 403, 404, 404)  # the person is none of these
API = (401, 401, 200, 200, 200, 200, 200, 403, 200, 200)
API_RECORD = (401, 401, 200, 200, 200, 200, 200, 403, 200, 404)

#: What programs send.
NONE = {"value": "none"}
NOTED = {"step": "detect", "text": "seen at the gate"}
WRONG = {"act": "wrong", "because": "known", "note": "the annual delivery"}
UNKNOWN = {"digest": "of no explanation", "how": "papers"}
MASS = {"net_mass_kg": 2}
HELD = {"declaration": "1", "trader_number": "P051234567X", "regime": "import", **MASS}  # without a key: 409

WHY = {"why": "not so"}
REFUSE = {"then": "decide", "allow": "no", "decision": "table"}
FIGURE = {"gas": "R-22", "place": "production/produced"}

TABLE = (
    # the door
    get("account_login",             200, *(302,) * 9),
    get("account_logout",            *SIGNED_IN),
    get("account_inactive",          *(200,) * 10),
    get("account_reauthenticate",    *SIGNED_IN),
    get("account_change_password",   *SIGNED_IN),
    get("agencies:begin",            *(404,) * 10),  # the office has begun
    get("agencies:begun",            *ONESELF),
    post("agencies:enter_as",        *(404,) * 10, record="colleague"),  # outside a demonstration
    post("agencies:change_person",   *ANYWHERE_ELSE),
    post("agencies:lock",            *ANYWHERE_ELSE),
    get("agencies:unlock",           *SIGNED_IN),
    get("agencies:use_slip",         200, *(302,) * 9),
    # one's own affairs
    get("agencies:stand_ins",        *ONESELF),
    post("agencies:end_stand_in",    *ACTS_ON_THIS, record="stand_in"),
    get("agencies:programs",         *ONESELF),
    post("agencies:revoke_program",  302, *(404,) * 9, record="token"),  # its owner is none of these
    # the agency
    get("agencies:people",           *RUNS_AGENCY),
    get("agencies:invite",           *RUNS_AGENCY),
    get("agencies:settings",         *RUNS_AGENCY),
    post("agencies:holidays",        302, 404, 403, 403, 403, 403, 422, 422, 422, 422),
    get("agencies:done_alone",       *RUNS_AGENCY),
    post("agencies:looked_at",       *ACTS_ON_THIS, record="done_alone"),
    get("agencies:person",           *RUNS_THIS, record="colleague"),
    get("agencies:hand_over",        *RUNS_THIS, record="colleague"),
    post("agencies:recover",         *RUNS_THIS, record="colleague"),
    post("agencies:grant_role",      *ACTS_ON_THIS, record="colleague"),
    post("agencies:lift",            *ACTS_ON_THIS, record="colleague"),
    post("agencies:end_role",        *ACTS_ON_THIS, record="role"),
    post("agencies:withdraw_slip",   *ACTS_ON_THIS, record="slip"),
    # groups
    get("sharing:groups",            *CONTENT),
    post("sharing:new_group",        302, 404, 403, 403, 403, 403, 422, 403, 422, 422),
    post("sharing:join",             302, 404, 403, 403, 403, 403, 302, 403, 302, 404, record="group"),
    post("sharing:leave",            302, 404, 403, 403, 403, 403, 302, 403, 302, 404, record="group"),
    # sources
    get("sources:batches",           *CONTENT),
    get("sources:batch",             *RECORD, record="batch"),
    get("sources:share",             *SHARE_PAGE, record="batch"),
    post("sources:share",            *SHARE_EMPTY, record="batch"),
    get("sources:withdraw",          *WITHDRAW_PAGE, record="batch"),
    post("sources:withdraw",         *WITHDRAW_EMPTY, record="batch"),
    get("sources:refused",           *OWN_ROWS, record="refused_batch"),
    get("sources:refused_row",       *OWN_ROWS, record="refused_row"),
    get("sources:refused_csv",       *OWN_ROWS, record="refused_batch"),
    post("sources:mended_csv",       *KEPT_DONE, record="refused_batch"),
    get("sources:retention",         302, 404, 403, 403, 403, 403, 200, 403, 403, 404, record="batch"),
    post("sources:retention",        302, 404, 403, 403, 403, 403, 409, 403, 403, 404, record="batch"),
    get("sources:hold",              302, 404, 403, 403, 403, 403, 200, 403, 403, 404, record="batch"),
    post("sources:hold",             302, 404, 403, 403, 403, 403, 409, 403, 403, 404, record="batch"),
    get("sources:forget",            302, 404, 403, 403, 403, 403, 200, 403, 403, 404, record="batch"),
    post("sources:forget",           302, 404, 403, 403, 403, 403, 409, 403, 403, 404, record="batch"),
    get("sources:send",              302, 404, 200, 200, 200, 403, 200, 403, 200, 200),
    post("sources:send",             302, 404, 409, 409, 409, 403, 409, 403, 409, 409),
    get("sources:running",           *CONTENT),
    get("sources:upload",            *OWN_HIDDEN, record="upload"),
    post("sources:again",            302, 404, 302, 302, 302, 403, 302, 403, 404, 404, record="upload"),
    get("sources:describe",          302, 404, 302, 302, 302, 403, 302, 403, 404, 404, record="upload"),
    get("sources:folder",            *SUPERVISOR),
    get("sources:keeping",           *SUPERVISOR),
    get("sources:rules",             *RUNS_AGENCY),
    get("sources:rule",              *RUNS_AGENCY, record="rule"),
    post("sources:rule",             302, 404, 403, 403, 403, 403, 409, 409, 409, 409, record="rule"),
    get("sources:persons",           *SUPERVISOR),
    get("sources:person_workbook",   302, 404, 403, 403, 403, 403, 404, 403, 404, 404, record="person_search"),
    # findings
    get("findings:queue",            *CONTENT),
    post("findings:bulk",            302, 404, 404, 404, 404, 404, 404, 403, 404, 404),  # nothing ticked
    post("findings:export",          302, 404, 404, 404, 404, 404, 404, 403, 404, 404),  # of no form
    get("findings:asked",            *CONTENT),
    post("findings:ask_again",       302, 404, 302, 302, 403, 403, 302, 403, 302, 302),
    get("findings:watch_list",       *CONTENT),
    get("findings:watch",            302, 404, 200, 200, 403, 403, 200, 403, 200, 200),
    post("findings:watch_renew",     302, 404, 302, 302, 403, 403, 302, 403, 404, 404, record="watch"),
    post("findings:watch_end",       302, 404, 302, 302, 403, 403, 302, 403, 404, 404, record="watch"),
    get("findings:finding",          *RECORD, record="finding"),
    get("findings:share",            *SHARE_PAGE, record="finding"),
    post("findings:share",           *SHARE_EMPTY, record="finding"),
    get("findings:withdraw",         *WITHDRAW_PAGE, record="finding"),
    post("findings:withdraw",        *WITHDRAW_EMPTY, record="finding"),
    post("findings:rule_out",        302, 404, 409, 409, 409, 409, 409, 403, 409, 404, record="finding"),
    post("findings:act",             302, 404, 409, 409, 409, 409, 409, 403, 409, 404, record="finding_act"),
    # traders
    get("traders:list",              *CONTENT),
    get("traders:add",               *KEEPERS),
    get("traders:one",               *RECORD, record="trader"),
    get("traders:correct",           *OWN_KEEPERS, record="trader"),
    post("traders:keep",             *KEPT_DONE, record="trader"),
    get("traders:link",              302, 404, 200, 200, 200, 403, 200, 403, 200, 404, record="trader"),
    post("traders:undo",             302, 404, 302, 302, 302, 403, 302, 403, 404, 404, record="trader_link", **WHY),
    get("traders:forget",            302, 404, 403, 403, 403, 403, 200, 403, 403, 404, record="trader"),
    get("traders:hold",              302, 404, 403, 403, 403, 403, 200, 403, 403, 404, record="trader"),
    post("traders:hold",             302, 404, 403, 403, 403, 403, 302, 403, 403, 404, record="trader", **WHY),
    get("traders:share",             *SHARE_PAGE, record="trader"),
    get("traders:withdraw",          *WITHDRAW_PAGE, record="trader"),
    # consignments
    get("consignments:board",        *CONTENT),
    get("consignments:zones",        *CONTENT),
    get("consignments:joins",        *CONTENT),
    get("consignments:open",         *KEEPERS),
    get("consignments:one",          *RECORD, record="consignment"),
    get("consignments:map",          *RECORD, record="consignment"),
    get("consignments:tell",         *OWN_KEEPERS, record="consignment"),
    post("consignments:tell",        *KEPT_EMPTY, record="consignment"),
    get("consignments:hand_on",      *OWN_KEEPERS, record="consignment"),
    get("consignments:decide",       *OWN_KEEPERS, record="leg_report"),
    get("consignments:undo_decision", *OWN_KEEPERS, record="leg_decision"),
    post("consignments:confirm_join", *KEPT_DONE, record="leg_join"),
    get("consignments:undo_join",    *OWN_KEEPERS, record="leg_join"),
    get("consignments:share",        *SHARE_PAGE, record="consignment"),
    get("consignments:withdraw",     *WITHDRAW_PAGE, record="consignment"),
    # licences
    get("licensing:list",            *CONTENT),
    get("licensing:begin",           *LICENSES),
    get("licensing:new",             *LICENSES, record="trader"),
    get("licensing:one",             *RECORD, record="licence"),
    get("licensing:change",          302, 404, 403, 403, 200, 403, 403, 403, 403, 404, record="licence"),
    get("licensing:act",             302, 404, 403, 403, 200, 403, 200, 403, 403, 404, record="licence_act"),
    post("licensing:act",            302, 404, 403, 403, 302, 403, 302, 403, 403, 404, record="licence_act"),
    post("licensing:papers",         302, 404, 403, 403, 302, 403, 403, 403, 403, 404, record="licence"),
    get("licensing:paper",           *OWN_ROWS, record="licence_paper"),
    get("licensing:print",           *OWN_ROWS, record="granted_licence"),
    get("licensing:share",           *SHARE_PAGE, record="licence"),
    get("licensing:withdraw",        *WITHDRAW_PAGE, record="licence"),
    get("licensing:verify",          *(200,) * 10),
    get("licensing:holder",          *(200,) * 10),
    post("licensing:slip",           *LICENSES, record="trader"),
    get("licensing:quotas",          *CONTENT),
    get("licensing:allot",           *LICENSES),
    get("licensing:quota",           *RECORD, record="quota"),
    post("licensing:quota",          302, 404, 403, 403, 409, 403, 403, 403, 403, 404, record="quota"),
    get("licensing:rules",           *CONTENT),
    post("licensing:rules",          302, 404, 403, 403, 403, 403, 409, 403, 409, 409),  # of each one's own Party
    get("licensing:limits",          *CONTENT),
    post("licensing:limits",         302, 404, 403, 403, 403, 403, 409, 403, 409, 409),  # of each one's own Party
    get("licensing:import_register", *LICENSES),
    get("licensing:register",        *RECORD, record="register"),
    post("licensing:register",       302, 404, 403, 403, 409, 403, 403, 403, 403, 404, record="register"),
    get("licensing:import_quotas",   *LICENSES),
    # reports about seizures: with the agency that answers for the seizure
    get("reports:calendar",          *CONTENT),
    post("reports:calendar",         302, 404, 403, 403, 403, 403, 302, 403, 302, 302, form="form1", days="9"),
    get("reports:statistic",         *CONTENT),
    post("reports:statistic",        *CONTENT),
    get("reports:text",              *KEEPERS),
    get("reports:list",              *OWN_ROWS, record="seizure"),
    get("reports:report",            *OWN_KEEPERS, record="report"),
    get("reports:filing",            *OWN_ROWS, record="filing"),
    post("reports:take",             *OWN_ROWS, record="filing", kind="json", language="en"),
    post("reports:recall",           *KEPT_DONE, record="filing", why="x"),
    # beside the cylinders
    get("field:gas",                 *SIGNED_IN),
    ask("field:gas",                 *SIGNED_IN, ask="1", label="R-134a", pressure="9.4", temperature="25"),
    get("field:sample",              *SIGNED_IN),
    post("field:keep",               302, 404, 409, 409, 409, 409, 409, 403, 409, 409),
    # cases: with the agency that works in them, while others to whom they are given read
    get("cases:list",                *CONTENT),
    get("cases:new",                 *CONTENT),
    get("cases:one",                 *RECORD, record="case"),
    post("cases:evidence",           *CASE_EMPTY, record="case_step"),
    post("cases:complete",           *CASE_DONE, record="case_step"),
    post("cases:confirm",            *CASE_EMPTY, record="case_step"),  # nobody has done it
    post("cases:answer",             *CASE_DONE, record="case_answer", value="none"),
    post("cases:add_finding",        302, 404, 404, 404, 404, 404, 404, 403, 403, 404, record="case"),  # of none
    post("cases:stop",               *CASE_EMPTY, record="case"),
    post("cases:lift",               *CASE_EMPTY, record="case"),
    post("cases:comment",            302, 404, 409, 409, 409, 409, 409, 403, 409, 404, record="case"),
    get("cases:hold",                *HOLDS, record="case_at_hold"),
    get("cases:end_hold",            *HOLDS, record="case_at_hold"),
    get("cases:notice",              *RECORD, record="case_hold"),
    post("cases:search",             302, 404, 409, 403, 403, 409, 409, 403, 403, 404, record="case"),
    get("cases:frozen",              *OWN_HIDDEN, record="case_frozen"),
    get("cases:said",                *OWN_HIDDEN, record="case_said"),
    get("cases:arrange",             *OWN_ROWS, record="case"),
    post("cases:assign",             *CASE_EMPTY, record="case"),
    post("cases:hand_over",          *CASE_EMPTY, record="case"),
    post("cases:relate",             *CASE_EMPTY, record="case"),
    post("cases:merge",              *CASE_EMPTY, record="case"),
    post("cases:split",              *CASE_EMPTY, record="case"),
    get("cases:move",                *OWN_ROWS, record="case"),
    get("cases:share",               *SHARE_PAGE, record="case"),
    get("cases:withdraw",            *WITHDRAW_PAGE, record="case"),
    # procedures: shipped ones for all, an agency's own for its people and those it shares a version with
    get("cases:procedures",          *CONTENT),
    get("cases:bring",               *SUPERVISOR),
    get("cases:procedure",           *OWN_HIDDEN, record="procedure"),
    get("cases:workbook",            *OWN_HIDDEN, record="procedure"),
    get("cases:bpmn",                *OWN_HIDDEN, record="procedure"),
    get("cases:differences",         *OWN_HIDDEN, record="two_procedures"),
    get("cases:compare",             *CONTENT),
    get("cases:signing_key",         302, 404, 404, 404, 404, 404, 404, 403, 404, 404),  # none yet
    post("cases:procedure_rule",     302, 404, 403, 403, 403, 403, 302, 403, 302, 302),
    get("cases:share_procedure",     302, 404, 200, 200, 403, 200, 200, 403, 404, 404, record="procedure_shared"),
    get("cases:withdraw_procedure",  *WITHDRAW_PAGE, record="procedure_shared"),
    post("cases:start_draft",        302, 404, 403, 403, 403, 403, 302, 403, 404, 404, record="procedure"),
    get("cases:draft",               *SETS_THIS, record="procedure_draft"),
    get("cases:draft_whole",         *SETS_THIS, record="procedure_draft"),
    get("cases:draft_new_step",      *SETS_THIS, record="procedure_draft"),
    get("cases:draft_step",          *SETS_THIS, record="procedure_draft_step"),
    post("cases:draft_move_step",    *SET_DONE, record="procedure_draft_step", revision=1, to="down"),
    post("cases:draft_remove_step",  *SET_DONE, record="procedure_draft_step", revision=1),
    get("cases:draft_new_question",  *SETS_THIS, record="procedure_draft"),
    get("cases:draft_question",      *SETS_THIS, record="procedure_draft_question"),
    post("cases:draft_remove_question", *SET_DONE, record="procedure_draft_question", revision=1),
    post("cases:draft_publish",      302, 404, 403, 403, 403, 403, 409, 403, 404, 404, record="procedure_draft"),
    post("cases:draft_give_up",      *SET_DONE, record="procedure_draft"),
    post("cases:adopt",              302, 404, 403, 403, 403, 403, 302, 403, 404, 404, record="procedure"),
    get("reports:public",            *CONTENT),
    get("reports:public_file",       *CONTENT),
    # proceedings: conducted by their own agency; how an amount is weighed, and archives, stay with it
    get("proceedings:list",          *CONTENT),
    get("proceedings:open",          *CONDUCTS),
    get("proceedings:provisions",    *CONTENT),
    get("proceedings:enter_provision", *CONDUCTS),
    get("proceedings:provision",     *OWN_HIDDEN, record="provision"),
    get("proceedings:one",           *RECORD, record="proceeding"),
    post("proceedings:element",      *CONDUCT_EMPTY, record="proceeding"),
    get("proceedings:evidence",      *CONDUCTS_THIS, record="proceeding_element"),
    post("proceedings:proof",        *CONDUCT_EMPTY, record="proceeding_element"),
    post("proceedings:step",         *CONDUCT_EMPTY, record="proceeding"),
    post("proceedings:tick",         302, 404, 302, 403, 403, 302, 302, 403, 403, 404, record="proceeding_step"),
    get("proceedings:decide",        *CONDUCTS_THIS, record="proceeding"),
    get("proceedings:weigh",         *CONDUCTS_THIS, record="proceeding"),
    get("proceedings:worksheet",     *OWN_ROWS, record="worksheet"),
    post("proceedings:draft",        *CONDUCTS_THIS, record="worksheet"),
    get("proceedings:court",         *TO_COURT, record="proceeding"),
    post("proceedings:archive",      *TO_COURT_EMPTY, record="proceeding"),
    post("proceedings:leave_out",    *TO_COURT_EMPTY, record="proceeding"),
    post("proceedings:lift",         302, 404, 403, 403, 403, 302, 302, 403, 403, 404, record="left_out"),
    get("proceedings:receipt",       *TO_COURT, record="court_archive"),
    post("proceedings:download",     *TO_COURT, record="court_archive"),
    post("proceedings:lay",          *A_PERSONS_OWN, record="proceeding"),  # nothing is decided
    get("proceedings:share",         *SHARE_PAGE, record="proceeding"),
    get("proceedings:withdraw",      *WITHDRAW_PAGE, record="proceeding"),
    # seizures
    get("seizures:list",             *CONTENT),
    post("seizures:export",          *CONTENT),
    post("seizures:begin",           302, 404, 302, 302, 302, 403, 302, 403, 302, 302),
    get("seizures:gases",            *KEEPERS),
    get("seizures:draft",            *A_PERSONS_OWN, record="draft"),
    get("seizures:step",             *A_PERSONS_OWN, record="draft_step"),
    post("seizures:discard",         *A_PERSONS_OWN, record="draft"),
    get("seizures:draft_photo",      *A_PERSONS_OWN, record="draft_photo"),
    post("seizures:remove_photo",    *A_PERSONS_OWN, record="draft_photo"),
    get("seizures:one",              *RECORD, record="seizure"),
    get("seizures:photo",            *RECORD, record="seizure_photo"),
    post("seizures:original",        *OWN_KEEPERS, record="seizure_photo"),
    post("seizures:correct",         *KEPT_DONE, record="seizure"),
    get("seizures:tie",              *OWN_KEEPERS, record="seizure"),
    post("seizures:lay",             302, 404, 404, 404, 404, 403, 404, 403, 403, 404, record="seizure"),  # in no case
    get("seizures:share",            *SHARE_PAGE, record="seizure"),
    get("seizures:withdraw",         *WITHDRAW_PAGE, record="seizure"),
    # custody: with the agency that keeps it
    get("seizures:custody",          *OWN_ROWS, record="seizure"),
    get("seizures:custody_entry",    *OWN_ROWS, record="custody_entry"),
    get("seizures:custody_pdf",      *OWN_ROWS, record="custody_entry"),
    get("seizures:custody_write",    *OWN_KEEPERS, record="seizure"),
    get("seizures:custody_correct",  *OWN_KEEPERS, record="custody_entry"),
    get("seizures:custody_explain",  *OWN_KEEPERS, record="custody_mark"),
    get("seizures:new_exhibit",      *OWN_KEEPERS, record="seizure"),
    get("seizures:exhibit",          *OWN_KEEPERS, record="exhibit"),
    get("seizures:paper_forms",      *KEEPERS),
    get("seizures:evidence",         *OWN_ROWS, record="seizure"),
    post("seizures:evidence",        *KEPT_EMPTY, record="seizure"),
    post("seizures:take_evidence",   *OWN_ROWS, record="evidence"),
    get("seizures:tell_evidence",    *OWN_KEEPERS, record="evidence"),
    get("seizures:picture",          *OWN_ROWS, record="picture"),
    get("seizures:preview",          *OWN_ROWS, record="picture"),
    post("seizures:custody_sheet",   *KEPT_DONE, record="custody_entry"),
    get("seizures:case",             *OWN_KEEPERS, record="seizure"),
    get("seizures:marks",            *CONTENT),
    get("seizures:stamping",         *RUNS_AGENCY),
    post("seizures:stamping",        302, 404, 403, 403, 403, 403, 409, 409, 409, 409),
    post("seizures:stamps",          *KEPT_DONE, record="seizure"),
    get("seizures:sites",            *CONTENT),
    post("seizures:sites",           302, 404, 409, 409, 409, 403, 409, 403, 409, 409),
    get("seizures:site",             *OWN_HIDDEN, record="site"),
    get("seizures:storage",          *OWN_ROWS, record="seizure"),
    post("seizures:storage",         *KEPT_EMPTY, record="seizure"),
    post("seizures:end_stay",        *KEPT_DONE, record="stay"),
    get("seizures:disposal",         *OWN_ROWS, record="seizure"),
    post("seizures:disposal",        *KEPT_EMPTY, record="seizure"),
    get("seizures:disposal_one",     *OWN_ROWS, record="disposal"),
    post("seizures:disposal_one",    302, 404, 403, 403, 403, 403, 302, 403, 403, 404, record="disposal", **REFUSE),
    post("seizures:void_form",       302, 404, 302, 302, 302, 403, 302, 403, 302, 302),
    # yearly figures: each licensing agency has its own
    get("yearly:years",              *CONTENT),
    get("yearly:year",               *CONTENT, record="year"),
    get("yearly:sheet",              *CONTENT, record="year_sheet"),
    ask("yearly:figure",             *CONTENT, record="year_figure", substance="R-22"),
    ask("yearly:begin_statement",    302, 404, 302, 302, 302, 302, 302, 403, 302, 302, record="year_sheet", **FIGURE),
    post("yearly:export",            *CONTENT, record="year_file"),
    post("yearly:explain",           302, 404, 403, 403, 409, 403, 403, 403, 403, 403, record="year"),
    post("yearly:customs",           302, 404, 403, 403, 302, 403, 403, 403, 403, 403, record="year"),
    post("yearly:draw_up",           302, 404, 403, 403, 302, 403, 403, 403, 403, 403, record="year_sheet"),
    post("yearly:withdraw_statement", 302, 404, 403, 403, 302, 403, 403, 403, 404, 404, record="statement"),
    get("yearly:one",                *RECORD, record="yearly_report"),
    # the customs desk
    get("customs:desk",              *CONTENT),
    post("customs:write_off",        302, 404, 403, 403, 422, 403, 403, 403, 403, 403),
    get("customs:list",              *CONTENT),
    get("customs:fallbacks",         *CONTENT),
    post("customs:check_fallbacks",  302, 404, 403, 403, 409, 403, 403, 403, 403, 403),
    get("customs:differences",       *CONTENT),
    get("customs:differences_csv",   *CONTENT),
    post("customs:explain_difference", 302, 404, 403, 403, 409, 403, 403, 403, 404, 404, record="customs_figure"),
    get("customs:refusals",          *CONTENT),
    get("customs:hooks",             *SUPERVISOR),
    post("customs:hooks",            302, 404, 403, 403, 403, 403, 409, 403, 409, 409),
    post("customs:end_hook",         302, 404, 403, 403, 403, 403, 302, 403, 404, 404, record="hook"),
    # the picture
    get("picture",                   *CONTENT),
    post("picture_again",            302, 404, 302, 302, 302, 302, 302, 403, 302, 302),
    get("picture_section",           302, 404, 302, 302, 302, 302, 302, 403, 302, 302, record="section"),
    # the desk
    get("jobs:list",                 *RUNS_AGENCY),
    get("week",                      *CONTENT),
    get("due",                       *SUPERVISOR),
    get("end",                       *OWN_ROWS, record="case_end"),
    post("end_keep",                 302, 404, 403, 403, 403, 403, 409, 403, 403, 404, record="case_end"),
    post("end_hold",                 302, 404, 403, 403, 403, 403, 409, 403, 403, 404, record="case_end"),
    post("end_forget",               302, 404, 403, 403, 403, 403, 409, 403, 403, 404, record="case_end"),
    get("patterns",                  *SIGNED_IN),
    get("home",                      *SIGNED_IN),
    post("act_for",                  *ANYWHERE_ELSE),
    post("choose_language",          *ANYWHERE_ELSE),
    # programs
    get("api:openapi-json",          *(200,) * 10),
    get("api:findings",              *API),
    get("api:finding",               *API_RECORD, record="finding"),
    post("api:triage",               401, 401, 200, 200, 403, 403, 200, 403, 200, 404, record="finding", **WRONG),
    post("api:explanations",         401, 401, 404, 404, 403, 403, 404, 403, 404, 404, record="finding", **UNKNOWN),
    get("api:cases",                 *API),
    get("api:case",                  *API_RECORD, record="case"),
    post("api:case_evidence",        401, 401, 200, 200, 200, 200, 200, 403, 403, 404, record="case", **NOTED),
    post("api:case_fact",            401, 401, 200, 200, 200, 200, 200, 403, 403, 404, record="case_answer", **NONE),
    post("api:case_complete",        401, 401, 200, 200, 200, 200, 200, 403, 403, 404, record="case_step"),
    get("api:batches",               *API),
    get("api:batch",                 *API_RECORD, record="batch"),
    get("api:licence",               401, 401, 200, 200, 200, 200, 200, 403, 404, 404, record="licence_number"),
    post("api:reserve",              401, 401, 403, 403, 409, 403, 403, 403, 403, 403, record="licence_number", **HELD),
    get("api:reservation",           401, 401, 200, 200, 200, 200, 200, 403, 404, 404, record="reservation"),
    post("api:confirm_reservation",  401, 401, 403, 403, 200, 403, 403, 403, 404, 404, record="reservation"),
    post("api:adjust_reservation",   401, 401, 403, 403, 200, 403, 403, 403, 404, 404, record="reservation", **MASS),
    post("api:cancel_reservation",   401, 401, 403, 403, 200, 403, 403, 403, 404, 404, record="reservation"),
    get("api:api-root",              *(404,) * 10),
)  # fmt: skip

#: Addresses of a library that answers for itself; each with the reason it is not in the table.
ELSEWHERE = {
    "mfa_": "allauth's pages about one's own second factors: they act on the signed-in person alone",
    "usersessions_": "allauth's page about one's own sessions",
}
