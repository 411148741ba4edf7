"""Generators: seeds, state, and the parts of the stream they hand out."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import numpy as np
import pytest

from arraygrad import functions, random
from arraygrad.dtypes import float32, uint8
from arraygrad.random import Generator


@pytest.fixture(autouse=True)
def _default_generator_as_it_was():
    with random.fork_rng():
        yield


def test_seeds_name_streams():
    g = Generator().manual_seed(5)
    assert g.initial_seed() == 5
    first = [g.draw(3) for _ in range(4)]
    assert [g.manual_seed(5).draw(3)] == first[:1]
    assert g.manual_seed(6).draw(3) != first[0]


def test_a_new_generator_has_a_fixed_seed():
    assert Generator().initial_seed() == Generator(device="cpu").initial_seed() == 67280421310721
    assert Generator("jax").device == "jax"


@pytest.mark.parametrize(
    ("seed", "stands_for"),
    [(-1, 2**64 - 1), (-(2**63), 2**63), (2**63, 2**63), (2**64 - 1, 2**64 - 1), (np.int32(-5), 2**64 - 5)],
)
def test_negative_and_huge_seeds(seed, stands_for):
    assert Generator().manual_seed(seed).initial_seed() == stands_for
    assert random.manual_seed(seed).initial_seed() == stands_for


@pytest.mark.parametrize("seed", [2**64, -(2**63) - 1])
def test_seeds_beyond_64_bits_are_refused(seed):
    g = Generator().manual_seed(3)
    g.draw(1)
    with pytest.raises(ValueError, match="Overflow when unpacking long"):
        g.manual_seed(seed)
    with pytest.raises(ValueError, match="Overflow when unpacking long"):
        random.manual_seed(seed)
    assert g.draw(1) == ((3, 0), 1)


@pytest.mark.parametrize("seed", [1.5, "1", True, None])
def test_seeds_that_are_not_integers(seed):
    with pytest.raises(RuntimeError, match=f"manual_seed expected a long, but got {type(seed).__name__}"):
        Generator().manual_seed(seed)


def test_the_module_level_seed_is_converted():
    assert random.manual_seed(1.5).initial_seed() == 1
    assert random.initial_seed() == 1
    assert random.default_generator.initial_seed() == 1


def test_seed_picks_another_stream_each_time():
    g = Generator()
    assert g.seed() != g.seed()
    assert random.seed() == random.initial_seed()


def test_draws_do_not_overlap():
    g = Generator().manual_seed(1)
    words = [1, 4, 5, 0, 8, 3]
    counters = [g.draw(n)[1] for n in words]
    assert counters == [0, 1, 2, 4, 4, 6]


def test_draws_from_threads_do_not_overlap():
    g = Generator()
    with ThreadPoolExecutor(8) as pool:
        counters = list(pool.map(lambda _: g.draw(4)[1], range(2000)))
    assert sorted(counters) == list(range(2000))


def test_a_clone_goes_its_own_way():
    g = Generator("jax").manual_seed(1)
    g.draw(9)
    clone = g.clone_state()
    assert clone.device == "jax"
    assert clone.draw(4) == ((1, 0), 3)
    assert g.draw(4) == ((1, 0), 3)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda g: pickle.loads(pickle.dumps(g))])
def test_copies_keep_the_place(copied):
    g = Generator().manual_seed(1)
    g.draw(9)
    assert copied(g).draw(1) == ((1, 0), 3)


def test_state_is_a_tensor_of_bytes():
    g = Generator().manual_seed(-3)
    g.draw(400)
    state = g.get_state()
    assert state.dtype is uint8
    assert tuple(state.shape) == (40,)
    expected = g.draw(4)
    other = Generator()
    other.set_state(state)
    assert other.initial_seed() == 2**64 - 3
    assert other.draw(4) == expected

    with pytest.raises(TypeError, match="RNG state must be"):
        other.set_state(functions.zeros(40, dtype=float32))
    with pytest.raises(RuntimeError, match="size"):
        other.set_state(functions.zeros(39, dtype=uint8))
    with pytest.raises(TypeError, match="but got list"):
        other.set_state([1])
    assert other.draw(4)[1] == expected[1] + 1


def test_the_default_state_can_be_put_back():
    random.manual_seed(4)
    state = random.get_rng_state()
    first = random.default_generator.draw(5)
    random.seed()
    random.set_rng_state(state)
    assert random.default_generator.draw(5) == first


def test_fork_rng():
    random.manual_seed(4)
    with random.fork_rng():
        inside = random.default_generator.draw(5)
        random.manual_seed(9)
    assert random.default_generator.draw(5) == inside
    with random.fork_rng(enabled=False):
        random.manual_seed(9)
    assert random.initial_seed() == 9


def test_fork_rng_puts_the_state_back_after_an_error():
    random.manual_seed(4)
    with suppress(KeyError), random.fork_rng(devices=[]):
        random.manual_seed(9)
        raise KeyError
    assert random.initial_seed() == 4


def test_importing_it_does_not_import_numpys_generators():
    code = "import sys, arraygrad.random; sys.exit('numpy.random' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
