"""One error type for everything a person can mend."""


class TrainingError(Exception):
    """What happened, where, and what to do; the message is fit to show to a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"[{code}] {message}")
        self.code = code
