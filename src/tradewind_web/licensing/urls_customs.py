"""Addresses of the customs desk."""

from django.urls import path

from tradewind_web.licensing import views_customs

app_name = "customs"
urlpatterns = [
    path("", views_customs.desk, name="desk"),
    path("write-off/", views_customs.typed, name="write_off"),
    path("list/", views_customs.weekly, name="list"),
]
