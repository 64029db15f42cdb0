"""Discord and nothing but Discord: cogs listen and hand over to services."""
