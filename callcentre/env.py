"""Typed readers of the environment. Nonsense is refused with one sentence, never guessed at."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable, stripped; the default if it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes or no."""
    value = text(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} must be 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number, not negative."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or default


def required(name: str, why: str) -> str:
    """The variable, or a refusal to start."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: {why}")
    return value


def hosts(name: str) -> list[str]:
    """The names that production answers to, at least one and never whatever it is called."""
    found = words(name, [])
    if not found or "*" in found:
        raise ImproperlyConfigured(
            f"{name} must name the hosts that production answers to, separated by commas; * is none."
        )
    return found


def production_secret() -> str:
    """SECRET_KEY, long enough to be one."""
    secret = required("SECRET_KEY", "production needs a secret of its own, at least 50 characters.")
    if len(secret) < 50 or len(set(secret)) < 5 or secret.startswith("django-insecure-"):
        raise ImproperlyConfigured("SECRET_KEY is too weak: use at least 50 random characters.")
    return secret


def production_audit_key() -> str:
    """AUDIT_KEY. Once it could be left out: what was sealed then holds by one derived from SECRET_KEY."""
    return required(
        "AUDIT_KEY",
        "the log is sealed with a key that never changes. A new installation sets 64 random characters; "
        "one that ran without it goes on with what this prints: "
        "printf 'audit:%s' \"$SECRET_KEY\" | sha256sum | cut -c1-64",
    )


def local_secret(path: Path) -> str:
    """A secret made once for this checkout, readable by its owner only. Two first starts agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text() or local_secret_again(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text()


def local_secret_again(path: Path) -> str:
    """An empty file is what a start that was cut off left behind."""
    path.unlink(missing_ok=True)
    return local_secret(path)


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for a PostgreSQL address; its query becomes options of the driver."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must read postgresql://user:password@host:5432/name.")
    options: dict[str, object] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }


def broker(redis_url: str) -> str:
    """The same Redis in the spelling that Celery's transport understands."""
    if redis_url.startswith("unix://"):
        return f"redis+socket://{redis_url.removeprefix('unix://')}?virtual_host=0"
    return redis_url
