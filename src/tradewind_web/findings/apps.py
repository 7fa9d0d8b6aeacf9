"""The findings app: what the detectors say, delivered to those it may reach, and what people make of it."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Findings, their evidence, an agency's judgement of each, and watch lists."""

    name = "tradewind_web.findings"
    label = "findings"
