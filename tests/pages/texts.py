"""Addresses and texts of pages."""

import re

HOME = "/c/deep-learning-theory/"


def words(body: bytes) -> str:
    """Return what a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", body.decode()).split())
