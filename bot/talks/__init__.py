"""Talks: signed up for, edited, withdrawn, searched and exported."""
