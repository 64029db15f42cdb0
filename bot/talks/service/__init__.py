"""Talks: what people do, one transaction each."""
