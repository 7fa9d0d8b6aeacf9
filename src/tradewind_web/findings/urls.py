"""Addresses of findings."""

from django.urls import path

from tradewind_web.findings import views, views_judging, views_watch

app_name = "findings"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("bulk/", views_judging.bulk, name="bulk"),
    path("export/", views_judging.export, name="export"),
    path("asked/", views.asked, name="asked"),
    path("asked/again/", views_judging.ask_again, name="ask_again"),
    path("watch/", views_watch.watch_list, name="watch_list"),
    path("watch/new/", views_watch.watch, name="watch"),
    path("watch/<uuid:watch_id>/renew/", views_watch.renew, name="watch_renew"),
    path("watch/<uuid:watch_id>/end/", views_watch.end, name="watch_end"),
    path("<uuid:finding_id>/", views.finding, name="finding"),
    path("<uuid:finding_id>/share/", views.share, name="share"),
    path("<uuid:finding_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:finding_id>/explanation/", views_judging.rule_out, name="rule_out"),
    path("<uuid:finding_id>/<slug:act>/", views_judging.act, name="act"),
]
