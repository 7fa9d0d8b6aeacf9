"""Signs on a licence whose ledger the platform keeps: their sentences, what may be honest, what would settle them.

The platform's ledger of what customs cleared sees them; there is no question to the warehouse here, so no detector is
registered.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "licence_overdrawn"
VERSION: Final = "1.0"
QUESTION: Final = "On which licences did customs clear more than they allow?"
SUBJECT: Final = "licence"
#: That more was cleared is a sum, not a guess; that no honest reason stands behind it is assumed in six of ten.
CERTAINTY: Final = 0.6

TEMPLATES: Final = {
    "cleared_beyond": "%(a)s kg of %(b)s were cleared on licence %(c)s, %(d)s kg more than it allows.",
    "declared_beyond": "Declaration %(a)s of %(b)s, item %(c)s, took it beyond its mass with %(d)s kg.",
    "typed_beyond": "%(a)s kg of what went beyond it were typed in by hand, and no declaration is loaded that says so.",
}  # fmt: skip
#: Codes of the reasons that name single clearances, beside the one that names all.
BEYOND: Final = "cleared_beyond"
DECLARED: Final = "declared_beyond"
TYPED: Final = "typed_beyond"
LAWFUL: Final = (
    "an amendment was approved and is not entered yet",
    "the number of another licence was typed or declared by mistake",
    "the law tolerates so much beyond the licence, and the rule of the Party does not say so yet",
    "the goods belong to a licence of another year",
    "the entry was cancelled later, and nobody told of it",
)
CHECK: Final = "put the declarations beside the paper licence and ask the licensing agency for amendments"
