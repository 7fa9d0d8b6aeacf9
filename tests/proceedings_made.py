"""Proceedings, provisions and worksheets as people type them, for the platform's tests."""

from django.urls import reverse

from offices import signed_in
from tradewind_web.proceedings.models import Proceeding, Provision

OPENING = {
    "track": "administrative", "about": "R-22 at Namanga", "against": "Tern Refrigeration", "act_on": "2026-03-04",
    "acts": "1", "jurisdiction": "Kenya",
}  # fmt: skip
LAW = {
    "jurisdiction": "Kenya", "track": "administrative", "citation": "Invented Ozone Act 12, section 40",
    "says": "Whoever brings a controlled substance in without a licence pays 1,000 to 50,000 euro.", "measure": "act",
    "minimum": "1000", "maximum": "50000", "currency": "eur", "repeat_percent": "200", "repeat_years": "3",
    "factors": ["gain", "means"], "in_force_from": "2025-01-01", "limitation_years": "3", "limitation_months": "0",
    "longest_years": "6", "source": "Invented Gazette 7", "read_on": "2026-03-10", "grade": "read",
}  # fmt: skip
WEIGHING = {
    "law_read_on": "2026-03-20", "currency": "EUR", "net_g": "1564", "co2e_t": "2830.8", "gap_low": "8",
    "gap_high": "11.50", "gap_source": "Offer of 2026-02-01 beside the list price", "factor_gain": "gap times mass",
    "factor_means": "accounts of 2025: nothing is known", "amount": "14500", "reasons": "Gain avoided, first time.",
}  # fmt: skip


def opened(acting, seizure=None, **changed):
    data = {**OPENING, **changed, **({"seizure": str(seizure.pk)} if seizure else {})}
    response = signed_in(acting).post(reverse("proceedings:open"), data)
    assert response.status_code == 302, response.content.decode()
    return Proceeding.objects.order_by("-opened_at").first()


def law(acting, **changed):
    response = signed_in(acting).post(reverse("proceedings:enter_provision"), {**LAW, **changed})
    assert response.status_code == 302, response.content.decode()
    return Provision.objects.order_by("-added_at").first()


def weighed(acting, proceeding, provision, **changed):
    url = reverse("proceedings:weigh", args=[proceeding.pk])
    return signed_in(acting).post(url, {**WEIGHING, "provision": str(provision.pk), **changed})
