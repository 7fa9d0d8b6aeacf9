"""What a declaration takes from licences, asked of the office's platform that keeps them.

Customs' own programs use it as the command does: `calls_of` the rows that were read, `ask` the `Office`, and
`keep_for_later` what could not be asked.
"""

from tradewind.reserving.asking import Asked, ask
from tradewind.reserving.calls import Call, Skipped, calls_of, keep_for_later
from tradewind.reserving.office import Answer, NoAnswer, Office, Shut, checked_url, key_from

__all__ = [
    "Answer", "Asked", "Call", "NoAnswer", "Office", "Shut", "Skipped", "ask", "calls_of", "checked_url",
    "keep_for_later", "key_from",
]  # fmt: skip
