"""The functions of the PyTorch face: everything that `arraygrad` offers at top level.

Functions of ops are made at first use, by the module's ``__getattr__``.
"""

from __future__ import annotations

import builtins
from functools import cache
from math import e, inf, nan, pi
from typing import Any

from arraygrad import dtypes, views
from arraygrad.autograd.modes import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from arraygrad.backend import Device as device
from arraygrad.backend import default_device as get_default_device
from arraygrad.backend import set_default_device
from arraygrad.complex_views import imag, real, view_as_complex, view_as_real
from arraygrad.creation import (
    arange,
    as_tensor,
    asarray,
    empty,
    empty_like,
    eye,
    from_dlpack,
    from_numpy,
    full,
    full_like,
    linspace,
    logspace,
    ones,
    ones_like,
    result_type,
    scalar_tensor,
    tensor,
    zeros,
    zeros_like,
)
from arraygrad.dispatch import broadcast_shapes
from arraygrad.dtypes import (
    DType,
    bfloat16,
    can_cast,
    complex64,
    complex128,
    finfo,
    float16,
    float32,
    float64,
    get_default_dtype,
    iinfo,
    int8,
    int16,
    int32,
    int64,
    promote_types,
    set_default_dtype,
    uint8,
    uint16,
    uint32,
    uint64,
)
from arraygrad.faces import function_of, names_of
from arraygrad.formatting import get_printoptions, set_printoptions
from arraygrad.layouts import Layout, sparse_coo, sparse_csr, strided
from arraygrad.memory import empty_permuted, empty_strided, frombuffer
from arraygrad.memory_formats import (
    MemoryFormat,
    channels_last,
    channels_last_3d,
    contiguous_format,
    preserve_format,
)
from arraygrad.memory_views import as_strided
from arraygrad.queries import (
    allclose,
    equal,
    get_device,
    is_complex,
    is_conj,
    is_floating_point,
    is_inference,
    is_neg,
    is_nonzero,
    is_same_size,
    is_signed,
    numel,
)
from arraygrad.random import (
    Generator,
    default_generator,
    fork_rng,
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)
from arraygrad.rejection import binomial, poisson
from arraygrad.sampled import (
    bernoulli,
    multinomial,
    normal,
    rand,
    rand_like,
    randint,
    randint_like,
    randn,
    randn_like,
    randperm,
)
from arraygrad.signal.periodic import bartlett_window, blackman_window, hamming_window, hann_window, kaiser_window
from arraygrad.switches import (
    are_deterministic_algorithms_enabled,
    get_deterministic_debug_mode,
    get_float32_matmul_precision,
    get_num_interop_threads,
    get_num_threads,
    is_deterministic_algorithms_warn_only_enabled,
    is_warn_always_enabled,
    set_deterministic_debug_mode,
    set_float32_matmul_precision,
    set_flush_denormal,
    set_num_interop_threads,
    set_num_threads,
    set_warn_always,
    use_deterministic_algorithms,
)
from arraygrad.tensor import Size, Tensor
from arraygrad.tensor_types import (
    BFloat16Tensor,
    BoolTensor,
    ByteTensor,
    CharTensor,
    DoubleTensor,
    FloatTensor,
    HalfTensor,
    IntTensor,
    LongTensor,
    ShortTensor,
    set_default_tensor_type,
)

dtype = DType
memory_format = MemoryFormat
layout = Layout
newaxis = None
bool = dtypes.bool_
float, double, half, long, int, short = float32, float64, float16, int64, int32, int16
cfloat, cdouble = complex64, complex128

#: Functions of views that PyTorch has at top level too.
VIEWS = (
    "broadcast_to chunk flatten movedim narrow permute ravel reshape select split squeeze t tensor_split transpose "
    "unbind unflatten unsqueeze"
).split()

#: Methods that PyTorch has as functions too.
METHODS = "as_strided_ conj_physical_ detach_ fill_ index_put index_put_ resize_as_ zero_".split()

__all__ = [
    "BFloat16Tensor", "BoolTensor", "ByteTensor", "CharTensor", "DType", "DoubleTensor", "FloatTensor", "Generator",
    "HalfTensor", "IntTensor", "Layout", "LongTensor", "ShortTensor", "Size", "Tensor", "allclose", "arange",
    "are_deterministic_algorithms_enabled", "as_strided", "as_tensor", "asarray", "bartlett_window", "bernoulli",
    "bfloat16", "binomial", "blackman_window", "bool", "broadcast_shapes", "can_cast", "cdouble", "cfloat",
    "channels_last", "channels_last_3d", "complex64", "complex128", "contiguous_format", "default_generator",
    "detach", "device", "double", "dtype", "e", "empty", "empty_like", "empty_permuted", "empty_strided",
    "enable_grad", "equal", "eye", "finfo", "float", "float16", "float32", "float64", "fork_rng", "from_dlpack",
    "from_numpy", "frombuffer", "full", "full_like", "get_default_device", "get_default_dtype",
    "get_deterministic_debug_mode", "get_device", "get_float32_matmul_precision", "get_num_interop_threads",
    "get_num_threads", "get_printoptions", "get_rng_state", "half", "hamming_window", "hann_window", "iinfo",
    "imag", "inf", "inference_mode", "initial_seed", "int", "int8", "int16", "int32", "int64", "is_complex",
    "is_conj", "is_deterministic_algorithms_warn_only_enabled", "is_floating_point", "is_grad_enabled",
    "is_inference", "is_inference_mode_enabled", "is_neg", "is_nonzero", "is_same_size", "is_signed", "is_storage",
    "is_tensor", "is_warn_always_enabled", "kaiser_window", "layout", "linspace", "logspace", "long", "manual_seed",
    "memory_format", "multinomial", "nan", "newaxis", "no_grad", "normal", "numel", "ones", "ones_like", "pi",
    "poisson", "preserve_format", "promote_types", "rand", "rand_like", "randint", "randint_like", "randn",
    "randn_like", "randperm", "real", "result_type", "scalar_tensor", "seed", "set_default_device",
    "set_default_dtype", "set_default_tensor_type", "set_deterministic_debug_mode", "set_float32_matmul_precision",
    "set_flush_denormal", "set_grad_enabled", "set_num_interop_threads", "set_num_threads", "set_printoptions",
    "set_rng_state", "set_warn_always", "short", "sparse_coo", "sparse_csr", "strided", "tensor", "typename",
    "uint8", "uint16", "uint32", "uint64", "use_deterministic_algorithms", "view_as_complex", "view_as_real",
    "where", "zeros", "zeros_like",
]  # fmt: skip


def is_tensor(obj: object) -> builtins.bool:
    """Whether an object is a tensor."""
    return isinstance(obj, Tensor)


def is_storage(obj: object) -> builtins.bool:
    """Whether an object is raw memory of PyTorch's kind: never, there are none."""
    return False


def detach(input: Tensor) -> Tensor:
    """The same memory, outside the graph."""
    return input.detach()


def typename(obj: Any) -> str:
    """The name of a tensor's kind, such as ``"arraygrad.FloatTensor"``, or of another object's class."""
    if isinstance(obj, Tensor):
        return builtins.str(obj.type())
    kind = obj if isinstance(obj, type) else type(obj)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


@cache
def _function(name: str) -> Any:
    return function_of("torch", name)


def where(condition: Tensor, *operands: Any, **options: Any) -> Any:
    """Elements of `input` where a condition holds, else of `other`; of a condition alone, where it is not zero.

    Parameters
    ----------
    condition : Tensor
    input, other : Tensor or number
        They broadcast against the condition and each other.

    Returns
    -------
    Tensor
        Or a tuple with the indices along each dimension.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.where(ag.tensor([True, False]), ag.tensor([1, 2]), 0)
    tensor([1, 0])
    >>> ag.where(ag.tensor([0, 3]))
    (tensor([1]),)
    """
    if not operands and not options:
        return _function("nonzero")(condition, as_tuple=True)
    return _function("where")(condition, *operands, **options)


def __getattr__(name: str) -> Any:
    if name in METHODS:
        function = getattr(Tensor, name)
    else:
        function = getattr(views, name) if name in VIEWS else function_of("torch", name)
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return sorted({*__all__, *METHODS, *VIEWS, *names_of("torch")})
