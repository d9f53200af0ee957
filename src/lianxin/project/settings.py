"""Settings from the environment, with safe defaults for one machine. `docs/zh/deploy.md` explains each."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("LIANXIN_DATA", ROOT / "var"))


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


def database(url: str) -> dict[str, object]:
    """Django's settings for postgresql://user:password@host:port/name?host=/socket."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "lianxin",
        "USER": unquote(parts.username or query.pop("user", "lianxin_app")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A statement asked twice is planned once for each connection: planning the policies of row-level
        # security costs ten times what the rows cost (ADR-0018).
        "OPTIONS": {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 1, **query},
    }


LIANXIN_DEMO = _flag("LIANXIN_DEMO")
LIANXIN_TOUR_FIRST = LIANXIN_DEMO and _flag("LIANXIN_TOUR_FIRST")
LIANXIN_HOST = os.environ.get("LIANXIN_HOST", "127.0.0.1")
LIANXIN_PUBLIC_URL = os.environ.get("LIANXIN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
LIANXIN_PLACE_NAME = os.environ.get("LIANXIN_PLACE_NAME", "")
# Counts below it, zero apart, are hidden where a table of figures leaves. Source: ADR-0014, ADR-0022.
LIANXIN_SMALLEST_SHOWN = int(os.environ.get("LIANXIN_SMALLEST_SHOWN", "5"))
LIANXIN_BEHIND_PROXY = _flag("LIANXIN_BEHIND_PROXY")
LIANXIN_VAULT_PUBLIC_KEY = os.environ.get("LIANXIN_VAULT_PUBLIC_KEY", "")
LIANXIN_VAULT_SOCKET = os.environ.get("LIANXIN_VAULT_SOCKET", str(DATA / "vault.sock"))
# "queue" defers a job in the transaction; "inline" (tests) runs subscribers at once.
LIANXIN_JOBS = "queue"
# Ways out of the house: "" for none, "ledger", "smtp" (mail), or the dotted name of a class (ADR-0019).
LIANXIN_SMS_GATEWAY = os.environ.get("LIANXIN_SMS_GATEWAY", "")
LIANXIN_MAIL_GATEWAY = os.environ.get("LIANXIN_MAIL_GATEWAY", "")
LIANXIN_OUTLET = Path(os.environ.get("LIANXIN_OUTLET", DATA / "outlet.sqlite3"))
EMAIL_HOST = os.environ.get("LIANXIN_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("LIANXIN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LIANXIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIANXIN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LIANXIN_SMTP_SECURITY", "") == "starttls"
EMAIL_USE_SSL = os.environ.get("LIANXIN_SMTP_SECURITY", "") == "tls"
EMAIL_TIMEOUT = 8
DEFAULT_FROM_EMAIL = os.environ.get("LIANXIN_MAIL_FROM", "lianxin@localhost")
LIANXIN_OWNER_DATABASE_URL = os.environ.get("LIANXIN_OWNER_DATABASE_URL", "")

SECRET_KEY = os.environ.get("LIANXIN_SECRET_KEY", "only-for-checks-and-tests-never-served")
DEBUG = _flag("LIANXIN_DEBUG")
ALLOWED_HOSTS = [
    LIANXIN_HOST,
    "127.0.0.1",
    "localhost",
    "testserver",
    urlsplit(LIANXIN_PUBLIC_URL).hostname or "",
]
CSRF_TRUSTED_ORIGINS = [LIANXIN_PUBLIC_URL]

DATABASES = {
    "default": database(
        (_flag("LIANXIN_AS_OWNER") and LIANXIN_OWNER_DATABASE_URL)
        or os.environ.get("DATABASE_URL", "postgresql://lianxin_app@/lianxin")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "procrastinate.contrib.django",
    "lianxin.kit",
    "lianxin.journal",
    "lianxin.vault",
    "lianxin.assist",
    "lianxin.attachments",
    "lianxin.documents",
    "lianxin.divisions",
    "lianxin.accounts",
    "lianxin.localrules",
    "lianxin.notices",
    "lianxin.calendars",
    "lianxin.people",
    "lianxin.links",
    "lianxin.venues",
    "lianxin.assessments",
    "lianxin.rulebook",
    "lianxin.voices",
    "lianxin.suggestions",
    "lianxin.insights",
    "lianxin.portal",
    "lianxin.desk",
    "lianxin.exchange",
    "lianxin.project",
    *(["lianxin.demo"] if LIANXIN_DEMO else []),
]
MIDDLEWARE = [
    "lianxin.kit.middleware.EdgeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "lianxin.accounts.middleware.ActorMiddleware",
    "lianxin.kit.middleware.ScopeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lianxin.kit.middleware.DomainErrorMiddleware",
]
ROOT_URLCONF = "lianxin.project.urls"
WSGI_APPLICATION = "lianxin.project.wsgi.application"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "lianxin.kit.jinja_env.environment",
            "context_processors": ["lianxin.kit.jinja_env.page"],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "lianxin.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
PASSWORD_HASHERS = [
    "lianxin.accounts.hashing.Argon2",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
OTP_TOTP_ISSUER = "Lianxin"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "lang"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("LIANXIN_STATIC_ROOT", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lianxin.project.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Cookies are marked secure, and HSTS is sent, whenever the public address is https (docs/zh/deploy.md).
_HTTPS = LIANXIN_PUBLIC_URL.startswith("https://")
# The prefix has browsers refuse the cookie unless it is secure and for this host alone (T27).
SESSION_COOKIE_NAME = "__Host-lianxin_session" if _HTTPS else "lianxin_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if LIANXIN_BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Three photos of 10 MB and a clip of 5 MB; nginx.conf says the same.
LIANXIN_MAX_UPLOAD_BYTES = 36_000_000
FILE_UPLOAD_HANDLERS = [
    "lianxin.kit.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Photos and voice clips of citizens; backed up with the database (`lianxin backup`).
LIANXIN_FILES = DATA / "files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

FORM_RENDERER = "django.forms.renderers.Jinja2"
