"""The waitlist: swaps of slots, the line for a free slot, and offers from it."""
