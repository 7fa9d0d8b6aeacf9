"""Addresses of the customs desk."""

from django.urls import path

from tradewind_web.licensing import views_customs, views_customs_books, views_hooks

app_name = "customs"
urlpatterns = [
    path("", views_customs.desk, name="desk"),
    path("write-off/", views_customs.typed, name="write_off"),
    path("list/", views_customs.weekly, name="list"),
    path("without-link/", views_customs_books.fallbacks, name="fallbacks"),
    path("without-link/check/", views_customs_books.check_fallbacks, name="check_fallbacks"),
    path("ledger/", views_customs_books.differences, name="differences"),
    path("ledger/figures.csv", views_customs_books.differences_csv, name="differences_csv"),
    path("ledger/<int:figure_id>/explain/", views_customs_books.explain, name="explain_difference"),
    path("refusals/", views_hooks.refusals, name="refusals"),
    path("systems/", views_hooks.hooks, name="hooks"),
    path("systems/<uuid:hook_id>/end/", views_hooks.end_hook, name="end_hook"),
]
