"""How long what is kept: the rules of the agency's Party, shown and set."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tradewind_web.agencies.gates import acting_of, for_roles
from tradewind_web.agencies.roles import Role
from tradewind_web.audit.reading import history
from tradewind_web.errors import Refused
from tradewind_web.sources.actions.ruling import set_rule
from tradewind_web.sources.forms import RuleForm
from tradewind_web.sources.retention import What, scope_of, terms_of

for_rulers = for_roles(Role.SUPERVISOR, Role.ADMINISTRATOR)


@for_rulers
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What is kept how long, why and on which law, by kind of record."""
    acting = acting_of(request)
    terms = [(what, term) for what, term in terms_of(acting.agency).items()]
    return render(request, "sources/rules.html", {"terms": terms, "party": acting.agency.party})


@for_rulers
def rule(request: HttpRequest, what: str) -> HttpResponse:
    """Set the rule of one kind, with why; what was decided before stands below."""
    acting = acting_of(request)
    if what not in What.values:
        raise Http404
    term = terms_of(acting.agency)[What(what)]
    form = RuleForm.of(term, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_rule(acting=acting, term=form.term(), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is decided. What is made from now on is kept so long."))
            return redirect("sources:rules")
    subject = f"{scope_of(acting.agency)}:{what}"
    said = {
        "form": form, "what": What(what), "term": term,
        "history": history("retention_rule", subject, chains=[acting.chain], limit=30),
    }  # fmt: skip
    return render(request, "sources/rule.html", said, status=409 if request.method == "POST" else 200)
