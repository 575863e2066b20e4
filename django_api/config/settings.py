"""Every setting of the project. Those of the environment are checked as they are read.

https://docs.djangoproject.com/en/5.2/ref/settings/
"""

from pathlib import Path

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# ---------------------------------------------------------- from the environment

HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000, 1, 65535)
WORKERS = environment.number("WORKERS", 2, 1, 1000)
THREADS = environment.number("THREADS", 8, 1, 10_000)
TOKEN_TTL_SECONDS = environment.number("TOKEN_TTL_SECONDS", 86400, 1, 10**10)
SIGN_IN_FAILURES = environment.number("SIGN_IN_FAILURES", 10, 1, 1_000_000)
SIGN_IN_WINDOW_SECONDS = environment.number("SIGN_IN_WINDOW_SECONDS", 60, 1, 86_400)
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, 0, 100)
ALLOWED_HOSTS = environment.names(
    "ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]",
    r"\*|\.?[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]",
    "host names without scheme or port, or *",
)
CORS_ORIGINS = environment.names(
    "CORS_ORIGINS",
    "",
    # RFC 6454 6.2: scheme, host and port, as a browser writes them: in small letters.
    r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]*)?",
    "origins such as https://app.example",
)
DATABASES = {"default": environment.database("DATABASE_URL", "sqlite:///bookmarks.db")}
SECRET_KEY = environment.secret_key("SECRET_KEY", BASE_DIR / ".secret_key")

# ---------------------------------------------------------------------- database

if DATABASES["default"]["ENGINE"] == environment.SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        # WAL: readers do not wait for the writer, nor it for them. FULL: a 201 outlives
        # a power cut; NORMAL only a killed process. Builds of SQLite differ.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        # atomic() takes the write lock at BEGIN: what it read stays true until COMMIT.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    CODE_POINT_COLLATION = "BINARY"
else:
    # Without it, a server that does not answer is waited for until TCP gives up.
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
    CODE_POINT_COLLATION = "C"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------- application

INSTALLED_APPS = [
    "bookmarks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# From the outside in: a response passes through them from the last to the first.
MIDDLEWARE = [
    "bookmarks.middleware.access_log",
    "bookmarks.middleware.cors",
    "bookmarks.middleware.without_body",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "bookmarks.middleware.ProblemMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TIME_ZONE = "UTC"
USE_I18N = False

# An error page of DEBUG would be another answer than the contract's; the traceback
# stands on stderr in development too.
DEBUG = False

# ------------------------------------------------------------------------- users

AUTH_USER_MODEL = "bookmarks.User"
AUTHENTICATION_BACKENDS = ["bookmarks.throttle.ThrottledBackend"]

# OWASP Password Storage Cheat Sheet: Django's figures, N=2^14, r=8, p=5, are enough.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# For the forms of the admin; the API's own rule stands in forms.py.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
]

# ------------------------------------------------------------------------- admin

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"

# The files are served from the installed packages: there is no step to collect them.
WHITENOISE_USE_FINDERS = True

# Browsers count http://localhost as secure, so signing in works there too.
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Where TLS ends at a proxy, this server sees http, but a form comes from https, and is
# taken for another site's. Only a proxy is believed: a client may say anything.
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ----------------------------------------------------------------------- logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "access": {"format": "{message}", "style": "{"},
        "error": {"format": "{asctime} {levelname} {message}", "style": "{"},
    },
    "handlers": {
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
        "error": {"class": "logging.StreamHandler", "formatter": "error"},
    },
    "loggers": {
        "access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        # Without this entry an exception is logged nowhere while DEBUG is off.
        "django": {"handlers": ["error"], "level": "ERROR", "propagate": False},
        # runserver's own line would be a second one for each request.
        "django.server": {"level": "CRITICAL"},
        # A refused Host is one line of the access log, not a traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
