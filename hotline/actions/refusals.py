"""Why a promise was not changed; the pages say it in words."""


class Refused(Exception):
    """`code`: what (empty), due (past, or too far away), closed (another was quicker), reason (missing),
    nobody (not somebody who takes calls), deceased, do_not_call, outside_hours, no_number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
