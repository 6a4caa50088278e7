"""Two who only watch: how long nobody is answered, and whether two agents ever hold one patient."""

import threading
import time

import psycopg

from tests.kills.ledger import Ledger
from tests.kills.product import Product

TWO_HOLDERS = """SELECT patient_id, array_agg(DISTINCT hold_by_id) FROM followups_task
    WHERE hold_until > now() GROUP BY patient_id HAVING count(DISTINCT hold_by_id) > 1"""
FEW = 40
# The clock cannot be moved on; so calls that would be tried again later are due now, when few are left.
DUE_AGAIN = f"""UPDATE followups_task SET call_at = now() WHERE state = 'open' AND opens <= now()
    AND call_at > now() AND closes > now() AND hold_by_id IS NULL
    AND {FEW} > (SELECT count(*) FROM followups_task
        WHERE state = 'open' AND call_at <= now() AND closes > now())"""  # noqa: S608 - a number of ours


class Probe(threading.Thread):
    """Asks the health page without a pause; an outage lasts from the last answer to the next."""

    def __init__(self, product: Product) -> None:
        super().__init__(daemon=True)
        self.product = product
        self.ending = threading.Event()
        self.longest = 0.0
        self.outages = 0

    def run(self) -> None:
        last, down = time.monotonic(), False
        while not self.ending.wait(0.1):
            if self.product.answers():
                if down:
                    self.outages += 1
                    self.longest = max(self.longest, time.monotonic() - last)
                last, down = time.monotonic(), False
            else:
                down = True


class Watch(threading.Thread):
    """Looks into the database twice a second, whenever there is one."""

    def __init__(self, address: str, ledger: Ledger) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.ledger = ledger
        self.ending = threading.Event()
        self.looks = 0

    def run(self) -> None:
        while not self.ending.wait(0.5):
            try:
                with psycopg.connect(self.address, autocommit=True, connect_timeout=3) as line:
                    self.look(line)
            except psycopg.Error:
                continue
        self.ledger.write("looked", looks=self.looks)

    def look(self, line: "psycopg.Connection[tuple[object, ...]]") -> None:
        while not self.ending.wait(0.5):
            for patient, holders in line.execute(TWO_HOLDERS):
                self.ledger.write("two holders", patient=patient, holders=holders)
            line.execute(DUE_AGAIN)
            self.looks += 1
