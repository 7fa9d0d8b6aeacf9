"""Texts about a trained model: English, with their translations in `screening/locale/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tradewind.screening.learning.trained import WORDS

LEARNT: Final = (
    "Learnt from %(outcomes)s decided outcomes known before %(until)s, of which %(positives)s were illegal; "
    "%(undecided)s undecided ones were left out."
)
TRIED: Final = "Tried: %(kind)s. It has not shown that it beats the rules: the file scores as the rules."
IS: Final = "The model is %(kind)s."
KINDS: Final[Mapping[str, str]] = {
    "rules": "the stated weights of evidence",
    "prior": "the stated weights of evidence with a prior and a shrinkage of further families fitted",
    "ridge": "ridge logistic regression on the scores of the families",
    "trees": "gradient-boosted trees (LightGBM), monotone in each family, on top of a ridge regression",
}
NO_GAIN: Final = (
    "On the latest quarter (%(lines)s outcomes, %(positives)s illegal) nothing can be told of its gain over the "
    "rules."
)
GAIN: Final = (
    "On the latest quarter (%(lines)s outcomes, %(positives)s illegal) its log score is %(mean)s better than the "
    "rules', lower 90 %% bound %(low)s."
)
GAIN_OF_KG: Final = (
    "On the latest quarter (%(lines)s outcomes, %(positives)s illegal) its log score is %(mean)s better than the "
    "rules', lower 90 %% bound %(low)s; of the illegal kg it had %(ours)s %% in the first 5 %%, the rules %(rules)s %%."
)
NOT_CALIBRATED: Final = "Too few outcomes of the latest quarter tell whether its probabilities are straight."
CALIBRATED: Final = (
    "Calibration on the latest quarter: slope %(slope)s (1 is right), intercept %(intercept)s (0 is right)."
)
INVENTED: Final = "Every outcome is invented: what it gives ranks lines and is never shown as a probability."
LOOKS_AT: Final = "It looks at: %(features)s."
NEVER_LOOKS_AT: Final = "It never looks at: %(what)s."
MUST_NOT: Final = "It must not be used for: %(uses)s."
NOT_FOR: Final = (
    "deciding anything about a person or a firm: it orders what people look at, and people decide",
    "another office, or goods and borders unlike those it learnt from",
    "saying how much illegal trade there is: that is estimated from lines drawn by chance",
    "lines lodged long after the cut-off, when those who break the law have changed their ways",
)
NOT_LOOKED_AT: Final = (
    "names, numbers and addresses of traders", "nationality", "origin, dispatch and destination",
    "amendments after a notice of inspection", "whether a line was inspected",
)  # fmt: skip
NEXT: Final = "Next: tradewind screen --trained %(file)s"

#: What a model says of a line, in English; a reason is one of these.
REASONS: Final = tuple(f"{way} by {what}" for way in ("raised", "lowered") for what in WORDS.values())

SENTENCES: Final = (
    LEARNT, TRIED, IS, *KINDS.values(), NO_GAIN, GAIN, GAIN_OF_KG, NOT_CALIBRATED, CALIBRATED, INVENTED, LOOKS_AT,
    NEVER_LOOKS_AT, MUST_NOT, *NOT_FOR, *NOT_LOOKED_AT, NEXT, *WORDS.values(), *REASONS,
)  # fmt: skip
