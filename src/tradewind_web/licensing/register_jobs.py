"""Reading a register and entering it, as the work of a job."""

from __future__ import annotations

from itertools import islice
from typing import Final

from django.utils import timezone

from tradewind.errors import TradewindError
from tradewind_web.accounts.models import User
from tradewind_web.agencies.acting import Acting, acting_for
from tradewind_web.jobs.queue import Tell
from tradewind_web.licensing.actions import taking_over
from tradewind_web.licensing.actions.writing_off import Passed, write_off_for
from tradewind_web.licensing.models import LicenceLine
from tradewind_web.licensing.models_register import Register
from tradewind_web.licensing.register_reading import BLOCKING, counted, gas_of, read, troubles_of
from tradewind_web.licensing.words import Came

_AT_ONCE: Final = 50


def read_register(register_id: str, tell: Tell) -> str:
    """Read the file and keep what does not add up; a second run changes nothing."""
    register = Register.objects.select_related("owner").get(pk=register_id)
    try:
        said = read(register.path)
    except TradewindError as error:
        trouble = {"code": "refused_row", "row": "", "reason": str(error), "mend": ""}
        taking_over.note_read(register=register, troubles=[trouble], counts={}, readable=False)
        return str(error)
    tell(0.5, register.file_name)
    kept, counts = counted(troubles_of(register.owner, said))
    good = [x for x in said.licences.values() if not x.troubles & BLOCKING]
    counts |= {"licences": len(said.licences), "uses": len(said.uses), "good": len(good)}
    taking_over.note_read(register=register, troubles=kept, counts=counts, readable=bool(said.licences))
    return f"{len(said.licences)} licences, {len(said.uses)} uses"


def enter_register(register_id: str, asked_by: int, tell: Tell) -> str:
    """Enter what can be taken over: licences in parts, then what was used of them; a second run goes on."""
    register = Register.objects.select_related("owner").get(pk=register_id)
    acting = _acting(register, asked_by)
    said = read(register.path)
    troubles_of(register.owner, said)  # marks what is not taken over
    # What stands already is either of an earlier run of this job, which goes on, or of before: its uses are left.
    good = [x for x in said.licences.values() if x.lines and not x.troubles & (BLOCKING - {"known_already"})]
    rest, entered = iter(good), 0
    while part := list(islice(rest, _AT_ONCE)):
        entered += taking_over.enter_some(acting=acting, register=register, licences=part)
        tell(0.6 * entered / max(1, len(good)), f"{entered} licences")
    lines = {
        (line.licence.number, line.substance): line
        for line in LicenceLine.objects.filter(
            licence__owner=register.owner, licence__imported_from=register.file_name
        ).select_related("licence")
    }  # fmt: skip
    written = 0
    for number, use in enumerate(said.uses):
        licence = said.licences.get(use.number)
        gas = gas_of(licence, use) if licence else None
        line = lines.get((use.number, gas)) if gas else None
        if line is None or not use.grams or not use.declaration:
            continue
        passed = Passed(
            line=line, declaration=use.declaration[:100], item=use.item, mass_g=use.grams,
            on=use.on or line.licence.valid_from, source=Came.PAPER, office=use.office[:40],
            reason=register.file_name,
        )  # fmt: skip
        write_off_for(acting, register.owner, passed, made_by=acting)
        written += 1
        if number % _AT_ONCE == 0:
            tell(0.6 + 0.4 * number / max(1, len(said.uses)), f"{written} uses")
    taking_over.note_entered(register=register, counts={"entered": entered, "uses_entered": written})
    return f"{entered} licences, {written} uses"


def _acting(register: Register, asked_by: int) -> Acting:
    user = User.objects.get(pk=asked_by)
    acting = acting_for(user, register.owner, at=timezone.now())
    if acting is None:
        raise TradewindError("who asked for it works here no more; a colleague must take the register over")
    return acting
