"""A scripted supervisor: she sends in a list of visits, looks at it and has it imported, again and again."""

import re
import time
from datetime import datetime, timedelta

from tests.kills.agents import Person

HEADINGS = "就诊流水号,病案号,姓名,性别,联系电话,科室,主治医生,就诊类型,诊断,入院日期,出院日期,离院方式"
ROWS = 30
MINE = re.compile(r"/imports/(\d+)/$")
DONE = 300.0


def visits(first: int, today: datetime) -> tuple[list[str], bytes]:
    """Numbers of visits and the file with them: discharged a week ago, so that each is called."""
    numbers = [f"KILL{first + n:06d}" for n in range(ROWS)]
    lines = [HEADINGS]
    for n, number in enumerate(numbers, start=first):
        left = today - timedelta(days=7 + n % 2)
        came = left - timedelta(days=4)
        lines.append(
            f"{number},9{n:07d},陈国栋,男,1795{n % 10_000_000:07d},普外科,唐兴,住院,胆囊结石,"
            f"{came:%Y-%m-%d} 09:00,{left:%Y-%m-%d} 10:00,医嘱离院"
        )
    return numbers, "\n".join(lines).encode()


class Importer(Person):
    files = 0

    def work(self) -> None:
        numbers, content = visits(self.files * ROWS + 1, datetime.now().astimezone())
        self.files += 1
        sent = self.insist(lambda: self.browser.upload("/imports/new/", f"{self.files}.csv", content))
        found = MINE.search(sent.location)
        if not found:
            self.ledger.write("refused", who=self.username, status=sent.status, outcome="import")
            return
        self.ledger.write("sent in", file=int(found[1]), visits=numbers)
        self.start_it(int(found[1]))
        self.pause(8, 12)

    def start_it(self, file: int) -> None:
        """Pressed until the page says that it is under way or over."""
        until = time.monotonic() + DONE
        while time.monotonic() < until:
            page = self.insist(lambda: self.browser.get(f"/imports/{file}/"))
            if f"/imports/{file}/start/" in page.text:
                self.insist(lambda: self.browser.post(f"/imports/{file}/start/", {}))
                self.ledger.write("started", file=file)
                return
            time.sleep(1)
        self.ledger.write("import stuck", file=file)
