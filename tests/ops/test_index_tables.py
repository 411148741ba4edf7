"""Histograms, tables of indices, greatest divisors, hashes: named results, dtypes, errors."""

from __future__ import annotations

import pytest


def test_histograms_name_their_results(ag, device):
    result = ag.histogram(ag.tensor([1.0, 2.0, 1.0]), 4, range=(0.0, 4.0), density=True)
    assert result.hist.tolist() == pytest.approx([0.0, 2 / 3, 1 / 3, 0.0])
    assert result.bin_edges.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    result = ag.histogramdd(ag.tensor([[0.0, 1.0], [5.0, 2.0]]), [2, 1], range=[0.0, 1.0, 0.0, 2.0])
    assert result.hist.tolist() == [[1.0], [0.0]]
    assert [e.shape[0] for e in result.bin_edges] == [3, 2]
    with pytest.raises(RuntimeError, match="is not finite"):
        ag.histogram(ag.tensor([1.0, float("nan")]), 3)


def test_tables_of_indices(ag, device):
    assert ag.triu_indices(2, 3, 1).tolist() == [[0, 0, 1], [1, 2, 2]]
    assert ag.tril_indices(2, 2, dtype=ag.int32).dtype == ag.int32
    assert ag.nonzero_static(ag.tensor([[0, 1], [1, 1]]), size=2).tolist() == [[0, 1], [1, 0]]
    assert ag.nonzero_static(ag.tensor([1]), size=2, fill_value=7).tolist() == [[0], [7]]
    assert ag.tensor([0]).nonzero_static(size=0).shape == (0, 1)
    with pytest.raises(TypeError, match="integer dtype"):
        ag.unravel_index(ag.tensor(1.0), (2,))


def test_divisors_are_of_integers(ag, device):
    assert ag.gcd(ag.tensor([0, -4]), ag.tensor([0, 6])).tolist() == [0, 2]
    assert ag.tensor([4]).lcm_(ag.tensor([6])).tolist() == [12]
    with pytest.raises(NotImplementedError, match="gcd"):
        ag.gcd(ag.ones(1), ag.ones(1))


def test_mantissas_and_exponents_are_named(ag, device):
    result = ag.frexp(ag.tensor([0.0, float("inf"), -5.0]))
    assert result.mantissa.tolist() == [0.0, float("inf"), -0.625]
    assert result.exponent.tolist() == [0, 0, 3]
    assert result.exponent.dtype == ag.int32
    with pytest.raises(RuntimeError, match="only supports floating-point dtypes"):
        ag.frexp(ag.tensor([1]))


def test_hashes_are_of_bits(ag, device):
    assert ag.hash_tensor(ag.tensor([1, 0, 2])).item() == 3
    assert ag.hash_tensor(ag.tensor([[1.0, 2.0]]), dim=0).tolist() == [0x3FF << 52, 0x400 << 52]
    assert ag.hash_tensor(ag.tensor([-1], dtype=ag.int8)).item() == 2**64 - 1
