"""Who is named in a cell of speakers: surnames first, lists of every kind, nobody yet."""

import pytest

from bot.imports.model.speaker_names import speakers_in

CELLS = (
    ("Lovelace, Ada", ["Ada Lovelace"]),
    ("Tolkien, J. R. R.", ["J. R. R. Tolkien"]),
    ("Hopper, Grace Murray", ["Grace Murray Hopper"]),
    ("von Neumann, John", ["John von Neumann"]),
    ("Garcia Marquez, Gabriel", ["Gabriel Garcia Marquez"]),
    ("King, Martin Luther, Jr.", ["Martin Luther King Jr."]),
    ("Martin Luther King, Jr.", ["Martin Luther King Jr."]),
    ("Ada Lovelace, PhD", ["Ada Lovelace"]),
    ("Ann|Bob", ["Ann", "Bob"]),
    ("Ann and Bob", ["Ann", "Bob"]),
    ("Ann & Bob", ["Ann", "Bob"]),
    ("Ann; Bob", ["Ann", "Bob"]),
    ("Ann / Bob", ["Ann", "Bob"]),
    ("Ann und Bob", ["Ann", "Bob"]),
    ("Ann\nBob", ["Ann", "Bob"]),
    ("Ann, Bob, Carl", ["Ann", "Bob", "Carl"]),
    ("Ann, Bob and Carl", ["Ann", "Bob", "Carl"]),
    ("Ann, Bob, and Carl", ["Ann", "Bob", "Carl"]),
    ("Ann Lee, Bob May", ["Ann Lee", "Bob May"]),
    ("Ann Lee, Bob May & Carl Orff", ["Ann Lee", "Bob May", "Carl Orff"]),
    ("Lovelace, Ada; Noether, Emmy", ["Ada Lovelace", "Emmy Noether"]),
    ("Lovelace, Ada and Noether, Emmy", ["Ada Lovelace", "Emmy Noether"]),
    ("Lovelace, Ada and Emmy Noether", ["Ada Lovelace", "Emmy Noether"]),
    ("Ann Lee et al.", ["Ann Lee"]),
    ("Alexander Andersen", ["Alexander Andersen"]),
    ("Ann, TBA", ["Ann"]),
    ("Ann and N.N.", ["Ann"]),
    *((nobody, []) for nobody in ("TBA", "tbd", "TBC", "T.B.A.", "N.N.", "NN", "N. N.", "?", "-")),
    *((nobody, []) for nobody in ("to be announced", "To be confirmed", "Speaker TBA", "n/a", " ")),
)


@pytest.mark.parametrize(("cell", "names"), CELLS, ids=[f"case_28 {cell!r}" for cell, _ in CELLS])
def test_the_people_in_a_cell_are_told_apart(cell: str, names: list[str]) -> None:
    assert list(speakers_in(cell)) == names
