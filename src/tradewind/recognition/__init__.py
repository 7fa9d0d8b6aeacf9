"""Which substances a text speaks of, in any script, and whether it offers them."""

from tradewind.recognition.cells import designation_in
from tradewind.recognition.mentions import Mention, mentions_many
from tradewind.recognition.prices import Price
from tradewind.recognition.recognition import Recognition, recognise, recognise_many

__all__ = [
    "Mention",
    "Price",
    "Recognition",
    "designation_in",
    "mentions_many",
    "recognise",
    "recognise_many",
]
