"""Discord's toolkit: the client, replies and their limits, routes of buttons and forms."""
