"""NumPy's products, and what ``numpy.linalg`` and ``numpy.fft`` hold, on tensors."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any

from arraygrad import fft, linalg
from arraygrad import functions as ag
from arraygrad.numpy_face import arguments
from arraygrad.numpy_face.arguments import dtype_of, floating, operands
from arraygrad.numpy_face.table import implements
from arraygrad.tensor import Tensor


def _contracted(a: Tensor, b: Tensor, axes: Any) -> Tensor:
    return ag.tensordot(a, b, axes)


@implements("dot")
def dot(a: Any, b: Any) -> Any:
    a, b = operands(a, b)
    if not a.ndim or not b.ndim:
        return ag.mul(a, b)
    return _contracted(a, b, ([a.ndim - 1], [max(b.ndim - 2, 0)]))


@implements("vdot")
def vdot(a: Any, b: Any, /) -> Any:
    a, b = operands(a, b)
    return (ag.conj(a.reshape(-1)) * b.reshape(-1)).sum()


@implements("inner")
def inner(a: Any, b: Any, /) -> Any:
    a, b = operands(a, b)
    return _contracted(a, b, ([a.ndim - 1], [b.ndim - 1])) if a.ndim and b.ndim else ag.mul(a, b)


@implements("outer")
def outer(a: Any, b: Any) -> Any:
    a, b = operands(a, b)
    return a.reshape(-1, 1) * b.reshape(1, -1)


@implements("tensordot")
def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    a, b = operands(a, b)
    if isinstance(axes, int):
        return ag.tensordot(a, b, axes)
    left, right = (list(x) if isinstance(x, (list, tuple)) else [int(x)] for x in axes)
    return _contracted(a, b, (left, right))


@implements("kron")
def kron(a: Any, b: Any) -> Any:
    return ag.kron(*operands(a, b))


@implements("einsum")
def einsum(*operands: Any, optimize: Any = False) -> Any:
    if isinstance(operands[0], str):
        return ag.einsum(operands[0], *arguments.operands(*operands[1:]))
    pairs, rest = len(operands) // 2, operands[len(operands) // 2 * 2 :]
    made = arguments.operands(*operands[: 2 * pairs : 2])
    return ag.einsum(*(x for i in range(pairs) for x in (made[i], list(operands[2 * i + 1]))), *map(list, rest))


@implements("cross")
def cross(a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: Any = None) -> Any:
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = operands(a, b)
    a, b = ag.broadcast_tensors(a.movedim(axisa, -1), b.movedim(axisb, -1))
    return ag.cross(a, b, dim=-1).movedim(-1, axisc)


@implements("trace")
def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Any:
    return ag.diagonal(a, offset, axis1, axis2).sum(-1, dtype=dtype_of(dtype))


implements("linalg.trace")(lambda x, /, *, offset=0, dtype=None: trace(x, offset, -2, -1, dtype))
implements("diagonal")(lambda a, offset=0, axis1=0, axis2=1: ag.diagonal(a, offset, axis1, axis2))
implements("linalg.diagonal")(lambda x, /, *, offset=0: ag.diagonal(x, offset, -2, -1))
implements("diag")(lambda v, k=0: ag.diag(v, k))
implements("diagflat")(lambda v, k=0: ag.diagflat(operands(v)[0], k))
implements("tril")(lambda m, k=0: ag.tril(m, k))
implements("triu")(lambda m, k=0: ag.triu(m, k))
implements("linalg.outer")(lambda x1, x2, /: outer(x1, x2))
implements("linalg.tensordot")(lambda x1, x2, /, *, axes=2: tensordot(x1, x2, axes))
implements("linalg.matmul")(lambda x1, x2, /: ag.matmul(*operands(x1, x2)))


@implements("linalg.vecdot")
def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    x1, x2 = operands(x1, x2)
    return (ag.conj(x1) * x2).sum(axis)


@implements("linalg.cross")
def linalg_cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    return cross(x1, x2, axis=axis)


# -- numpy.linalg --------------------------------------------------------------------------------------------------


def _linalg(name: str, *arrays: Any, **options: Any) -> Any:
    """A function of `arraygrad.linalg`, on floating point operands."""
    return getattr(linalg, name)(*(floating(x) for x in operands(*arrays)), **options)


def _unary(name: str, **fixed: Any) -> Callable[[Any], Any]:
    return lambda a: _linalg(name, a, **fixed)


for _name in ("det", "eig", "eigvals", "inv", "slogdet"):
    implements(f"linalg.{_name}")(_unary(_name))

implements("linalg.svdvals")(lambda x, /: _linalg("svdvals", x))
implements("linalg.eigh")(lambda a, UPLO="L": _linalg("eigh", a, UPLO=UPLO))
implements("linalg.eigvalsh")(lambda a, UPLO="L": _linalg("eigvalsh", a, UPLO=UPLO))
implements("linalg.cholesky")(lambda a, /, *, upper=False: _linalg("cholesky", a, upper=upper))
implements("linalg.solve")(lambda a, b: _linalg("solve", a, b))
implements("linalg.matrix_power")(lambda a, n: _linalg("matrix_power", a, n=n))
implements("linalg.cond")(lambda x, p=None: _linalg("cond", x, p=p))
implements("linalg.tensorinv")(lambda a, ind=2: _linalg("tensorinv", a, ind=ind))
implements("linalg.tensorsolve")(lambda a, b, axes=None: _linalg("tensorsolve", a, b, dims=axes))

LstsqResult = namedtuple("LstsqResult", ("x", "residuals", "rank", "s"))


@implements("linalg.multi_dot")
def multi_dot(arrays: Any) -> Any:
    return linalg.multi_dot(operands(*arrays))


@implements("linalg.qr")
def qr(a: Any, mode: str = "reduced") -> Any:
    # R alone has no derivative: that needs Q too.
    return _linalg("qr", a, mode="reduced")[1] if mode == "r" else _linalg("qr", a, mode=mode)


@implements("linalg.svd")
def svd(a: Any, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False) -> Any:
    return _linalg("svd", a, full_matrices=full_matrices) if compute_uv else _linalg("svdvals", a)


@implements("linalg.pinv")
def pinv(a: Any, rcond: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Any:
    options = {"rtol": rcond if rtol is None else rtol} if rcond is not None or rtol is not None else {}
    return _linalg("pinv", a, hermitian=hermitian, **options)


@implements("linalg.matrix_rank")
def matrix_rank(A: Any, tol: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Any:
    options = {key: value for key, value in (("atol", tol), ("rtol", rtol)) if value is not None}
    if tol is not None:
        options["rtol"] = 0.0
    return _linalg("matrix_rank", A, hermitian=hermitian, **options)


@implements("linalg.lstsq")
def lstsq(a: Any, b: Any, rcond: Any = None) -> Any:
    a, b = (floating(x) for x in operands(a, b))
    s = _linalg("svdvals", a)
    cut = ag.finfo(a.dtype).eps * max(a.shape) if rcond is None else rcond
    rank = (s > cut * s.amax()).sum()
    x = ag.matmul(pinv(a, rtol=cut), b)
    error = abs(b - ag.matmul(a, x)) ** 2
    full = a.shape[0] > a.shape[1] and int(rank) == a.shape[1]
    residuals = error.sum(0).reshape(-1) if full else ag.zeros(0, dtype=s.dtype, device=s.device)
    return LstsqResult(x, residuals, rank, s)


@implements("linalg.norm")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    return _linalg("norm", x, ord=ord, dim=axis, keepdim=keepdims)


@implements("linalg.vector_norm")
def vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
    return _linalg("vector_norm", x, ord=ord, dim=axis, keepdim=keepdims)


@implements("linalg.matrix_norm")
def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Any:
    return _linalg("matrix_norm", x, ord=ord, keepdim=keepdims)


# -- numpy.fft -----------------------------------------------------------------------------------------------------


def _fft(name: str, a: Any, *sizes: Any) -> Any:
    """A function of `arraygrad.fft`."""
    return getattr(fft, name)(operands(a)[0], *sizes)


def _one(name: str) -> Callable[..., Any]:
    return lambda a, n=None, axis=-1, norm=None: _fft(name, a, n, axis, norm)


def _several(name: str, last: Any) -> Callable[..., Any]:
    return lambda a, s=None, axes=last, norm=None: _fft(name, a, s, axes, norm)


for _name in ("fft", "hfft", "ifft", "ihfft", "irfft", "rfft"):
    implements(f"fft.{_name}")(_one(_name))
for _name in ("fft", "ifft", "irfft", "rfft"):
    implements(f"fft.{_name}2")(_several(f"{_name}2", (-2, -1)))
    implements(f"fft.{_name}n")(_several(f"{_name}n", None))

implements("fft.fftshift")(lambda x, axes=None: _fft("fftshift", x, axes))
implements("fft.ifftshift")(lambda x, axes=None: _fft("ifftshift", x, axes))
