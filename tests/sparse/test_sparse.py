"""Tensors that hold some of their elements: values, gradients, text and errors, on every backend."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

pytestmark = pytest.mark.filterwarnings("ignore:Sparse:UserWarning")

INDICES, VALUES, SIZE = [[0, 1, 1, 1], [2, 0, 2, 2]], [3.0, 4.0, 5.0, 1.0], (2, 3)
DENSE = [[0.0, 0.0, 3.0], [4.0, 0.0, 6.0]]

ours = pytest.mark.only_arraygrad(reason="PyTorch's sparse tensors are tensors, and need not say this")


@pytest.fixture
def a(ag, device):
    """A matrix with an element that is named twice."""
    return ag.sparse_coo_tensor(INDICES, VALUES, SIZE, dtype=ag.float64)


@pytest.fixture
def b(ag, device):
    return ag.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=ag.float64)


def test_what_it_is(ag, a):
    assert (a.shape, a.size(1), a.dim(), a.ndim, a.numel()) == ((2, 3), 3, 2, 2, 6)
    assert (a.sparse_dim(), a.dense_dim(), a._nnz()) == (2, 0, 4)
    assert a.is_sparse
    assert a.layout is ag.sparse_coo
    assert a.dtype is ag.float64
    assert not ag.ones(1).is_sparse
    assert ag.ones(1).layout is ag.strided
    assert str(ag.sparse_csr).endswith(".sparse_csr")
    assert a.to_dense().tolist() == DENSE


def test_elements_named_twice_add_up(ag, a):
    assert not a.is_coalesced()
    with pytest.raises(RuntimeError, match="Cannot get indices on an uncoalesced tensor"):
        a.indices()
    with pytest.raises(RuntimeError, match="Cannot get values on an uncoalesced tensor"):
        a.values()
    assert (a._indices().tolist(), a._values().tolist()) == (INDICES, VALUES)
    c = a.coalesce()
    assert c.is_coalesced()
    assert c.coalesce() is c
    assert (c.indices().tolist(), c.values().tolist()) == ([[0, 1, 1], [2, 0, 2]], [3.0, 4.0, 6.0])


@ours
def test_its_text(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE, requires_grad=True)
    assert repr(a) == (
        "tensor(indices=tensor([[0, 1, 1, 1],\n"
        "                       [2, 0, 2, 2]]),\n"
        "       values=tensor([3., 4., 5., 1.]),\n"
        "       size=(2, 3), nnz=4, layout=arraygrad.sparse_coo, requires_grad=True)"
    )
    text = repr(a.to(ag.float64).to("strict") * 2)
    assert "values=tensor([ 6.,  8., 10.,  2.])," in text
    assert (
        "device='strict', size=(2, 3), nnz=4, dtype=arraygrad.float64, layout=arraygrad.sparse_coo, grad_fn=<" in text
    )


def test_products(ag, a, b):
    expected = np.array(DENSE) @ np.array(b.tolist())
    for made in (a @ b, ag.sparse.mm(a, b), a.mm(b), a.matmul(b), ag.spmm(a, b)):
        np.testing.assert_allclose(made.tolist(), expected)
    np.testing.assert_allclose((b.t() @ a.t()).tolist(), expected.T)
    np.testing.assert_allclose((a @ b[:, 0]).tolist(), expected[:, 0])
    np.testing.assert_allclose(ag.sparse.mm(b, b[:2]).tolist(), (b @ b[:2]).tolist())
    mat = ag.ones(2, 2, dtype=ag.float64)
    np.testing.assert_allclose(ag.sparse.addmm(mat, a, b, beta=2.0, alpha=0.5).tolist(), 2.0 + 0.5 * expected)


def test_functions_of_dense_tensors_take_sparse_ones(ag, device):
    a, b = ag.eye(2).to_sparse(), ag.arange(4.0).reshape(2, 2)
    for made in (ag.mm(a, b), ag.matmul(b, a), ag.mm(a.to_sparse_csr(), b), ag.addmm(b, a, b, beta=0.0)):
        assert made.tolist() == b.tolist()
    assert ag.add(a, a, alpha=2).to_dense().tolist() == (3 * ag.eye(2)).tolist()
    assert ag.sum(a).item() == 2.0
    with pytest.raises(TypeError, match=r"add\(\): not for sparse tensors"):
        ag.add(a.values()[0], a.to_sparse_csr())


def test_older_types(ag):
    made = ag.sparse.FloatTensor(ag.tensor([[0, 1], [1, 0]]), ag.tensor([2.0, 3.0]), ag.Size([2, 3]))
    assert made.to_dense().tolist() == [[0.0, 2.0, 0.0], [3.0, 0.0, 0.0]]
    assert made.dtype is ag.float32
    assert ag.sparse.LongTensor([[0]], [2]).dtype is ag.int64


def test_products_of_two(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE, dtype=ag.float64)
    both = ag.sparse.mm(a, a.t())
    assert both.is_sparse
    np.testing.assert_allclose(both.to_dense().tolist(), np.array(DENSE) @ np.array(DENSE).T)


def test_gradients(ag, a, b):
    values = a._values().clone().requires_grad_()
    b.requires_grad_()
    made = ag.sparse_coo_tensor(a._indices(), values, SIZE)
    ((made @ b) * ag.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=ag.float64)).sum().backward()
    assert values.grad.tolist() == [17.0, 11.0, 39.0, 39.0]
    assert b.grad.tolist() == [[12.0, 16.0], [0.0, 0.0], [21.0, 30.0]]


def test_gradients_of_a_leaf(ag, a, b):
    a.requires_grad_()
    ag.sparse.mm(a, b).sum().backward()
    assert a.grad.is_sparse
    grad = a.grad.coalesce()
    assert (grad.indices().tolist(), grad.values().tolist()) == ([[0, 1, 1], [2, 0, 2]], [11.0, 3.0, 11.0])
    assert a.is_leaf
    assert not a.detach().requires_grad


@ours
def test_derivatives_of_any_order(ag):
    indices = ag.tensor(INDICES)
    values = ag.tensor(VALUES, dtype=ag.float64, requires_grad=True)
    b = ag.arange(1.0, 7.0, dtype=ag.float64).reshape(3, 2).requires_grad_()

    def product(values, b):
        a = ag.sparse_coo_tensor(indices, values, SIZE)
        return ag.sparse.softmax(a, 1) @ b + ag.sparse.mm(a, a.t()) @ (a @ b)

    assert ag.autograd.gradcheck(product, (values, b))
    assert ag.autograd.gradgradcheck(product, (values, b))


@ours
def test_second_derivatives(ag, device):
    values = ag.tensor(VALUES[:3], requires_grad=True)
    a = ag.sparse_coo_tensor([[0, 1, 1], [2, 0, 2]], values, SIZE)
    b = ag.ones(3, 1, requires_grad=True)
    slopes = ag.autograd.grad(((a @ b) ** 2).sum(), (values, b), create_graph=True)
    assert [s.reshape(-1).tolist() for s in slopes] == [[6.0, 18.0, 18.0], [72.0, 0.0, 108.0]]
    (again,) = ag.autograd.grad(slopes[1].sum(), values)
    assert again.tolist() == [12.0, 36.0, 36.0]


def test_from_dense(ag, device):
    x = ag.tensor(DENSE, requires_grad=True)
    made = x.to_sparse()
    assert made.is_coalesced()
    assert made.indices().tolist() == [[0, 1, 1], [2, 0, 2]]
    (made.to_dense() * 2).sum().backward()
    assert x.grad.tolist() == [[0.0, 0.0, 2.0], [2.0, 0.0, 2.0]]
    masked = ag.ones(2, 3).sparse_mask(made.detach())
    assert masked.values().tolist() == [1.0, 1.0, 1.0]
    assert ag.ones(2).to_dense().tolist() == [1.0, 1.0]


def test_arithmetic(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE, dtype=ag.float64)
    dense = a.to_dense()
    for made, expected in (
        (a * 2, dense * 2),
        (2 * a, dense * 2),
        (a / 2, dense / 2),
        (-a, -dense),
        (a + a, dense * 2),
        (a - a * 3, dense * -2),
        (a.add(a, alpha=2), dense * 3),
        (a.abs(), dense.abs()),
        ((-a).relu(), dense * 0),
        (a.sqrt(), dense.sqrt()),
        (a.coalesce() * ag.ones_like(dense), dense),
        (a.transpose(0, 1), dense.t()),
        (a.clone(), dense),
        (a.double(), dense),
    ):
        assert made.is_sparse
        np.testing.assert_allclose(made.to_dense().tolist(), expected.tolist())
    np.testing.assert_allclose((ag.ones_like(dense) + a).tolist(), (dense + 1).tolist())
    with pytest.raises(RuntimeError, match=r"add\(sparse, dense\) is not supported"):
        a + dense


def test_reductions(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE, dtype=ag.float64)
    dense = a.to_dense()
    assert a.sum().item() == ag.sparse.sum(a).item() == 13.0
    for dim in (0, 1, -1):
        assert ag.sparse.sum(a, dim).to_dense().tolist() == dense.sum(dim).tolist()
    rows = dense.to_sparse(1)
    assert ag.sparse.sum(rows, 1).to_dense().tolist() == dense.sum(1).tolist()
    assert ag.sparse.sum(rows, 0).tolist() == dense.sum(0).tolist()
    assert ag.sparse.sum(a, dtype=ag.float32).dtype is ag.float32
    for function, held in ((ag.sparse.softmax, lambda x: x), (ag.sparse.log_softmax, ag.log)):
        made = function(a, 1).coalesce()
        expected = ag.softmax(dense.masked_fill(dense == 0, -float("inf")), 1)
        np.testing.assert_allclose(made.values().tolist(), held(expected[expected != 0]).tolist())


@ours
def test_softmax_of_dense_dimensions(ag):
    rows = ag.tensor(DENSE).to_sparse(1)
    assert ag.sparse.softmax(rows, 1).to_dense().tolist() == ag.softmax(ag.tensor(DENSE), 1).tolist()
    with pytest.raises(IndexError, match="Dimension out of range"):
        ag.sparse.softmax(rows, 2)


def test_reductions_everywhere(ag, a):
    assert ag.sparse.sum(a, 0).to_dense().tolist() == [4.0, 0.0, 9.0]
    made = ag.sparse.softmax(a.coalesce(), 1).to_dense()
    np.testing.assert_allclose(made.tolist(), [[0, 0, 1], [1 / (1 + np.exp(2)), 0, 1 / (1 + np.exp(-2))]])


@ours
def test_products_with_nothing(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE)
    empty = ag.sparse_coo_tensor((3, 2))
    assert ag.sparse.mm(a, empty).to_dense().tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert (empty @ ag.ones(2, 1)).tolist() == [[0.0], [0.0], [0.0]]


def test_rows_from_dense(ag):
    rows = ag.tensor(DENSE).to_sparse(1)
    assert (rows.sparse_dim(), rows.dense_dim()) == (1, 1)
    assert rows.to_dense().tolist() == DENSE


def test_elements_are_put_in_order(ag):
    shuffled = ag.sparse_coo_tensor([[1, 0, 1], [2, 2, 0]], VALUES[:3], SIZE).coalesce()
    assert shuffled.indices().tolist() == [[0, 1, 1], [2, 0, 2]]
    assert shuffled.values().tolist() == [4.0, 5.0, 3.0]


def test_sizes_that_are_not_given(ag):
    assert ag.sparse_coo_tensor(INDICES, VALUES).shape == (2, 3)
    empty = ag.sparse_coo_tensor((2, 3))
    assert (empty._nnz(), empty.shape) == (0, (2, 3))
    assert empty.to_dense().tolist() == [[0.0] * 3] * 2
    hybrid = ag.sparse_coo_tensor([[1]], [[1.0, 2.0]], (2, 2))
    assert (hybrid.sparse_dim(), hybrid.dense_dim()) == (1, 1)
    assert hybrid.to_dense().tolist() == [[0.0, 0.0], [1.0, 2.0]]


@pytest.mark.parametrize(
    ("indices", "values", "size", "message"),
    [
        (INDICES, VALUES[:3], SIZE, "must have same nnz, but got nnz from indices: 4, nnz from values: 3"),
        (INDICES, VALUES, (2,), r"len\(size\) == sparse_dim \+ dense_dim' is not satisfied"),
        (INDICES, VALUES, (2, 2), "for dim 1, size is 2 but found index 2"),
        ([[0], [-1]], [1.0], SIZE, "found negative index -1 for dim 1"),
        ([0], [1.0], (2,), "indices must be sparse_dim x nnz"),
        ([[0]], [[1.0, 2.0]], (2, 3), "values has incorrect size"),
    ],
)
def test_arguments_that_do_not_fit(ag, indices, values, size, message):
    with pytest.raises(RuntimeError, match=message):
        ag.sparse_coo_tensor(indices, values, size, check_invariants=True)


@ours
def test_what_is_refused(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE)
    with pytest.raises(RuntimeError, match=r"Argument #3 \(dense\): Expected dim 0 size 3, got 2"):
        a @ ag.ones(2, 2)
    with pytest.raises(RuntimeError, match="expected a sparse operand to be a matrix"):
        ag.ones(2, 3).to_sparse(1) @ ag.ones(3, 1)
    with pytest.raises(TypeError, match=r"Use Tensor.to_dense\(\) first"):
        a.numpy()
    with pytest.raises(AttributeError, match=r"no attribute 'exp': it is there for dense tensors"):
        a.exp()
    with pytest.raises(RuntimeError, match="only sparse dimensions"):
        a.transpose(0, 3)
    with pytest.raises(RuntimeError, match=r"t\(\) expects a tensor with 2 sparse"):
        ag.ones(1).to_sparse().t()
    with pytest.raises(RuntimeError, match="expected sizes and numbers of sparse dimensions to be equal"):
        a + a.t()
    with pytest.raises(RuntimeError, match="operands have incompatible sizes"):
        ag.ones(3).sparse_mask(a)
    with pytest.raises(RuntimeError, match="to_sparse: layouts are"):
        ag.ones(3).to_sparse(layout=ag.strided)
    with pytest.raises(RuntimeError, match="same device"):
        a.to("strict") @ ag.ones(3, 1)
    for wrong in (lambda: a + 1, lambda: a @ 1, lambda: 1 @ a, lambda: a / a, lambda: a * None, lambda: a - 1):
        with pytest.raises(TypeError, match="unsupported operand"):
            wrong()


@ours
def test_moves(ag):
    a = ag.sparse_coo_tensor(INDICES, VALUES, SIZE)
    assert a.to(ag.float32) is a.float() is a
    moved = a.to("strict")
    assert moved.device == moved._indices().device == ag.device("strict")
    assert moved.to_dense().tolist() == DENSE
    assert str(a.cpu().device) == "cpu"
    assert (a.to_sparse() is a, a.is_leaf) == (True, True)
    a.requires_grad = True
    a.grad = a.detach()
    assert a.grad.values().tolist() == [3.0, 4.0, 3.0]


def test_matrices_by_rows(ag, device):
    a = ag.sparse_csr_tensor([0, 1, 3], [2, 0, 2], [3.0, 4.0, 6.0], (2, 3))
    assert (a @ ag.tensor([[1.0], [2.0], [3.0]])).tolist() == [[9.0], [22.0]]
    assert ag.tensor(DENSE).to_sparse_csr().values().tolist() == [3.0, 4.0, 6.0]


def test_parts_of_matrices_by_rows(ag):
    a = ag.sparse_csr_tensor([0, 1, 3], [2, 0, 2], [3.0, 4.0, 6.0], (2, 3))
    assert a.to_dense().tolist() == DENSE
    assert a.layout is ag.sparse_csr
    assert (a.crow_indices().tolist(), a.col_indices().tolist()) == ([0, 1, 3], [2, 0, 2])
    assert (a.values().tolist(), a._nnz(), a.shape, a.size(0), a.dim()) == ([3.0, 4.0, 6.0], 3, (2, 3), 2, 2)
    b = ag.tensor([[1.0], [2.0], [3.0]])
    assert (a @ b).tolist() == ag.sparse.mm(a, b).tolist() == [[9.0], [22.0]]
    assert (a @ b[:, 0]).tolist() == [9.0, 22.0]
    back = ag.tensor(DENSE).to_sparse().to_sparse_csr()
    assert (back.crow_indices().tolist(), back.col_indices().tolist()) == ([0, 1, 3], [2, 0, 2])
    assert a.to_sparse().to_dense().tolist() == DENSE
    assert not a.detach().requires_grad


@ours
def test_errors_of_matrices_by_rows(ag):
    for starts, columns, size, message in (
        ([0, 1], [2, 0, 2], (2, 3), r"must be equal to 3, but got 2"),
        ([0, 2, 1], [2, 0, 2], (2, 3), "crow_indices must go from 0 up"),
        ([0, 1, 3], [2, 0, 3], (2, 3), "size is 3 but found index 3"),
        ([0, 1, 3], [2, 0], (2, 3), "must have one dimension, the last two of one size"),
    ):
        with pytest.raises(RuntimeError, match=message):
            ag.sparse_csr_tensor(starts, columns, [3.0, 4.0, 6.0], size)
    a = ag.sparse_csr_tensor([0, 1, 3], [2, 0, 2], [3.0, 4.0, 6.0], dtype=ag.float64, requires_grad=True)
    assert (a.shape, a.requires_grad, a.dtype) == ((2, 3), True, ag.float64)
    assert "size=(2, 3), nnz=3, dtype=arraygrad.float64, layout=arraygrad.sparse_csr" in repr(a)
    assert (ag.ones(1, 2, dtype=ag.float64) @ a).tolist() == [[4.0, 0.0, 9.0]]
    assert a.to(ag.float64) is a
    assert a.to("strict").to_dense().tolist() == DENSE
    with pytest.raises(AttributeError, match="a sparse matrix by rows has no attribute 'exp'"):
        a.exp()
    with pytest.raises(RuntimeError, match="only matrices are held row by row"):
        ag.ones(2).to_sparse_csr()
    for wrong in (lambda: a @ 1, lambda: 1 @ a):
        with pytest.raises(TypeError, match="unsupported operand"):
            wrong()


@ours
def test_inside_jit(ag):
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    b = ag.ones(3, 1, device="jax")

    def product(values):
        a = ag.sparse_coo_tensor(INDICES, ag.as_tensor(values), SIZE, check_invariants=False)
        return (a @ b)._array

    assert jax.jit(product)(jax.numpy.asarray(VALUES, dtype="float32")).tolist() == [[3.0], [10.0]]


def test_the_module_is_there(ag):
    assert importlib.import_module(f"{ag.__name__}.sparse").mm is ag.sparse.mm
