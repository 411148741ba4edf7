"""Tensors that hold some of their elements: products, sums and softmax of them, on every backend, with gradients."""

from __future__ import annotations

from arraygrad.sparse.construction import (
    DoubleTensor,
    FloatTensor,
    IntTensor,
    LongTensor,
    sparse_coo_tensor,
    sparse_csr_tensor,
)
from arraygrad.sparse.coo import SparseTensor
from arraygrad.sparse.csr import SparseCsrTensor
from arraygrad.sparse.products import addmm, mm
from arraygrad.sparse.reductions import log_softmax, softmax, sum

#: PyTorch's other names of the product.
spmm = mm

__all__ = [
    "DoubleTensor",
    "FloatTensor",
    "IntTensor",
    "LongTensor",
    "SparseCsrTensor",
    "SparseTensor",
    "addmm",
    "log_softmax",
    "mm",
    "softmax",
    "sparse_coo_tensor",
    "sparse_csr_tensor",
    "spmm",
    "sum",
]
