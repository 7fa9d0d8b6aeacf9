"""Addresses of the register of traders."""

from django.urls import path

from tradewind_web.traders import views

app_name = "traders"
urlpatterns = [
    path("", views.traders, name="list"),
    path("add/", views.add, name="add"),
    path("links/<int:link_id>/undo/", views.undo, name="undo"),
    path("<uuid:trader_id>/", views.one, name="one"),
    path("<uuid:trader_id>/correct/", views.correct, name="correct"),
    path("<uuid:trader_id>/keep/", views.keep, name="keep"),
    path("<uuid:trader_id>/link/", views.link, name="link"),
    path("<uuid:trader_id>/forget/", views.forget, name="forget"),
    path("<uuid:trader_id>/hold/", views.hold, name="hold"),
    path("<uuid:trader_id>/share/", views.share, name="share"),
    path("<uuid:trader_id>/withdraw/", views.withdraw, name="withdraw"),
]
