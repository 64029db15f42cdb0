"""SQLite: one file with its lock, its mark, its connections, its copies and their inspection."""
