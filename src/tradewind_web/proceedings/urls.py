"""Addresses of proceedings."""

from django.urls import path

from tradewind_web.proceedings import views, views_court, views_law

app_name = "proceedings"
urlpatterns = [
    path("", views.proceedings, name="list"),
    path("open/", views.open_one, name="open"),
    path("provisions/", views_law.provisions, name="provisions"),
    path("provisions/enter/", views_law.enter, name="enter_provision"),
    path("provisions/<uuid:provision_id>/", views_law.provision, name="provision"),
    path("<uuid:proceeding_id>/", views.one, name="one"),
    path("<uuid:proceeding_id>/elements/", views.element, name="element"),
    path("<uuid:proceeding_id>/elements/<int:element_id>/evidence/", views.evidence, name="evidence"),
    path("<uuid:proceeding_id>/elements/<int:element_id>/proof/", views.proof, name="proof"),
    path("<uuid:proceeding_id>/steps/", views.step, name="step"),
    path("<uuid:proceeding_id>/steps/<int:step_id>/done/", views.tick, name="tick"),
    path("<uuid:proceeding_id>/decide/", views.decide, name="decide"),
    path("<uuid:proceeding_id>/weigh/", views_law.weigh, name="weigh"),
    path("<uuid:proceeding_id>/worksheets/<int:number>/", views_law.worksheet, name="worksheet"),
    path("<uuid:proceeding_id>/worksheets/<int:number>/draft/", views_law.draft_decision, name="draft"),
    path("<uuid:proceeding_id>/court/", views_court.court, name="court"),
    path("<uuid:proceeding_id>/court/archive/", views_court.archive, name="archive"),
    path("<uuid:proceeding_id>/court/leave-out/", views_court.leave_out, name="leave_out"),
    path("<uuid:proceeding_id>/court/left-out/<int:left_out_id>/lift/", views_court.lift, name="lift"),
    path("<uuid:proceeding_id>/court/<uuid:archive_id>/", views_court.receipt, name="receipt"),
    path("<uuid:proceeding_id>/court/<uuid:archive_id>/download/", views_court.download, name="download"),
    path("<uuid:proceeding_id>/lay/", views.lay, name="lay"),
    path("<uuid:proceeding_id>/share/", views.share, name="share"),
    path("<uuid:proceeding_id>/withdraw/", views.withdraw, name="withdraw"),
]
