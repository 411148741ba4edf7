# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, Self, TypeAlias, overload

import numpy as np

from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.graph import HookHandle, Node
from arraygrad.layouts import Layout
from arraygrad.random import Generator
from arraygrad.sparse import SparseCsrTensor, SparseTensor
from arraygrad.tensor import Tensor
from arraygrad.tensor_types import TensorType

_Number: TypeAlias = _int | _float | _complex

class _ATau(NamedTuple):
    a: Tensor
    tau: Tensor

class _MantissaExponent(NamedTuple):
    mantissa: Tensor
    exponent: Tensor

class _MinMax(NamedTuple):
    min: Tensor
    max: Tensor

class _QR(NamedTuple):
    Q: Tensor
    R: Tensor

class _SignLogabsdet(NamedTuple):
    sign: Tensor
    logabsdet: Tensor

class _SolutionClonedCoefficient(NamedTuple):
    solution: Tensor
    cloned_coefficient: Tensor

class _USV(NamedTuple):
    U: Tensor
    S: Tensor
    V: Tensor

class _ValuesIndices(NamedTuple):
    values: Tensor
    indices: Tensor

class TensorMethods:
    @property
    def H(self) -> Tensor:
        """The conjugate transpose of a matrix."""

    @property
    def T(self) -> Tensor: ...
    def __abs__(self) -> Tensor: ...
    def __add__(self, other: Tensor | _Number) -> Tensor: ...
    def __and__(self, other: Tensor | _Number) -> Tensor: ...
    def __array__(self, dtype: Any = None, copy: _bool | None = None) -> np.ndarray[Any, Any]:
        """NumPy's conversion: what `numpy` gives, in another dtype if asked for."""

    def __array_function__(
        self,
        function: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        """NumPy's protocol for all other functions."""

    def __array_namespace__(self, /, *, api_version: str | None = None) -> Any:
        """The namespace of the array API standard: `arraygrad.array_api`."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy's protocol for element-wise functions and their methods."""

    def __bool__(self) -> _bool:
        """Truth of the only element."""

    def __complex__(self) -> _complex: ...
    def __contains__(self, value: Any) -> _bool:
        """Whether an element equals `value`."""

    def __copy__(self) -> Tensor:
        """A leaf over the same memory, with the same flag and attributes."""

    def __deepcopy__(self, memo: dict[_int, Any]) -> Tensor:
        """A leaf with memory, flag, gradient and attributes of its own."""

    def __dlpack__(
        self,
        *,
        stream: Any = None,
        max_version: Any = None,
        dl_device: Any = None,
        copy: _bool | None = None,
    ) -> Any:
        """DLPack capsule of the tensor's memory; of a copy on the host if a consumer there asks for what it cannot
        read.
        """

    def __dlpack_device__(self) -> Any:
        """DLPack's numbers for the tensor's device."""

    def __eq__(self, other: object) -> Tensor: ...  # type: ignore[override]
    def __float__(self) -> _float: ...
    def __floordiv__(self, other: Tensor | _Number) -> Tensor: ...
    def __format__(self, spec: str) -> str:
        """A zero-dimensional tensor formats as its number."""

    def __ge__(self, other: Tensor | _Number) -> Tensor: ...
    def __getitem__(self, key: Any) -> Tensor:
        """``x[key]``: a view for integers, slices, None and Ellipsis; a copy as soon as a tensor, list or array is
        in the key.
        """

    def __gt__(self, other: Tensor | _Number) -> Tensor: ...
    def __iadd__(self, other: Tensor | _Number) -> Self: ...
    def __iand__(self, other: Tensor | _Number) -> Self: ...
    def __ifloordiv__(self, other: Tensor | _Number) -> Self: ...
    def __ilshift__(self, other: Tensor | _Number) -> Self: ...
    def __imod__(self, other: Tensor | _Number) -> Self: ...
    def __imul__(self, other: Tensor | _Number) -> Self: ...
    def __index__(self) -> _int:
        """The only element of an integer tensor, as an index."""

    def __int__(self) -> _int: ...
    def __invert__(self) -> Tensor: ...
    def __ior__(self, other: Tensor | _Number) -> Self: ...
    def __ipow__(self, other: Tensor | _Number) -> Self: ...
    def __irshift__(self, other: Tensor | _Number) -> Self: ...
    def __isub__(self, other: Tensor | _Number) -> Self: ...
    def __iter__(self) -> Iterator[Tensor]:
        """The parts along the first dimension."""

    def __itruediv__(self, other: Tensor | _Number) -> Self: ...
    def __ixor__(self, other: Tensor | _Number) -> Self: ...
    def __le__(self, other: Tensor | _Number) -> Tensor: ...
    def __lshift__(self, other: Tensor | _Number) -> Tensor: ...
    def __lt__(self, other: Tensor | _Number) -> Tensor: ...
    def __matmul__(self, other: Tensor | _Number) -> Tensor: ...
    def __mod__(self, other: Tensor | _Number) -> Tensor: ...
    def __mul__(self, other: Tensor | _Number) -> Tensor: ...
    def __ne__(self, other: object) -> Tensor: ...  # type: ignore[override]
    def __neg__(self) -> Tensor: ...
    def __or__(self, other: Tensor | _Number) -> Tensor: ...
    def __pos__(self) -> Tensor: ...
    def __pow__(self, other: Tensor | _Number) -> Tensor: ...
    def __radd__(self, other: Tensor | _Number) -> Tensor: ...
    def __rand__(self, other: Tensor | _Number) -> Tensor: ...
    def __rdiv__(self, other: Tensor | _Number) -> Tensor: ...
    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]: ...
    def __repr__(self) -> str:
        """PyTorch's text of a tensor."""

    def __reversed__(self) -> Tensor: ...
    def __rfloordiv__(self, other: Tensor | _Number) -> Tensor: ...
    def __rlshift__(self, other: Tensor | _Number) -> Tensor: ...
    def __rmatmul__(self, other: Tensor | _Number) -> Tensor: ...
    def __rmod__(self, other: Tensor | _Number) -> Tensor: ...
    def __rmul__(self, other: Tensor | _Number) -> Tensor: ...
    def __ror__(self, other: Tensor | _Number) -> Tensor: ...
    def __rpow__(self, other: Tensor | _Number) -> Tensor: ...
    def __rrshift__(self, other: Tensor | _Number) -> Tensor: ...
    def __rshift__(self, other: Tensor | _Number) -> Tensor: ...
    def __rsub__(self, other: Tensor | _Number) -> Tensor: ...
    def __rtruediv__(self, other: Tensor | _Number) -> Tensor: ...
    def __rxor__(self, other: Tensor | _Number) -> Tensor: ...
    def __setitem__(self, key: Any, value: Any) -> None:
        """``x[key] = value``: the value is broadcast, and converted to the tensor's dtype and device."""

    def __sub__(self, other: Tensor | _Number) -> Tensor: ...
    def __truediv__(self, other: Tensor | _Number) -> Tensor: ...
    def __xor__(self, other: Tensor | _Number) -> Tensor: ...
    def abs(self) -> Tensor:
        """Absolute value of each element; its derivative at zero is zero."""

    def abs_(self) -> Self:
        """In-place form of `abs`."""

    def absolute(self) -> Tensor:
        """Absolute value of each element; its derivative at zero is zero."""

    def absolute_(self) -> Self:
        """In-place form of `abs`."""

    def acos(self) -> Tensor:
        """Angle between 0 and pi whose cosine is each element; NaN outside of [-1, 1]."""

    def acos_(self) -> Self:
        """In-place form of `acos`."""

    def acosh(self) -> Tensor:
        """Inverse of the hyperbolic cosine; NaN below 1."""

    def acosh_(self) -> Self:
        """In-place form of `acosh`."""

    def add(self, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
        """Sum of two tensors, the second one times `alpha`."""

    def add_(self, other: Tensor | _Number, *, alpha: _float = 1) -> Self:
        """In-place form of `add`."""

    def addbmm(
        self,
        batch1: Tensor | _Number,
        batch2: Tensor | _Number,
        *,
        beta: _float = 1,
        alpha: _float = 1,
    ) -> Tensor:
        """``beta * input + alpha * (batch1 @ batch2).sum(0)`` for batches of matrices."""

    def addbmm_(
        self,
        batch1: Tensor | _Number,
        batch2: Tensor | _Number,
        *,
        beta: _float = 1,
        alpha: _float = 1,
    ) -> Self:
        """In-place form of `addbmm`."""

    def addcdiv(self, tensor1: Tensor | _Number, tensor2: Tensor | _Number, *, value: _float = 1) -> Tensor:
        """``input + value * tensor1 / tensor2``."""

    def addcdiv_(self, tensor1: Tensor | _Number, tensor2: Tensor | _Number, *, value: _float = 1) -> Self:
        """In-place form of `addcdiv`."""

    def addcmul(self, tensor1: Tensor | _Number, tensor2: Tensor | _Number, *, value: _float = 1) -> Tensor:
        """``input + value * tensor1 * tensor2``."""

    def addcmul_(self, tensor1: Tensor | _Number, tensor2: Tensor | _Number, *, value: _float = 1) -> Self:
        """In-place form of `addcmul`."""

    def addmm(self, mat1: Tensor | _Number, mat2: Tensor | _Number, *, beta: _float = 1, alpha: _float = 1) -> Tensor:
        """``beta * input + alpha * (mat1 @ mat2)``."""

    def addmm_(self, mat1: Tensor | _Number, mat2: Tensor | _Number, *, beta: _float = 1, alpha: _float = 1) -> Self:
        """In-place form of `addmm`."""

    def addmv(self, mat: Tensor | _Number, vec: Tensor | _Number, *, beta: _float = 1, alpha: _float = 1) -> Tensor:
        """``beta * input + alpha * (mat @ vec)``."""

    def addmv_(self, mat: Tensor | _Number, vec: Tensor | _Number, *, beta: _float = 1, alpha: _float = 1) -> Self:
        """In-place form of `addmv`."""

    def addr(self, vec1: Tensor | _Number, vec2: Tensor | _Number, *, beta: _float = 1, alpha: _float = 1) -> Tensor:
        """``beta * input + alpha * outer(vec1, vec2)``."""

    def addr_(self, vec1: Tensor | _Number, vec2: Tensor | _Number, *, beta: _float = 1, alpha: _float = 1) -> Self:
        """In-place form of `addr`."""

    def adjoint(self) -> Tensor:
        """Conjugate transpose of a matrix, or of each of a batch."""

    def all(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Whether all elements are true (other than zero)."""

    def allclose(self, other: Tensor, rtol: _float = 1e-05, atol: _float = 1e-08, equal_nan: _bool = False) -> _bool:
        """Whether all elements are close: ``|input - other| <= atol + rtol * |other|``."""

    def alpha_dropout_(self, p: _float = 0.5, training: _bool = False) -> Self:
        """In-place form of `alpha_dropout`."""

    def amax(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Largest element, NaN if there is one. Equal elements share the gradient."""

    def amin(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Smallest element, NaN if there is one. Equal elements share the gradient."""

    def aminmax(self, *, dim: _int | None = None, keepdim: _bool = False) -> _MinMax:
        """Smallest and largest element."""

    def angle(self) -> Tensor:
        """Angle of each element in the complex plane: 0 or pi for real numbers."""

    def any(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Whether an element is true (other than zero)."""

    def apply_(self, callable: Callable[[Any], Any]) -> Self:
        """Replace each element by what a function of Python numbers gives; slow, and outside the graph."""

    def arccos(self) -> Tensor:
        """Angle between 0 and pi whose cosine is each element; NaN outside of [-1, 1]."""

    def arccos_(self) -> Self:
        """In-place form of `acos`."""

    def arccosh(self) -> Tensor:
        """Inverse of the hyperbolic cosine; NaN below 1."""

    def arccosh_(self) -> Self:
        """In-place form of `acosh`."""

    def arcsin(self) -> Tensor:
        """Angle between -pi/2 and pi/2 whose sine is each element; NaN outside of [-1, 1]."""

    def arcsin_(self) -> Self:
        """In-place form of `asin`."""

    def arcsinh(self) -> Tensor:
        """Inverse of the hyperbolic sine."""

    def arcsinh_(self) -> Self:
        """In-place form of `asinh`."""

    def arctan(self) -> Tensor:
        """Angle between -pi/2 and pi/2 whose tangent is each element."""

    def arctan2(self, other: Tensor | _Number) -> Tensor:
        """Angle between -pi and pi of the point with ordinate `input` and abscissa `other`."""

    def arctan2_(self, other: Tensor | _Number) -> Self:
        """In-place form of `atan2`."""

    def arctan_(self) -> Self:
        """In-place form of `atan`."""

    def arctanh(self) -> Tensor:
        """Inverse of the hyperbolic tangent; NaN outside of [-1, 1]."""

    def arctanh_(self) -> Self:
        """In-place form of `atanh`."""

    def argmax(
        self,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Index of the largest element; without `dim` in the flattened tensor."""

    def argmin(
        self,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Index of the smallest element; without `dim` in the flattened tensor."""

    def argsort(self, dim: _int = -1, descending: _bool = False, stable: _bool = False, *, axis: _int = ...) -> Tensor:
        """Indices that put elements in order along a dimension."""

    def argwhere(self) -> Tensor:
        """The indices of all elements that are not zero, a row for each."""

    def as_strided(self, size: Sequence[_int], stride: Sequence[_int], storage_offset: _int | None = None) -> Tensor:
        """The memory below a tensor, seen by strides: a view in which elements may appear again and again."""

    def as_strided_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `as_strided`: the tensor itself becomes the view."""

    def as_strided_scatter(
        self,
        src: Tensor | _Number,
        size: Sequence[_int],
        stride: Sequence[_int],
        storage_offset: _int | None = None,
    ) -> Tensor:
        """A copy with `src` where `as_strided` shows the elements of the row-major tensor."""

    def asin(self) -> Tensor:
        """Angle between -pi/2 and pi/2 whose sine is each element; NaN outside of [-1, 1]."""

    def asin_(self) -> Self:
        """In-place form of `asin`."""

    def asinh(self) -> Tensor:
        """Inverse of the hyperbolic sine."""

    def asinh_(self) -> Self:
        """In-place form of `asinh`."""

    def atan(self) -> Tensor:
        """Angle between -pi/2 and pi/2 whose tangent is each element."""

    def atan2(self, other: Tensor | _Number) -> Tensor:
        """Angle between -pi and pi of the point with ordinate `input` and abscissa `other`."""

    def atan2_(self, other: Tensor | _Number) -> Self:
        """In-place form of `atan2`."""

    def atan_(self) -> Self:
        """In-place form of `atan`."""

    def atanh(self) -> Tensor:
        """Inverse of the hyperbolic tangent; NaN outside of [-1, 1]."""

    def atanh_(self) -> Self:
        """In-place form of `atanh`."""

    def backward(
        self,
        gradient: Tensor | None = None,
        retain_graph: _bool | None = None,
        create_graph: _bool = False,
        inputs: Any = None,
    ) -> None:
        """Sum the gradients of this tensor with respect to the graph's leaves into their ``grad``."""

    def baddbmm(
        self,
        batch1: Tensor | _Number,
        batch2: Tensor | _Number,
        *,
        beta: _float = 1,
        alpha: _float = 1,
    ) -> Tensor:
        """``beta * input + alpha * (batch1 @ batch2)`` for batches of matrices."""

    def baddbmm_(
        self,
        batch1: Tensor | _Number,
        batch2: Tensor | _Number,
        *,
        beta: _float = 1,
        alpha: _float = 1,
    ) -> Self:
        """In-place form of `baddbmm`."""

    def bernoulli(self, p: _float | None = None, *, generator: Generator | None = None) -> Tensor:
        """Zeros and ones; one with the probability given by each element (or by `p` for all)."""

    def bernoulli_(self, p: _float | Tensor = 0.5, *, generator: Generator | None = None) -> Self:
        """Fill with zeros and ones."""

    def bfloat16(self, memory_format: Any = None) -> Tensor:
        """The tensor as bfloat16; itself if it is."""

    def bincount(self, weights: Tensor | None = None, minlength: _int = 0) -> Tensor:
        """How often each integer occurs, or the sum of its weights."""

    def bitwise_and(self, other: Tensor | _Number) -> Tensor:
        """Bits that are set in both of two integers; logical and of bools."""

    def bitwise_and_(self, other: Tensor | _Number) -> Self:
        """In-place form of `bitwise_and`."""

    def bitwise_left_shift(self, other: Tensor | _Number) -> Tensor:
        """Integers times a power of two: bits moved to the left."""

    def bitwise_left_shift_(self, other: Tensor | _Number) -> Self:
        """In-place form of `bitwise_left_shift`."""

    def bitwise_not(self) -> Tensor:
        """All bits of each integer turned over; logical not of bools."""

    def bitwise_not_(self) -> Self:
        """In-place form of `bitwise_not`."""

    def bitwise_or(self, other: Tensor | _Number) -> Tensor:
        """Bits that are set in at least one of two integers; logical or of bools."""

    def bitwise_or_(self, other: Tensor | _Number) -> Self:
        """In-place form of `bitwise_or`."""

    def bitwise_right_shift(self, other: Tensor | _Number) -> Tensor:
        """Integers divided by a power of two, rounded down: bits moved to the right."""

    def bitwise_right_shift_(self, other: Tensor | _Number) -> Self:
        """In-place form of `bitwise_right_shift`."""

    def bitwise_xor(self, other: Tensor | _Number) -> Tensor:
        """Bits that are set in exactly one of two integers; logical exclusive or of bools."""

    def bitwise_xor_(self, other: Tensor | _Number) -> Self:
        """In-place form of `bitwise_xor`."""

    def bmm(self, mat2: Tensor | _Number) -> Tensor:
        """Products of the matrices of two batches, without broadcasting."""

    def bool(self, memory_format: Any = None) -> Tensor:
        """The tensor as bool; itself if it is."""

    def broadcast_to(self, size: Sequence[_int]) -> Tensor:
        """`expand` as a function of a shape."""

    def byte(self, memory_format: Any = None) -> Tensor:
        """The tensor as uint8; itself if it is."""

    def cauchy_(self, median: _float = 0.0, sigma: _float = 1.0, *, generator: Generator | None = None) -> Self:
        """Fill with random numbers from the Cauchy distribution."""

    def cdouble(self, memory_format: Any = None) -> Tensor:
        """The tensor as complex128; itself if it is."""

    def ceil(self) -> Tensor:
        """The smallest integer not below each element."""

    def ceil_(self) -> Self:
        """In-place form of `ceil`."""

    def celu_(self, alpha: _float = 1.0) -> Self:
        """In-place form of `celu`."""

    def cfloat(self, memory_format: Any = None) -> Tensor:
        """The tensor as complex64; itself if it is."""

    def char(self, memory_format: Any = None) -> Tensor:
        """The tensor as int8; itself if it is."""

    def cholesky(self, upper: _bool = False) -> Tensor:
        """Triangular factors of Hermitian positive definite matrices: another name of `linalg.cholesky`."""

    def cholesky_inverse(self, upper: _bool = False) -> Tensor:
        """Inverses of matrices, from their Cholesky factors."""

    def cholesky_solve(self, input2: Tensor | _Number, upper: _bool = False) -> Tensor:
        """The X of ``A @ X = input``, from the Cholesky factor of A."""

    def chunk(self, chunks: _int, dim: _int = 0) -> tuple[Tensor, ...]:
        """At most `chunks` views of equal size (the last may be smaller)."""

    def clamp(self, min: Tensor | _Number | None = None, max: Tensor | _Number | None = None) -> Tensor:
        """Each element, or the limit that it exceeds. The gradient passes at the limits themselves."""

    def clamp_(self, min: Tensor | _Number | None = None, max: Tensor | _Number | None = None) -> Self:
        """In-place form of `clamp`."""

    def clamp_max(self, max: Tensor | _Number) -> Tensor:
        """Each element, or `max` if it is larger."""

    def clamp_max_(self, max: Tensor | _Number) -> Self:
        """In-place form of `clamp_max`."""

    def clamp_min(self, min: Tensor | _Number) -> Tensor:
        """Each element, or `min` if it is smaller."""

    def clamp_min_(self, min: Tensor | _Number) -> Self:
        """In-place form of `clamp_min`."""

    def clip(self, min: Tensor | _Number | None = None, max: Tensor | _Number | None = None) -> Tensor:
        """Each element, or the limit that it exceeds. The gradient passes at the limits themselves."""

    def clip_(self, min: Tensor | _Number | None = None, max: Tensor | _Number | None = None) -> Self:
        """In-place form of `clamp`."""

    def clone(self, *, memory_format: Any = None) -> Tensor:
        """A copy with memory of its own; gradients flow through. `memory_format` is not looked at."""

    def conj(self) -> Tensor:
        """Complex conjugate of each element."""

    def conj_physical(self) -> Tensor:
        """Complex conjugate of each element."""

    def conj_physical_(self) -> Self:
        """In-place form of `conj_physical`."""

    def contiguous(self, memory_format: Any = None) -> Tensor:
        """The tensor itself if its elements lie in row-major order, else a copy that does."""

    def copy_(self, src: Any, non_blocking: _bool = False) -> Self:
        """Write the values of `src`, broadcast, converted and moved as needed, into the tensor."""

    def copysign(self, other: Tensor | _Number) -> Tensor:
        """The size of `input` with the sign of `other`."""

    def copysign_(self, other: Tensor | _Number) -> Self:
        """In-place form of `copysign`."""

    def corrcoef(self) -> Tensor:
        """Correlation coefficients of variables in rows, observed in columns."""

    def cos(self) -> Tensor:
        """Cosine."""

    def cos_(self) -> Self:
        """In-place form of `cos`."""

    def cosh(self) -> Tensor:
        """Hyperbolic cosine."""

    def cosh_(self) -> Self:
        """In-place form of `cosh`."""

    def count_nonzero(
        self,
        dim: _int | Sequence[_int] | None = None,
        *,
        axis: _int | Sequence[_int] | None = ...,
    ) -> Tensor:
        """Number of elements other than zero."""

    def cov(
        self,
        *,
        correction: _int = 1,
        fweights: Tensor | _Number | None = None,
        aweights: Tensor | _Number | None = None,
    ) -> Tensor:
        """Covariance matrix of variables in rows, observed in columns."""

    def cpu(self) -> Tensor:
        """The tensor on ``"cpu"``."""

    def cross(self, other: Tensor | _Number, dim: _int | None = None, *, axis: _int | None = ...) -> Tensor:
        """Cross product of the vectors along a dimension of size 3; other dimensions broadcast."""

    def cuda(self, device: Any = None) -> Tensor:
        """The tensor on a CUDA device."""

    @overload
    def cummax(self, dim: _int) -> _ValuesIndices:
        """Largest elements so far along a dimension, and their indices."""

    @overload
    def cummax(self, *, axis: _int) -> _ValuesIndices:
        """Largest elements so far along a dimension, and their indices."""

    @overload
    def cummin(self, dim: _int) -> _ValuesIndices:
        """Smallest elements so far along a dimension, and their indices."""

    @overload
    def cummin(self, *, axis: _int) -> _ValuesIndices:
        """Smallest elements so far along a dimension, and their indices."""

    @overload
    def cumprod(self, dim: _int, *, dtype: DType | None = None) -> Tensor:
        """Running products along a dimension; the derivative is right where elements are zero."""

    @overload
    def cumprod(self, *, axis: _int, dtype: DType | None = None) -> Tensor:
        """Running products along a dimension; the derivative is right where elements are zero."""

    @overload
    def cumprod_(self, dim: _int, *, dtype: DType | None = None) -> Self:
        """In-place form of `cumprod`."""

    @overload
    def cumprod_(self, *, axis: _int, dtype: DType | None = None) -> Self:
        """In-place form of `cumprod`."""

    @overload
    def cumsum(self, dim: _int, *, dtype: DType | None = None) -> Tensor:
        """Running sums along a dimension."""

    @overload
    def cumsum(self, *, axis: _int, dtype: DType | None = None) -> Tensor:
        """Running sums along a dimension."""

    @overload
    def cumsum_(self, dim: _int, *, dtype: DType | None = None) -> Self:
        """In-place form of `cumsum`."""

    @overload
    def cumsum_(self, *, axis: _int, dtype: DType | None = None) -> Self:
        """In-place form of `cumsum`."""

    def data_ptr(self) -> _int:
        """Address of the first element, for tensors whose memory the host can see."""

    def deg2rad(self) -> Tensor:
        """Degrees as radians."""

    def deg2rad_(self) -> Self:
        """In-place form of `deg2rad`."""

    def det(self) -> Tensor:
        """Determinants of matrices."""

    def detach_(self) -> Self:
        """Take the tensor itself out of the graph."""

    def diag(self, diagonal: _int = 0, *, k: _int = ...) -> Tensor:
        """The diagonal of a matrix, or the matrix with a vector as its diagonal."""

    def diag_embed(self, offset: _int = 0, dim1: _int = -2, dim2: _int = -1) -> Tensor:
        """Matrices with the vectors along the last dimension as a diagonal, zero elsewhere."""

    def diagflat(self, offset: _int = 0) -> Tensor:
        """A matrix with all elements of `input` as a diagonal, zero elsewhere."""

    def diagonal(self, offset: _int = 0, dim1: _int = 0, dim2: _int = 1) -> Tensor:
        """The diagonals of the matrices that two dimensions hold, along a new last dimension."""

    def diagonal_scatter(self, src: Tensor | _Number, offset: _int = 0, dim1: _int = 0, dim2: _int = 1) -> Tensor:
        """A copy with `src` as a diagonal."""

    def diff(
        self,
        n: _int = 1,
        dim: _int = -1,
        prepend: Tensor | _Number | None = None,
        append: Tensor | _Number | None = None,
        *,
        axis: _int = ...,
    ) -> Tensor:
        """Differences of neighbouring elements."""

    def digamma(self) -> Tensor:
        """Derivative of the logarithm of the gamma function."""

    def digamma_(self) -> Self:
        """In-place form of `digamma`."""

    def dim(self) -> _int: ...
    def dist(self, other: Tensor | _Number, p: _float = 2) -> Tensor:
        """Norm of the difference of two tensors."""

    def div(self, other: Tensor | _Number, *, rounding_mode: str | None = None) -> Tensor:
        """Quotient of two tensors, rounded on request."""

    def div_(self, other: Tensor | _Number, *, rounding_mode: str | None = None) -> Self:
        """In-place form of `div`."""

    def divide(self, other: Tensor | _Number, *, rounding_mode: str | None = None) -> Tensor:
        """Quotient of two tensors, rounded on request."""

    def divide_(self, other: Tensor | _Number, *, rounding_mode: str | None = None) -> Self:
        """In-place form of `div`."""

    def dot(self, tensor: Tensor | _Number) -> Tensor:
        """Dot product of two vectors; complex values are not conjugated."""

    def double(self, memory_format: Any = None) -> Tensor:
        """The tensor as float64; itself if it is."""

    def dropout1d_(self, p: _float = 0.5, training: _bool = True) -> Self:
        """In-place form of `dropout1d`."""

    def dropout2d_(self, p: _float = 0.5, training: _bool = True) -> Self:
        """In-place form of `dropout2d`."""

    def dropout3d_(self, p: _float = 0.5, training: _bool = True) -> Self:
        """In-place form of `dropout3d`."""

    def dropout_(self, p: _float = 0.5, training: _bool = True) -> Self:
        """In-place form of `dropout`."""

    def dsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Views of parts along the third dimension."""

    def element_size(self) -> _int: ...
    def elu_(self, alpha: _float = 1.0) -> Self:
        """In-place form of `elu`."""

    def eq(self, other: Tensor | _Number) -> Tensor:
        """Whether elements are equal."""

    def eq_(self, other: Tensor | _Number) -> Self:
        """In-place form of `eq`."""

    def equal(self, other: Tensor) -> _bool:
        """Whether two tensors have the same shape and equal elements."""

    def erf(self) -> Tensor:
        """Error function: the probability that a normal variable of variance 1/2 lies within x of its mean."""

    def erf_(self) -> Self:
        """In-place form of `erf`."""

    def erfc(self) -> Tensor:
        """``1 - erf(x)``, exact also where that is small."""

    def erfc_(self) -> Self:
        """In-place form of `erfc`."""

    def erfinv(self) -> Tensor:
        """Inverse of the error function; infinite at -1 and 1, NaN beyond."""

    def erfinv_(self) -> Self:
        """In-place form of `erfinv`."""

    def exp(self) -> Tensor:
        """The exponential function."""

    def exp2(self) -> Tensor:
        """Two raised to each element."""

    def exp2_(self) -> Self:
        """In-place form of `exp2`."""

    def exp_(self) -> Self:
        """In-place form of `exp`."""

    def expand(
        self,
        *sizes: _int | Sequence[_int],
        size: Sequence[_int] | None = None,
        implicit: _bool = False,
    ) -> Tensor:
        """Repeat dimensions of size one without copying; -1 keeps a size."""

    def expand_as(self, other: Tensor) -> Tensor:
        """`expand` to the shape of another tensor."""

    def expm1(self) -> Tensor:
        """``exp(x) - 1``, exact also near zero."""

    def expm1_(self) -> Self:
        """In-place form of `expm1`."""

    def exponential_(self, lambd: _float = 1.0, *, generator: Generator | None = None) -> Self:
        """Fill with exponential random numbers of rate `lambd`."""

    def feature_alpha_dropout_(self, p: _float = 0.5, training: _bool = False) -> Self:
        """In-place form of `feature_alpha_dropout`."""

    def fill_(self, value: Any) -> Self:
        """Write one value into every element."""

    def fill_diagonal_(self, fill_value: _float, wrap: _bool = False) -> Self:
        """Write a number along the main diagonal; with `wrap`, a tall matrix has another one after each square and a
        row.
        """

    def fix(self) -> Tensor:
        """Each element without its fraction."""

    def fix_(self) -> Self:
        """In-place form of `trunc`."""

    def flatten(self, start_dim: _int = 0, end_dim: _int = -1) -> Tensor:
        """Join the dimensions from `start_dim` to `end_dim` (inclusive) into one."""

    @overload
    def flip(self, *dims: _int) -> Tensor:
        """Elements in reverse order along dimensions."""

    @overload
    def flip(self, dims: _int | Sequence[_int] | None = None) -> Tensor:
        """Elements in reverse order along dimensions."""

    def fliplr(self) -> Tensor:
        """Elements in reverse order along the second dimension."""

    def flipud(self) -> Tensor:
        """Elements in reverse order along the first dimension."""

    def float(self, memory_format: Any = None) -> Tensor:
        """The tensor as float32; itself if it is."""

    def float_power(self, exponent: Tensor | _Number) -> Tensor:
        """`input` raised to a power in double precision."""

    def float_power_(self, exponent: Tensor | _Number) -> Self:
        """In-place form of `float_power`."""

    def floor(self) -> Tensor:
        """The largest integer not above each element."""

    def floor_(self) -> Self:
        """In-place form of `floor`."""

    def floor_divide(self, other: Tensor | _Number) -> Tensor:
        """Quotient rounded down, as Python's ``//``. Its derivative is zero."""

    def floor_divide_(self, other: Tensor | _Number) -> Self:
        """In-place form of `floor_divide`."""

    def fmax(self, other: Tensor | _Number) -> Tensor:
        """The larger of two elements; a number counts for more than NaN."""

    def fmin(self, other: Tensor | _Number) -> Tensor:
        """The smaller of two elements; a number counts for more than NaN."""

    def fmod(self, other: Tensor | _Number) -> Tensor:
        """Remainder with the sign of the dividend, as in C."""

    def fmod_(self, other: Tensor | _Number) -> Self:
        """In-place form of `fmod`."""

    def frac(self) -> Tensor:
        """The fraction of each element, with its sign."""

    def frac_(self) -> Self:
        """In-place form of `frac`."""

    def frexp(self) -> _MantissaExponent:
        """Mantissa and exponent: ``input == mantissa * 2**exponent`` with ``0.5 <= |mantissa| < 1``, or zero."""

    @overload
    def gather(self, dim: _int, index: Tensor, *, sparse_grad: _bool = False) -> Tensor:
        """Values picked along a dimension, an index for each element of the result."""

    @overload
    def gather(self, *, axis: _int, index: Tensor, sparse_grad: _bool = False) -> Tensor:
        """Values picked along a dimension, an index for each element of the result."""

    def gcd(self, other: Tensor | _Number) -> Tensor:
        """Greatest common divisor, element by element; never negative, and zero for two zeros."""

    def gcd_(self, other: Tensor | _Number) -> Self:
        """In-place form of `gcd`."""

    def ge(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is greater than or equal to `other`."""

    def ge_(self, other: Tensor | _Number) -> Self:
        """In-place form of `ge`."""

    def geometric_(self, p: _float, *, generator: Generator | None = None) -> Self:
        """Fill with numbers of trials, each with success probability `p`, up to the first success."""

    def geqrf(self) -> _ATau:
        """The reflections whose product is Q, and R, as `linalg.householder_product` and `ormqr` take them."""

    def ger(self, vec2: Tensor | _Number) -> Tensor:
        """Products of all pairs of elements of two vectors."""

    def get_device(self) -> _int:
        """The number of the tensor's device among those of its type; -1 if it has none."""

    @property
    def grad_fn(self) -> Node | None:
        """The node that made the tensor; None for a leaf."""

    def greater(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is greater than `other`."""

    def greater_(self, other: Tensor | _Number) -> Self:
        """In-place form of `gt`."""

    def greater_equal(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is greater than or equal to `other`."""

    def greater_equal_(self, other: Tensor | _Number) -> Self:
        """In-place form of `ge`."""

    def gt(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is greater than `other`."""

    def gt_(self, other: Tensor | _Number) -> Self:
        """In-place form of `gt`."""

    def half(self, memory_format: Any = None) -> Tensor:
        """The tensor as float16; itself if it is."""

    def hardshrink(self, lambd: _float = 0.5) -> Tensor:
        """Each element, zero where its magnitude does not exceed a limit."""

    def hardsigmoid_(self) -> Self:
        """In-place form of `hardsigmoid`."""

    def hardswish_(self) -> Self:
        """In-place form of `hardswish`."""

    def hardtanh_(self, min_val: _float = -1.0, max_val: _float = 1.0) -> Self:
        """In-place form of `hardtanh`."""

    def hash_tensor(
        self,
        dim: Any = ...,
        keepdim: _bool = False,
        *,
        mode: _int = 0,
        axis: Any = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Exclusive or over the bits of all elements, as float64 or int64: equal tensors have equal hashes."""

    def heaviside(self, values: Tensor | _Number) -> Tensor:
        """The step function: 0 below zero, 1 above, and `values` at zero. It has no derivative."""

    def heaviside_(self, values: Tensor | _Number) -> Self:
        """In-place form of `heaviside`."""

    def histc(self, bins: _int = 100, min: _float = 0, max: _float = 0) -> Tensor:
        """Number of elements in each of equally wide bins."""

    def histogram(
        self,
        bins: Any,
        *,
        range: Sequence[_float] | None = None,
        weight: Tensor | None = None,
        density: _bool = False,
    ) -> Any:
        """Number, or weight, of the elements in each bin."""

    def hsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Views of parts along the second dimension; of a vector along its only one."""

    def hypot(self, other: Tensor | _Number) -> Tensor:
        """Length of the hypotenuse, ``sqrt(input ** 2 + other ** 2)``, without overflow on the way."""

    def hypot_(self, other: Tensor | _Number) -> Self:
        """In-place form of `hypot`."""

    def i0(self) -> Tensor:
        """Modified Bessel function of the first kind, of order 0."""

    def i0_(self) -> Self:
        """In-place form of `i0`."""

    def igamma(self, other: Tensor | _Number) -> Tensor:
        """Regularized lower incomplete gamma function."""

    def igamma_(self, other: Tensor | _Number) -> Self:
        """In-place form of `igamma`."""

    def igammac(self, other: Tensor | _Number) -> Tensor:
        """Regularized upper incomplete gamma function: ``1 - igamma(input, other)``, exact where that is small."""

    def igammac_(self, other: Tensor | _Number) -> Self:
        """In-place form of `igammac`."""

    @property
    def imag(self) -> Tensor:
        """The imaginary parts: a view."""

    @overload
    def index_add(self, dim: _int, index: Tensor, source: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
        """A copy with slices added along a dimension."""

    @overload
    def index_add(self, *, axis: _int, index: Tensor, source: Tensor | _Number, alpha: _float = 1) -> Tensor:
        """A copy with slices added along a dimension."""

    @overload
    def index_add_(self, dim: _int, index: Tensor, source: Tensor | _Number, *, alpha: _float = 1) -> Self:
        """In-place form of `index_add`."""

    @overload
    def index_add_(self, *, axis: _int, index: Tensor, source: Tensor | _Number, alpha: _float = 1) -> Self:
        """In-place form of `index_add`."""

    @overload
    def index_copy(self, dim: _int, index: Tensor, source: Tensor | _Number) -> Tensor:
        """A copy with slices written along a dimension."""

    @overload
    def index_copy(self, *, axis: _int, index: Tensor, source: Tensor | _Number) -> Tensor:
        """A copy with slices written along a dimension."""

    @overload
    def index_copy_(self, dim: _int, index: Tensor, source: Tensor | _Number) -> Self:
        """In-place form of `index_copy`."""

    @overload
    def index_copy_(self, *, axis: _int, index: Tensor, source: Tensor | _Number) -> Self:
        """In-place form of `index_copy`."""

    @overload
    def index_fill(self, dim: _int, index: Tensor, value: Tensor | _Number) -> Tensor:
        """A copy with one value in whole slices along a dimension."""

    @overload
    def index_fill(self, *, axis: _int, index: Tensor, value: Tensor | _Number) -> Tensor:
        """A copy with one value in whole slices along a dimension."""

    @overload
    def index_fill_(self, dim: _int, index: Tensor, value: Tensor | _Number) -> Self:
        """In-place form of `index_fill`."""

    @overload
    def index_fill_(self, *, axis: _int, index: Tensor, value: Tensor | _Number) -> Self:
        """In-place form of `index_fill`."""

    def index_put(self, indices: Sequence[Tensor], values: Tensor, accumulate: _bool = False) -> Tensor:
        """Out-of-place form of ``index_put_``."""

    def index_put_(self, indices: Sequence[Tensor], values: Tensor, accumulate: _bool = False) -> Self:
        """Write (or, with `accumulate`, add) values at index tensors; repeated indices add up when accumulating."""

    @overload
    def index_reduce(
        self,
        dim: _int,
        index: Tensor,
        source: Tensor | _Number,
        reduce: str,
        *,
        include_self: _bool = True,
    ) -> Tensor:
        """A copy in which the slices that meet at an index of a dimension are reduced to one."""

    @overload
    def index_reduce(
        self,
        *,
        axis: _int,
        index: Tensor,
        source: Tensor | _Number,
        reduce: str,
        include_self: _bool = True,
    ) -> Tensor:
        """A copy in which the slices that meet at an index of a dimension are reduced to one."""

    @overload
    def index_reduce_(
        self,
        dim: _int,
        index: Tensor,
        source: Tensor | _Number,
        reduce: str,
        *,
        include_self: _bool = True,
    ) -> Self:
        """In-place form of `index_reduce`."""

    @overload
    def index_reduce_(
        self,
        *,
        axis: _int,
        index: Tensor,
        source: Tensor | _Number,
        reduce: str,
        include_self: _bool = True,
    ) -> Self:
        """In-place form of `index_reduce`."""

    @overload
    def index_select(self, dim: _int, index: Tensor) -> Tensor:
        """Slices along a dimension."""

    @overload
    def index_select(self, *, axis: _int, index: Tensor) -> Tensor:
        """Slices along a dimension."""

    def inner(self, other: Tensor | _Number) -> Tensor:
        """Products summed over the last dimension of both arguments."""

    def int(self, memory_format: Any = None) -> Tensor:
        """The tensor as int32; itself if it is."""

    def inverse(self) -> Tensor:
        """Inverses of matrices: another name of `linalg.inv`."""

    def is_complex(self) -> _bool:
        """Whether the elements are complex."""

    def is_conj(self) -> _bool:
        """Whether the conjugation of the elements is put off: never, `conj` computes."""

    def is_contiguous(self, memory_format: Any = None) -> _bool:
        """Whether the elements lie in row-major order without gaps; `memory_format` is not looked at."""

    @property
    def is_cpu(self) -> _bool: ...
    @property
    def is_cuda(self) -> _bool: ...
    def is_floating_point(self) -> _bool:
        """Whether the elements are real floating point numbers."""

    def is_inference(self) -> _bool:
        """Whether the tensor may not take part in a graph: never."""

    @property
    def is_meta(self) -> _bool: ...
    @property
    def is_mkldnn(self) -> _bool: ...
    @property
    def is_mps(self) -> _bool: ...
    def is_neg(self) -> _bool:
        """Whether the negation of the elements is put off: never, it is computed."""

    @property
    def is_nested(self) -> _bool: ...
    def is_nonzero(self) -> _bool:
        """Whether the only element differs from zero."""

    @property
    def is_quantized(self) -> _bool: ...
    def is_same_size(self, other: Tensor) -> _bool:
        """Whether two tensors have the same shape."""

    def is_set_to(self, tensor: Tensor) -> _bool:
        """Whether two tensors show the same memory in the same way."""

    def is_shared(self) -> _bool:
        """Whether other processes can see the memory: after `share_memory_`, and in a process that was sent the
        tensor.
        """

    def is_signed(self) -> _bool:
        """Whether the dtype has negative numbers."""

    @property
    def is_sparse(self) -> _bool: ...
    @property
    def is_sparse_csr(self) -> _bool: ...
    @property
    def is_xla(self) -> _bool: ...
    @property
    def is_xpu(self) -> _bool: ...
    def isclose(
        self,
        other: Tensor | _Number,
        rtol: _float = 1e-05,
        atol: _float = 1e-08,
        equal_nan: _bool = False,
    ) -> Tensor:
        """Whether ``|input - other| <= atol + rtol * |other|``; infinities are close if they are equal."""

    def isfinite(self) -> Tensor:
        """Whether elements are finite numbers."""

    def isinf(self) -> Tensor:
        """Whether elements are infinite."""

    def isnan(self) -> Tensor:
        """Whether elements are NaN."""

    def isneginf(self) -> Tensor:
        """Whether elements are minus infinity."""

    def isposinf(self) -> Tensor:
        """Whether elements are plus infinity."""

    def isreal(self) -> Tensor:
        """Whether elements have no imaginary part."""

    def istft(
        self,
        n_fft: _int,
        hop_length: _int | None = None,
        win_length: _int | None = None,
        window: Tensor | _Number | None = None,
        center: _bool = True,
        normalized: _bool = False,
        onesided: _bool | None = None,
        length: _int | None = None,
        return_complex: _bool = False,
    ) -> Tensor:
        """Inverse of `stft`: the signal whose short-time spectra are nearest to the given ones."""

    def item(self) -> Any:
        """The only element as a Python number."""

    @property
    def itemsize(self) -> _int: ...
    def kron(self, other: Tensor | _Number) -> Tensor:
        """Kronecker product."""

    def kthvalue(
        self,
        k: _int,
        dim: _int = -1,
        keepdim: _bool = False,
        *,
        axis: _int = ...,
        keepdims: _bool = ...,
    ) -> _ValuesIndices:
        """The `k`-th smallest element along a dimension, counted from 1."""

    @property
    def layout(self) -> Layout: ...
    def lcm(self, other: Tensor | _Number) -> Tensor:
        """Least common multiple, element by element; never negative, and zero beside a zero."""

    def lcm_(self, other: Tensor | _Number) -> Self:
        """In-place form of `lcm`."""

    def ldexp(self, other: Tensor | _Number) -> Tensor:
        """``input`` times two to the power `other`."""

    def ldexp_(self, other: Tensor | _Number) -> Self:
        """In-place form of `ldexp`."""

    def le(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is less than or equal to `other`."""

    def le_(self, other: Tensor | _Number) -> Self:
        """In-place form of `le`."""

    def leaky_relu_(self, negative_slope: _float = 0.01) -> Self:
        """In-place form of `leaky_relu`."""

    def lerp(self, end: Tensor | _Number, weight: Tensor | _Number) -> Tensor:
        """Linear interpolation: ``input`` at weight 0, ``end`` at weight 1."""

    def lerp_(self, end: Tensor | _Number, weight: Tensor | _Number) -> Self:
        """In-place form of `lerp`."""

    def less(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is less than `other`."""

    def less_(self, other: Tensor | _Number) -> Self:
        """In-place form of `lt`."""

    def less_equal(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is less than or equal to `other`."""

    def less_equal_(self, other: Tensor | _Number) -> Self:
        """In-place form of `le`."""

    def lgamma(self) -> Tensor:
        """Logarithm of the absolute value of the gamma function."""

    def lgamma_(self) -> Self:
        """In-place form of `lgamma`."""

    def log(self) -> Tensor:
        """Natural logarithm."""

    def log10(self) -> Tensor:
        """Logarithm to base 10."""

    def log10_(self) -> Self:
        """In-place form of `log10`."""

    def log1p(self) -> Tensor:
        """``log(1 + x)``, exact also near zero."""

    def log1p_(self) -> Self:
        """In-place form of `log1p`."""

    def log2(self) -> Tensor:
        """Logarithm to base 2."""

    def log2_(self) -> Self:
        """In-place form of `log2`."""

    def log_(self) -> Self:
        """In-place form of `log`."""

    def log_normal_(self, mean: _float = 1.0, std: _float = 2.0, *, generator: Generator | None = None) -> Self:
        """Fill with numbers whose logarithms are normal random numbers."""

    @overload
    def log_softmax(self, dim: _int, dtype: DType | None = None) -> Tensor:
        """Logarithm of `softmax`, computed without loss of precision."""

    @overload
    def log_softmax(self, *, axis: _int, dtype: DType | None = None) -> Tensor:
        """Logarithm of `softmax`, computed without loss of precision."""

    def logaddexp(self, other: Tensor | _Number) -> Tensor:
        """``log(exp(input) + exp(other))`` without overflow on the way."""

    def logaddexp2(self, other: Tensor | _Number) -> Tensor:
        """``log2(2 ** input + 2 ** other)`` without overflow on the way."""

    @overload
    def logcumsumexp(self, dim: _int) -> Tensor:
        """Logarithms of running sums of exponentials."""

    @overload
    def logcumsumexp(self, *, axis: _int) -> Tensor:
        """Logarithms of running sums of exponentials."""

    def logdet(self) -> Tensor:
        """Logarithms of determinants."""

    def logical_and(self, other: Tensor | _Number) -> Tensor:
        """Whether both elements are true (other than zero)."""

    def logical_and_(self, other: Tensor | _Number) -> Self:
        """In-place form of `logical_and`."""

    def logical_not(self) -> Tensor:
        """Whether elements are false (zero)."""

    def logical_not_(self) -> Self:
        """In-place form of `logical_not`."""

    def logical_or(self, other: Tensor | _Number) -> Tensor:
        """Whether at least one of two elements is true (other than zero)."""

    def logical_or_(self, other: Tensor | _Number) -> Self:
        """In-place form of `logical_or`."""

    def logical_xor(self, other: Tensor | _Number) -> Tensor:
        """Whether exactly one of two elements is true (other than zero)."""

    def logical_xor_(self, other: Tensor | _Number) -> Self:
        """In-place form of `logical_xor`."""

    def logit(self, eps: _float | None = None) -> Tensor:
        """Inverse of the logistic function, ``log(x / (1 - x))``."""

    def logit_(self, eps: _float | None = None) -> Self:
        """In-place form of `logit`."""

    @overload
    def logsumexp(self, dim: _int | Sequence[_int] | None, keepdim: _bool = False) -> Tensor:
        """Logarithm of the sum of exponentials, without overflow on the way."""

    @overload
    def logsumexp(self, *, axis: _int | Sequence[_int] | None, keepdims: _bool = False) -> Tensor:
        """Logarithm of the sum of exponentials, without overflow on the way."""

    def long(self, memory_format: Any = None) -> Tensor:
        """The tensor as int64; itself if it is."""

    def lt(self, other: Tensor | _Number) -> Tensor:
        """Whether `input` is less than `other`."""

    def lt_(self, other: Tensor | _Number) -> Self:
        """In-place form of `lt`."""

    def lu(self, pivot: _bool = True, get_infos: _bool = False) -> tuple[Tensor, ...]:
        """Compact factors of matrices: an older form of `linalg.lu_factor_ex`."""

    def lu_solve(self, LU_data: Tensor | _Number, LU_pivots: Tensor) -> Tensor:
        """The X of ``A @ X = input``, from the factors of A: an older form of `linalg.lu_solve`."""

    @property
    def mH(self) -> Tensor: ...
    @property
    def mT(self) -> Tensor:
        """Swap the last two dimensions."""

    def map2_(self, x: Tensor, y: Tensor, callable: Callable[[Any, Any, Any], Any]) -> Self:
        """Replace each element by a function of it and of the elements of two other tensors, which are broadcast."""

    def map_(self, tensor: Tensor, callable: Callable[[Any, Any], Any]) -> Self:
        """Replace each element by a function of it and of the element of another tensor, which is broadcast."""

    def masked_fill(self, mask: Tensor, value: Tensor | _Number) -> Tensor:
        """One value where a mask holds, else the elements as they are."""

    def masked_fill_(self, mask: Tensor, value: Tensor | _Number) -> Self:
        """In-place form of `masked_fill`."""

    def masked_scatter(self, mask: Tensor, source: Tensor | _Number) -> Tensor:
        """A copy with elements of `source`, in order, where a mask is true."""

    def masked_scatter_(self, mask: Tensor, source: Tensor | _Number) -> Self:
        """In-place form of `masked_scatter`."""

    def masked_select(self, mask: Tensor) -> Tensor:
        """The elements where a mask is true, as a vector."""

    def matmul(self, other: Tensor | _Number) -> Tensor:
        """Product of matrices."""

    def matrix_exp(self) -> Tensor:
        """Exponentials of square matrices."""

    def matrix_power(self, n: _int) -> Tensor:
        """Powers of square matrices."""

    def matrix_transpose(self) -> Tensor:
        """Swap the last two dimensions."""

    @overload
    def max(self) -> Tensor:
        """Largest element of a tensor, or along a dimension, or the larger of two tensors."""

    @overload
    def max(self, dim: _int, keepdim: _bool = False) -> _ValuesIndices:
        """Largest element of a tensor, or along a dimension, or the larger of two tensors."""

    @overload
    def max(self, other: Tensor) -> Tensor:
        """Largest element of a tensor, or along a dimension, or the larger of two tensors."""

    def maximum(self, other: Tensor | _Number) -> Tensor:
        """The larger of two elements, NaN if one is NaN. Equal elements share the gradient."""

    def maximum_(self, other: Tensor | _Number) -> Self:
        """In-place form of `maximum`."""

    def mean(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        dtype: DType | None = None,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Mean of elements."""

    def median(
        self,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Any:
        """The middle element in order, the lower one of two, NaN if there is one."""

    @overload
    def min(self) -> Tensor:
        """Smallest element of a tensor, or along a dimension, or the smaller of two tensors."""

    @overload
    def min(self, dim: _int, keepdim: _bool = False) -> _ValuesIndices:
        """Smallest element of a tensor, or along a dimension, or the smaller of two tensors."""

    @overload
    def min(self, other: Tensor) -> Tensor:
        """Smallest element of a tensor, or along a dimension, or the smaller of two tensors."""

    def minimum(self, other: Tensor | _Number) -> Tensor:
        """The smaller of two elements, NaN if one is NaN. Equal elements share the gradient."""

    def minimum_(self, other: Tensor | _Number) -> Self:
        """In-place form of `minimum`."""

    def mish_(self) -> Self:
        """In-place form of `mish`."""

    def mm(self, mat2: Tensor | _Number) -> Tensor:
        """Product of two matrices, without broadcasting."""

    def mode(
        self,
        dim: _int = -1,
        keepdim: _bool = False,
        *,
        axis: _int = ...,
        keepdims: _bool = ...,
    ) -> _ValuesIndices:
        """The most frequent element along a dimension, the smallest of several."""

    def moveaxis(self, source: Any, destination: Any) -> Tensor:
        """`movedim` under NumPy's name."""

    def movedim(self, source: _int | Sequence[_int], destination: _int | Sequence[_int]) -> Tensor:
        """Move dimensions to new places; the others keep their order."""

    def msort(self) -> Tensor:
        """Elements in order along the first dimension."""

    def mul(self, other: Tensor | _Number) -> Tensor:
        """Product of two tensors, element by element."""

    def mul_(self, other: Tensor | _Number) -> Self:
        """In-place form of `mul`."""

    def multinomial(
        self,
        num_samples: _int,
        replacement: _bool = False,
        *,
        generator: Generator | None = None,
    ) -> Tensor:
        """Indices drawn with probabilities proportional to the rows of `input`."""

    def multiply(self, other: Tensor | _Number) -> Tensor:
        """Product of two tensors, element by element."""

    def multiply_(self, other: Tensor | _Number) -> Self:
        """In-place form of `mul`."""

    def mv(self, vec: Tensor | _Number) -> Tensor:
        """Product of a matrix and a vector."""

    def mvlgamma(self, p: _int) -> Tensor:
        """Logarithm of the multivariate gamma function of dimension `p`."""

    def mvlgamma_(self, p: _int) -> Self:
        """In-place form of `mvlgamma`."""

    def nan_to_num(
        self,
        nan: _float | None = None,
        posinf: _float | None = None,
        neginf: _float | None = None,
    ) -> Tensor:
        """Finite numbers in place of NaN and the infinities."""

    def nan_to_num_(
        self,
        nan: _float | None = None,
        posinf: _float | None = None,
        neginf: _float | None = None,
    ) -> Self:
        """In-place form of `nan_to_num`."""

    def nanmean(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        dtype: DType | None = None,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Mean of the elements that are not NaN."""

    def nanmedian(
        self,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Any:
        """The middle of the elements that are not NaN, the lower one of two."""

    def nanquantile(
        self,
        q: Tensor | _Number,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        interpolation: str = "linear",
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Values below which given fractions of the elements that are not NaN lie."""

    def nansum(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        dtype: DType | None = None,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Sum of elements, NaN counting as zero."""

    def narrow(self, dim: _int, start: _int | Tensor, length: _int) -> Tensor:
        """`length` entries of a dimension, from `start` on."""

    @overload
    def narrow_copy(self, dim: _int, start: _int, length: _int) -> Tensor:
        """A copy of what `narrow` shows."""

    @overload
    def narrow_copy(self, *, axis: _int, start: _int, length: _int) -> Tensor:
        """A copy of what `narrow` shows."""

    @property
    def nbytes(self) -> _int: ...
    def ndimension(self) -> _int: ...
    def ne(self, other: Tensor | _Number) -> Tensor:
        """Whether elements differ."""

    def ne_(self, other: Tensor | _Number) -> Self:
        """In-place form of `ne`."""

    def neg(self) -> Tensor:
        """Each element with the opposite sign."""

    def neg_(self) -> Self:
        """In-place form of `neg`."""

    def negative(self) -> Tensor:
        """Each element with the opposite sign."""

    def negative_(self) -> Self:
        """In-place form of `neg`."""

    def nelement(self) -> _int:
        """Number of elements."""

    def new(self, *data: Any, device: Any = None) -> Tensor:
        """As the constructor `Tensor`, in this tensor's dtype and on its device: of sizes, of a sequence, of
        nothing.
        """

    def new_empty(
        self,
        size: Any,
        *args: Any,
        dtype: Any = None,
        device: Any = None,
        requires_grad: _bool = False,
    ) -> Tensor:
        """As `arraygrad.empty`, in this tensor's dtype and device."""

    def new_empty_strided(
        self,
        size: Sequence[_int],
        stride: Sequence[_int],
        dtype: Any = None,
        device: Any = None,
        requires_grad: _bool = False,
    ) -> Tensor:
        """As `arraygrad.empty_strided`, in this tensor's dtype and on its device."""

    def new_full(
        self,
        size: Any,
        *args: Any,
        dtype: Any = None,
        device: Any = None,
        requires_grad: _bool = False,
    ) -> Tensor:
        """As `arraygrad.full`, in this tensor's dtype and device."""

    def new_ones(
        self,
        size: Any,
        *args: Any,
        dtype: Any = None,
        device: Any = None,
        requires_grad: _bool = False,
    ) -> Tensor:
        """As `arraygrad.ones`, in this tensor's dtype and device."""

    def new_tensor(self, data: Any, *, dtype: Any = None, device: Any = None, requires_grad: _bool = False) -> Tensor:
        """A tensor with a copy of data, in this tensor's dtype and device."""

    def new_zeros(
        self,
        size: Any,
        *args: Any,
        dtype: Any = None,
        device: Any = None,
        requires_grad: _bool = False,
    ) -> Tensor:
        """As `arraygrad.zeros`, in this tensor's dtype and device."""

    def nextafter(self, other: Tensor | _Number) -> Tensor:
        """The next floating point number after `input` in the direction of `other`."""

    def nextafter_(self, other: Tensor | _Number) -> Self:
        """In-place form of `nextafter`."""

    @overload
    def nonzero(self, *, as_tuple: Literal[False] = False) -> Tensor:
        """The indices of all elements that are not zero."""

    @overload
    def nonzero(self, *, as_tuple: Literal[True]) -> tuple[Tensor, ...]:
        """The indices of all elements that are not zero."""

    def nonzero_static(self, *, size: _int, fill_value: _int = -1) -> Tensor:
        """Indices of the elements other than zero, in a table of fixed size."""

    def norm(
        self,
        p: _float | str | None = "fro",
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        dtype: DType | None = None,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Norm of vectors."""

    def normal_(self, mean: _float = 0.0, std: _float = 1.0, *, generator: Generator | None = None) -> Self:
        """Fill with normal random numbers."""

    def not_equal(self, other: Tensor | _Number) -> Tensor:
        """Whether elements differ."""

    def not_equal_(self, other: Tensor | _Number) -> Self:
        """In-place form of `ne`."""

    def numel(self) -> _int:
        """Number of elements."""

    def numpy(self, *, force: _bool = False) -> np.ndarray[Any, Any]:
        """The values as a NumPy array."""

    def orgqr(self, input2: Tensor | _Number) -> Tensor:
        """The first columns of products of reflections: another name of `linalg.householder_product`."""

    def ormqr(
        self,
        input2: Tensor | _Number,
        input3: Tensor | _Number,
        left: _bool = True,
        transpose: _bool = False,
    ) -> Tensor:
        """Matrices multiplied by a product of reflections ``1 - tau_i * v_i @ v_i^H``, without making that product."""

    def outer(self, vec2: Tensor | _Number) -> Tensor:
        """Products of all pairs of elements of two vectors."""

    @property
    def output_nr(self) -> _int: ...
    def permute(self, *order: _int | Sequence[_int], dims: Sequence[_int] | None = None) -> Tensor:
        """Reorder the dimensions."""

    def pinverse(self, rcond: _float = 1e-15) -> Tensor:
        """Pseudoinverses: an older form of `linalg.pinv`."""

    def polygamma(self, n: _int) -> Tensor:
        """The n-th derivative of the digamma function."""

    def polygamma_(self, n: _int) -> Self:
        """In-place form of `polygamma`."""

    def positive(self) -> Tensor:
        """The elements as they are."""

    def pow(self, exponent: Tensor | _Number) -> Tensor:
        """`input` raised to a power."""

    def pow_(self, exponent: Tensor | _Number) -> Self:
        """In-place form of `pow`."""

    def prelu(self, weight: Tensor | _Number) -> Tensor:
        """Each element, the negative ones times a learned slope."""

    def prod(
        self,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        dtype: DType | None = None,
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Product of elements; the derivative is right where elements are zero."""

    def put(self, index: Tensor, source: Tensor | _Number, accumulate: _bool = False) -> Tensor:
        """A copy with values written, or added, at positions in the flattened tensor."""

    def put_(self, index: Tensor, source: Tensor | _Number, accumulate: _bool = False) -> Self:
        """In-place form of `put`."""

    def qr(self, some: _bool = True) -> _QR:
        """Factors of matrices: an older form of `linalg.qr`."""

    def quantile(
        self,
        q: Tensor | _Number,
        dim: _int | None = None,
        keepdim: _bool = False,
        *,
        interpolation: str = "linear",
        axis: _int | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Values below which given fractions of the elements lie, NaN if there is one."""

    def rad2deg(self) -> Tensor:
        """Radians as degrees."""

    def rad2deg_(self) -> Self:
        """In-place form of `rad2deg`."""

    def random_(self, from_: _int = 0, to: _int | None = None, *, generator: Generator | None = None) -> Self:
        """Fill with random integers from ``from`` up to, not including, `to`."""

    def ravel(self) -> Tensor:
        """One dimension: a view where strides permit, else a copy."""

    @property
    def real(self) -> Tensor:
        """The real parts: a view of complex numbers, a real tensor itself."""

    def reciprocal(self) -> Tensor:
        """One divided by each element."""

    def reciprocal_(self) -> Self:
        """In-place form of `reciprocal`."""

    def register_hook(self, hook: Callable[[Tensor], Tensor | None]) -> HookHandle:
        """Call ``hook(grad)`` whenever the tensor's gradient is computed; it may return another gradient."""

    def register_post_accumulate_grad_hook(self, hook: Callable[[Tensor], None]) -> HookHandle:
        """Call ``hook(tensor)`` after backward has added to a leaf's ``grad``."""

    def relu(self) -> Tensor:
        """Positive part of each element."""

    def relu6_(self) -> Self:
        """In-place form of `relu6`."""

    def relu_(self) -> Self:
        """In-place form of `relu`."""

    def remainder(self, other: Tensor | _Number) -> Tensor:
        """Remainder with the sign of the divisor, as Python's ``%``."""

    def remainder_(self, other: Tensor | _Number) -> Self:
        """In-place form of `remainder`."""

    @overload
    def renorm(self, p: _float, dim: _int, maxnorm: _float) -> Tensor:
        """Slices along a dimension, scaled down to a largest norm."""

    @overload
    def renorm(self, p: _float, *, axis: _int, maxnorm: _float) -> Tensor:
        """Slices along a dimension, scaled down to a largest norm."""

    @overload
    def renorm_(self, p: _float, dim: _int, maxnorm: _float) -> Self:
        """In-place form of `renorm`."""

    @overload
    def renorm_(self, p: _float, *, axis: _int, maxnorm: _float) -> Self:
        """In-place form of `renorm`."""

    def repeat(self, *repeats: Tensor | _int | Sequence[_int]) -> Tensor:
        """The tensor repeated along its dimensions."""

    def repeat_interleave(
        self,
        repeats: Tensor | _int | Sequence[_int] | None = None,
        dim: _int | None = None,
        *,
        output_size: _int | None = None,
        axis: _int | None = ...,
    ) -> Tensor:
        """Each element repeated."""

    def requires_grad_(self, requires_grad: _bool = True) -> Self:
        """Set ``requires_grad`` in place."""

    def reshape(self, *sizes: _int | Sequence[_int], shape: Sequence[_int] | None = None) -> Tensor:
        """Another shape: a view where strides permit, else a copy."""

    def reshape_as(self, other: Tensor) -> Tensor:
        """`reshape` with the shape of another tensor."""

    def resize_(self, *sizes: _int | Sequence[_int], memory_format: Any = None) -> Self:
        """Give the tensor another shape, over the same memory if that holds enough elements, else over new memory."""

    def resize_as_(self, the_template: Tensor, *, memory_format: Any = None) -> Self:
        """`resize_` to the shape of another tensor."""

    def resolve_conj(self) -> Tensor:
        """The tensor itself: conjugation is never put off here."""

    def resolve_neg(self) -> Tensor:
        """The tensor itself: negation is never put off here."""

    def retain_grad(self) -> None:
        """Keep the gradient of a computed tensor in its ``grad`` too."""

    @property
    def retains_grad(self) -> _bool: ...
    def roll(self, shifts: _int | Sequence[_int], dims: _int | Sequence[_int] | None = None) -> Tensor:
        """Elements moved along dimensions; those pushed out come in again at the other end."""

    def rot90(self, k: _int = 1, dims: Sequence[_int] = ...) -> Tensor:
        """Rotate by quarter turns in the plane of two dimensions."""

    def round(self, *, decimals: _int = 0) -> Tensor:
        """Each element rounded to the nearest integer, halves to the even one."""

    def round_(self, *, decimals: _int = 0) -> Self:
        """In-place form of `round`."""

    def rrelu_(self, lower: _float = 0.125, upper: _float = 0.3333333333333333, training: _bool = False) -> Self:
        """In-place form of `rrelu`."""

    def rsqrt(self) -> Tensor:
        """One divided by the square root."""

    def rsqrt_(self) -> Self:
        """In-place form of `rsqrt`."""

    def rsub(self, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
        """`other` minus `input` times `alpha`."""

    @overload
    def scatter(
        self,
        dim: _int,
        index: Tensor,
        src: Tensor | _Number | None = None,
        *,
        value: _Number | None = None,
        reduce: str | None = None,
    ) -> Tensor:
        """A copy with values written along a dimension, an index for each."""

    @overload
    def scatter(
        self,
        *,
        axis: _int,
        index: Tensor,
        src: Tensor | _Number | None = None,
        value: _Number | None = None,
        reduce: str | None = None,
    ) -> Tensor:
        """A copy with values written along a dimension, an index for each."""

    @overload
    def scatter_(
        self,
        dim: _int,
        index: Tensor,
        src: Tensor | _Number | None = None,
        *,
        value: _Number | None = None,
        reduce: str | None = None,
    ) -> Self:
        """In-place form of `scatter`."""

    @overload
    def scatter_(
        self,
        *,
        axis: _int,
        index: Tensor,
        src: Tensor | _Number | None = None,
        value: _Number | None = None,
        reduce: str | None = None,
    ) -> Self:
        """In-place form of `scatter`."""

    @overload
    def scatter_add(self, dim: _int, index: Tensor, src: Tensor | _Number) -> Tensor:
        """A copy with values added along a dimension, an index for each."""

    @overload
    def scatter_add(self, *, axis: _int, index: Tensor, src: Tensor | _Number) -> Tensor:
        """A copy with values added along a dimension, an index for each."""

    @overload
    def scatter_add_(self, dim: _int, index: Tensor, src: Tensor | _Number) -> Self:
        """In-place form of `scatter_add`."""

    @overload
    def scatter_add_(self, *, axis: _int, index: Tensor, src: Tensor | _Number) -> Self:
        """In-place form of `scatter_add`."""

    @overload
    def scatter_reduce(
        self,
        dim: _int,
        index: Tensor,
        src: Tensor | _Number,
        reduce: str,
        *,
        include_self: _bool = True,
    ) -> Tensor:
        """A copy in which the values that meet at a place along a dimension are reduced to one."""

    @overload
    def scatter_reduce(
        self,
        *,
        axis: _int,
        index: Tensor,
        src: Tensor | _Number,
        reduce: str,
        include_self: _bool = True,
    ) -> Tensor:
        """A copy in which the values that meet at a place along a dimension are reduced to one."""

    @overload
    def scatter_reduce_(
        self,
        dim: _int,
        index: Tensor,
        src: Tensor | _Number,
        reduce: str,
        *,
        include_self: _bool = True,
    ) -> Self:
        """In-place form of `scatter_reduce`."""

    @overload
    def scatter_reduce_(
        self,
        *,
        axis: _int,
        index: Tensor,
        src: Tensor | _Number,
        reduce: str,
        include_self: _bool = True,
    ) -> Self:
        """In-place form of `scatter_reduce`."""

    def select(self, dim: _int, index: _int) -> Tensor:
        """The part at one index of a dimension, which is dropped."""

    @overload
    def select_scatter(self, src: Tensor | _Number, dim: _int, index: _int) -> Tensor:
        """A copy with `src` at one index of a dimension."""

    @overload
    def select_scatter(self, src: Tensor | _Number, *, axis: _int, index: _int) -> Tensor:
        """A copy with `src` at one index of a dimension."""

    def selu_(self) -> Self:
        """In-place form of `selu`."""

    def set_(self, source: Tensor | None = None) -> Self:
        """Make the tensor share the memory of another, in its shape; without one, it has no elements."""

    def sgn(self) -> Tensor:
        """Each element divided by its absolute value, zero for zero: `sign` for complex numbers too."""

    def sgn_(self) -> Self:
        """In-place form of `sgn`."""

    def share_memory_(self) -> Self:
        """Move the memory to where other processes can see it: they and this one then see each other's writes."""

    def shares_memory(self, b: Tensor) -> _bool:
        """Whether a write into one tensor can be seen in the other."""

    def short(self, memory_format: Any = None) -> Tensor:
        """The tensor as int16; itself if it is."""

    def sigmoid(self) -> Tensor:
        """The logistic function, ``1 / (1 + exp(-x))``."""

    def sigmoid_(self) -> Self:
        """In-place form of `sigmoid`."""

    def sign(self) -> Tensor:
        """-1, 0 or 1 after the sign of each element."""

    def sign_(self) -> Self:
        """In-place form of `sign`."""

    def signbit(self) -> Tensor:
        """Whether elements carry a minus sign, zeros included."""

    def silu_(self) -> Self:
        """In-place form of `silu`."""

    def sin(self) -> Tensor:
        """Sine."""

    def sin_(self) -> Self:
        """In-place form of `sin`."""

    def sinc(self) -> Tensor:
        """``sin(pi x) / (pi x)``, which is 1 at zero."""

    def sinc_(self) -> Self:
        """In-place form of `sinc`."""

    def sinh(self) -> Tensor:
        """Hyperbolic sine."""

    def sinh_(self) -> Self:
        """In-place form of `sinh`."""

    def slice_scatter(
        self,
        src: Tensor | _Number,
        dim: _int = 0,
        start: _int | None = None,
        end: _int | None = None,
        step: _int = 1,
        *,
        axis: _int = ...,
    ) -> Tensor:
        """A copy with `src` in a slice of a dimension."""

    def slogdet(self) -> _SignLogabsdet:
        """Determinants of matrices, as a sign and the logarithm of an absolute value."""

    @overload
    def softmax(self, dim: _int, dtype: DType | None = None) -> Tensor:
        """Exponentials divided by their sum along a dimension."""

    @overload
    def softmax(self, *, axis: _int, dtype: DType | None = None) -> Tensor:
        """Exponentials divided by their sum along a dimension."""

    def sort(
        self,
        dim: _int = -1,
        descending: _bool = False,
        stable: _bool = False,
        *,
        axis: _int = ...,
    ) -> _ValuesIndices:
        """Elements in order along a dimension; NaN counts as the largest."""

    def sparse_mask(self, mask: SparseTensor) -> SparseTensor:
        """The elements that a sparse tensor of the same shape holds."""

    def split(
        self,
        split_size_or_sections: _int | Sequence[_int] | None = None,
        dim: _int = 0,
        *,
        split_size: _int | Sequence[_int] | None = None,
    ) -> tuple[Tensor, ...]:
        """Views of consecutive parts of a dimension: of equal size (the last may be smaller), or of the given sizes."""

    def split_with_sizes(self, split_sizes: Sequence[_int], dim: _int = 0, *, axis: _int = ...) -> tuple[Tensor, ...]:
        """Views of consecutive parts of a dimension, of the given sizes."""

    def sqrt(self) -> Tensor:
        """Square root."""

    def sqrt_(self) -> Self:
        """In-place form of `sqrt`."""

    def square(self) -> Tensor:
        """Each element times itself."""

    def square_(self) -> Self:
        """In-place form of `square`."""

    def squeeze(self, dim: _int | Sequence[_int] | None = None) -> Tensor:
        """Drop dimensions of size one: all, or those named in `dim`."""

    def squeeze_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `squeeze`: the tensor itself becomes the view."""

    def std(
        self,
        dim: _int | Sequence[_int] | _bool | None = None,
        unbiased: _bool | None = None,
        keepdim: _bool = False,
        *,
        correction: _float | None = None,
        axis: _int | Sequence[_int] | _bool | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Standard deviation: the square root of the variance. Its derivative is zero where it is zero."""

    def std_mean(
        self,
        dim: Any = None,
        unbiased: _bool | None = None,
        keepdim: _bool = False,
        *,
        correction: _float | None = None,
        axis: Any = ...,
        keepdims: _bool = ...,
    ) -> Any:
        """Standard deviation and mean."""

    def stft(
        self,
        n_fft: _int,
        hop_length: _int | None = None,
        win_length: _int | None = None,
        window: Tensor | _Number | None = None,
        center: _bool = True,
        pad_mode: str = "reflect",
        normalized: _bool = False,
        onesided: _bool | None = None,
        return_complex: _bool | None = None,
        align_to_window: _bool | None = None,
    ) -> Tensor:
        """Short-time Fourier transform: the spectra of overlapping frames of a signal."""

    def storage_offset(self) -> _int:
        """Offset of the first element in the storage, in elements (virtual: the same on every backend)."""

    @overload
    def stride(self, dim: None = None) -> tuple[_int, ...]:
        """Steps in elements between neighbours along each dimension (virtual: the same on every backend)."""

    @overload
    def stride(self, dim: _int) -> _int:
        """Steps in elements between neighbours along each dimension (virtual: the same on every backend)."""

    def sub(self, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
        """Difference of two tensors, the second one times `alpha`."""

    def sub_(self, other: Tensor | _Number, *, alpha: _float = 1) -> Self:
        """In-place form of `sub`."""

    def subtract(self, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
        """Difference of two tensors, the second one times `alpha`."""

    def subtract_(self, other: Tensor | _Number, *, alpha: _float = 1) -> Self:
        """In-place form of `sub`."""

    def sum(
        self,
        dim: _int | Sequence[_int] | None = None,
        keepdim: _bool = False,
        *,
        dtype: DType | None = None,
        axis: _int | Sequence[_int] | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Sum of elements; integers and bools add up to an int64."""

    def sum_to_size(self, *size: Any) -> Tensor:
        """Sums over the dimensions along which a tensor of `size` would be broadcast to this one."""

    def svd(self, some: _bool = True, compute_uv: _bool = True) -> _USV:
        """Singular values and vectors: an older form of `linalg.svd`, ``input = U @ diag(S) @ V^H``."""

    def swapaxes(self, axis0: _int, axis1: _int) -> Tensor:
        """`transpose` under NumPy's name."""

    def swapaxes_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `swapaxes`: the tensor itself becomes the view."""

    def swapdims(self, dim0: _int, dim1: _int) -> Tensor:
        """`transpose` under another name."""

    def swapdims_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `swapdims`: the tensor itself becomes the view."""

    def t(self) -> Tensor:
        """Transpose of a tensor with at most two dimensions."""

    def t_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `t`: the tensor itself becomes the view."""

    def take(self, index: Tensor) -> Tensor:
        """Values at positions in the flattened tensor."""

    def take_along_dim(self, indices: Tensor, dim: _int | None = None, *, axis: _int | None = ...) -> Tensor:
        """Values picked along a dimension; the other dimensions broadcast."""

    def tan(self) -> Tensor:
        """Tangent."""

    def tan_(self) -> Self:
        """In-place form of `tan`."""

    def tanh(self) -> Tensor:
        """Hyperbolic tangent."""

    def tanh_(self) -> Self:
        """In-place form of `tanh`."""

    def tensor_split(self, indices_or_sections: _int | Sequence[_int] | Tensor, dim: _int = 0) -> tuple[Tensor, ...]:
        """Views of parts of a dimension: a number of nearly equal ones, or cut at the given indices."""

    def threshold_(self, threshold: _float, value: _float) -> Self:
        """In-place form of `threshold`."""

    @overload
    def tile(self, *dims: _int) -> Tensor:
        """The tensor repeated along its dimensions."""

    @overload
    def tile(self, dims: _int | Sequence[_int]) -> Tensor:
        """The tensor repeated along its dimensions."""

    def to(
        self,
        *args: Any,
        device: str | Device | None = None,
        dtype: DType | None = None,
        non_blocking: _bool = False,
        copy: _bool = False,
        memory_format: Any = None,
    ) -> Tensor:
        """The tensor on another device or in another dtype; itself if it already is (unless `copy`)."""

    def to_dense(self, dtype: DType | None = None) -> Tensor:
        """The tensor itself, in another dtype if asked for: it holds all its elements."""

    def to_device(self, device: Any, /, *, stream: Any = None) -> Tensor:
        """The tensor on another device; itself if it is there."""

    def to_sparse(self, sparse_dim: _int | None = None, *, layout: Layout | None = None) -> Any:
        """The elements that are not zero; see `arraygrad.sparse`."""

    def to_sparse_csr(self) -> SparseCsrTensor:
        """The elements of a matrix that are not zero, row by row; see `arraygrad.sparse`."""

    def tolist(self) -> Any:
        """Nested lists of Python numbers; one number for a zero-dimensional tensor."""

    def topk(
        self,
        k: _int,
        dim: _int = -1,
        largest: _bool = True,
        sorted: _bool = True,
        *,
        axis: _int = ...,
    ) -> _ValuesIndices:
        """The `k` largest or smallest elements along a dimension."""

    def trace(self) -> Tensor:
        """Sum of the main diagonal of a matrix."""

    def transpose(self, dim0: _int, dim1: _int) -> Tensor:
        """Swap two dimensions."""

    def transpose_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `transpose`: the tensor itself becomes the view."""

    def triangular_solve(
        self,
        A: Tensor | _Number,
        upper: _bool = True,
        transpose: _bool = False,
        unitriangular: _bool = False,
    ) -> _SolutionClonedCoefficient:
        """The X of ``A @ X = input`` for triangular matrices: an older form of `linalg.solve_triangular`."""

    def tril(self, diagonal: _int = 0, *, k: _int = ...) -> Tensor:
        """The lower triangle of each matrix, zero elsewhere."""

    def tril_(self, diagonal: _int = 0, *, k: _int = ...) -> Self:
        """In-place form of `tril`."""

    def triu(self, diagonal: _int = 0, *, k: _int = ...) -> Tensor:
        """The upper triangle of each matrix, zero elsewhere."""

    def triu_(self, diagonal: _int = 0, *, k: _int = ...) -> Self:
        """In-place form of `triu`."""

    def true_divide(self, other: Tensor | _Number) -> Tensor:
        """Quotient of two tensors; integers give floating point numbers."""

    def true_divide_(self, other: Tensor | _Number) -> Self:
        """In-place form of `true_divide`."""

    def trunc(self) -> Tensor:
        """Each element without its fraction."""

    def trunc_(self) -> Self:
        """In-place form of `trunc`."""

    @overload
    def type(self, dtype: None = None, non_blocking: _bool = False) -> str:
        """The name of the tensor's kind, such as ``"arraygrad.FloatTensor"``; with an argument, `to` that type."""

    @overload
    def type(self, dtype: DType | TensorType | str, non_blocking: _bool = False) -> Tensor:
        """The name of the tensor's kind, such as ``"arraygrad.FloatTensor"``; with an argument, `to` that type."""

    def type_as(self, other: Any) -> Tensor: ...
    def unbind(self, dim: _int = 0) -> tuple[Tensor, ...]:
        """Views of the parts at every index of a dimension."""

    def unflatten(self, dim: _int, sizes: Sequence[_int]) -> Tensor:
        """Split one dimension into several of the given sizes (one may be -1)."""

    def unfold(self, dimension: _int, size: _int, step: _int) -> Tensor:
        """Windows of `size` elements, one every `step` elements of a dimension, along a new last dimension: a view."""

    def uniform_(
        self,
        from_: _float = 0.0,
        to: _float = 1.0,
        *,
        generator: Generator | None = None,
        **kwargs: Any,
    ) -> Self:
        """Fill with uniform random numbers in ``[from, to)``."""

    def unique(
        self,
        sorted: _bool = True,
        return_inverse: _bool = False,
        return_counts: _bool = False,
        dim: _int | None = None,
        *,
        axis: _int | None = ...,
    ) -> Any:
        """Distinct elements, in order."""

    def unique_consecutive(
        self,
        return_inverse: _bool = False,
        return_counts: _bool = False,
        dim: _int | None = None,
        *,
        axis: _int | None = ...,
    ) -> Any:
        """The first element of each run of equal elements."""

    def unsafe_chunk(self, chunks: _int, dim: _int = 0, *, axis: _int = ...) -> tuple[Tensor, ...]:
        """`chunk`: here each part may be written to in any case."""

    def unsafe_split(self, split_size: _int, dim: _int = 0, *, axis: _int = ...) -> tuple[Tensor, ...]:
        """`split`: here each part may be written to in any case."""

    def unsafe_split_with_sizes(
        self,
        split_sizes: Sequence[_int],
        dim: _int = 0,
        *,
        axis: _int = ...,
    ) -> tuple[Tensor, ...]:
        """`split_with_sizes`: here each part may be written to in any case."""

    def unsqueeze(self, dim: _int) -> Tensor:
        """A new dimension of size one at `dim`."""

    def unsqueeze_(self, *args: Any, **kwargs: Any) -> Self:
        """In-place form of `unsqueeze`: the tensor itself becomes the view."""

    def var(
        self,
        dim: _int | Sequence[_int] | _bool | None = None,
        unbiased: _bool | None = None,
        keepdim: _bool = False,
        *,
        correction: _float | None = None,
        axis: _int | Sequence[_int] | _bool | None = ...,
        keepdims: _bool = ...,
    ) -> Tensor:
        """Variance: the sum of squared differences from the mean, divided by the number of elements less a
        correction.
        """

    def var_mean(
        self,
        dim: Any = None,
        unbiased: _bool | None = None,
        keepdim: _bool = False,
        *,
        correction: _float | None = None,
        axis: Any = ...,
        keepdims: _bool = ...,
    ) -> Any:
        """Variance and mean."""

    def vdot(self, other: Tensor | _Number) -> Tensor:
        """Dot product of two vectors, the first conjugated."""

    def view(
        self,
        *sizes: _int | Sequence[_int] | DType,
        size: Sequence[_int] | None = None,
        dtype: DType | None = None,
    ) -> Tensor:
        """The same memory in another shape, or with its bits read as another dtype."""

    def view_as(self, other: Tensor) -> Tensor:
        """`view` with the shape of another tensor."""

    def vsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Views of parts along the first dimension of a tensor with two dimensions or more."""

    def where(self, condition: Tensor, other: Any) -> Tensor:
        """The tensor's elements where a condition holds, else those of `other`."""

    def xlogy(self, other: Tensor | _Number) -> Tensor:
        """``input * log(other)``, which is zero where `input` is zero (unless `other` is NaN)."""

    def xlogy_(self, other: Tensor | _Number) -> Self:
        """In-place form of `xlogy`."""

    def zero_(self) -> Self:
        """Write zeros."""
