"""Addresses of the desk."""

from django.urls import path

from tradewind_web.desk import picture_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("picture/", picture_views.picture, name="picture"),
    path("picture/again/", picture_views.draw_again, name="picture_again"),
    path("picture/<slug:key>/", picture_views.section, name="picture_section"),
    path("week/", views.week, name="week"),
    path("due/", views.due, name="due"),
    path("patterns/", views.patterns, name="patterns"),
    path("act-for/", views.act_for, name="act_for"),
    path("language/", views.choose_language, name="choose_language"),
]
