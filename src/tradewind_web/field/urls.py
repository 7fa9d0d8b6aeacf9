"""Addresses of what an officer asks beside the cylinders."""

from django.urls import path

from tradewind_web.field import views

app_name = "field"
urlpatterns = [
    path("", views.gas, name="gas"),
    path("keep/", views.keep, name="keep"),
    path("sample/", views.sample, name="sample"),
]
