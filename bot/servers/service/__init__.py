"""Servers: what people do, one transaction each."""
