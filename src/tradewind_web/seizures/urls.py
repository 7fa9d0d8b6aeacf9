"""Addresses of the register of seizures."""

from django.urls import path

from tradewind_web.seizures import (
    draft_views,
    views,
    views_custody,
    views_evidence,
    views_marks,
    views_pictures,
    views_stamps,
    views_storage,
)

app_name = "seizures"
urlpatterns = [
    path("", views.seizures, name="list"),
    path("export/", views.export, name="export"),
    path("begin/", draft_views.begin, name="begin"),
    path("gases/", draft_views.gases, name="gases"),
    path("drafts/<uuid:draft_id>/", draft_views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/discard/", draft_views.discard, name="discard"),
    path("drafts/<uuid:draft_id>/photos/<uuid:photo_id>/", draft_views.photo, name="draft_photo"),
    path(
        "drafts/<uuid:draft_id>/photos/<uuid:photo_id>/remove/", draft_views.remove_photo, name="remove_photo"
    ),
    path("drafts/<uuid:draft_id>/<slug:name>/", draft_views.step, name="step"),
    path("marks/", views_marks.marks, name="marks"),
    path("stamping/", views_stamps.stamping, name="stamping"),
    path("<uuid:seizure_id>/stamps/", views_stamps.stamps, name="stamps"),
    path("forms/", views_custody.paper_forms, name="paper_forms"),
    path("forms/void/", views_custody.void_form, name="void_form"),
    path("<uuid:seizure_id>/", views.one, name="one"),
    path("<uuid:seizure_id>/correct/", views.correct, name="correct"),
    path("<uuid:seizure_id>/finding/", views.tie, name="tie"),
    path("<uuid:seizure_id>/photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("<uuid:seizure_id>/photos/<uuid:photo_id>/original/", views.original, name="original"),
    path("<uuid:seizure_id>/share/", views.share, name="share"),
    path("<uuid:seizure_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:seizure_id>/lay/", views.lay, name="lay"),
    path("<uuid:seizure_id>/case/", views.case, name="case"),
    path("<uuid:seizure_id>/custody/", views_custody.custody, name="custody"),
    path("<uuid:seizure_id>/custody/write/", views_custody.write, name="custody_write"),
    path("<uuid:seizure_id>/custody/<uuid:entry_id>/", views_custody.entry, name="custody_entry"),
    path("<uuid:seizure_id>/custody/<uuid:entry_id>/correct/", views_custody.write, name="custody_correct"),
    path("<uuid:seizure_id>/custody/<uuid:entry_id>/form.pdf", views_custody.entry_pdf, name="custody_pdf"),
    path("<uuid:seizure_id>/custody/mark/<slug:mark>/", views_custody.explain, name="custody_explain"),
    path("<uuid:seizure_id>/custody/<uuid:entry_id>/sheet/", views_evidence.sheet, name="custody_sheet"),
    path("<uuid:seizure_id>/evidence/", views_evidence.evidence, name="evidence"),
    path("<uuid:seizure_id>/evidence/<int:number>/", views_evidence.take, name="take_evidence"),
    path("<uuid:seizure_id>/evidence/<int:number>/more/", views_evidence.tell_more, name="tell_evidence"),
    path("<uuid:seizure_id>/evidence/<int:number>/look/", views_pictures.picture, name="picture"),
    path("<uuid:seizure_id>/evidence/<int:number>/preview.jpg", views_pictures.preview, name="preview"),
    path("storage/", views_storage.sites, name="sites"),
    path("storage/<uuid:site_id>/", views_storage.site, name="site"),
    path("<uuid:seizure_id>/storage/", views_storage.storage, name="storage"),
    path("<uuid:seizure_id>/storage/<uuid:stay_id>/end/", views_storage.end_stay, name="end_stay"),
    path("<uuid:seizure_id>/disposal/", views_storage.disposal, name="disposal"),
    path("<uuid:seizure_id>/disposal/<int:number>/", views_storage.disposal_one, name="disposal_one"),
    path("<uuid:seizure_id>/exhibits/new/", views_custody.exhibit, name="new_exhibit"),
    path("<uuid:seizure_id>/exhibits/<int:number>/", views_custody.exhibit, name="exhibit"),
]
