"""Addresses of the yearly figures."""

from django.urls import path

from tradewind_web.licensing import views_yearly as views

app_name = "yearly"
urlpatterns = [
    path("", views.years, name="years"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/explain/", views.explain, name="explain"),
    path("<int:year>/customs/", views.customs, name="customs"),
    path("<int:year>/export/<slug:kind>/", views.export, name="export"),
    path("<int:year>/<slug:report>/", views.sheet, name="sheet"),
    path("<int:year>/<slug:report>/draw-up/", views.draw_up, name="draw_up"),
    path("<int:year>/<slug:report>/begin/", views.begin_statement, name="begin_statement"),
    path("<int:year>/<slug:report>/<slug:form>/<slug:column>/", views.figure, name="figure"),
    path("statements/<int:statement_id>/withdraw/", views.withdraw, name="withdraw_statement"),
    path("reports/<uuid:report_id>/", views.one, name="one"),
]
