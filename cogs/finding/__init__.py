"""Commands and buttons of finding."""
