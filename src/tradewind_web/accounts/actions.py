"""What a person, or somebody in charge of them, does to an account."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tradewind_web.accounts.events import PasswordChanged
from tradewind_web.accounts.models import User
from tradewind_web.audit.recording import Actor, record


@transaction.atomic
def change_password(*, acting: Actor, user: User, password: str) -> None:
    """Give oneself a new password. Every other session of the person ends by it.

    Raises:
        ValidationError: the password is too short, too common or like the name.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(acting, PasswordChanged(subject_kind="person", subject_id=str(user.pk)))
