"""Whole tables made into small ones that detectors join to: spreads, expectations, box models. Never a finding."""
