"""One page for a phone without a network: what the label says, what it is, what must be there, whom to call.

It holds no score and no name of a trader: it may be lost or forwarded without harm.
"""

from tradewind.pocket.book import Book, Contact, assemble
from tradewind.pocket.page import render

__all__ = ["Book", "Contact", "assemble", "render"]
