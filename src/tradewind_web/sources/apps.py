"""The sources app: what others reported, who answers for each batch of it, whom it reaches, and how long it is kept."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Batches, uploads, refused rows and their mending, watched folders, retention."""

    name = "tradewind_web.sources"
    label = "sources"
