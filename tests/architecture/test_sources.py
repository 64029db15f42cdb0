"""A rule for the files of a folder must not hold because the folder is gone."""

import pytest

from tests.architecture.sources import files


@pytest.mark.parametrize("folder", ["bot/nowhere", "data"])
def test_a_folder_without_python_files_is_an_error(folder: str) -> None:
    with pytest.raises(LookupError, match=folder):
        files("bot", folder)
