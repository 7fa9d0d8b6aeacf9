"""Addresses of cases and procedures."""

from django.urls import path

from tradewind_web.cases import views, views_arranging, views_holding, views_procedures

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="list"),
    path("new/", views.new, name="new"),
    path("procedures/", views_procedures.procedures, name="procedures"),
    path("procedures/bring/", views_procedures.bring, name="bring"),
    path("procedures/<uuid:procedure_id>/", views_procedures.procedure, name="procedure"),
    path("procedures/<uuid:procedure_id>/adopt/", views_procedures.adopt, name="adopt"),
    path("procedures/<uuid:procedure_id>/workbook/", views_procedures.workbook, name="workbook"),
    path("procedures/<uuid:procedure_id>/bpmn/", views_procedures.bpmn, name="bpmn"),
    path(
        "procedures/<uuid:procedure_id>/from/<uuid:other_id>/",
        views_procedures.differences,
        name="differences",
    ),
    path("<uuid:case_id>/", views.one, name="one"),
    path("<uuid:case_id>/steps/<slug:step>/evidence/", views.evidence, name="evidence"),
    path("<uuid:case_id>/evidence/<uuid:evidence_id>/", views_holding.said, name="said"),
    path("<uuid:case_id>/steps/<slug:step>/complete/", views.complete, name="complete"),
    path("<uuid:case_id>/steps/<slug:step>/confirm/", views.confirm, name="confirm"),
    path("<uuid:case_id>/answers/<slug:fact>/", views.answer, name="answer"),
    path("<uuid:case_id>/finding/", views.add_finding, name="add_finding"),
    path("<uuid:case_id>/stop/", views.stop, name="stop"),
    path("<uuid:case_id>/lift/", views.lift, name="lift"),
    path("<uuid:case_id>/comment/", views.comment, name="comment"),
    path("<uuid:case_id>/hold/", views_holding.hold, name="hold"),
    path("<uuid:case_id>/hold/end/", views_holding.end_hold, name="end_hold"),
    path("<uuid:case_id>/holds/<uuid:hold_id>/notice/", views_holding.printed, name="notice"),
    path("<uuid:case_id>/search/", views_holding.search, name="search"),
    path("<uuid:case_id>/frozen/<int:frozen_id>/", views_holding.frozen, name="frozen"),
    path("<uuid:case_id>/arrange/", views_arranging.arrange, name="arrange"),
    path("<uuid:case_id>/assign/", views_arranging.assign, name="assign"),
    path("<uuid:case_id>/hand-over/", views_arranging.hand_over, name="hand_over"),
    path("<uuid:case_id>/relate/", views_arranging.relate, name="relate"),
    path("<uuid:case_id>/merge/", views_arranging.merge, name="merge"),
    path("<uuid:case_id>/split/", views_arranging.split, name="split"),
    path("<uuid:case_id>/move/", views_arranging.move, name="move"),
    path("<uuid:case_id>/share/", views.share, name="share"),
    path("<uuid:case_id>/withdraw/", views.withdraw, name="withdraw"),
]
