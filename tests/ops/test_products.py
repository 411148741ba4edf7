"""Products of matrices: shapes that do not fit, and Einstein's notation."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ((2, 3), (4, 5), r"mat1 and mat2 shapes cannot be multiplied \(2x3 and 4x5\)"),
        ((3,), (4,), "inconsistent tensor size"),
        ((2, 3), (4,), r"size mismatch, got input \(2\), mat \(2x3\), vec \(4\)"),
        ((3,), (4, 5), r"mat1 and mat2 shapes cannot be multiplied \(1x3 and 4x5\)"),
        ((2, 3, 4), (3, 4, 5), "The size of tensor a|Expected size for first two dimensions"),
        ((2, 3, 4), (2, 3, 5), "Expected size for first two dimensions"),
        ((), (3,), "both arguments to matmul need to be at least 1D"),
    ],
)
def test_matmul_refuses_shapes(ag, device, a, b, message):
    with pytest.raises(RuntimeError, match=message):
        ag.matmul(ag.ones(a), ag.ones(b))


def test_matmul_refuses_two_dtypes(ag, device):
    with pytest.raises(RuntimeError, match="dtype"):
        ag.ones(2, 2) @ ag.ones(2, 2, dtype=ag.float64)


@pytest.mark.parametrize(
    ("name", "a", "b"),
    [
        ("mm", (2,), (2, 3)),
        ("mm", (2, 3), (4, 5)),
        ("bmm", (2, 3), (2, 3, 4)),
        ("bmm", (2, 3, 4), (3, 4, 5)),
        ("mv", (3,), (3,)),
        ("mv", (2, 3), (4,)),
        ("dot", (3, 1), (3,)),
        ("dot", (3,), (4,)),
        ("outer", (3, 1), (3,)),
    ],
)
def test_products_without_broadcasting(ag, device, name, a, b):
    with pytest.raises(RuntimeError):
        getattr(ag, name)(ag.ones(a), ag.ones(b))


def test_integers_are_multiplied(ag, device):
    x = ag.tensor([[1, 2], [3, 4]])
    assert (x @ x).tolist() == [[7, 10], [15, 22]]
    assert (x @ x).dtype is ag.int64


def test_addmm_does_not_look_at_what_beta_excludes(ag, device):
    out = ag.addmm(ag.full((2, 2), float("nan")), ag.eye(2), ag.eye(2), beta=0)
    assert out.tolist() == [[1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 5, 3)])
def test_linear(ag, device, shape):
    rng = np.random.default_rng(0)
    x, w, b = rng.standard_normal(shape), rng.standard_normal((4, 3)), rng.standard_normal(4)
    out = ag.nn.functional.linear(ag.tensor(x.tolist()), ag.tensor(w.tolist()), ag.tensor(b.tolist()))
    np.testing.assert_allclose(out.tolist(), x @ w.T + b, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("x", "w", "b"), [((2, 3), (4, 5), None), ((2, 3), (4, 3), (5,)), ((2, 3), (4, 3, 2), None)])
def test_linear_refuses_shapes(ag, device, x, w, b):
    with pytest.raises(RuntimeError):
        ag.nn.functional.linear(ag.ones(x), ag.ones(w), None if b is None else ag.ones(b))


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [
        ("ij,jk->ik", [(2, 3), (3, 4)]),
        ("ij,jk", [(2, 3), (3, 4)]),
        ("...ij,...jk->...ik", [(5, 2, 3), (3, 4)]),
        ("i...->...", [(2, 3, 4)]),
        ("...ii->...i", [(2, 3, 3)]),
        ("ii", [(3, 3)]),
        ("b...,b...->...", [(2, 3), (2, 3)]),
        ("ij,ij", [(2, 3), (1, 3)]),
        ("i,j,k->kji", [(2,), (3,), (4,)]),
        ("ab,bc,cd,de->ae", [(2, 3), (3, 4), (4, 2), (2, 3)]),
        ("zA,bA", [(2, 3), (4, 3)]),
        (" i j -> j i ", [(2, 3)]),
        ("ij->", [(0, 3)]),
    ],
)
def test_einsum(ag, device, equation, shapes):
    rng = np.random.default_rng(1)
    arrays = [rng.standard_normal(shape) for shape in shapes]
    out = ag.einsum(equation, *(ag.tensor(a, dtype=ag.float64) for a in arrays))
    expected = np.einsum(equation, *np.broadcast_arrays(*arrays) if equation == "ij,ij" else arrays)
    np.testing.assert_allclose(out.tolist(), expected, atol=1e-12)


def test_einsum_with_lists_of_dimensions(ag, device):
    a, b = ag.ones(2, 3), ag.ones(3, 4)
    assert ag.einsum(a, [0, 1], b, [1, 2], [0, 2]).tolist() == [[3.0] * 4] * 2
    assert ag.einsum("ij,jk->ik", [a, b]).tolist() == [[3.0] * 4] * 2


@pytest.mark.parametrize(
    ("equation", "shapes", "message"),
    [
        ("ij,jk", [(2, 3), (4, 5)], "does not broadcast with previously seen size 3"),
        ("ij,jk->il", [(2, 3), (3, 5)], "output subscript l does not appear"),
        ("ijk", [(2, 3)], "number of subscripts in the equation"),
        ("ij,jk", [(2, 3)], "fewer operands were provided"),
        ("i1", [(2, 3)], "invalid subscript given at index 1"),
        ("ij->ii", [(2, 3)], "appears more than once in the output"),
        ("ii", [(2, 3)], "is repeated for operand 0 but the sizes don't match"),
        (".i", [(2,)], "not part of any ellipsis"),
    ],
)
def test_einsum_refuses(ag, device, equation, shapes, message):
    with pytest.raises(RuntimeError, match=message):
        ag.einsum(equation, *(ag.ones(shape) for shape in shapes))


def test_tensordot_refuses(ag, device):
    with pytest.raises(RuntimeError, match="contracted dimensions need to match"):
        ag.tensordot(ag.ones(2, 3), ag.ones(4, 5), dims=1)
    with pytest.raises(RuntimeError, match="same length"):
        ag.tensordot(ag.ones(2, 3), ag.ones(3, 5), dims=([0], [0, 1]))


def test_diagonal_is_a_view(ag, device):
    x = ag.zeros(3, 3)
    ag.diagonal(x).add_(1)
    assert x.tolist() == ag.eye(3).tolist()


def test_triangles_keep_the_dtype(ag, device):
    assert ag.tril(ag.ones(2, 2, dtype=ag.bool)).tolist() == [[True, False], [True, True]]
    assert ag.triu(ag.ones(2, 2, dtype=ag.int64)).tolist() == [[1, 1], [0, 1]]
    with pytest.raises(RuntimeError, match="at least 2 dimensions"):
        ag.tril(ag.ones(3))
