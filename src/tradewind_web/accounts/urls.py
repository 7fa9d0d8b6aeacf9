"""Addresses of signing in: of allauth's views exactly those we have pages for; e-mail, sign-up and social are not."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from tradewind_web.accounts import views

inactive = TemplateView.as_view(template_name="account/account_inactive.html")

urlpatterns = [
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/closed/", login_not_required(inactive), name="account_inactive"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("account/prove/", account.reauthenticate, name="account_reauthenticate"),
    path("account/prove/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/prove/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("account/ways/", mfa.index, name="mfa_index"),
    path("account/ways/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/ways/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/ways/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/ways/codes/make/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/ways/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/ways/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/ways/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/ways/passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/ways/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
