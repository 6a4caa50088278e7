"""The log: one line an event, JSON in production, and never a patient in it."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: A run of digits as long as a telephone or identity number, however it is grouped; a date is none.
NUMBER = re.compile(r"(?<![\d.])(?!\d{4}-\d\d-\d\d(?!\d))\+?\d(?:[ -]?\d){6,}[Xx]?(?![\d.])")


def mask(text: str) -> str:
    """Leave the last two digits of every long number."""
    return NUMBER.sub(lambda found: "*" * 6 + found.group()[-2:], text)


def mask_numbers(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Mask whatever text an event carries. Names never reach the log: code logs keys only."""
    return {
        key: mask(value) if isinstance(value, str) and key != "at" else value for key, value in event.items()
    }


def configuration(*, json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything, our own and the libraries', through the same mask."""
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*first, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": first,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    mask_numbers,
                    last,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # Axes writes usernames and addresses; the database has them for those who may look.
            "axes": {"level": "ERROR"},
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
