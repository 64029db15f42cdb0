"""Waitlist: what people do, one transaction each."""
