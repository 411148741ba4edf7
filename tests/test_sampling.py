"""Samples have the distribution they claim, and are the same on every backend."""

from __future__ import annotations

import math

import numpy as np
import pytest
from namespaces import NAMESPACES, namespace

from arraygrad import dtypes, philox, sampling
from arraygrad_numpy.random import random_bits as numpy_bits

KEY = (20240229, 0)
N = 200_000
FLOATS = [dtypes.float32, dtypes.float64]
WIDE = {"low": -(2**62), "high": 2**62 + 5}
DRAWS = [
    *(("uniform", dtype, {}) for dtype in (dtypes.float16, dtypes.bfloat16, *FLOATS)),
    *((kind, dtype, {}) for kind in ("normal", "exponential") for dtype in FLOATS),
    ("bernoulli", dtypes.float32, {"p": 0.3}),
    ("integers", dtypes.int64, {"low": -7, "high": 13}),
    ("integers", dtypes.int64, {"low": 0, "high": 2**32}),
    ("integers", dtypes.int64, WIDE),
    ("integers", dtypes.int64, {"low": -(2**63), "high": 2**63}),
    ("permutation", dtypes.int64, {}),
]
#: Where every library must give the same bits: no logarithm, sine or cosine is involved.
EXACT = {"uniform", "bernoulli", "integers", "permutation"}


def host_bits(key, counter, words, width):
    return numpy_bits(key, counter, words, width=width)


def draw(kind, n, dtype=dtypes.float32, *, counter=0, chunk=0, **parameters):
    return sampling.sample(np, host_bits, kind, KEY, counter, n, dtype, chunk=chunk, **parameters)


def distance(values, cdf):
    """Kolmogorov and Smirnov's statistic times the root of the number of values: above 1.95 once in 1000 times."""
    expected = cdf(np.sort(values.astype(np.float64)))
    steps = np.arange(len(values) + 1) / len(values)
    gap = max(np.max(steps[1:] - expected), np.max(expected - steps[:-1]))
    return gap * math.sqrt(len(values))


def normal_cdf(x):
    return 0.5 * np.vectorize(math.erfc)(-x / math.sqrt(2))


# -- distributions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", FLOATS)
def test_uniform(dtype):
    x = draw("uniform", N, dtype)
    assert x.dtype == dtype.name
    assert x.min() >= 0
    assert x.max() < 1
    assert distance(x, lambda v: v) < 1.95


@pytest.mark.parametrize(("name", "digits"), [("float16", 11), ("bfloat16", 8)])
def test_uniform_in_half_precision_never_reaches_one(name, digits):
    x = draw("uniform", N, dtypes.DTYPES[name])
    assert x.max() == 1 - 2.0**-digits
    np.testing.assert_array_equal(x * 2**digits, np.floor(x * 2**digits))


@pytest.mark.parametrize("dtype", FLOATS)
def test_uniform_at_the_ends_of_its_range(dtype):
    bits = np.asarray([0, 2**64 - 1], dtype=np.uint64)
    x = (
        sampling.uniform(np, bits, 2, dtype)
        if dtype.name == "float64"
        else sampling.uniform(np, bits, 4, dtype)[[0, 3]]
    )
    assert x.tolist() == [0, 1 - 2.0 ** -(53 if dtype.name == "float64" else 24)]


@pytest.mark.parametrize("dtype", FLOATS)
def test_normal(dtype):
    x = draw("normal", N, dtype)
    assert x.dtype == dtype.name
    assert distance(x, normal_cdf) < 1.95
    x = x.astype(np.float64)
    moments = [np.mean(x**k) for k in (1, 2, 3, 4)]
    bounds = [4 * math.sqrt(variance / N) for variance in (1, 2, 15, 96)]
    np.testing.assert_array_less(np.abs(np.subtract(moments, [0, 1, 0, 3])), bounds)
    assert abs(np.mean(x[0::2] * x[1::2])) < 4 / math.sqrt(N / 2)  # the two numbers of a pair


def test_normal_tails():
    x = np.abs(np.concatenate([draw("normal", 1_000_000, counter=i * 2**20) for i in range(2)]))
    for bound in (3.0, 4.0):
        expected = len(x) * math.erfc(bound / math.sqrt(2))
        assert abs(np.count_nonzero(x > bound) - expected) < 4 * math.sqrt(expected)


@pytest.mark.parametrize(("dtype", "reach"), [(dtypes.float32, 6.7), (dtypes.float64, 8.6)])
def test_normal_at_the_ends_of_its_range(dtype, reach):
    extreme = np.asarray([0, 0, 2**64 - 1, 2**64 - 1], dtype=np.uint64)
    x = sampling.normal(np, extreme, 4, dtype)
    assert np.all(np.isfinite(x))
    assert x[0] > reach


def test_normal_precision():
    bits = numpy_bits(KEY, 0, 1000)
    unit = (bits & np.uint64(2**32 - 1)).astype(np.float64), (bits >> np.uint64(32)).astype(np.float64)
    radius = np.sqrt(-2 * np.log((unit[0] + 0.5) * 2.0**-32))
    expected = np.stack([f(2 * np.pi * unit[1] * 2.0**-32) * radius for f in (np.cos, np.sin)], axis=-1).ravel()
    np.testing.assert_allclose(sampling.normal(np, bits, 2000), expected, rtol=1e-6, atol=4e-6)


@pytest.mark.parametrize("dtype", FLOATS)
def test_exponential(dtype):
    x = draw("exponential", N, dtype)
    assert x.dtype == dtype.name
    assert distance(x, lambda v: -np.expm1(-v)) < 1.95
    extremes = sampling.exponential(np, np.asarray([0, 2**64 - 1], dtype=np.uint64), 2, dtype)
    assert np.all(np.isfinite(extremes))
    assert np.all(extremes > 0)


@pytest.mark.parametrize("p", [0.0, 1.0, 1e-3, 0.5, 0.9])
def test_bernoulli(p):
    x = draw("bernoulli", N, p=p)
    assert x.dtype == np.bool_
    assert abs(np.mean(x) - p) <= 4 * math.sqrt(p * (1 - p) / N)


@pytest.mark.parametrize("dtype", FLOATS)
def test_bernoulli_with_a_probability_per_element(dtype):
    p = np.repeat(np.asarray([0.0, 0.25, 1.0], dtype=dtype.name), N)
    x = draw("bernoulli", 3 * N, dtype, p=p).reshape(3, N)
    assert not x[0].any()
    assert x[2].all()
    assert abs(np.mean(x[1]) - 0.25) < 4 * math.sqrt(0.1875 / N)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 7), (-3, 61), (10, 1010)])
def test_integers(low, high):
    x = draw("integers", N, dtypes.int64, low=low, high=high)
    assert x.dtype == np.int64
    span = high - low
    counts = np.bincount(x - low, minlength=span)
    assert len(counts) == span
    chi2 = np.sum((counts - N / span) ** 2) / (N / span)
    assert abs(chi2 - (span - 1)) <= 4 * math.sqrt(2 * (span - 1))


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 2**32), (-5, 2**33), (-(2**62), 2**62 + 5), (0, 2**63), (-(2**63), 2**63 - 1), (-(2**63), 2**63)],
)
def test_integers_over_wide_ranges(low, high):
    x = draw("integers", N, dtypes.int64, low=low, high=high).tolist()
    assert min(x) >= low
    assert max(x) < high
    assert distance((np.asarray(x, dtype=np.float64) - low) / (high - low), lambda v: v) < 1.95


@pytest.mark.parametrize("span", [3, 2**32 - 1, 2**32, 2**32 + 1, 3 * 2**61, 2**64])
def test_integers_are_the_high_part_of_the_product(span):
    low = 0 if span <= 2**63 else -(2**63)
    bits = np.concatenate([numpy_bits(KEY, 0, 40), np.asarray([0, 0, 2**64 - 1, 2**64 - 1], dtype=np.uint64)])
    words = bits.tolist()
    if span <= 2**32:
        expected = [word * span >> 64 for word in words]
    else:
        expected = [((b << 64) + a) * span >> 128 for a, b in zip(words[::2], words[1::2], strict=True)]
    got = sampling.integers(np, bits, len(expected), low, low + span)
    assert got.tolist() == [low + value for value in expected]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 64, 65, 1000])
def test_permutation(n):
    x = draw("permutation", n)
    assert x.dtype == np.int64
    assert sorted(x.tolist()) == list(range(n))


def test_permutations_are_all_equally_likely():
    trials = 24_000
    orders = [tuple(draw("permutation", 4, counter=i).tolist()) for i in range(trials)]
    counts = np.asarray([orders.count(order) for order in set(orders)])
    assert len(counts) == 24
    assert abs(np.sum((counts - 1000) ** 2) / 1000 - 23) < 4 * math.sqrt(46)


# -- the same everywhere -----------------------------------------------------------------------------------------


def check_equal(kind, dtype, got, expected):
    assert got.dtype == expected.dtype
    if kind in EXACT:
        np.testing.assert_array_equal(got, expected)
    else:
        ulp = np.finfo(expected.dtype).eps
        np.testing.assert_allclose(got, expected, rtol=8 * ulp, atol=2 * ulp)


@pytest.mark.parametrize(("kind", "dtype", "parameters"), DRAWS)
@pytest.mark.parametrize("name", NAMESPACES)
def test_every_namespace_makes_the_same_samples(name, kind, dtype, parameters):
    n = 1001
    expected = draw(kind, n, dtype, **parameters)
    with namespace(name) as xp:

        def source(key, counter, words, width):
            return philox.random_bits(xp, key, counter, words, width=width)

        got = np.asarray(sampling.sample(xp, source, kind, KEY, 0, n, dtype, **parameters))
    check_equal(kind, dtype, got, expected)


@pytest.mark.parametrize(("kind", "dtype", "parameters"), DRAWS)
def test_compiled_samples_are_the_same(kind, dtype, parameters):
    jax = pytest.importorskip("jax")
    n = 1001
    expected = draw(kind, n, dtype, counter=77, **parameters)
    with jax.enable_x64(True):
        xp = jax.numpy

        def source(key, counter, words, width):
            return philox.random_bits(xp, key, counter, words, width=width, loop=jax.lax.fori_loop)

        @jax.jit
        def compiled(low, high, counter):
            return sampling.sample(xp, source, kind, (low, high), counter, n, dtype, **parameters)

        got = np.asarray(compiled(*(xp.asarray(number, dtype=xp.uint64) for number in (*KEY, 77))))
    check_equal(kind, dtype, got, expected)


@pytest.mark.parametrize(("kind", "dtype", "parameters"), DRAWS)
@pytest.mark.parametrize("n", [0, 1, 2, 47, 48, 49, 1001])
def test_made_in_chunks_they_are_the_same(kind, dtype, parameters, n):
    whole = draw(kind, n, dtype, **parameters)
    assert whole.shape == (n,)
    np.testing.assert_array_equal(draw(kind, n, dtype, chunk=41, **parameters), whole)


@pytest.mark.parametrize(("kind", "dtype", "parameters"), DRAWS)
@pytest.mark.parametrize("n", [0, 1, 2, 3, 8, 9])
def test_words_and_halves_give_the_same_and_are_enough(kind, dtype, parameters, n):
    span = parameters["high"] - parameters["low"] if kind == "integers" else 0
    count = sampling.words(kind, n, dtype, span=span)
    bits = numpy_bits(KEY, 0, count)
    arguments = parameters if kind in ("integers", "permutation") else {**parameters, "dtype": dtype}
    result = getattr(sampling, kind)(np, bits, n, **arguments)
    assert result.shape == (n,)
    np.testing.assert_array_equal(result, draw(kind, n, dtype, **parameters))
