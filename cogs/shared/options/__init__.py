"""Options of commands, offered while somebody types."""
