"""Every address of the platform. tests/permissions/table.py says for each who gets what; a missing one fails."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from tradewind_web.desk import errors

urlpatterns = [
    path("sign-in/", login_not_required(account.login), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("groups/", include("tradewind_web.sharing.urls")),
    path("work/", include("tradewind_web.jobs.urls")),
    path("", include("tradewind_web.desk.urls")),
]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.failed
