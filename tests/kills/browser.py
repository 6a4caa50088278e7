"""As much of a browser as a scripted agent needs: cookies, forms, and no answer when there is none."""

import http.client
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 30.0


class NoAnswer(Exception):
    """The connection was refused, cut or silent."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str

    @property
    def failed(self) -> bool:
        return self.status >= 500

    @property
    def advises(self) -> bool:
        """An error page of ours: with a reference to name, and without anything from inside."""
        return "E-" in self.text and "Traceback" not in self.text


class Browser:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str, patience: float = PATIENCE) -> Answer:
        return self._ask("GET", path, None, {}, patience)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        more["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(fields).encode(), more)

    def upload(self, path: str, name: str, content: bytes) -> Answer:
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        patience: float = PATIENCE,
    ) -> Answer:
        sent = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items()), **headers}
        if "csrftoken" in self.cookies:
            sent["X-CSRFToken"] = self.cookies["csrftoken"]
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            line.request(method, path, body, sent)
            found = line.getresponse()
            text = found.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(type(error).__name__) from error
        finally:
            line.close()
        self._keep_cookies(found.headers.get_all("Set-Cookie") or [])
        return Answer(found.status, found.headers.get("Location", ""), text)

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
