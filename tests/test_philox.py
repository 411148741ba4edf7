"""The bits are NumPy's Philox bits, whatever makes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from namespaces import NAMESPACES, namespace

from arraygrad import philox
from arraygrad_numpy.random import random_bits as numpy_bits

TOP = 2**64 - 1
KEYS = [(0, 0), (5, 7), (TOP, TOP)]
COUNTERS = [0, 1, 1000, 2**64 - 3, 2**64 - 1, 2**128 - 2, 2**192 - 1, 2**256 - 2, 2**256 - 1]


@pytest.fixture(params=NAMESPACES)
def xp(request):
    with namespace(request.param) as xp:
        yield xp


def reference(key, counter, n):
    return np.random.Philox(key=np.asarray(key, dtype=np.uint64), counter=counter).random_raw(n)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("counter", COUNTERS)
def test_words_are_those_of_numpy(xp, key, counter):
    expected = reference(key, counter, 11)
    got = philox.random_bits(xp, key, counter, 11)
    assert got.dtype == xp.uint64
    np.testing.assert_array_equal(np.asarray(got), expected)
    np.testing.assert_array_equal(numpy_bits(key, counter, 11), expected)


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 8])
def test_any_number_of_words(xp, n):
    got = philox.random_bits(xp, (1, 2), 3, n)
    assert got.shape == (n,)
    np.testing.assert_array_equal(np.asarray(got), reference((1, 2), 3, n))
    np.testing.assert_array_equal(numpy_bits((1, 2), 3, n), reference((1, 2), 3, n))


def test_halves_come_low_first(xp):
    words = reference((1, 2), 3, 5)
    expected = np.stack([words & np.uint64(2**32 - 1), words >> np.uint64(32)], axis=-1).ravel()
    got = philox.random_bits(xp, (1, 2), 3, 5, width=32)
    assert got.dtype == xp.uint32
    np.testing.assert_array_equal(np.asarray(got), expected)
    np.testing.assert_array_equal(numpy_bits((1, 2), 3, 5, width=32), expected)
    assert numpy_bits((1, 2), 3, 5, width=32).dtype == np.uint32


def test_the_stream_goes_on_after_whole_blocks():
    whole = reference((9, 0), 0, 16)
    np.testing.assert_array_equal(numpy_bits((9, 0), 0, 5), whole[:5])
    np.testing.assert_array_equal(numpy_bits((9, 0), 2, 8), whole[8:])
    np.testing.assert_array_equal(numpy_bits((9, 0), 1, 3), whole[4:7])


def test_key_and_counter_may_be_arrays(xp):
    def array(number):
        return xp.asarray(number, dtype=xp.uint64)

    got = philox.random_bits(xp, (array(5), array(TOP)), array(TOP - 1), 11)
    np.testing.assert_array_equal(np.asarray(got), reference((5, TOP), TOP - 1, 11))


@pytest.mark.parametrize("compiled_loop", [False, True])
def test_traced_once_for_all_keys_and_counters(compiled_loop):
    jax = pytest.importorskip("jax")
    traces = []

    with jax.enable_x64(True):
        xp = jax.numpy

        @jax.jit
        def bits(low, high, counter):
            traces.append(1)
            loop = {"loop": jax.lax.fori_loop} if compiled_loop else {}
            return philox.random_bits(xp, (low, high), counter, 11, **loop)

        for key in KEYS:
            for counter in (0, TOP - 1):
                got = bits(*(xp.asarray(number, dtype=xp.uint64) for number in (*key, counter)))
                np.testing.assert_array_equal(np.asarray(got), reference(key, counter, 11))
    assert len(traces) == 1


def test_threads_do_not_disturb_each_other():
    def work(i):
        return [numpy_bits((i % 2, 0), counter, 6).tolist() for counter in range(i, i + 20)]

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(16)))
    for i, result in enumerate(results):
        assert result == [reference((i % 2, 0), counter, 6).tolist() for counter in range(i, i + 20)]


def test_the_result_is_fresh_memory():
    first = numpy_bits((1, 1), 0, 4)
    first[:] = 0
    np.testing.assert_array_equal(numpy_bits((1, 1), 0, 4), reference((1, 1), 0, 4))
