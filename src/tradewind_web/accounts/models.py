"""A person who signs in. What they may do comes from their roles in an agency, never from here."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


def folded(username: str) -> str:
    """One spelling of a sign-in name: NFKC and casefold, so that look-alike cases are one person."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


class UserManager(BaseUserManager["User"]):
    """Makes people and finds them by their folded sign-in name."""

    def create_user(self, username: str, password: str | None, **fields: Any) -> User:
        """A person with this sign-in name; None makes a password that nothing opens."""
        user = self.model(username=folded(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The person of this sign-in name in whatever case it was typed."""
        return self.get(username=folded(username or ""))


class User(AbstractBaseUser):
    """A person. Never deleted: deactivated, and their name erased when retention asks it."""

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: A password that someone else saw (a slip, the demonstration) must be changed at the next sign-in.
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The name people know this person by."""
        return self.display_name
