"""Commands and buttons of servers."""
