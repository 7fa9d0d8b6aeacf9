"""Addresses of the work in hand."""

from django.urls import path

from tradewind_web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.work, name="list"),
]
