"""Meridian's rules, in nouns: no input or output, no clock, no Discord, no SQL."""
