"""The settings, one file for every place: a laptop, the tests, production.

CALLCENTRE_ENV=production refuses to start without its secrets and servers. Everywhere else the embedded
servers and a secret in .state stand in for what the environment does not name. DEBUG is off unless asked for.
"""

import hashlib
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from callcentre import embedded, env, logs
from callcentre.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = embedded.STATE

PRODUCTION = env.text("CALLCENTRE_ENV") == "production"
DEBUG = env.flag("DEBUG")
DEMO = env.flag("CALLCENTRE_DEMO")

if PRODUCTION:
    if DEBUG or DEMO:
        raise ImproperlyConfigured("DEBUG and CALLCENTRE_DEMO must be off in production.")
    SECRET_KEY = env.production_secret()
    AUDIT_KEY = env.production_audit_key()
    ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
    DATABASE_URL = env.required("DATABASE_URL", "production needs a PostgreSQL server of its own.")
    REDIS_URL = env.required("REDIS_URL", "production needs a Redis or Valkey server of its own.")
else:
    SECRET_KEY = env.text("SECRET_KEY") or env.local_secret(STATE_DIR / "secret_key")
    AUDIT_KEY = env.text("AUDIT_KEY") or hashlib.sha256(f"audit:{SECRET_KEY}".encode()).hexdigest()
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
    DATABASE_URL = env.text("DATABASE_URL", embedded.addresses()["DATABASE_URL"])
    REDIS_URL = env.text("REDIS_URL", embedded.addresses()["REDIS_URL"])

# --- The hospital ---

HOSPITAL_NAME = env.text("HOSPITAL_NAME", "青屿市中心医院")
CALL_PURPOSES = "followups.purposes.in_use"  # whom the library asks what calls are for
SUPPORT_EXTENSION = env.text("SUPPORT_EXTENSION", "8001")
TIME_ZONE = env.text("HOSPITAL_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
HOLD_SECONDS = env.number("HOLD_SECONDS", 600)
EXPORT_HOURS = env.number("EXPORT_HOURS", 72)
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_SECONDS", 1800)
SESSION_ABSOLUTE_SECONDS = env.number("SESSION_ABSOLUTE_SECONDS", 43200)

# --- The house ---

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "axes",
    "callcentre",
    "staff",
    "regulation",
    "patients",
    "scripts_library",
    "complaints",
    "hotline",
    "followups",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",  # before whatever asks the database: error pages carry it too
    "staff.middleware.RequestOrigin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "staff.middleware.NoNullCharacters",  # after the token: it reads what was posted
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "staff.middleware.SessionLimits",
    "staff.middleware.UserLocale",
    "staff.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "callcentre.urls"
WSGI_APPLICATION = "callcentre.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "callcentre.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "followups.context.navigation",
                "reports.context.begins",
            ],
        },
    },
    # The hot parts of pages, named by {% hot %}: docs/decisions/024.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "callcentre.hot.environment", "keep_trailing_newline": True},
    },
]

# --- Servers ---

DATABASES = {"default": env.database(DATABASE_URL)}

CACHES = {
    "default": {
        "BACKEND": "callcentre.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "callcentre",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
    }
}

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", env.broker(REDIS_URL))
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 600,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_keepalive": not CELERY_BROKER_URL.startswith("redis+socket"),
    # Publishing gives up at once; the sweeps find the work in the database.
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # the worker waits for its broker as long as it takes
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 540  # below the visibility timeout, or a slow task would run twice at once
CELERY_TASK_SOFT_TIME_LIMIT = 510
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = env.text("CELERY_BEAT_FILE", str(STATE_DIR / "beat"))

# --- Who comes in ---

AUTH_USER_MODEL = "staff.User"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would carry names
LOGIN_URL = "staff:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = "staff.throttle.cool_off"
AXES_HANDLER = "staff.throttle.Handler"
AXES_USERNAME_CALLABLE = "staff.throttle.whose_door"
AXES_USE_ATTEMPT_EXPIRATION = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_CALLABLE = "staff.views.session.locked"
AXES_CLIENT_IP_CALLABLE = "staff.middleware.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "password", "old", "new", "again", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Read afresh for each background request: signing in again in another tab changes the token.
CSRF_COOKIE_HTTPONLY = False

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}

if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "callcentre.proxy.ClientAddress")

if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])
    SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# --- Words ---

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.is_dir()]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "callcentre.staticfiles.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "callcentre.staticfiles.Storage"},
}
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(STATE_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = logs.configuration(json=PRODUCTION)
