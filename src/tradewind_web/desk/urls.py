"""Addresses of the desk."""

from django.urls import path

from tradewind_web.desk import ends_views, picture_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("picture/", picture_views.picture, name="picture"),
    path("picture/again/", picture_views.draw_again, name="picture_again"),
    path("picture/<slug:key>/", picture_views.section, name="picture_section"),
    path("week/", views.week, name="week"),
    path("due/", views.due, name="due"),
    path("due/<slug:kind>/<uuid:record_id>/", ends_views.end, name="end"),
    path("due/<slug:kind>/<uuid:record_id>/keep/", ends_views.keep, name="end_keep"),
    path("due/<slug:kind>/<uuid:record_id>/hold/", ends_views.hold, name="end_hold"),
    path("due/<slug:kind>/<uuid:record_id>/forget/", ends_views.forget, name="end_forget"),
    path("patterns/", views.patterns, name="patterns"),
    path("act-for/", views.act_for, name="act_for"),
    path("language/", views.choose_language, name="choose_language"),
]
