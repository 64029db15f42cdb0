from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

# Of a token's shape, made up; it opens nothing.
TOKEN = "MTExMTExMTExMTExMTExMTEx.GaBcDe.a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9"


def write(folder: Path, content: str | bytes) -> Path:
    file = folder / ".env"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    file.chmod(0o600)
    return file


def problems_of(file: Path, environment: dict[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.read(environment or {}, file)
    return caught.value.lines


@pytest.mark.parametrize(
    "content",
    [
        f"DISCORD_TOKEN={TOKEN}\n",
        f"DISCORD_TOKEN={TOKEN}",
        f"DISCORD_TOKEN = {TOKEN}   \n",
        f'DISCORD_TOKEN="{TOKEN}"\n',
        f"DISCORD_TOKEN='{TOKEN}'\n",
        f"export DISCORD_TOKEN={TOKEN}\n",
        f"DISCORD_TOKEN={TOKEN} # ours\n",
        f"DISCORD_TOKEN=Bot {TOKEN}\n",
        f"\ufeffDISCORD_TOKEN={TOKEN}\n",
        f"# settings\r\n\r\nDISCORD_TOKEN={TOKEN}\r\nHTTP_PORT=8080\r\n",
        f"\ufeffDISCORD_TOKEN='{TOKEN}'\r\n".encode(),
    ],
    ids=[
        "plain",
        "no newline at the end",
        "blanks around",
        "double quotes",
        "single quotes",
        "export",
        "comment behind",
        "with Bot before it",
        "byte order mark",
        "Windows line ends",
        "everything from Windows",
    ],
)
def test_a_token_is_read_however_the_file_was_saved(tmp_path: Path, content: str | bytes) -> None:
    settings = Settings.read({}, write(tmp_path, content))

    assert settings.discord_token == TOKEN


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            "DISCORD_TOKEN=your-token-here",
            (
                "DISCORD_TOKEN (line 1 of .env) is a placeholder. Paste the bot's token, "
                "or leave it empty for the demo."
            ),
        ),
        (
            f"DISCORD_TOKEN={'0a' * 32}",
            (
                "DISCORD_TOKEN (line 1 of .env) is the application's public key. "
                "You find the token under Bot, Reset Token."
            ),
        ),
        (
            "DISCORD_TOKEN=1234567890123456789",
            (
                "DISCORD_TOKEN (line 1 of .env) is the application's id. "
                "You find the token under Bot, Reset Token."
            ),
        ),
        (
            f"DISCORD_TOKEN={TOKEN[:30]}",
            (
                "DISCORD_TOKEN (line 1 of .env) is not a bot token, which has three parts "
                "joined by dots. Copy it from Bot, Reset Token."
            ),
        ),
        (
            "\n# ports\nHTTP_PORT=eighty",
            "HTTP_PORT (line 3 of .env) is 'eighty', not a port from 1 to 65535.",
        ),
        (
            "HTTP_PORT=65536",
            "HTTP_PORT (line 1 of .env) is '65536', not a port from 1 to 65535.",
        ),
        (
            "HTTP_PORT=9000\nCHAT_PORT=9000",
            "HTTP_PORT and CHAT_PORT are the same. Set two different ports.",
        ),
        (
            "PUBLIC_URL=meridian.example.org",
            (
                "PUBLIC_URL (line 1 of .env) is 'meridian.example.org', "
                "not a web address like https://meridian.example.org."
            ),
        ),
        (
            "PUBLIC_URL=https://[::1",
            (
                "PUBLIC_URL (line 1 of .env) is 'https://[::1', "
                "not a web address like https://meridian.example.org."
            ),
        ),
        (
            "DATABASE_URL=data/meridian.db",
            (
                "DATABASE_URL (line 1 of .env) is not a database address "
                "like sqlite+aiosqlite:///data/meridian.db."
            ),
        ),
        (
            "SECRET_KEY=hunter2",
            (
                "SECRET_KEY (line 1 of .env) is not a key of 32 random bytes in base64 "
                "(or several, newest first, with commas between them). "
                "Make one with `openssl rand -base64 32`."
            ),
        ),
        (
            f"SECRET_KEY={'A' * 43}=",
            (
                "SECRET_KEY (line 1 of .env) is not a key of 32 random bytes in base64 "
                "(or several, newest first, with commas between them). "
                "Make one with `openssl rand -base64 32`."
            ),
        ),
        (
            "HTTP_HOST=all of them",
            "HTTP_HOST (line 1 of .env) is 'all of them', not a host like 127.0.0.1 or 0.0.0.0.",
        ),
        (
            "LOG_LEVEL=chatty",
            "LOG_LEVEL (line 1 of .env) is 'chatty', not one of DEBUG, INFO, WARNING, ERROR.",
        ),
        ("HTTP_PORT", "line 1 of .env cannot be read. Write it as NAME=value."),
        ('HTTP_HOST="127.0.0.1', "line 1 of .env cannot be read. Write it as NAME=value."),
        ("HTTP_PORT=8080".encode("utf-16"), ".env is not UTF-8 text. Save it as UTF-8."),
    ],
    ids=[
        "placeholder",
        "public key",
        "application id",
        "cut token",
        "port in words",
        "port too high",
        "one port twice",
        "address without scheme",
        "broken address",
        "path for a database",
        "a password for a key",
        "a made-up key",
        "host in words",
        "unknown level",
        "no value",
        "open quote",
        "UTF-16",
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    file = write(tmp_path, content)

    assert problems_of(file) == (problem,)


def test_everything_wrong_is_named_in_one_list_and_the_token_is_not_in_it(tmp_path: Path) -> None:
    file = write(tmp_path, f"DISCORD_TOKEN={TOKEN[:40]}\nHTTP_PORT=x\nLOG_FORMAT=xml\n")

    problems = problems_of(file, {"CHAT_PORT": "0"})

    assert [problem.split(" ")[0] for problem in problems] == [
        "DISCORD_TOKEN",
        "HTTP_PORT",
        "CHAT_PORT",
        "LOG_FORMAT",
    ]
    assert TOKEN[:20] not in "\n".join(problems)


def test_the_token_is_not_in_what_settings_print_as(tmp_path: Path) -> None:
    settings = Settings.read({"DISCORD_TOKEN": TOKEN}, tmp_path / ".env")

    assert TOKEN not in repr(settings)


def test_keys_are_read_as_openssl_writes_them_and_shown_nowhere(tmp_path: Path) -> None:
    newest, older = "k+/Uz4NOIV0dAjhtLmVBBUoGjqcQ2gYJGmLpn2yGdPk=", "a" + "bcdefghijk" * 4 + "lM="
    settings = Settings.read({}, write(tmp_path, f"SECRET_KEY={newest}, {older}"))

    assert settings.keys == ("k-_Uz4NOIV0dAjhtLmVBBUoGjqcQ2gYJGmLpn2yGdPk=", older)
    assert set(settings.keys) <= set(settings.secrets)
    assert "Uz4NOIV0" not in repr(settings)
    assert Settings().keys == ()


def test_the_environment_takes_precedence_over_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, "HTTP_PORT=8081\nLOG_LEVEL=debug\n")

    settings = Settings.read({"HTTP_PORT": "8082"}, file)

    assert (settings.http_port, settings.log_level) == (8082, "DEBUG")


def test_nothing_set_means_the_defaults_without_a_warning(tmp_path: Path) -> None:
    settings = Settings.read({"DISCORD_TOKEN": ""}, tmp_path / ".env")

    assert settings == Settings()


def test_the_public_address_follows_the_port_unless_it_is_set(tmp_path: Path) -> None:
    settings = Settings.read({"HTTP_PORT": "9090"}, tmp_path / ".env")

    assert settings.public_url == "http://localhost:9090"


@pytest.mark.parametrize(
    ("address", "warned_of"),
    [
        ("http://localhost:8080", "only this computer can reach"),
        ("http://127.0.0.1", "only this computer can reach"),
        ("http://[::1]:8080", "only this computer can reach"),
        ("http://0.0.0.0:8080", "only this computer can reach"),
        ("http://meridian.example.org", "unencrypted"),
    ],
)
def test_an_address_that_members_cannot_use_is_warned_of_where_discord_is_real(
    tmp_path: Path, address: str, warned_of: str
) -> None:
    settings = Settings.read({"DISCORD_TOKEN": TOKEN, "PUBLIC_URL": address}, tmp_path / ".env")

    (warning,) = settings.warnings
    assert warned_of in warning


def test_a_good_address_and_a_private_file_are_not_warned_of(tmp_path: Path) -> None:
    file = write(tmp_path, f"DISCORD_TOKEN={TOKEN}\nPUBLIC_URL=https://meridian.example.org/\n")

    settings = Settings.read({}, file)

    assert (settings.warnings, settings.public_url) == ((), "https://meridian.example.org")


def test_a_file_that_others_may_read_is_warned_of(tmp_path: Path) -> None:
    file = write(tmp_path, "HTTP_PORT=8080\n")
    file.chmod(0o644)

    settings = Settings.read({}, file)

    assert settings.warnings == (
        ".env contains secrets, and other users can read it. Run: chmod 600 .env",
    )


def test_a_misspelt_setting_is_warned_of_with_the_one_that_was_meant(tmp_path: Path) -> None:
    file = write(tmp_path, f"\nDISCORD_TOKN={TOKEN}\n")

    settings = Settings.read({}, file)

    assert settings.warnings == (
        "There is no setting DISCORD_TOKN (line 2 of .env). Did you mean DISCORD_TOKEN?",
    )
