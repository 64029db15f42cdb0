"""Commands and buttons of sites."""
