"""Scripted agents: they take the next patient, type, save, and press again when no answer came."""

import html
import json
import random
import re
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from callcentre.demo.staff import PASSWORD
from tests.kills.browser import Answer, Browser, NoAnswer
from tests.kills.ledger import Ledger

OUTCOMES = ("completed", "completed", "completed", "no_answer", "busy", "powered_off")
AT_ONCE = 0.2  # share of saves that are pressed twice at the same time
LOOKS_BACK = 0.3  # share of drafts after which the page is loaded anew
SIGN_IN = "/staff/sign-in/"
GIVES_UP = 300.0  # seconds without an answer: faults 48 allow five minutes

TOKEN = re.compile(r'name="token" value="([0-9a-f-]{36})"')
SEQ = re.compile(r'data-draft-seq="(\d+)"')
ASKED = re.compile(r'data-ask="(q-[^"]+)"')
NOTES = re.compile(r'<textarea[^>]*name="notes"[^>]*>(.*?)</textarea>', re.DOTALL)


class Stuck(Exception):
    """Five minutes without an answer."""


class Person(threading.Thread, ABC):
    """Somebody signed in, who asks until he is answered."""

    def __init__(self, username: str, port: int, ledger: Ledger, seed: int) -> None:
        super().__init__(name=username, daemon=True)
        self.username = username
        self.browser = Browser(port)
        self.ledger = ledger
        self.dice = random.Random(f"{seed} {username}")
        self.ending = threading.Event()

    def run(self) -> None:
        try:
            self.sign_in()
            while not self.ending.is_set():
                self.work()
        except Exception as error:
            self.ledger.write("broke", who=self.username, why=repr(error))
            raise

    @abstractmethod
    def work(self) -> None:
        """One round: a call, or a file."""

    def sign_in(self) -> None:
        self.insist(lambda: self.browser.get(SIGN_IN))
        fields = {"username": self.username, "password": PASSWORD}
        answer = self.insist(lambda: self.browser.post(SIGN_IN, fields))
        if answer.status != 302:
            raise Stuck(f"not signed in: {answer.status}")

    def insist(self, ask: Callable[[], Answer]) -> Answer:
        """Again until there is an answer, as somebody does who has typed something."""
        until = time.monotonic() + GIVES_UP
        while time.monotonic() < until:
            try:
                answer = ask()
            except NoAnswer as error:
                self.ledger.write("no answer", who=self.username, why=str(error))
            else:
                if not answer.failed:
                    return self._signed_in_still(answer)
                self.ledger.write(
                    "error page", who=self.username, status=answer.status, advises=answer.advises
                )
            time.sleep(self.dice.uniform(0.3, 1.5))
        raise Stuck("no answer for five minutes")

    def _signed_in_still(self, answer: Answer) -> Answer:
        if answer.location.startswith(SIGN_IN):
            self.ledger.write("signed out", who=self.username)
        return answer

    def pause(self, least: float, most: float) -> None:
        self.ending.wait(self.dice.uniform(least, most))


class Agent(Person):
    calls = 0

    def work(self) -> None:
        answer = self.insist(lambda: self.browser.post("/calls/next/", {}))
        if not answer.location.startswith("/calls/"):
            self.pause(1, 2)
            return
        page = self.insist(lambda: self.browser.get(answer.location))
        token = TOKEN.search(page.text)
        if token is None:
            self.ledger.write("no call", who=self.username, status=page.status)
            return
        self.calls += 1
        self.ledger.write("opened", who=self.username, token=token[1])
        seq, typed = int((SEQ.search(page.text) or ["", "0"])[1]), ""
        for part in range(self.dice.randint(1, 3)):
            typed = f"账 {self.username}-{self.calls}-{part}-{self.dice.getrandbits(32):08x} 伤口干燥"
            seq = self.keep(answer.location, token[1], typed, seq)
            self.pause(0.1, 0.8)
        # "Does not apply" answers whatever a questionnaire wants before a call is complete.
        self.save(answer.location, token[1], typed, {f"{name}-na": "1" for name in ASKED.findall(page.text)})

    def keep(self, page: str, token: str, typed: str, seq: int) -> int:
        """One draft, and sometimes a look whether it is there; the number of the last one kept."""
        tried = iter(range(seq + 1, seq + 10_000))
        fields = {"token": token, "notes": typed, "page": token[:16]}
        answer = self.insist(
            lambda: self.browser.post(f"{page}draft/", fields | {"seq": str(next(tried))}, X_Background="1")
        )
        if answer.status != 200:
            self.ledger.write("draft refused", who=self.username, token=token, status=answer.status)
            return seq
        self.ledger.write("kept", who=self.username, token=token, notes=typed)
        if self.dice.random() < LOOKS_BACK:
            found = NOTES.search(self.insist(lambda: self.browser.get(page)).text)
            if not found or html.unescape(found[1]) != typed:
                self.ledger.write("draft lost", who=self.username, token=token)
        return max(seq + 1, int(json.loads(answer.text)["seq"]))

    def save(self, page: str, token: str, typed: str, answers: Mapping[str, str]) -> None:
        told = {"token": token, "notes": typed, "outcome": self.dice.choice(OUTCOMES)}
        fields = told | (answers if told["outcome"] == "completed" else {})
        self.ledger.write("sending", who=self.username, **told)
        if self.dice.random() < AT_ONCE:
            threading.Thread(target=self.press_too, args=(page, fields), daemon=True).start()
        answer = self.insist(lambda: self.browser.post(f"{page}save/", fields))
        if answer.status == 409:  # a colleague wrote about this patient before; both were seen
            answer = self.insist(lambda: self.browser.post(f"{page}save/", fields | {"merge": "1"}))
        kind = "saved" if answer.status == 302 else "refused"
        self.ledger.write(kind, who=self.username, status=answer.status, **told)

    def press_too(self, page: str, fields: Mapping[str, str]) -> None:
        """A second press, by which nothing may change; nobody waits for its answer."""
        other = Browser(self.browser.port)
        other.cookies = dict(self.browser.cookies)
        try:
            other.post(f"{page}save/", fields)
        except NoAnswer:
            return
