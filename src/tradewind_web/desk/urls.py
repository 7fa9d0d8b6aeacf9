"""Addresses of the desk."""

from django.urls import path

from tradewind_web.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("act-for/", views.act_for, name="act_for"),
    path("language/", views.choose_language, name="choose_language"),
]
