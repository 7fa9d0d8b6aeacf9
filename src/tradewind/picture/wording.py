"""Findings in the picture's language."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from tradewind.detectors.apart import APART
from tradewind.detectors.registry import DETECTORS
from tradewind.detectors.sentences import figures_told
from tradewind.findings import Finding, Reason
from tradewind.languages import translator


def in_language(finding: Finding, language: str) -> Finding:
    """The same finding with its sentences translated; a sentence without a translation stays English."""
    if language == "en":
        return finding
    say = translator("detectors", language)
    templates = _templates(finding.detector)
    said: list[Mapping[str, Any]] = list(finding.facts.get("said", ()))
    reasons = finding.reasons
    if len(said) == len(reasons) and all(s["sentence"] in templates for s in said):
        reasons = tuple(
            Reason(r.code, say(template) % figures_told(template, s["values"], language), r.weight, r.rows)
            for r, s in zip(reasons, said, strict=True)
            for template in [templates[s["sentence"]]]
        )
    return dataclasses.replace(
        finding,
        reasons=reasons,
        lawful_explanations=tuple(map(say, finding.lawful_explanations)),
        cheapest_check=say(finding.cheapest_check),
    )


def _templates(detector: str) -> Mapping[str, str]:
    """The sentences of a detector, which it keeps in its own module or in one beside it."""
    if detector in APART:
        return APART[detector].templates
    module = DETECTORS.get(detector)
    if signs := getattr(module, "signs", None):
        return {code: sign.sentence for code, sign in signs.items()}
    texts = getattr(module, "texts", module)
    found: Mapping[str, str] = getattr(texts, "TEMPLATES", {})
    return found
