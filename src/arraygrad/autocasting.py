"""Which ops run in lower precision under `arraygrad.amp.autocast`, which in float32, and what is in force here.

The lists are PyTorch's for CPUs. Functions of ops that are in no list do not look here at all.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

__all__ = ["FLOAT32", "LISTED", "LOWER", "WIDEST", "autocasting", "set_autocasting"]

#: Ops whose time goes into products: their operands are brought to the lower precision.
LOWER = frozenset(
    """addbmm addmm baddbmm bmm conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d linear
    matmul mm prelu scaled_dot_product_attention vecdot""".split()
)

#: Ops that lose too much in lower precision, or do not have it: their operands are brought to float32.
FLOAT32 = frozenset(
    """adaptive_avg_pool3d adaptive_max_pool3d avg_pool3d binary_cross_entropy binary_cross_entropy_with_logits cdist
    cholesky cholesky_ex cholesky_inverse cholesky_solve cond cosine_embedding_loss cross_entropy ctc_loss eig eigh
    eigvals eigvalsh fft fft2 fftn fractional_max_pool2d fractional_max_pool3d geqrf grid_sample hfft hfft2 hfftn
    hinge_embedding_loss householder_product huber_loss ifft ifft2 ifftn ihfft ihfft2 ihfftn inv inv_ex inverse irfft
    irfft2 irfftn kl_div l1_loss linalg_cholesky linalg_qr linalg_svd lstsq lu lu_solve margin_ranking_loss matrix_rank
    max_pool3d max_unpool2d max_unpool3d mse_loss multi_margin_loss multilabel_margin_loss nanquantile nll_loss orgqr
    ormqr pinverse poisson_nll_loss polar prod qr quantile rfft rfft2 rfftn smooth_l1_loss soft_margin_loss solve stft
    svd svdvals tensorinv tensorsolve trace triangular_solve triplet_margin_loss""".split()
)

#: Ops that bring their operands to the widest floating point type among them.
WIDEST = frozenset(("cat", "index_copy", "stack"))

LISTED = LOWER | FLOAT32 | WIDEST

_casts: ContextVar[Any] = ContextVar("arraygrad_autocast", default=None)

#: What calls the listed ops in this context, by its ``call(op, function, args, kwargs)``; None if they call themselves.
autocasting: Callable[[], Any] = _casts.get


def set_autocasting(casts: Any) -> None:
    """Have the listed ops of this context called by `casts` from now on; None for by themselves."""
    _casts.set(casts)
