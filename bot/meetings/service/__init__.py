"""Meetings: what people do, one transaction each."""
