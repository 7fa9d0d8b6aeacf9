"""Addresses of licences and quotas."""

from django.urls import path

from tradewind_web.licensing import views, views_limits, views_paper, views_quotas, views_register

app_name = "licensing"
urlpatterns = [
    path("", views.licences, name="list"),
    path("begin/", views.begin, name="begin"),
    path("new/<uuid:trader_id>/", views.new, name="new"),
    path("verify/", views_paper.verify, name="verify"),
    path("holder/", views_paper.holder, name="holder"),
    path("slip/<uuid:trader_id>/", views_paper.slip, name="slip"),
    path("import/", views_register.import_register, name="import_register"),
    path("import/<uuid:register_id>/", views_register.register, name="register"),
    path("quotas/import/", views_register.import_quotas, name="import_quotas"),
    path("quotas/", views_quotas.quotas, name="quotas"),
    path("quotas/enter/", views_quotas.allot, name="allot"),
    path("quotas/<uuid:quota_id>/", views_quotas.quota, name="quota"),
    path("rules/", views_quotas.rules, name="rules"),
    path("limits/", views_limits.limits, name="limits"),
    path("<uuid:licence_id>/", views.one, name="one"),
    path("<uuid:licence_id>/change/", views.change, name="change"),
    path("<uuid:licence_id>/papers/", views.papers, name="papers"),
    path("<uuid:licence_id>/papers/<uuid:paper_id>/", views.paper, name="paper"),
    path("<uuid:licence_id>/share/", views.share, name="share"),
    path("<uuid:licence_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:licence_id>/paper.pdf", views_paper.printed, name="print"),
    path("<uuid:licence_id>/do/<slug:name>/", views.act, name="act"),
]
