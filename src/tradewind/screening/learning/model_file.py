"""A model as one file of JSON, named by its SHA-256: no code in it, nothing run when it is read."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tradewind.errors import RequestError
from tradewind.screening.learning.calibration import MOST_KNOTS, Bend, Steps
from tradewind.screening.learning.card import in_words
from tradewind.screening.learning.evidence import Rules
from tradewind.screening.learning.examples import FAMILIES, FEATURES
from tradewind.screening.learning.ridge import BESIDE, Ridge
from tradewind.screening.learning.trained import Scorer, Trained
from tradewind.screening.learning.tree_text import checked
from tradewind.screening.learning.trees import Trees
from tradewind.screening.scoring import Parameters

FORMAT: Final = "tradewind trained model"
VERSION: Final = 1
#: No model of ours is near it.
_LARGEST_BYTES: Final = 20_000_000
_KINDS: Final = ("rules", "prior", "ridge", "trees")


def written(trained: Trained) -> bytes:
    """The bytes of the file; the same model gives the same bytes."""
    said = {
        "format": FORMAT, "version": VERSION, "kind": trained.scorer.kind,
        "bend": _bend_said(trained.bend),
        "scorer": trained.scorer.as_dict(), "card": dict(trained.card),
    }  # fmt: skip
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()


def _bend_said(bend: Bend) -> dict[str, Any]:
    """What the file holds of a bend; one of steps has its knots beside the line they did better than."""
    line = {"slope": bend.slope, "intercept": bend.intercept}
    return line | {"at": list(bend.at), "to": list(bend.to)} if isinstance(bend, Steps) else line


def save(trained: Trained, path: Path) -> tuple[Path, Trained]:
    """Write the model to the file, or into the folder under its SHA-256; where it is, and the model with its name."""
    content = written(trained)
    digest = hashlib.sha256(content).hexdigest()
    place = path / f"{digest}.json" if path.is_dir() else path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place, replace(trained, sha256=digest)


def adopted(path: str | Path) -> Trained:
    """The model of a file that an office adopted. RequestError, in one sentence, for a file that is none of ours."""
    place = Path(path)
    if not place.is_file():
        raise RequestError(f"there is no model {place}")
    if place.stat().st_size > _LARGEST_BYTES:
        raise RequestError(f"{place} is larger than any model of Tradewind's; it was not read")
    content = place.read_bytes()
    try:
        return replace(_model(json.loads(content)), sha256=hashlib.sha256(content).hexdigest())
    except RequestError as error:
        raise RequestError(f"{place}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise RequestError(
            f"{place} is no model of Tradewind's; `tradewind train --out F` writes one"
        ) from error


def _model(said: Any) -> Trained:
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise RequestError("this is no model of Tradewind's; `tradewind train --out F` writes one")
    if said.get("version") != VERSION:
        raise RequestError(
            f"this model is of version {str(said.get('version'))[:20]!r}, this program reads {VERSION}; train it again"
        )
    card = _card(said.get("card"))
    return Trained(_scorer(said.get("kind"), _mapping(said, "scorer")), _bend(_mapping(said, "bend")), card)


def _card(card: Any) -> Mapping[str, Any]:
    if not isinstance(card, dict) or card.get("features") != list(FEATURES):
        raise _broken("its card does not name the features this program has")
    kinds = {
        "until": str,
        "outcomes_used": int,
        "positives": int,
        "invented": bool,
        "used_rules_instead": bool,
    }
    if any(not isinstance(card.get(name), kind) for name, kind in kinds.items()):
        raise _broken("its card does not say what it was trained on")
    date.fromisoformat(card["until"])
    if not _is_plain(card):
        raise _broken("its card holds signs that are no text")
    try:
        in_words(card)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _broken("its card does not tell all it must") from error
    return card


def _is_plain(value: Any) -> bool:
    """Whether every text in it can be shown on a terminal: no sign that moves or clears it."""
    if isinstance(value, str):
        return value.isprintable()
    if isinstance(value, dict):
        return all(_is_plain(k) and _is_plain(v) for k, v in value.items())
    return all(map(_is_plain, value)) if isinstance(value, list) else True


def _scorer(kind: Any, said: Mapping[str, Any]) -> Scorer:
    if kind not in _KINDS:
        raise _broken("it is of a kind this program does not know")
    if kind == "ridge":
        return _ridge(said)
    if kind == "trees":
        text = said.get("lightgbm")
        if not isinstance(text, str):
            raise _broken("its trees are missing")
        return Trees(_ridge(_mapping(said, "ridge")), checked(text))
    return Rules(_parameters(said), kind)


def _parameters(said: Mapping[str, Any]) -> Parameters:
    names = ("prior", "prior_out_of_frame", "odds_in_bulk", "odds_in_steady_trade", "further_family")
    values = {name: _number(said, name, 0.0, 1.0) for name in names}
    if not all(0 < values[name] < 1 for name in names[:2]):
        raise _broken("its prior is no probability")
    if not all(values[name] > 0 for name in names[2:4]):
        raise _broken("some of its lines could never be illegal")
    prior, outside, bulk, steady, further = values.values()
    return Parameters(prior, outside, bulk, steady, further)


def _ridge(said: Mapping[str, Any]) -> Ridge:
    families = _list(said, "families", len(FAMILIES))
    if min(families) < 0:
        raise _broken("a stronger sign would lower its probability")
    return Ridge(
        _number(said, "intercept"), _number(said, "strongest", 0.0), families,
        _list(said, "beside", len(BESIDE)), _number(said, "penalty", 0.0), _parameters(said),
    )  # fmt: skip


def _bend(said: Mapping[str, Any]) -> Bend:
    slope, intercept = _number(said, "slope", 0.0), _number(said, "intercept")
    if not set(said) - {"slope", "intercept"}:
        return Bend(slope, intercept)
    if set(said) != {"slope", "intercept", "at", "to"} or not isinstance(said["at"], list):
        raise _broken("its probabilities are bent in a way this program does not know")
    count = len(said["at"])
    if not 0 < count <= MOST_KNOTS:
        raise _broken(f"its probabilities are bent at {count} knots")
    at, to = _list(said, "at", count), _list(said, "to", count)
    if any(after <= before for before, after in pairwise(at)):
        raise _broken("the knots of its probabilities do not rise")
    if any(after < before for before, after in pairwise(to)):
        raise _broken("higher log-odds would lower its probability")
    return Steps(slope, intercept, at, to)


def _mapping(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = said.get(name)
    if not isinstance(value, dict):
        raise _broken(f"its {name} is missing")
    return value


def _list(said: Mapping[str, Any], name: str, length: int) -> tuple[float, ...]:
    values = said.get(name)
    if not isinstance(values, list) or len(values) != length:
        raise _broken(f"its {name} are not {length} numbers")
    return tuple(_number({name: value}, name) for value in values)


def _number(said: Mapping[str, Any], name: str, low: float = -1e6, high: float = 1e6) -> float:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _broken(f"its {name} is no number")
    if not (math.isfinite(value) and low <= value <= high):
        raise _broken(f"its {name} is out of bounds")
    return float(value)


def _broken(why: str) -> RequestError:
    return RequestError(f"the model cannot be used: {why}; train it again with `tradewind train`")
