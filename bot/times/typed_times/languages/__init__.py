"""The words of typed times, a file per language."""
