"""Waitlist: who waits for a slot, slots offered, and swaps."""
