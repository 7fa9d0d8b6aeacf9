"""Addresses of consignments."""

from django.urls import path

from tradewind_web.consignments import views, views_legs

app_name = "consignments"
urlpatterns = [
    path("", views.board, name="board"),
    path("open/", views_legs.begin, name="open"),
    path("joins/", views.joins, name="joins"),
    path("zones/", views.zones, name="zones"),
    path("joins/<int:join_id>/confirm/", views_legs.confirm, name="confirm_join"),
    path("joins/<int:join_id>/undo/", views_legs.part, name="undo_join"),
    path("reports/<uuid:report_id>/decide/", views_legs.decide, name="decide"),
    path("decisions/<int:decision_id>/undo/", views_legs.undo, name="undo_decision"),
    path("<uuid:consignment_id>/", views.one, name="one"),
    path("<uuid:consignment_id>/map.svg", views.way, name="map"),
    path("<uuid:consignment_id>/tell/", views_legs.tell, name="tell"),
    path("<uuid:consignment_id>/hand-on/", views_legs.hand_on, name="hand_on"),
    path("<uuid:consignment_id>/share/", views.share, name="share"),
    path("<uuid:consignment_id>/withdraw/", views.withdraw, name="withdraw"),
]
