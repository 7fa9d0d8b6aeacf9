"""Where the picture comes from, what the office hid and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradewind.picture.model import Column, Section, Table
from tradewind.picture.setting import Setting
from tradewind.reference.parties import STATUS_AS_OF
from tradewind.warehouse import BatchRecord


def sources_section(batches: Sequence[BatchRecord], boundaries: str, setting: Setting) -> Section:
    """Every file behind the picture, with its digest."""
    say = setting.say
    columns = (
        Column("file", say("File")), Column("reader", say("Read as")), Column("rows", say("Rows"), "count"),
        Column("refused", say("Refused rows"), "count"), Column("loaded", say("Loaded")),
        Column("sha256", "SHA-256"),
    )  # fmt: skip
    rows = tuple(
        {"file": b.name, "reader": f"{b.identity.reader} {b.identity.reader_version}", "rows": b.rows,
         "refused": b.refused, "loaded": b.loaded_at[:10], "sha256": b.identity.sha256}
        for b in batches
    )  # fmt: skip
    lead = [say("Every file that was read, unchanged. The same files give the same picture.")]
    if boundaries:
        lead.append(say("Boundaries: %(source)s.") % {"source": boundaries})
    lead.append(
        say("Country names: the Secretariat's list of Parties; %(status)s.") % {"status": STATUS_AS_OF}
    )
    return Section(
        key="sources", title=say("Sources"), lead=tuple(lead),
        tables=(Table("files", say("Files"), columns, rows),) if rows else (), open_tables=True,
    )  # fmt: skip


def hidden_section(hidden: Mapping[str, str], setting: Setting) -> Section:
    """Cases this office does not show, each with its reason."""
    say = setting.say
    columns = (Column("case", say("Case")), Column("reason", say("Reason")))
    rows = tuple({"case": case, "reason": reason} for case, reason in sorted(hidden.items()))
    return Section(
        key="hidden", title=say("Rows this office has hidden"),
        lead=(say("They are left out of every figure and table of this picture."),),
        tables=(Table("hidden-rows", say("Hidden rows"), columns, rows),), open_tables=True,
    )  # fmt: skip
