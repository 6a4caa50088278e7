"""M12: 200 scripted agents at work on the running product, 100,000 open tasks before them. Each looks at the list,
opens a call, types for a while (a draft every 3 s) and saves, about every 20 s. Of each page the time within which 95
of 100 answers came is set against the median of one agent who has the machine to himself. Every save that was
acknowledged must be on record, once.

python bench/m12_agents.py [agents] [seconds]
"""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import calling
import common

REACH = 10.0
DRAFTS, EVERY = 5, 3.0  # seconds
ALONE = 30  # calls of the one agent
OPEN = 100_000


class Book:
    """What everybody saw: seconds by page, what went wrong, which saves were acknowledged."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.saved: list[str] = []


class Clerk(threading.Thread):
    def __init__(self, port: int, cookie: str, book: Book, *, until: float, calls: int = 0) -> None:
        """`calls`: so many without a pause, instead of working until `until`."""
        super().__init__(daemon=True)
        from django.conf import settings

        from tests.kills.browser import Browser

        self.browser = Browser(port)
        self.browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
        self.book, self.until, self.calls = book, until, calls
        self.dice = random.Random(cookie)  # noqa: S311 (pauses)

    def run(self) -> None:
        try:
            self.pause(self.dice.uniform(0, DRAFTS * EVERY + EVERY))
            call = ""
            while self.calls > 0 or time.monotonic() < self.until:
                call = self.round(call)
                self.calls -= 1
        except Exception as error:
            self.book.wrong.append(repr(error))

    def pause(self, seconds: float) -> None:
        if self.until:
            time.sleep(seconds)

    def asked(self, what: str, ask: Callable[[], Any], *states: int) -> Any:
        begin = time.perf_counter()
        answer = ask()
        self.book.seconds[what].append(time.perf_counter() - begin)
        if answer.status not in states:
            raise AssertionError(f"{what}: {answer.status}")
        return answer

    def round(self, call: str) -> str:
        """From the list to the next call, which the save has opened; returns its page."""
        from tests.kills.agents import ASKED, TOKEN

        browser = self.browser
        self.asked("the list", lambda: browser.get("/today/"), 200)
        if not call.startswith("/calls/"):
            call = self.asked("opening a call", lambda: browser.post("/calls/next/", {}), 302).location
        page = self.asked("the call", lambda: browser.get(call), 200)
        found = TOKEN.search(page.text)
        assert found is not None, "no call"
        fields = {"token": found[1], "page": found[1][:16]}
        for seq in range(1, DRAFTS + 1):
            self.pause(self.dice.uniform(0.8, 1.2) * EVERY)
            typed = fields | {"notes": "伤口干燥。" * seq, "seq": str(seq)}
            self.asked(
                "a draft", lambda typed=typed: browser.post(f"{call}draft/", typed, X_Background="1"), 200
            )
        self.pause(self.dice.uniform(0.8, 1.2) * EVERY)
        told = {"token": found[1], "notes": "伤口干燥。" * DRAFTS, "outcome": "completed"}
        told |= {f"{name}-na": "1" for name in ASKED.findall(page.text)}
        answer = self.asked("saving, next call", lambda: browser.post(f"{call}save/", told), 302)
        self.book.saved.append(found[1])
        return str(answer.location)


@contextmanager
def served() -> Iterator[int]:
    """The product's own web command over the bench's database; the port."""
    from django.conf import settings
    from django.core.management import call_command

    from callcentre.supervisor import COMMANDS, PORT
    from tests.kills.browser import Browser, NoAnswer
    from tests.kills.product import free_port

    port = free_port()
    command = [word.replace(f":{PORT}", f":{port}") for word in COMMANDS["web"]]
    call_command("collectstatic", interactive=False, verbosity=0)
    address = urlsplit(settings.DATABASE_URL)._replace(path=f"/{calling.NAME}").geturl()
    web = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address})  # noqa: S603 (our own)
    try:
        for _ in range(300):
            try:
                if Browser(port).get("/health/", patience=3).status == 200:
                    break
            except NoAnswer:
                time.sleep(0.2)
        yield port
    finally:
        web.terminate()
        web.wait(60)


def main(agents: int = 200, seconds: int = 600) -> None:
    calling.prepare(OPEN, agents)
    try:
        from followups.models import Attempt
        from staff.models import User
        from tests.clients import session_cookie

        users = User.objects.filter(username__startswith="agent").order_by("pk")
        cookies = [session_cookie(user) for user in users]
        with served() as port:
            alone = Book()
            Clerk(port, cookies[0], alone, until=0, calls=ALONE).run()
            together = Book()
            until = time.monotonic() + seconds
            clerks = [Clerk(port, cookie, together, until=until) for cookie in cookies]
            for clerk in clerks:
                clerk.start()
            for clerk in clerks:
                clerk.join(seconds + 120)
        for what, single in alone.seconds.items():
            many = together.seconds[what]
            if min(len(single), len(many)) < ALONE:  # the first call alone is opened by hand
                continue
            within = statistics.quantiles(many, n=20)[-1]
            note = f"{len(many)} answers, the slowest {max(many) * 1000:.0f} ms"
            common.report(f"M12 {agents} agents", what, single, [within], REACH, note=note)
        saved = alone.saved + together.saved
        there = Attempt.objects.filter(token__in=saved).count()
        print(f"M12  {len(saved)} saves acknowledged, {there} on record, {Attempt.objects.count()} in all")
        print(
            f"M12  errors: {len(together.wrong) + len(alone.wrong)} {sorted({*alone.wrong, *together.wrong})[:5]}"
        )
    finally:
        calling.drop()


if __name__ == "__main__":
    main(*common.numbers(sys.argv[1:]))
