"""Why a report did not move."""


class Refused(Exception):
    """`code`: policy.reporting.Refusal, or changed, unknown_word (`words` says which), not_yours, given,
    past_day, no_proof, no_person."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words
