"""What several cogs share: options of commands, and the confirmation of typed times."""
