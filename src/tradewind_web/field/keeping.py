"""An identification as a piece of evidence: in plain sentences, and word for word under its digest."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tradewind.identification import Identification
from tradewind_web.cases.actions.keeping import Piece
from tradewind_web.cases.freezing import canonical, digest_of
from tradewind_web.field.showing import Answer

#: As it stands among the evidence of the shipped procedures.
KIND = "reading"
_STATE = "identified"


def piece_of(found: Identification, answer: Answer, typed: Mapping[str, str], cylinder: str) -> Piece:
    """The verdict and its reasons in the reader's language; all that was typed and answered as canonical JSON."""
    first = answer.lines[0] if answer.lines else None
    likeliest = (
        [_("Most likely: %(gas)s (%(per_cent)s %%)") % {"gas": first.name, "per_cent": first.per_cent}] if first else []
    )  # fmt: skip
    sentences = [
        str(answer.verdict),
        *answer.why,
        *likeliest,
        *(said for said, is_stop in answer.safety if is_stop),
    ]
    content = canonical({**found.as_dict(), "typed": dict(typed), "cylinder": cylinder})
    return Piece(
        KIND, _STATE, "\n".join(sentences), f"identification:{digest_of(content)}", cylinder, content=content
    )


def danger_of(answer: Answer) -> str:
    """Why the work is to be stopped; "" where it may go on."""
    return " ".join(said for said, is_stop in answer.safety if is_stop) if answer.must_stop else ""
