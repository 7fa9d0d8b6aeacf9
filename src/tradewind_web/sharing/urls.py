"""Addresses of groups."""

from django.urls import path

from tradewind_web.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.groups, name="groups"),
]
