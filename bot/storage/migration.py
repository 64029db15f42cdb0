"""Migration of the schema to this program's, completely or not at all."""

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
    """Return the schema's newest revision, which this program uses."""
    return ScriptDirectory.from_config(configuration(scripts)).get_current_head() or ""


HEAD = head()


def is_known(revision: str, scripts: Path = SCRIPTS) -> bool:
    """Return whether this program knows a revision; an unknown one is newer."""
    known = ScriptDirectory.from_config(configuration(scripts)).walk_revisions()
    return revision in {script.revision for script in known}


def migrate(path: Path, scripts: Path = SCRIPTS) -> None:
    """Bring a database file to the newest schema in one transaction.

    By default, the SQLite driver commits before each change of the schema, so a kill would leave
    half a migration. Here one BEGIN IMMEDIATE encloses all of them.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    event.listen(engine, "connect", _disable_automatic_begin)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    config = configuration(scripts)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            message = f"a migration left a dangling reference: {tuple(broken)}"
            raise ValueError(message)
        name = {"name": secrets.token_hex(8)}
        connection.execute(
            text("INSERT OR IGNORE INTO instance (id, name) VALUES (1, :name)"), name
        )


def _disable_automatic_begin(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # None stops Python's driver from beginning and committing by itself.
    connection.isolation_level = None
