"""Talks: what is said in a slot, by whom, with what materials."""
