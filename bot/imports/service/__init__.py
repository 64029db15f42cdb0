"""Imports: what people do, one transaction each."""
