"""Every address of the platform. tests/permissions/table.py says for each who gets what; a missing one fails."""

from django.urls import include, path

from tradewind_web.agencies.views_door import sign_in
from tradewind_web.api import addresses
from tradewind_web.desk import errors

urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("", include("tradewind_web.accounts.urls")),
    path("", include("tradewind_web.agencies.urls")),
    path("api/v1/", addresses),
    path("licences/yearly/", include("tradewind_web.licensing.urls_yearly")),
    path("licences/customs/", include("tradewind_web.licensing.urls_customs")),
    path("licences/", include("tradewind_web.licensing.urls")),
    path("findings/", include("tradewind_web.findings.urls")),
    path("groups/", include("tradewind_web.sharing.urls")),
    path("sources/", include("tradewind_web.sources.urls")),
    path("consignments/", include("tradewind_web.consignments.urls")),
    path("cases/", include("tradewind_web.cases.urls")),
    path("seizures/", include("tradewind_web.seizures.urls")),
    path("reports/", include("tradewind_web.seizures.urls_reports")),
    path("proceedings/", include("tradewind_web.proceedings.urls")),
    path("identify/", include("tradewind_web.field.urls")),
    path("traders/", include("tradewind_web.traders.urls")),
    path("work/", include("tradewind_web.jobs.urls")),
    path("", include("tradewind_web.desk.urls")),
]

handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.failed
