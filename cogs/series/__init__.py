"""Commands, forms and buttons of series."""
