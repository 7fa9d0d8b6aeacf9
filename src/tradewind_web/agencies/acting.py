"""Who is acting: a person, for one agency, in the roles they hold there at this moment. Every action names one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from tradewind_web.agencies.models import Agency, Delegation, Membership
from tradewind_web.agencies.roles import CONTENT, Role
from tradewind_web.audit.wording import roles_text

if TYPE_CHECKING:
    from tradewind_web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Acting:
    """A person in their roles for an agency. `lent` are roles held for a colleague by delegation."""

    user: User
    agency: Agency
    roles: frozenset[str]
    lent: tuple[tuple[str, str], ...] = ()

    @property
    def user_id(self) -> int:
        """The acting person's key."""
        return self.user.pk

    @property
    def chain(self) -> str:
        """The audit chain of the agency acted for."""
        return str(self.agency.pk)

    @property
    def roles_text(self) -> str:
        """The roles as the audit shows them: `officer, supervisor for B. Banda`."""
        lent = dict(self.lent)
        return ", ".join(sorted(role + (f" for {lent[role]}" if role in lent else "") for role in self.roles))

    @property
    def roles_shown(self) -> str:
        """The roles in the reader's language."""
        return roles_text(self.roles_text)

    @property
    def sees_content(self) -> bool:
        """Whether any of the roles may read records; an administrator alone may not."""
        return bool(self.roles & CONTENT)

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held."""
        return bool(self.roles & set(roles))


def acting_for(user: User, agency: Agency, *, at: datetime | None = None) -> Acting | None:
    """The person acting for this agency now, or None when they hold no role there."""
    at = at or timezone.now()
    own = set(Membership.objects.at(at).filter(user=user, agency=agency).values_list("role", flat=True))
    lent = list(
        Delegation.objects.at(at)
        .filter(holder=user, agency=agency)
        .select_related("lender")
        .order_by("role", "starts_at")
    )
    # A lent role counts only while its lender still holds it, and adds nothing to a role held already.
    held = set(
        Membership.objects.at(at)
        .filter(agency=agency, user__in=[d.lender_id for d in lent])
        .values_list("user_id", "role")
    )
    borrowed = {
        d.role: d.lender.display_name for d in lent if (d.lender_id, d.role) in held and d.role not in own
    }
    roles = frozenset(own | set(borrowed))
    return Acting(user, agency, roles, tuple(sorted(borrowed.items()))) if roles else None


def agencies_of(user: User, *, at: datetime | None = None) -> list[Agency]:
    """The agencies in which the person holds a role, own or lent, by name."""
    at = at or timezone.now()
    own = Membership.objects.at(at).filter(user=user).values("agency")
    lent = Delegation.objects.at(at).filter(holder=user).values("agency")
    return list(Agency.objects.filter(pk__in=own.union(lent)).order_by("name"))
