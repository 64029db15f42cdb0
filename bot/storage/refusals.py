"""How the store tells an operator that it cannot open a database."""


class StoreRefusal(Exception):  # noqa: N818 - a sentence for the operator, like a Refusal
    """The store cannot be opened; the message tells the operator what to do."""
