"""Commands and buttons of meetings."""
