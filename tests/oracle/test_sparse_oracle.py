"""Sparse products beside PyTorch's: values and gradients."""

from __future__ import annotations

import numpy as np
import pytest

import arraygrad as ag

torch = pytest.importorskip("torch", reason="torch is not installed")


def run(library, name, seed):
    """A result and the gradients of a leaf and of a dense matrix, as NumPy arrays."""
    draw = np.random.default_rng(seed)
    indices, values = draw.integers(0, 5, (2, 9)), draw.normal(size=9)
    dense = library.tensor(draw.normal(size=(5, 5)), device="cpu", requires_grad=True)
    a = library.sparse_coo_tensor(
        library.tensor(indices, device="cpu"), library.tensor(values, device="cpu"), (5, 5), requires_grad=True
    )
    result = {
        "mm": lambda: library.sparse.mm(a, dense),
        "matmul": lambda: a @ dense,
        "transposed": lambda: library.sparse.mm(a.t(), dense),
        "addmm": lambda: library.sparse.addmm(dense, a, dense, beta=0.5, alpha=2.0),
        "two": lambda: library.sparse.mm(a, a.t()).to_dense(),
        "softmax": lambda: library.sparse.softmax(a.coalesce(), 1).to_dense(),
        "log_softmax": lambda: library.sparse.log_softmax(a.coalesce(), 0).to_dense(),
        "sum": lambda: library.sparse.sum(a.coalesce(), 0).to_dense(),
        "arithmetic": lambda: (a + a * 2).to_dense() * dense,
        "mv": lambda: a @ dense[0],
    }[name]()
    weights = np.arange(1.0, result.numel() + 1).reshape(tuple(result.shape))
    (result * library.tensor(weights, device="cpu")).sum().backward()
    held = np.zeros((5, 5))
    held[tuple(indices)] = 1.0
    leaf = a.grad.to_dense() if a.grad.is_sparse else a.grad
    slope = np.zeros((5, 5)) if dense.grad is None else dense.grad.numpy()
    return result.detach().numpy(), slope, leaf.numpy() * held


@pytest.mark.filterwarnings("ignore:Sparse:UserWarning")
@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", "mm matmul transposed addmm two softmax log_softmax sum arithmetic mv".split())
def test_values_and_gradients(name, seed):
    for ours, theirs in zip(run(ag, name, seed), run(torch, name, seed), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12)


def test_text():
    def text(library):
        indices, values = library.tensor([[0, 1, 1], [2, 0, 2]]), library.tensor([3.0, 40.0, 5.0])
        return repr(library.sparse_coo_tensor(indices, values, (2, 3))).replace(f"={library.__name__}.", "=")

    assert text(ag) == text(torch)
