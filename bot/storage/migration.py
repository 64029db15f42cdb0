"""Migrating: the schema is brought to this program's, whole or not at all."""

import secrets
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

SCRIPTS = Path(__file__).with_name("migrations")


def configuration(scripts: Path = SCRIPTS) -> Config:
    """Return Alembic's configuration for the migrations in a folder."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config


def head(scripts: Path = SCRIPTS) -> str:
    """Return the revision that this program's tables are of."""
    return ScriptDirectory.from_config(configuration(scripts)).get_current_head() or ""


HEAD = head()


def is_known(revision: str, scripts: Path = SCRIPTS) -> bool:
    """Say whether this program knows a revision; one it does not know is newer."""
    known = ScriptDirectory.from_config(configuration(scripts)).walk_revisions()
    return revision in {script.revision for script in known}


def migrate(path: Path, scripts: Path = SCRIPTS) -> None:
    """Bring a database file to the newest schema in one transaction.

    By itself the SQLite driver commits before each change of the schema, and a kill would leave
    half of a migration; here one BEGIN IMMEDIATE stands around them all.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    event.listen(engine, "connect", _let_us_begin)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    config = configuration(scripts)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            message = f"a migration left a reference to nothing: {tuple(broken)}"
            raise ValueError(message)
        name = {"name": secrets.token_hex(8)}
        connection.execute(
            text("INSERT OR IGNORE INTO instance (id, name) VALUES (1, :name)"), name
        )


def _let_us_begin(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # None keeps Python's driver from beginning and committing on its own.
    connection.isolation_level = None
