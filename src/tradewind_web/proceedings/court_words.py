"""The fixed sentences of a bundle in the language it is made in."""

from __future__ import annotations

from django.utils.translation import gettext as _


def court_words() -> dict[str, str]:
    """What `tradewind.reporting.court` prints, in the present language."""
    return {
        "full": _("Full edition, for the prosecutor"),
        "disclosure": _("Edition for disclosure"),
        "made": _("Made on"),
        "agency": _("By"),
        "number": _("Proceeding"),
        "index": _("Index"),
        "exhibit": _("Exhibit"),
        "what": _("What it is"),
        "page": _("Page"),
        "kind": _("Kind"),
        "origin": _("How it came to the file"),
        "file_name": _("Name of the file"),
        "favours": _("Speaks for"),
        "prosecution": _("the charge"),
        "accused": _("the accused"),
        "both": _("both sides"),
        "neither": _("neither side"),
        "size": _("Bytes"),
        "shown": _("Shown here smaller than it is; the file itself is in the archive, byte for byte."),
        "not_shown": _("This file cannot be shown on paper. It is in the archive, byte for byte."),
        "for_accused": _("What speaks for the accused"),
        "none_known": _(
            "Nothing that speaks for the accused is on file. That is not proof that there is none."
        ),
        "source": _("Source"),
        "stands": _("How it stands"),
        "custody": _("Custody and history"),
        "entries": _("Entries"),
        "withheld_entries": _("of them left out"),
        "head": _("Digest of the last"),
        "left_out": _("What is left out of this edition"),
        "nothing_left_out": _("Nothing is left out of this edition."),
        "ground": _("Ground"),
        "where": _("Where"),
        "decided": _("Decided by"),
        "places": _("Places"),
        "for_accused_too": _("It speaks for the accused"),
        "yes": _("yes"),
        "no": _("no"),
        "withheld": _("Left out, see line"),
        "check": _(
            "Whether this file is the one that was made is told by VERIFY.py in the archive, and by comparing the"
            " digest of the whole archive with the receipt."
        ),
        "source_ground": _("the source of a tip"),
        "third_party": _("a person who has nothing to do with it"),
        "other_case": _("another case"),
        "trade_secret": _("a trade secret"),
    }
