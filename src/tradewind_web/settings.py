"""Every setting, the environment read here and nowhere else. Unsafe values have no default.

TRADEWIND_OFFICE     the office's folder (see office.py)
TRADEWIND_DATABASE   postgresql://user:password@host:port/name; without it, SQLite in the office's folder
TRADEWIND_HOSTS      names this platform answers to, comma-separated; `localhost` alone without it
TRADEWIND_SECRET     the key that signs sessions; without it, the office's own secret.key
TRADEWIND_UPLOAD_LIMIT  the most bytes a file sent in a page may have; 2 GiB without it
TRADEWIND_HTTPS      1 where TLS stands in front (cookies and redirects become strict)
TRADEWIND_HOOKS_PRIVATE  1 where systems that are told of licences stand in a private network of the office
TRADEWIND_STAMP_ADDRESSES  authorities for time stamps that are http or in a private network: addresses, comma-separated
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from tradewind.errors import RequestError
from tradewind_web.office import open_office
from tradewind_web.translating import languages_in

HERE = Path(__file__).resolve().parent
OFFICE = open_office()
HTTPS = os.environ.get("TRADEWIND_HTTPS") == "1"
STAMP_ADDRESSES: frozenset[str] = frozenset(
    a.strip() for a in os.environ.get("TRADEWIND_STAMP_ADDRESSES", "").split(",") if a.strip()
)
HOOKS_MAY_BE_PRIVATE = os.environ.get("TRADEWIND_HOOKS_PRIVATE") == "1"

DEBUG = False
SECRET_KEY = os.environ.get("TRADEWIND_SECRET") or OFFICE.secret()
ALLOWED_HOSTS = [h.strip() for h in os.environ.get("TRADEWIND_HOSTS", "localhost,127.0.0.1,[::1]").split(",")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "tradewind_web.audit",
    "tradewind_web.jobs",
    "tradewind_web.accounts",
    "tradewind_web.agencies",
    "tradewind_web.sharing",
    "tradewind_web.sources",
    "tradewind_web.traders",
    "tradewind_web.findings",
    "tradewind_web.licensing",
    "tradewind_web.consignments",
    "tradewind_web.cases",
    "tradewind_web.seizures",
    "tradewind_web.proceedings",
    "tradewind_web.field",
    "tradewind_web.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tradewind_web.accounts.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tradewind_web.agencies.middleware.begun",
    # Every page needs a signed-in person unless the view itself says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tradewind_web.agencies.middleware.acting",
    "tradewind_web.sharing.once.while_reading",
    "tradewind_web.agencies.middleware.idle_lock",
    "tradewind_web.accounts.middleware.own_password",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tradewind_web.urls"
WSGI_APPLICATION = "tradewind_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tradewind_web.desk.context.every_page",
            ],
        },
    }
]


def database(url: str | None) -> dict[str, Any]:
    """Django's description of the database: PostgreSQL by URL, else the office's SQLite file.

    Raises:
        RequestError: the URL names another kind of database.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(OFFICE.database),
            # ARCHITECTURE: a writer waits its turn, readers never wait, a crash loses nothing acknowledged.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # 16 MB of pages kept by each connection: the default of 2 MB reads a large office anew with each page.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-16000;",
            },
            # Opening a file reads its whole schema and begins with an empty cache: a thread keeps its own a while.
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise RequestError(
            f"TRADEWIND_DATABASE begins with {parts.scheme!r}; write postgresql://user:password@host:port/name, "
            "or leave it out to use SQLite"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(os.environ.get("TRADEWIND_DATABASE"))}

# People -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # nothing needs e-mail: a printed slip invites and recovers
ACCOUNT_ADAPTER = "tradewind_web.accounts.adapter.Adapter"
ACCOUNT_LOGOUT_ON_GET = False
# allauth's limits count by address in the memory of one process; the lock-out below counts by name, for all.
ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tradewind"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way: a clock a little off still works
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost counts as safe for browsers
MFA_ADAPTER = "tradewind_web.accounts.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "tradewind_web.accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "tradewind_web.accounts.factor_forms.ReauthenticateForm",
    "activate_totp": "tradewind_web.accounts.factor_forms.ActivateTOTPForm",
}
USERSESSIONS_TRACK_ACTIVITY = False  # noted once a minute by the idle lock, not with every page
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
# By name, not by address: in an office all come from one address, and an attacker from many.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "tradewind_web.accounts.lock_out.page"
# The time said on the page is the time it takes, however often somebody tries meanwhile.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# What is typed beside a name is never kept with a failed attempt.
AXES_SENSITIVE_PARAMETERS = [
    "login", "code", "slip", "current", "password1", "password2", "witness", "witness_password",
]  # fmt: skip
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a browser may do ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# A demonstration beside a real office on one machine must not end the other's sessions.
SESSION_COOKIE_NAME = "tradewind-demonstration" if OFFICE.demonstration else "tradewind"
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}-csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Files go to the office's own disk as they come; nobody who does not act for an agency can send one.
FILE_UPLOAD_HANDLERS = ["tradewind_web.sources.receiving.OfficeUploadHandler"]
UPLOAD_LIMIT = int(os.environ.get("TRADEWIND_UPLOAD_LIMIT") or 2 << 30)  # bytes

# Languages ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("zh-hans", "中文"),
]
# A language an office brought in stands before the shipped one of the same name.
LANGUAGES += [language for language in languages_in(OFFICE.languages) if language[0] not in dict(LANGUAGES)]
LOCALE_PATHS = [OFFICE.languages, HERE / "locale"]
FORMAT_MODULE_PATH = "tradewind_web.date_formats"
LANGUAGE_COOKIE_NAME = "tradewind-language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Assets ------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = OFFICE.static
STATICFILES_DIRS = [HERE / "static", ("picture", HERE.parent / "tradewind" / "picture" / "look")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": OFFICE.uploads},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "waitress.queue": {"level": "ERROR"}},
}
