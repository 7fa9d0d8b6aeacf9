"""Addresses of files, batches, and what is kept."""

from django.urls import path

from tradewind_web.sources import views, views_keeping, views_mending, views_rules, views_uploads

app_name = "sources"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("batches/<uuid:batch_id>/", views.batch, name="batch"),
    path("batches/<uuid:batch_id>/share/", views.share, name="share"),
    path("batches/<uuid:batch_id>/withdraw/", views.withdraw, name="withdraw"),
    path("batches/<uuid:batch_id>/refused/", views_mending.refused, name="refused"),
    path("batches/<uuid:batch_id>/refused/<int:number>/", views_mending.refused_row, name="refused_row"),
    path("batches/<uuid:batch_id>/refused.csv", views_mending.refused_csv, name="refused_csv"),
    path("batches/<uuid:batch_id>/mended/", views_mending.mended_csv, name="mended_csv"),
    path("batches/<uuid:batch_id>/retention/", views_keeping.retention, name="retention"),
    path("batches/<uuid:batch_id>/hold/", views_keeping.hold, name="hold"),
    path("batches/<uuid:batch_id>/forget/", views_keeping.forget, name="forget"),
    path("send/", views_uploads.send, name="send"),
    path("uploads/running/", views_uploads.running, name="running"),
    path("uploads/<uuid:upload_id>/", views_uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/again/", views_uploads.again, name="again"),
    path("uploads/<uuid:upload_id>/describe/", views_uploads.describe, name="describe"),
    path("folder/", views_keeping.folder, name="folder"),
    path("keeping/", views_keeping.keeping, name="keeping"),
    path("keeping/rules/", views_rules.rules, name="rules"),
    path("keeping/rules/<slug:what>/", views_rules.rule, name="rule"),
    path("persons/", views_keeping.persons, name="persons"),
    path("persons/<uuid:search_id>/", views_keeping.person_workbook, name="person_workbook"),
]
