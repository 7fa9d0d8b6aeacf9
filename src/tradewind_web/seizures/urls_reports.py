"""Addresses of the reports about seizures, and of texts read into drafts."""

from django.urls import path

from tradewind_web.seizures import views_narratives, views_register, views_reports

app_name = "reports"
urlpatterns = [
    path("", views_reports.calendar, name="calendar"),
    path("statistic/", views_reports.statistic, name="statistic"),
    path("public/", views_register.public_cases, name="public"),
    path("public/file/", views_register.public_cases_file, name="public_file"),
    path("text/", views_narratives.read_text, name="text"),
    path("seizure/<uuid:seizure_id>/", views_reports.reports, name="list"),
    path("seizure/<uuid:seizure_id>/<slug:form>/", views_reports.report, name="report"),
    path("<uuid:filing_id>/", views_reports.filing, name="filing"),
    path("<uuid:filing_id>/file/", views_reports.take, name="take"),
    path("<uuid:filing_id>/recall/", views_reports.recall, name="recall"),
]
