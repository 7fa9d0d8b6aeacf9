"""Addresses of groups."""

from django.urls import path

from tradewind_web.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("new/", views.new_group, name="new_group"),
    path("<uuid:group_id>/join/", views.join, name="join"),
    path("<uuid:group_id>/leave/", views.leave, name="leave"),
]
