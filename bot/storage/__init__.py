"""The store: the database file, its schema, copies and encryption (SQLAlchemy's home)."""
