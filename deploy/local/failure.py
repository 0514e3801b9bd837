"""What goes wrong on a developer's machine, always said as a cause and what to do about it."""


class LocalFailure(Exception):
    """The local stack cannot go on; `cause` is one line, `mend` says what the developer can do."""

    def __init__(self, cause: str, mend: str) -> None:
        super().__init__(f"{cause} {mend}")
        self.cause = cause
        self.mend = mend
