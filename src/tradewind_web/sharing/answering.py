"""The pages in which a record of any app is shared or withdrawn; the app's view finds the record and says where it is.

def share(request, batch_id):
    batch = Batch.objects.one_for(acting_of(request), batch_id)
    return share_page(request, batch, title=batch.file_name, back=reverse("sources:batch", args=[batch.pk]))
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tradewind_web.agencies.gates import acting_of
from tradewind_web.errors import NotAllowed, Refused
from tradewind_web.sharing import actions
from tradewind_web.sharing.forms import ShareForm, WithdrawForm
from tradewind_web.sharing.markings import Permitted, Tlp
from tradewind_web.sharing.policy import may_share
from tradewind_web.sharing.records import SharedRecord
from tradewind_web.sharing.showing import shown


def share_page(request: HttpRequest, record: SharedRecord, *, title: str, back: str) -> HttpResponse:
    """GET: the form, with who sees the record now. POST: share and go `back`, or the form with what is wrong (409).

    Raises:
        NotAllowed: the person's roles do not share.
    """
    acting = acting_of(request)
    may_share(acting)
    initial = {"tlp": record.audience.tlp, "permitted": record.audience.permitted}
    form = ShareForm(acting, request.POST or None, initial=initial)
    if request.method == "POST":
        if form.is_valid():
            said = form.cleaned_data
            try:
                actions.share(
                    acting=acting, record=record, agencies=list(said["agencies"]), groups=list(said["groups"]),
                    persons=said["persons"], tlp=Tlp(said["tlp"]), permitted=Permitted(said["permitted"]),
                    reason=said["reason"],
                )  # fmt: skip
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("It is shared."))
                return redirect(back)
        return _page(request, "sharing/share.html", record, form, title, back, 409)
    return _page(request, "sharing/share.html", record, form, title, back, 200)


def withdraw_page(request: HttpRequest, record: SharedRecord, *, title: str, back: str) -> HttpResponse:
    """GET: asks why. POST: the record reaches its own agency alone again.

    Raises:
        NotAllowed: another agency owns the record, or the person's roles do not share.
    """
    acting = acting_of(request)
    may_share(acting)
    if record.owner_id != acting.agency.pk:
        raise NotAllowed(_("withdrawing a record"), _("its own agency"))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            actions.withdraw(acting=acting, record=record, reason=form.cleaned_data["reason"])
            messages.success(request, _("It reaches your own agency alone again."))
            return redirect(back)
        return _page(request, "sharing/withdraw.html", record, form, title, back, 409)
    return _page(request, "sharing/withdraw.html", record, form, title, back, 200)


def _page(
    request: HttpRequest, template: str, record: SharedRecord, form: ShareForm | WithdrawForm, title: str,
    back: str, status: int,
) -> HttpResponse:  # fmt: skip
    said = {"form": form, "title": title, "back": back, "sharing": shown(acting_of(request), record)}
    return render(request, template, said, status=status)
