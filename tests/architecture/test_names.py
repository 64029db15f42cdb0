from collections import Counter
from pathlib import PurePosixPath

from tests.architecture.sources import files

LAYERS = (
    "bot/domain",
    "bot/store",
    "bot/calendars",
    "bot/services",
    "bot/messages",
    "bot/web",
    "bot/outbox",
    "bot/demo",
    "cogs",
)
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc", "core"}


def test_no_two_files_of_a_layer_share_a_name() -> None:
    names = Counter(
        (layer, PurePosixPath(file).name)
        for layer in LAYERS
        for file in files(layer)
        if not file.endswith(("__init__.py", "__main__.py"))
    )

    assert [name for name, count in names.items() if count > 1] == []


def test_every_module_is_named_for_what_it_holds() -> None:
    words = {
        file: set(PurePosixPath(file).stem.split("_"))
        for file in files("bot", "cogs", "tests", "benchmarks")
    }

    assert [file for file, said in words.items() if said & EMPTY_WORDS] == []


def test_every_cog_has_a_service_of_its_name() -> None:
    cogs = {
        PurePosixPath(file).stem
        for file in files("cogs")
        if file.count("/") == 1 and not file.endswith("__init__.py")
    }
    services = {PurePosixPath(file).stem for file in files("bot/services")}

    assert cogs
    assert cogs - services == set()
