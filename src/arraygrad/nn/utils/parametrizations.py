"""Parametrizations of weights: orthogonal, of a given length, of largest singular value 1."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.autograd import no_grad
from arraygrad.nn import functional as F
from arraygrad.nn.module import Module
from arraygrad.nn.utils.parametrize import register_parametrization
from arraygrad.nn.utils.spectral_norm import as_matrix, output_dim
from arraygrad.nn.utils.weight_norm import norm_except_dim
from arraygrad.tensor import Tensor

__all__ = ["orthogonal", "spectral_norm", "weight_norm"]

_M = TypeVar("_M", bound=Module)


def _tensor_of(module: Module, name: str) -> Tensor:
    weight = getattr(module, name, None)
    if not isinstance(weight, Tensor):
        raise ValueError(f"Module '{module}' has no parameter or buffer with name '{name}'")
    return weight


# -- orthogonal --------------------------------------------------------------------------------------------------


def _with_orthogonal_columns(a: Tensor) -> Tensor:
    """The unitary factor of a matrix, made unique by a triangular factor with a positive diagonal."""
    q, r = linalg.qr(a)
    return q * r.diagonal(dim1=-2, dim2=-1).sgn().unsqueeze(-2)


class _Orthogonal(Module):
    base: Tensor | None

    def __init__(self, weight: Tensor, orthogonal_map: str, *, use_trivialization: bool = True) -> None:
        super().__init__()
        if weight.is_complex() and orthogonal_map == "householder":
            raise ValueError("The householder parametrization does not support complex tensors.")
        self.shape = weight.shape
        self.orthogonal_map = orthogonal_map
        if use_trivialization:
            self.register_buffer("base", None)

    def forward(self, X: Tensor) -> Tensor:
        wide = X.shape[-2] < X.shape[-1]
        if wide:
            X = X.mT
        n, k = X.shape[-2:]
        if self.orthogonal_map == "householder":
            reflectors = X.tril(-1)
            tau = 2.0 / (1.0 + (reflectors * reflectors).sum(-2))
            signs = X.diagonal(dim1=-2, dim2=-1).int().to(X.dtype)
            Q = linalg.householder_product(reflectors, tau) * signs.unsqueeze(-2)
        else:
            square = F.pad(X.tril(), (0, n - k))
            skew = square - square.mH
            if self.orthogonal_map == "matrix_exp":
                Q = linalg.matrix_exp(skew)
            else:
                one = ag.eye(n, dtype=X.dtype, device=X.device)
                Q = linalg.solve(one - skew / 2, one + skew / 2)
            Q = Q[..., :k]
        base = getattr(self, "base", None)
        if base is not None:
            Q = base @ Q
        return Q.mT if wide else Q

    def right_inverse(self, Q: Tensor) -> Tensor:
        if Q.shape != self.shape:
            raise ValueError(
                f"Expected a matrix or batch of matrices of shape {self.shape}. Got a tensor of shape {Q.shape}."
            )
        wide = Q.shape[-2] < Q.shape[-1]
        tall = Q.mT if wide else Q
        n, k = tall.shape[-2:]
        with no_grad():
            if hasattr(self, "base"):
                self.base = self._completed(tall, n, k)
                return -ag.eye(*Q.shape[-2:], dtype=Q.dtype, device=Q.device).expand(Q.shape).clone()
            if self.orthogonal_map != "householder":
                raise NotImplementedError(
                    "It is not possible to assign to the matrix exponential or the Cayley parametrizations when "
                    "use_trivialization=False."
                )
            reflectors, tau = ag.geqrf(tall)
            signs = reflectors.diagonal(dim1=-2, dim2=-1).sign()
            signs = ag.where(tau == 0, -signs, signs)
            made = reflectors.tril(-1) + reflectors.triu(1) + F.pad(ag.diag_embed(signs), (0, 0, 0, n - k))
            return made.mT if wide else made

    def _completed(self, q: Tensor, n: int, k: int) -> Tensor:
        """A square matrix whose first columns are those of `q`, made orthogonal if they are not."""
        if n > k:
            more = ag.randn((*q.shape[:-2], n, n - k), dtype=q.dtype, device=q.device)
            return _with_orthogonal_columns(ag.cat([q, more], -1))
        one = ag.eye(k, dtype=q.dtype, device=q.device).expand(q.shape)
        exact = ag.allclose(q.mH @ q, one, atol=10 * n * ag.finfo(q.dtype).eps)
        return q.clone() if exact else _with_orthogonal_columns(q)


def orthogonal(
    module: _M, name: str = "weight", orthogonal_map: str | None = None, *, use_trivialization: bool = True
) -> _M:
    """Keep a matrix, or a batch of matrices, orthogonal (unitary, if complex).

    A matrix that is not square has orthonormal columns or rows, whichever are fewer.

    Parameters
    ----------
    module : Module
    name : str
        Of the parameter or buffer.
    orthogonal_map : {"matrix_exp", "cayley", "householder"}, optional
        How an orthogonal matrix is made of the original. "matrix_exp" if the matrix is square or complex, else
        "householder".
    use_trivialization : bool
        Whether the matrix is a fixed orthogonal one times what the map gives (Lezcano-Casado 2019), so that it can be
        assigned to, and begins as the factor of what the weight is now.

    Returns
    -------
    Module
        The module itself.

    Raises
    ------
    ValueError
        If there is no such tensor, it has fewer than two dimensions, the map is unknown, or cannot be used for complex
        tensors.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.utils.parametrizations.orthogonal(nn.Linear(4, 2))
    >>> ag.allclose(layer.weight @ layer.weight.T, ag.eye(2), atol=1e-5)
    True
    """
    weight = _tensor_of(module, name)
    if weight.ndim < 2:
        raise ValueError(f"Expected a matrix or batch of matrices. Got a tensor of {weight.ndim} dimensions.")
    if orthogonal_map is None:
        square = weight.shape[-2] == weight.shape[-1]
        orthogonal_map = "matrix_exp" if square or weight.is_complex() else "householder"
    if orthogonal_map not in ("matrix_exp", "cayley", "householder"):
        raise ValueError(
            f'orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: {orthogonal_map}'
        )
    made = _Orthogonal(weight, orthogonal_map, use_trivialization=use_trivialization)
    register_parametrization(module, name, made, unsafe=True)
    return module


# -- length and direction ----------------------------------------------------------------------------------------


class _WeightNorm(Module):
    def __init__(self, dim: int | None = 0) -> None:
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g: Tensor, weight_v: Tensor) -> Tensor:
        return weight_v * (weight_g / norm_except_dim(weight_v, self.dim))

    def right_inverse(self, weight: Tensor) -> tuple[Tensor, Tensor]:
        return norm_except_dim(weight, self.dim), weight


def weight_norm(module: _M, name: str = "weight", dim: int | None = 0) -> _M:
    """Split a weight into a length and a direction (Salimans and Kingma 2016).

    They are ``parametrizations.<name>.original0`` and ``original1``. A state that was saved with the older
    `nn.utils.weight_norm` is understood.

    Parameters
    ----------
    module : Module
    name : str
        Of the parameter or buffer.
    dim : int, optional
        The dimension along which each place has a length of its own; None for one length.

    Returns
    -------
    Module
        The module itself.

    Examples
    --------
    >>> from arraygrad import nn
    >>> layer = nn.utils.parametrizations.weight_norm(nn.Linear(2, 3))
    >>> tuple(layer.parametrizations.weight.original0.shape), tuple(layer.parametrizations.weight.original1.shape)
    ((3, 1), (3, 2))
    """
    register_parametrization(module, name, _WeightNorm(dim), unsafe=True)
    module.register_load_state_dict_pre_hook(partial(_from_older_names, name))
    return module


def _from_older_names(name: str, module: Module, state_dict: dict[str, Any], prefix: str, *rest: Any) -> None:
    old = [f"{prefix}{name}_{part}" for part in "gv"]
    if all(key in state_dict for key in old):
        for number, key in enumerate(old):
            state_dict[f"{prefix}parametrizations.{name}.original{number}"] = state_dict.pop(key)


# -- largest singular value --------------------------------------------------------------------------------------


class _SpectralNorm(Module):
    _u: Tensor
    _v: Tensor

    def __init__(self, weight: Tensor, n_power_iterations: int = 1, dim: int = 0, eps: float = 1e-12) -> None:
        super().__init__()
        ndim = weight.ndim
        if not -ndim <= dim < ndim:
            raise IndexError(f"Dimension out of range (expected to be in range of [-{ndim}, {ndim - 1}] but got {dim})")
        if n_power_iterations <= 0:
            raise ValueError(
                f"Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}"
            )
        self.dim = dim % ndim
        self.eps = eps
        if ndim > 1:
            self.n_power_iterations = n_power_iterations
            matrix = as_matrix(weight.detach(), self.dim)
            for name, size in zip(("_u", "_v"), matrix.shape, strict=True):
                self.register_buffer(name, F.normalize(matrix.new_empty(size).normal_(), dim=0, eps=eps))
            self._power_method(matrix, 15)

    def _power_method(self, matrix: Tensor, steps: int) -> None:
        with no_grad():
            for _ in range(steps):
                self._u.copy_(F.normalize(ag.mv(matrix, self._v), dim=0, eps=self.eps))
                self._v.copy_(F.normalize(ag.mv(matrix.mH, self._u), dim=0, eps=self.eps))

    def forward(self, weight: Tensor) -> Tensor:
        if weight.ndim == 1:
            return F.normalize(weight, dim=0, eps=self.eps)
        matrix = as_matrix(weight, self.dim)
        if self.training:
            self._power_method(matrix, self.n_power_iterations)
        u, v = self._u.clone(), self._v.clone()  # the graph keeps them, and the next call writes to the buffers
        return weight / ag.vdot(u, ag.mv(matrix, v))

    def right_inverse(self, value: Tensor) -> Tensor:
        return value


def spectral_norm(
    module: _M,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> _M:
    """Divide a weight by its largest singular value (Miyato et al. 2018), found by the power method.

    A weight of one dimension is divided by its norm.

    Parameters
    ----------
    module : Module
    name : str
        Of the parameter or buffer.
    n_power_iterations : int
        Steps of the power method whenever the weight is read in training. It begins with 15.
    eps : float
        Least norm of a vector that is divided by it.
    dim : int, optional
        The dimension that counts outputs; 1 for transposed convolutions, else 0.

    Returns
    -------
    Module
        The module itself.

    Raises
    ------
    ValueError
        If there is no such tensor, or there are to be no steps.
    IndexError
        If the tensor does not have that dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> layer = nn.utils.parametrizations.spectral_norm(nn.Linear(2, 3), n_power_iterations=20)
    >>> round(ag.linalg.matrix_norm(layer.weight, 2).item(), 3)
    1.0
    """
    weight = _tensor_of(module, name)
    made = _SpectralNorm(weight, n_power_iterations, output_dim(module) if dim is None else dim, eps)
    register_parametrization(module, name, made)
    return module
