"""The programs of tests/programs under both libraries, each in a process of its own."""

from __future__ import annotations

import pytest
from programs import catalogue

pytest.importorskip("torch")


@pytest.mark.parametrize("name", catalogue.PROGRAMS)
def test_a_program_gives_the_same_under_both_libraries(name):
    command = catalogue.PROGRAMS[name]
    theirs = catalogue.losses(*command)
    assert not catalogue.differences(name, theirs, catalogue.recorded()[name])
    ours = catalogue.losses("-m", "arraygrad", "run", "--as-torch", *command)
    assert not catalogue.differences(name, ours, theirs)
