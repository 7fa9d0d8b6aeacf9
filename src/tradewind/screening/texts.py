"""Texts of the workbook and the page: English, with their translations in `locale/`."""

from __future__ import annotations

from typing import Final

#: Heading of the list's columns, by attribute of an entry.
HEADINGS: Final = {
    "place": "No.", "tier": "Tier", "declaration_id": "Declaration no.", "item": "Item no.", "office": "Customs office",
    "lodged_on": "Lodged", "importer": "Importer", "exporter": "Exporter", "origin": "Origin",
    "description": "Goods as declared", "hs_code": "Code", "substance": "Gas", "mass_kg": "Net kg",
    "reasons": "Why", "rows": "Rows it rests on", "lawful": "What may be honest about it",
    "check": "Cheapest check that would settle it", "record": "How like findings ended here",
    "explanations": "What the trader documented", "selected_by": "Chosen by",
}  # fmt: skip
LIST: Final = "List"
OUTCOMES: Final = "Outcomes"
ABOUT: Final = "How it is made"
TIER_WORDS: Final = {"look first": "look first", "look if time": "look if time", "note": "note"}
CHOSEN: Final = {"risk": "its signs", "floor": "chance", "both": "its signs and chance"}
LIST_TITLE: Final = "Declarations to look at on %(day)s"
OUTCOMES_TITLE: Final = "What was found on the list of %(day)s"
OUTCOMES_HOW: Final = (
    "Fill in what was done and found, one row an item, and leave the rest empty; add rows for other inspections. "
    "Then: tradewind load with the name of this file. Headings stay as they are."
)
NO_NUMBERS: Final = (
    "A sign is a question, not an accusation: each has honest explanations, which stand beside it."
)
#: What each column of the outcome sheet wants.
NOTES: Final = {
    "declaration_id": "the office's number of the declaration",
    "item": "its item; empty for the whole declaration",
    "selected_by": "risk: by its signs; floor: by chance; both; tip; other",
    "inclusion_probability": "the probability with which it came on the list; do not change it",
    "floor_probability": "the probability of the draw by chance; do not change it",
    "inspected_on": "day of the inspection, as 2026-03-31",
    "result_on": "day the result was known, as 2026-03-31",
    "depth": "how deep it went: papers, opened, weighed, analysed",
    "result": "compliant: in order; paper_breach: a fault on paper only; illegal; undecided",
    "found_substance": "the gas that was found",
    "found_kg": "how much of it, in kg",
    "hours": "hours of work it took",
    "explanation": "what the trader documented",
    "explanation_until": "last day this explanation stands, as 2026-03-31",
}
ASSUMED: Final = (
    "Of 100 lines that touch controlled gas, %(prior)s is taken to be a breach before any sign is seen: assumed.",
    "Of these odds gas in tanks begins with %(bulk)s, and an importer of %(tonnes)s t of gas or more within the year "
    "before with %(trade)s: assumed.",
    "Each sign has a weight of evidence; those of one family count once, the strongest whole, further families "
    "times %(further)s: assumed.",
    "Hours of a check: papers %(papers)s, a call %(call)s, weighing %(weigh)s, opening %(open)s: assumed.",
    "The order is by t CO2e that an hour of checking is expected to find; from %(first)s on a line is one to look at "
    "first, from %(time)s on if there is time.",
    "%(drawn)s of %(frame)s lines in frame were drawn at random, seed %(seed)s, whatever their signs, so that rates "
    "can be estimated without bias.",
    "A percentage of like findings is shown only from %(enough)s outcomes on.",
)
MODEL: Final = (
    "Scored by the trained model %(model)s that your office adopted; the reasons are the signs of the lines."
)
MODEL_OF_RULES: Final = (
    "The trained model %(model)s did not beat the stated weights of evidence, which score here."
)
RANKED_ONLY: Final = (
    "That model learnt from invented outcomes alone: its figures put lines in order, none is a probability."
)
NOT_ASKED: Final = "Not asked: %(name)s, because %(because)s."
PAGE_TITLE: Final = "The daily list"
PAGE_LEAD: Final = (
    "Declaration items to look at, those first that an hour of checking is expected to tell most about."
)
PAGE_EMPTY: Final = "No declaration item that is still open has a sign, and none was drawn at random."
PAGE_SOURCE: Final = "Declarations, licences, movements and inspections loaded by the office."
SENTENCES: Final = (
    PAGE_TITLE, PAGE_LEAD, PAGE_EMPTY, PAGE_SOURCE,
    *HEADINGS.values(), LIST, OUTCOMES, ABOUT, *TIER_WORDS.values(), *CHOSEN.values(), LIST_TITLE, OUTCOMES_TITLE,
    OUTCOMES_HOW, NO_NUMBERS, *NOTES.values(), *ASSUMED, MODEL,
    MODEL_OF_RULES, RANKED_ONLY, NOT_ASKED,
)  # fmt: skip
