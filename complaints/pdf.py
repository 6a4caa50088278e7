"""A paper drawn by typst: the data goes in as JSON beside the layout, never into it.

Typst draws a PDF with boxes when a font is missing and only warns: every warning is an error here. Each paper
is drawn in a process of its own (complaints.typesetting), so that the memory it needs is given back.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

FAMILY = "Noto Sans SC"
WEIGHTS = ("400Regular", "700Bold")
LONGEST = 120  # seconds
#: What only changes the sign before it: skin, gender, joining.
SHADES = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


class NoPaper(RuntimeError):
    """The paper would not show what it should; nothing is handed out."""


def fonts_folder() -> Path:
    return Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


def draw(layout: Path, data: dict[str, Any]) -> bytes:
    """PDF/A, the same bytes for the same data."""
    asked = {
        "layout": str(layout),
        "fonts": [str(fonts_folder() / weight) for weight in WEIGHTS],
        "family": FAMILY,
        "words": SHADES.sub("", json.dumps(data, ensure_ascii=False)),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "complaints.typesetting"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=LONGEST,
            cwd=settings.BASE_DIR,
            env={"LC_ALL": "C.UTF-8"},  # none of the server's secrets
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoPaper("it took too long") from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NoPaper(done.stderr.decode(errors="replace").strip()[-500:] or f"ended with {done.returncode}")
    return done.stdout
