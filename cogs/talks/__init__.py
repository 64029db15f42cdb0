"""Commands, forms and buttons of talks."""
