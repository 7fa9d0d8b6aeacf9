"""Learning from what inspections find: weights of evidence become probabilities, where outcomes allow it.

model = fit(gathered(warehouse, until).examples, until)
save(model, Path("model.json"))
adopted("model.json").probabilities(screened)
"""

from tradewind.screening.learning.card import in_language, in_words
from tradewind.screening.learning.examples import FACTS, FAMILIES, FEATURES, Examples, Features
from tradewind.screening.learning.facts import features_of
from tradewind.screening.learning.fitting import fit
from tradewind.screening.learning.model_file import adopted, save
from tradewind.screening.learning.months import gathered
from tradewind.screening.learning.rescoring import rescored
from tradewind.screening.learning.trained import Trained

__all__ = [
    "FACTS", "FAMILIES", "FEATURES", "Examples", "Features", "Trained", "adopted", "features_of", "fit", "gathered",
    "in_language", "in_words", "rescored", "save",
]  # fmt: skip
