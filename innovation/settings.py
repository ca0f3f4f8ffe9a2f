"""Every setting. What differs between installations comes from the environment."""

import socket
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from innovation import environment as env

ROOT = Path(__file__).resolve().parent.parent
VAR = env.state_folder("INNOVATION_VAR", ROOT / "var")

# Where and how this installation answers
BIND = env.address("BIND", "127.0.0.1")
PORT = env.whole_number("PORT", 8000, most=65_535)
DEMO = env.flag("INNOVATION_DEMO")
# A demonstration may stand some days ahead of the real clock, to see periods run out.
DEMO_DAYS_AHEAD = env.whole_number("INNOVATION_DEMO_DAYS_AHEAD", 0, least=0, most=3_660)
if DEMO_DAYS_AHEAD and not DEMO:
    env.refuse("INNOVATION_DEMO_DAYS_AHEAD moves a demonstration's clock; unset it here.")
HTTPS = env.flag("INNOVATION_HTTPS")
DEBUG = env.flag("INNOVATION_DEBUG")
if DEBUG and not env.is_loopback(BIND):
    env.refuse(
        f"INNOVATION_DEBUG shows the program's inside and BIND is {BIND}; unset INNOVATION_DEBUG,"
        " or set BIND to 127.0.0.1."
    )

SECRET_KEY = env.secret("INNOVATION_SECRET_KEY", VAR / "secret.key")
# The key of the audit chain lies outside the database, so that who can write there cannot forge.
AUDIT_KEY = env.secret("INNOVATION_AUDIT_KEY", VAR / "audit.key", least=32)
# Loopback names always: the probes on the machine itself use them.
ALLOWED_HOSTS = [
    *env.host_names("INNOVATION_HOSTS", [BIND, socket.gethostname()]),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = env.origins("INNOVATION_CSRF_ORIGINS")
# Whose notices a host name shows, like "a.example.com=CODE"; any other shows the first committee's.
PUBLIC_COMMITTEES = env.pairs("INNOVATION_PUBLIC_COMMITTEES")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "innovation",
    "innovation.core",
    "innovation.org",
    "projects",
    "reviews",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "innovation.core.packing.PackingMiddleware",
    "csp.middleware.CSPMiddleware",
    "innovation.core.limits.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "innovation.core.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "innovation.org.middleware.SessionGuardMiddleware",
    "innovation.core.middleware.DenyByDefaultMiddleware",
]

ROOT_URLCONF = "innovation.urls"
WSGI_APPLICATION = "innovation.wsgi.application"
ASGI_APPLICATION = "innovation.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "innovation.nav.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data. No ATOMIC_REQUESTS: with SQLite each read would take the write lock.
DATABASES = {"default": env.database("DATABASE_URL", VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis_address("REDIS_URL")

# "default" is each process's own and holds only what its key makes valid for ever;
# "shared" is one for all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    "shared": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
    },
}

# Users and sessions. Sessions live in the database alone: a logout or a disabled account holds in
# every process at once, also while Redis is away.
AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = ["innovation.org.backends.PasswordBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/workbench/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_POLICY = env.choice("INNOVATION_PASSWORD_POLICY", "mlps", ("mlps", "asvs"))
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "innovation.org.passwords.PolicyValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "innovation.org.passwords.HistoryValidator"},
]

# Headers
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 86_400 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# The proxy in front sets this header itself and drops what the browser sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 86_400
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static and stored files
STATIC_URL = "/static/"
STATIC_ROOT = env.text("INNOVATION_STATIC") or VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {
        "BACKEND": "innovation.core.storage.WholeFileStorage",
        "OPTIONS": {"location": VAR / "files", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # without the files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
REQUEST_MAX_BYTES = 20 * 1024 * 1024  # with the files
FONTS_FOLDER = env.text("INNOVATION_FONTS")

# Mail goes into a folder until a server is named.
globals().update(env.mail("EMAIL_URL", VAR / "mail"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("INNOVATION_MAIL_FROM", "innovation@localhost")

# Background work. The outbox and the job rows are the source of truth; the broker only wakes.
LEASE_SECONDS = env.seconds("INNOVATION_LEASE_SECONDS", 60)
SWEEP_SECONDS = env.seconds("INNOVATION_SWEEP_SECONDS", 10)
TICK_SECONDS = env.seconds("INNOVATION_TICK_SECONDS", 60)
SEAL_SECONDS = env.seconds("INNOVATION_SEAL_SECONDS", 5)

BROKER_FOLDER = VAR / "broker"
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": CELERY_TASK_TIME_LIMIT + 60,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # Who publishes does not wait: the sweep does what could not be published.
        "socket_connect_timeout": 0.3,
        "socket_timeout": 0.5,
        "max_retries": 0,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost/"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "processed_folder": str(BROKER_FOLDER / "processed"),
        "store_processed": True,
        "polling_interval": 0.2,
    }
CELERY_BROKER_CONNECTION_TIMEOUT = 0.3
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat" / "schedule")
# `expires`: what waited while no worker ran is not made up for; the next round does it all.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": every, "options": {"expires": max(every, 30)}}
    for task, every in (
        ("core.sweep_outbox", SWEEP_SECONDS),
        ("core.seal_audit", SEAL_SECONDS),
        ("core.tick", TICK_SECONDS),
    )
}

for folder in (
    "files",
    "mail",
    "beat",
    "broker",
    "broker/queue",
    "broker/control",
    "broker/processed",
):
    env.part_of_state(VAR / folder)

# One line per event on stderr; the service manager keeps it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Whoever asks under a foreign host name gets 400; it is no event of ours.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
