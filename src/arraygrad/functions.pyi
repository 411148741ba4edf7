# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

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
from arraygrad.dtypes import DType, can_cast, finfo, get_default_dtype, iinfo, promote_types, set_default_dtype
from arraygrad.dtypes import DType as dtype
from arraygrad.fills import conj_physical_
from arraygrad.formatting import get_printoptions, set_printoptions
from arraygrad.inplace_views import resize_as_
from arraygrad.layouts import Layout
from arraygrad.layouts import Layout as layout
from arraygrad.memory import empty_permuted, empty_strided, frombuffer
from arraygrad.memory_formats import MemoryFormat
from arraygrad.memory_formats import MemoryFormat as memory_format
from arraygrad.memory_views import as_strided
from arraygrad.methods import detach_, fill_, index_put, index_put_, zero_
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
from arraygrad.random import Generator, fork_rng, get_rng_state, initial_seed, manual_seed, seed, set_rng_state
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
from arraygrad.views import (
    broadcast_to,
    chunk,
    flatten,
    movedim,
    narrow,
    permute,
    ravel,
    reshape,
    select,
    split,
    squeeze,
    t,
    tensor_split,
    transpose,
    unbind,
    unflatten,
    unsqueeze,
)

__all__ = [
    "BFloat16Tensor",
    "BoolTensor",
    "ByteTensor",
    "CharTensor",
    "DType",
    "DoubleTensor",
    "FloatTensor",
    "Generator",
    "HalfTensor",
    "IntTensor",
    "Layout",
    "LongTensor",
    "ShortTensor",
    "Size",
    "Tensor",
    "abs",
    "abs_",
    "absolute",
    "absolute_",
    "acos",
    "acos_",
    "acosh",
    "acosh_",
    "adaptive_avg_pool1d",
    "adaptive_max_pool1d",
    "add",
    "add_",
    "addbmm",
    "addbmm_",
    "addcdiv",
    "addcdiv_",
    "addcmul",
    "addcmul_",
    "addmm",
    "addmm_",
    "addmv",
    "addmv_",
    "addr",
    "addr_",
    "adjoint",
    "alias_copy",
    "all",
    "allclose",
    "alpha_dropout",
    "alpha_dropout_",
    "amax",
    "amin",
    "aminmax",
    "angle",
    "any",
    "arange",
    "arccos",
    "arccos_",
    "arccosh",
    "arccosh_",
    "arcsin",
    "arcsin_",
    "arcsinh",
    "arcsinh_",
    "arctan",
    "arctan2",
    "arctan2_",
    "arctan_",
    "arctanh",
    "arctanh_",
    "are_deterministic_algorithms_enabled",
    "argmax",
    "argmin",
    "argsort",
    "argwhere",
    "as_strided",
    "as_strided_",
    "as_strided_copy",
    "as_strided_scatter",
    "as_tensor",
    "asarray",
    "asin",
    "asin_",
    "asinh",
    "asinh_",
    "atan",
    "atan2",
    "atan2_",
    "atan_",
    "atanh",
    "atanh_",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "avg_pool1d",
    "baddbmm",
    "baddbmm_",
    "bartlett_window",
    "bernoulli",
    "bfloat16",
    "bilinear",
    "binary_cross_entropy_with_logits",
    "bincount",
    "binomial",
    "bitwise_and",
    "bitwise_and_",
    "bitwise_left_shift",
    "bitwise_left_shift_",
    "bitwise_not",
    "bitwise_not_",
    "bitwise_or",
    "bitwise_or_",
    "bitwise_right_shift",
    "bitwise_right_shift_",
    "bitwise_xor",
    "bitwise_xor_",
    "blackman_window",
    "block_diag",
    "bmm",
    "bool",
    "broadcast_shapes",
    "broadcast_tensors",
    "broadcast_to",
    "bucketize",
    "can_cast",
    "cartesian_prod",
    "cat",
    "cdist",
    "cdouble",
    "ceil",
    "ceil_",
    "celu",
    "celu_",
    "cfloat",
    "chain_matmul",
    "channel_shuffle",
    "channels_last",
    "channels_last_3d",
    "cholesky",
    "cholesky_inverse",
    "cholesky_solve",
    "chunk",
    "clamp",
    "clamp_",
    "clamp_max",
    "clamp_max_",
    "clamp_min",
    "clamp_min_",
    "clip",
    "clip_",
    "clone",
    "column_stack",
    "combinations",
    "complex",
    "complex64",
    "complex128",
    "concat",
    "concatenate",
    "conj",
    "conj_physical",
    "conj_physical_",
    "contiguous_format",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_tbc",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "copysign",
    "copysign_",
    "corrcoef",
    "cos",
    "cos_",
    "cosh",
    "cosh_",
    "cosine_embedding_loss",
    "cosine_similarity",
    "count_nonzero",
    "cov",
    "cross",
    "cummax",
    "cummin",
    "cumprod",
    "cumprod_",
    "cumsum",
    "cumsum_",
    "cumulative_trapezoid",
    "default_generator",
    "deg2rad",
    "deg2rad_",
    "det",
    "detach",
    "detach_",
    "detach_copy",
    "device",
    "diag",
    "diag_embed",
    "diagflat",
    "diagonal",
    "diagonal_copy",
    "diagonal_scatter",
    "diff",
    "digamma",
    "digamma_",
    "dist",
    "div",
    "div_",
    "divide",
    "divide_",
    "dot",
    "double",
    "dropout",
    "dropout_",
    "dsplit",
    "dstack",
    "dtype",
    "e",
    "einsum",
    "empty",
    "empty_like",
    "empty_permuted",
    "empty_strided",
    "enable_grad",
    "eq",
    "eq_",
    "equal",
    "erf",
    "erf_",
    "erfc",
    "erfc_",
    "erfinv",
    "erfinv_",
    "exp",
    "exp2",
    "exp2_",
    "exp_",
    "expand_copy",
    "expm1",
    "expm1_",
    "eye",
    "feature_alpha_dropout",
    "feature_alpha_dropout_",
    "fill",
    "fill_",
    "finfo",
    "fix",
    "fix_",
    "flatten",
    "flip",
    "fliplr",
    "flipud",
    "float",
    "float16",
    "float32",
    "float64",
    "float_power",
    "float_power_",
    "floor",
    "floor_",
    "floor_divide",
    "floor_divide_",
    "fmax",
    "fmin",
    "fmod",
    "fmod_",
    "fork_rng",
    "frac",
    "frac_",
    "frexp",
    "from_dlpack",
    "from_numpy",
    "frombuffer",
    "full",
    "full_like",
    "gather",
    "gcd",
    "gcd_",
    "ge",
    "ge_",
    "geqrf",
    "ger",
    "get_default_device",
    "get_default_dtype",
    "get_deterministic_debug_mode",
    "get_device",
    "get_float32_matmul_precision",
    "get_num_interop_threads",
    "get_num_threads",
    "get_printoptions",
    "get_rng_state",
    "gradient",
    "greater",
    "greater_",
    "greater_equal",
    "greater_equal_",
    "group_norm",
    "gt",
    "gt_",
    "half",
    "hamming_window",
    "hann_window",
    "hardshrink",
    "hash_tensor",
    "heaviside",
    "heaviside_",
    "hinge_embedding_loss",
    "histc",
    "histogram",
    "histogramdd",
    "hsplit",
    "hstack",
    "hypot",
    "hypot_",
    "i0",
    "i0_",
    "igamma",
    "igamma_",
    "igammac",
    "igammac_",
    "iinfo",
    "imag",
    "index_add",
    "index_add_",
    "index_copy",
    "index_copy_",
    "index_fill",
    "index_fill_",
    "index_put",
    "index_put_",
    "index_reduce",
    "index_reduce_",
    "index_select",
    "inf",
    "inference_mode",
    "initial_seed",
    "inner",
    "instance_norm",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "inverse",
    "is_complex",
    "is_conj",
    "is_deterministic_algorithms_warn_only_enabled",
    "is_floating_point",
    "is_grad_enabled",
    "is_inference",
    "is_inference_mode_enabled",
    "is_neg",
    "is_nonzero",
    "is_same_size",
    "is_signed",
    "is_storage",
    "is_tensor",
    "is_warn_always_enabled",
    "isclose",
    "isfinite",
    "isin",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
    "isreal",
    "istft",
    "kaiser_window",
    "kron",
    "kthvalue",
    "layer_norm",
    "layout",
    "lcm",
    "lcm_",
    "ldexp",
    "ldexp_",
    "le",
    "le_",
    "lerp",
    "lerp_",
    "less",
    "less_",
    "less_equal",
    "less_equal_",
    "lgamma",
    "lgamma_",
    "linspace",
    "log",
    "log1p",
    "log1p_",
    "log2",
    "log2_",
    "log10",
    "log10_",
    "log_",
    "log_softmax",
    "logaddexp",
    "logaddexp2",
    "logcumsumexp",
    "logdet",
    "logical_and",
    "logical_and_",
    "logical_not",
    "logical_not_",
    "logical_or",
    "logical_or_",
    "logical_xor",
    "logical_xor_",
    "logit",
    "logit_",
    "logspace",
    "logsumexp",
    "long",
    "lt",
    "lt_",
    "lu",
    "lu_solve",
    "lu_unpack",
    "manual_seed",
    "margin_ranking_loss",
    "masked_fill",
    "masked_fill_",
    "masked_scatter",
    "masked_scatter_",
    "masked_select",
    "matmul",
    "matrix_exp",
    "matrix_power",
    "max",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "maximum",
    "maximum_",
    "mean",
    "median",
    "memory_format",
    "meshgrid",
    "min",
    "minimum",
    "minimum_",
    "mm",
    "mode",
    "moveaxis",
    "movedim",
    "msort",
    "mul",
    "mul_",
    "multinomial",
    "multiply",
    "multiply_",
    "mv",
    "mvlgamma",
    "mvlgamma_",
    "nan",
    "nan_to_num",
    "nan_to_num_",
    "nanmean",
    "nanmedian",
    "nanquantile",
    "nansum",
    "narrow",
    "narrow_copy",
    "native_channel_shuffle",
    "ne",
    "ne_",
    "neg",
    "neg_",
    "negative",
    "negative_",
    "newaxis",
    "nextafter",
    "nextafter_",
    "no_grad",
    "nonzero",
    "nonzero_static",
    "norm",
    "normal",
    "not_equal",
    "not_equal_",
    "numel",
    "ones",
    "ones_like",
    "orgqr",
    "ormqr",
    "outer",
    "pairwise_distance",
    "pca_lowrank",
    "pdist",
    "permute",
    "permute_copy",
    "pi",
    "pinverse",
    "pixel_shuffle",
    "pixel_unshuffle",
    "poisson",
    "polar",
    "polygamma",
    "positive",
    "pow",
    "pow_",
    "prelu",
    "preserve_format",
    "prod",
    "promote_types",
    "put",
    "put_",
    "qr",
    "quantile",
    "rad2deg",
    "rad2deg_",
    "rand",
    "rand_like",
    "randint",
    "randint_like",
    "randn",
    "randn_like",
    "randperm",
    "ravel",
    "real",
    "reciprocal",
    "reciprocal_",
    "relu",
    "relu_",
    "remainder",
    "remainder_",
    "renorm",
    "renorm_",
    "repeat_interleave",
    "reshape",
    "resize_as_",
    "resolve_conj",
    "resolve_neg",
    "result_type",
    "rms_norm",
    "roll",
    "rot90",
    "round",
    "round_",
    "row_stack",
    "rrelu",
    "rrelu_",
    "rsqrt",
    "rsqrt_",
    "rsub",
    "scalar_tensor",
    "scatter",
    "scatter_",
    "scatter_add",
    "scatter_add_",
    "scatter_reduce",
    "scatter_reduce_",
    "searchsorted",
    "seed",
    "select",
    "select_copy",
    "select_scatter",
    "selu",
    "selu_",
    "set_default_device",
    "set_default_dtype",
    "set_default_tensor_type",
    "set_deterministic_debug_mode",
    "set_float32_matmul_precision",
    "set_flush_denormal",
    "set_grad_enabled",
    "set_num_interop_threads",
    "set_num_threads",
    "set_printoptions",
    "set_rng_state",
    "set_warn_always",
    "sgn",
    "sgn_",
    "short",
    "sigmoid",
    "sigmoid_",
    "sign",
    "sign_",
    "signbit",
    "sin",
    "sin_",
    "sinc",
    "sinc_",
    "sinh",
    "sinh_",
    "slice_copy",
    "slice_scatter",
    "slogdet",
    "softmax",
    "sort",
    "sparse_coo",
    "sparse_csr",
    "split",
    "split_copy",
    "split_with_sizes",
    "split_with_sizes_copy",
    "sqrt",
    "sqrt_",
    "square",
    "square_",
    "squeeze",
    "squeeze_copy",
    "stack",
    "std",
    "std_mean",
    "stft",
    "strided",
    "sub",
    "sub_",
    "subtract",
    "subtract_",
    "sum",
    "svd",
    "svd_lowrank",
    "swapaxes",
    "swapdims",
    "t",
    "t_copy",
    "take",
    "take_along_dim",
    "tan",
    "tan_",
    "tanh",
    "tanh_",
    "tensor",
    "tensor_split",
    "tensordot",
    "threshold",
    "threshold_",
    "tile",
    "topk",
    "trace",
    "transpose",
    "transpose_copy",
    "trapezoid",
    "trapz",
    "triangular_solve",
    "tril",
    "tril_",
    "tril_indices",
    "triplet_margin_loss",
    "triu",
    "triu_",
    "triu_indices",
    "true_divide",
    "true_divide_",
    "trunc",
    "trunc_",
    "typename",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "unbind",
    "unbind_copy",
    "unflatten",
    "unfold_copy",
    "unique",
    "unique_consecutive",
    "unravel_index",
    "unsafe_chunk",
    "unsafe_split",
    "unsafe_split_with_sizes",
    "unsqueeze",
    "unsqueeze_copy",
    "use_deterministic_algorithms",
    "vander",
    "var",
    "var_mean",
    "vdot",
    "view_as_complex",
    "view_as_real",
    "view_copy",
    "vsplit",
    "vstack",
    "where",
    "xlogy",
    "xlogy_",
    "zero_",
    "zeros",
    "zeros_like",
]

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

class _PLU(NamedTuple):
    P: Tensor
    L: Tensor
    U: Tensor

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

def abs(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Absolute value of each element; its derivative at zero is zero."""

def abs_(input: Tensor) -> Tensor:
    """In-place form of `abs`: writes the result into the tensor and returns it."""

def absolute(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Absolute value of each element; its derivative at zero is zero."""

def absolute_(input: Tensor) -> Tensor:
    """In-place form of `abs`: writes the result into the tensor and returns it."""

def acos(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between 0 and pi whose cosine is each element; NaN outside of [-1, 1]."""

def acos_(input: Tensor) -> Tensor:
    """In-place form of `acos`: writes the result into the tensor and returns it."""

def acosh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the hyperbolic cosine; NaN below 1."""

def acosh_(input: Tensor) -> Tensor:
    """In-place form of `acosh`: writes the result into the tensor and returns it."""

def adaptive_avg_pool1d(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`."""

def adaptive_max_pool1d(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
    *,
    out: Tensor | None = None,
) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`."""

def add(input: Tensor | _Number, other: Tensor | _Number, *, alpha: _float = 1, out: Tensor | None = None) -> Tensor:
    """Sum of two tensors, the second one times `alpha`."""

def add_(input: Tensor, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
    """In-place form of `add`: writes the result into the tensor and returns it."""

def addbmm(
    input: Tensor | _Number,
    batch1: Tensor | _Number,
    batch2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``beta * input + alpha * (batch1 @ batch2).sum(0)`` for batches of matrices."""

def addbmm_(
    input: Tensor,
    batch1: Tensor | _Number,
    batch2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
) -> Tensor:
    """In-place form of `addbmm`: writes the result into the tensor and returns it."""

def addcdiv(
    input: Tensor | _Number,
    tensor1: Tensor | _Number,
    tensor2: Tensor | _Number,
    *,
    value: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``input + value * tensor1 / tensor2``."""

def addcdiv_(input: Tensor, tensor1: Tensor | _Number, tensor2: Tensor | _Number, *, value: _float = 1) -> Tensor:
    """In-place form of `addcdiv`: writes the result into the tensor and returns it."""

def addcmul(
    input: Tensor | _Number,
    tensor1: Tensor | _Number,
    tensor2: Tensor | _Number,
    *,
    value: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``input + value * tensor1 * tensor2``."""

def addcmul_(input: Tensor, tensor1: Tensor | _Number, tensor2: Tensor | _Number, *, value: _float = 1) -> Tensor:
    """In-place form of `addcmul`: writes the result into the tensor and returns it."""

def addmm(
    input: Tensor | _Number,
    mat1: Tensor | _Number,
    mat2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``beta * input + alpha * (mat1 @ mat2)``."""

def addmm_(
    input: Tensor,
    mat1: Tensor | _Number,
    mat2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
) -> Tensor:
    """In-place form of `addmm`: writes the result into the tensor and returns it."""

def addmv(
    input: Tensor | _Number,
    mat: Tensor | _Number,
    vec: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``beta * input + alpha * (mat @ vec)``."""

def addmv_(
    input: Tensor,
    mat: Tensor | _Number,
    vec: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
) -> Tensor:
    """In-place form of `addmv`: writes the result into the tensor and returns it."""

def addr(
    input: Tensor | _Number,
    vec1: Tensor | _Number,
    vec2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``beta * input + alpha * outer(vec1, vec2)``."""

def addr_(
    input: Tensor,
    vec1: Tensor | _Number,
    vec2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
) -> Tensor:
    """In-place form of `addr`: writes the result into the tensor and returns it."""

def adjoint(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Conjugate transpose of a matrix, or of each of a batch."""

def alias_copy(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """A copy: the tensor's own values."""

def all(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Whether all elements are true (other than zero)."""

def alpha_dropout(
    input: Tensor | _Number,
    p: _float = 0.5,
    training: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Dropout that keeps mean and variance of inputs to `selu`."""

def alpha_dropout_(input: Tensor, p: _float = 0.5, training: _bool = False) -> Tensor:
    """In-place form of `alpha_dropout`: writes the result into the tensor and returns it."""

def amax(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Largest element, NaN if there is one. Equal elements share the gradient."""

def amin(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Smallest element, NaN if there is one. Equal elements share the gradient."""

def aminmax(
    input: Tensor | _Number,
    *,
    dim: _int | None = None,
    keepdim: _bool = False,
    out: Tensor | None = None,
) -> _MinMax:
    """Smallest and largest element."""

def angle(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle of each element in the complex plane: 0 or pi for real numbers."""

def any(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Whether an element is true (other than zero)."""

def arccos(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between 0 and pi whose cosine is each element; NaN outside of [-1, 1]."""

def arccos_(input: Tensor) -> Tensor:
    """In-place form of `acos`: writes the result into the tensor and returns it."""

def arccosh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the hyperbolic cosine; NaN below 1."""

def arccosh_(input: Tensor) -> Tensor:
    """In-place form of `acosh`: writes the result into the tensor and returns it."""

def arcsin(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between -pi/2 and pi/2 whose sine is each element; NaN outside of [-1, 1]."""

def arcsin_(input: Tensor) -> Tensor:
    """In-place form of `asin`: writes the result into the tensor and returns it."""

def arcsinh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the hyperbolic sine."""

def arcsinh_(input: Tensor) -> Tensor:
    """In-place form of `asinh`: writes the result into the tensor and returns it."""

def arctan(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between -pi/2 and pi/2 whose tangent is each element."""

def arctan2(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between -pi and pi of the point with ordinate `input` and abscissa `other`."""

def arctan2_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `atan2`: writes the result into the tensor and returns it."""

def arctan_(input: Tensor) -> Tensor:
    """In-place form of `atan`: writes the result into the tensor and returns it."""

def arctanh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the hyperbolic tangent; NaN outside of [-1, 1]."""

def arctanh_(input: Tensor) -> Tensor:
    """In-place form of `atanh`: writes the result into the tensor and returns it."""

def argmax(
    input: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Index of the largest element; without `dim` in the flattened tensor."""

def argmin(
    input: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Index of the smallest element; without `dim` in the flattened tensor."""

def argsort(
    input: Tensor | _Number,
    dim: _int = -1,
    descending: _bool = False,
    stable: _bool = False,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Indices that put elements in order along a dimension."""

def argwhere(input: Tensor, *, out: Tensor | None = None) -> Tensor:
    """The indices of all elements that are not zero, a row for each."""

def as_strided_(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """In-place form of `as_strided`: the tensor itself becomes the view."""

def as_strided_copy(
    input: Tensor | _Number,
    size: Sequence[_int],
    stride: Sequence[_int],
    storage_offset: _int | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy of what `as_strided` shows."""

def as_strided_scatter(
    input: Tensor | _Number,
    src: Tensor | _Number,
    size: Sequence[_int],
    stride: Sequence[_int],
    storage_offset: _int | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with `src` where `as_strided` shows the elements of the row-major tensor."""

def asin(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between -pi/2 and pi/2 whose sine is each element; NaN outside of [-1, 1]."""

def asin_(input: Tensor) -> Tensor:
    """In-place form of `asin`: writes the result into the tensor and returns it."""

def asinh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the hyperbolic sine."""

def asinh_(input: Tensor) -> Tensor:
    """In-place form of `asinh`: writes the result into the tensor and returns it."""

def atan(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between -pi/2 and pi/2 whose tangent is each element."""

def atan2(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Angle between -pi and pi of the point with ordinate `input` and abscissa `other`."""

def atan2_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `atan2`: writes the result into the tensor and returns it."""

def atan_(input: Tensor) -> Tensor:
    """In-place form of `atan`: writes the result into the tensor and returns it."""

def atanh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the hyperbolic tangent; NaN outside of [-1, 1]."""

def atanh_(input: Tensor) -> Tensor:
    """In-place form of `atanh`: writes the result into the tensor and returns it."""

def atleast_1d(*tensors: Tensor | Sequence[Tensor], out: Tensor | None = None) -> Any:
    """Views with one dimension at least."""

def atleast_2d(*tensors: Tensor | Sequence[Tensor], out: Tensor | None = None) -> Any:
    """Views with two dimensions at least; a vector becomes a row."""

def atleast_3d(*tensors: Tensor | Sequence[Tensor], out: Tensor | None = None) -> Any:
    """Views with three dimensions at least; a vector lies along the second, a matrix gets a third behind."""

def avg_pool1d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    ceil_mode: _bool = False,
    count_include_pad: _bool = True,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """The mean of each window, over one spatial dimension; see `avg_pool2d`."""

def baddbmm(
    input: Tensor | _Number,
    batch1: Tensor | _Number,
    batch2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """``beta * input + alpha * (batch1 @ batch2)`` for batches of matrices."""

def baddbmm_(
    input: Tensor,
    batch1: Tensor | _Number,
    batch2: Tensor | _Number,
    *,
    beta: _float = 1,
    alpha: _float = 1,
) -> Tensor:
    """In-place form of `baddbmm`: writes the result into the tensor and returns it."""

bfloat16: DType

def bilinear(
    input1: Tensor | _Number,
    input2: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | _Number | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """``input1 @ weight[k] @ input2 + bias[k]`` for each output feature k."""

def binary_cross_entropy_with_logits(
    input: Tensor | _Number,
    target: Tensor | _Number,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Cross entropy between target probabilities and the sigmoids of the inputs, without loss of precision."""

def bincount(input: Tensor, weights: Tensor | None = None, minlength: _int = 0, *, out: Tensor | None = None) -> Tensor:
    """How often each integer occurs, or the sum of its weights."""

def bitwise_and(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bits that are set in both of two integers; logical and of bools."""

def bitwise_and_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `bitwise_and`: writes the result into the tensor and returns it."""

def bitwise_left_shift(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Integers times a power of two: bits moved to the left."""

def bitwise_left_shift_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `bitwise_left_shift`: writes the result into the tensor and returns it."""

def bitwise_not(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """All bits of each integer turned over; logical not of bools."""

def bitwise_not_(input: Tensor) -> Tensor:
    """In-place form of `bitwise_not`: writes the result into the tensor and returns it."""

def bitwise_or(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bits that are set in at least one of two integers; logical or of bools."""

def bitwise_or_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `bitwise_or`: writes the result into the tensor and returns it."""

def bitwise_right_shift(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Integers divided by a power of two, rounded down: bits moved to the right."""

def bitwise_right_shift_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `bitwise_right_shift`: writes the result into the tensor and returns it."""

def bitwise_xor(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Bits that are set in exactly one of two integers; logical exclusive or of bools."""

def bitwise_xor_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `bitwise_xor`: writes the result into the tensor and returns it."""

def block_diag(*tensors: Tensor | Sequence[Tensor], out: Tensor | None = None) -> Tensor:
    """A matrix with the given ones along its diagonal and zeros elsewhere."""

def bmm(input: Tensor | _Number, mat2: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Products of the matrices of two batches, without broadcasting."""

bool: DType

def broadcast_tensors(*tensors: Tensor | Sequence[Tensor], out: Tensor | None = None) -> tuple[Tensor, ...]:
    """Tensors brought to the shape that they broadcast to."""

def bucketize(
    input: Tensor | _Number,
    boundaries: Tensor,
    *,
    out_int32: _bool = False,
    right: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """The bucket of each value between sorted boundaries."""

def cartesian_prod(*tensors: Tensor | Sequence[Tensor], out: Tensor | None = None) -> Tensor:
    """All ways to take one element of each vector, in the order of nested loops."""

def cat(tensors: Tensor | Sequence[Tensor], dim: _int = 0, *, axis: _int = ..., out: Tensor | None = None) -> Tensor:
    """Tensors joined along a dimension."""

def cdist(
    x1: Tensor | _Number,
    x2: Tensor | _Number,
    p: _float = 2.0,
    compute_mode: str | None = "use_mm_for_euclid_dist_if_necessary",
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Distances between all points of two collections."""

cdouble: DType

def ceil(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The smallest integer not below each element."""

def ceil_(input: Tensor) -> Tensor:
    """In-place form of `ceil`: writes the result into the tensor and returns it."""

def celu(input: Tensor | _Number, alpha: _float = 1.0, *, out: Tensor | None = None) -> Tensor:
    """Continuously differentiable exponential linear unit: ``x`` where positive, else ``alpha * (exp(x / alpha) -
    1)``.
    """

def celu_(input: Tensor, alpha: _float = 1.0) -> Tensor:
    """In-place form of `celu`: writes the result into the tensor and returns it."""

cfloat: DType

def chain_matmul(*matrices: Tensor | _Number, out: Tensor | None = None) -> Tensor:
    """The product of several matrices: an older form of `linalg.multi_dot`."""

def channel_shuffle(input: Tensor | _Number, groups: _int, *, out: Tensor | None = None) -> Tensor:
    """Channels of several groups interleaved (Zhang et al. 2018)."""

channels_last: MemoryFormat

channels_last_3d: MemoryFormat

def cholesky(input: Tensor | _Number, upper: _bool = False, *, out: Tensor | None = None) -> Tensor:
    """Triangular factors of Hermitian positive definite matrices: another name of `linalg.cholesky`."""

def cholesky_inverse(input: Tensor | _Number, upper: _bool = False, *, out: Tensor | None = None) -> Tensor:
    """Inverses of matrices, from their Cholesky factors."""

def cholesky_solve(
    input: Tensor | _Number,
    input2: Tensor | _Number,
    upper: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """The X of ``A @ X = input``, from the Cholesky factor of A."""

def clamp(
    input: Tensor | _Number,
    min: Tensor | _Number | None = None,
    max: Tensor | _Number | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Each element, or the limit that it exceeds. The gradient passes at the limits themselves."""

def clamp_(input: Tensor, min: Tensor | _Number | None = None, max: Tensor | _Number | None = None) -> Tensor:
    """In-place form of `clamp`: writes the result into the tensor and returns it."""

def clamp_max(input: Tensor | _Number, max: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element, or `max` if it is larger."""

def clamp_max_(input: Tensor, max: Tensor | _Number) -> Tensor:
    """In-place form of `clamp_max`: writes the result into the tensor and returns it."""

def clamp_min(input: Tensor | _Number, min: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element, or `min` if it is smaller."""

def clamp_min_(input: Tensor, min: Tensor | _Number) -> Tensor:
    """In-place form of `clamp_min`: writes the result into the tensor and returns it."""

def clip(
    input: Tensor | _Number,
    min: Tensor | _Number | None = None,
    max: Tensor | _Number | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Each element, or the limit that it exceeds. The gradient passes at the limits themselves."""

def clip_(input: Tensor, min: Tensor | _Number | None = None, max: Tensor | _Number | None = None) -> Tensor:
    """In-place form of `clamp`: writes the result into the tensor and returns it."""

def clone(input: Tensor | _Number, *, memory_format: Any = None, out: Tensor | None = None) -> Tensor:
    """A copy with memory of its own; gradients flow through. `memory_format` is not looked at."""

def column_stack(tensors: Tensor | Sequence[Tensor], *, out: Tensor | None = None) -> Tensor:
    """Tensors joined along the second dimension, vectors as columns."""

def combinations(
    input: Tensor | _Number,
    r: _int = 2,
    with_replacement: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """All combinations of `r` elements of a vector, in the order of the vector."""

def complex(real: Tensor | _Number, imag: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Complex numbers from their real and imaginary parts."""

complex128: DType

complex64: DType

def concat(tensors: Tensor | Sequence[Tensor], dim: _int = 0, *, axis: _int = ..., out: Tensor | None = None) -> Tensor:
    """Tensors joined along a dimension."""

def concatenate(
    tensors: Tensor | Sequence[Tensor],
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Tensors joined along a dimension."""

def conj(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Complex conjugate of each element."""

def conj_physical(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Complex conjugate of each element."""

contiguous_format: MemoryFormat

def conv1d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    groups: _int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Convolution (cross-correlation) over one spatial dimension; see `conv2d`."""

def conv2d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    groups: _int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Convolution (cross-correlation) over two spatial dimensions."""

def conv3d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    groups: _int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Convolution (cross-correlation) over three spatial dimensions; see `conv2d`."""

def conv_tbc(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | _Number,
    pad: _int = 0,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """`conv1d` of what has time first and channels last."""

def conv_transpose1d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    output_padding: _int | Sequence[_int] = 0,
    groups: _int = 1,
    dilation: _int | Sequence[_int] = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Transposed convolution over one spatial dimension; see `conv_transpose2d`."""

def conv_transpose2d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    output_padding: _int | Sequence[_int] = 0,
    groups: _int = 1,
    dilation: _int | Sequence[_int] = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Transposed convolution: what `conv2d` of the same parameters does to gradients of its input."""

def conv_transpose3d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    output_padding: _int | Sequence[_int] = 0,
    groups: _int = 1,
    dilation: _int | Sequence[_int] = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Transposed convolution over three spatial dimensions; see `conv_transpose2d`."""

def copysign(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The size of `input` with the sign of `other`."""

def copysign_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `copysign`: writes the result into the tensor and returns it."""

def corrcoef(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Correlation coefficients of variables in rows, observed in columns."""

def cos(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Cosine."""

def cos_(input: Tensor) -> Tensor:
    """In-place form of `cos`: writes the result into the tensor and returns it."""

def cosh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Hyperbolic cosine."""

def cosh_(input: Tensor) -> Tensor:
    """In-place form of `cosh`: writes the result into the tensor and returns it."""

def cosine_embedding_loss(
    input1: Tensor | _Number,
    input2: Tensor | _Number,
    target: Tensor | _Number,
    margin: _float = 0,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    *,
    out: Tensor | None = None,
) -> Tensor:
    """One less the cosine where the target is 1, and the cosine above a margin where it is -1."""

def cosine_similarity(
    x1: Tensor | _Number,
    x2: Tensor | _Number,
    dim: _int = 1,
    eps: _float = 1e-08,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Cosine of the angle between vectors along a dimension; other dimensions broadcast."""

def count_nonzero(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    *,
    axis: _int | Sequence[_int] | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Number of elements other than zero."""

def cov(
    input: Tensor | _Number,
    *,
    correction: _int = 1,
    fweights: Tensor | _Number | None = None,
    aweights: Tensor | _Number | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Covariance matrix of variables in rows, observed in columns."""

def cross(
    input: Tensor | _Number,
    other: Tensor | _Number,
    dim: _int | None = None,
    *,
    axis: _int | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Cross product of the vectors along a dimension of size 3; other dimensions broadcast."""

@overload
def cummax(input: Tensor | _Number, dim: _int, *, out: Sequence[Tensor] | None = None) -> _ValuesIndices:
    """Largest elements so far along a dimension, and their indices."""

@overload
def cummax(input: Tensor | _Number, *, axis: _int, out: Sequence[Tensor] | None = None) -> _ValuesIndices:
    """Largest elements so far along a dimension, and their indices."""

@overload
def cummin(input: Tensor | _Number, dim: _int, *, out: Sequence[Tensor] | None = None) -> _ValuesIndices:
    """Smallest elements so far along a dimension, and their indices."""

@overload
def cummin(input: Tensor | _Number, *, axis: _int, out: Sequence[Tensor] | None = None) -> _ValuesIndices:
    """Smallest elements so far along a dimension, and their indices."""

@overload
def cumprod(input: Tensor | _Number, dim: _int, *, dtype: DType | None = None, out: Tensor | None = None) -> Tensor:
    """Running products along a dimension; the derivative is right where elements are zero."""

@overload
def cumprod(input: Tensor | _Number, *, axis: _int, dtype: DType | None = None, out: Tensor | None = None) -> Tensor:
    """Running products along a dimension; the derivative is right where elements are zero."""

@overload
def cumprod_(input: Tensor, dim: _int, *, dtype: DType | None = None) -> Tensor:
    """In-place form of `cumprod`: writes the result into the tensor and returns it."""

@overload
def cumprod_(input: Tensor, *, axis: _int, dtype: DType | None = None) -> Tensor:
    """In-place form of `cumprod`: writes the result into the tensor and returns it."""

@overload
def cumsum(input: Tensor | _Number, dim: _int, *, dtype: DType | None = None, out: Tensor | None = None) -> Tensor:
    """Running sums along a dimension."""

@overload
def cumsum(input: Tensor | _Number, *, axis: _int, dtype: DType | None = None, out: Tensor | None = None) -> Tensor:
    """Running sums along a dimension."""

@overload
def cumsum_(input: Tensor, dim: _int, *, dtype: DType | None = None) -> Tensor:
    """In-place form of `cumsum`: writes the result into the tensor and returns it."""

@overload
def cumsum_(input: Tensor, *, axis: _int, dtype: DType | None = None) -> Tensor:
    """In-place form of `cumsum`: writes the result into the tensor and returns it."""

def cumulative_trapezoid(
    y: Tensor | _Number,
    x: Tensor | _Number | None = None,
    *,
    dx: _float | None = None,
    dim: _int = -1,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Running integral along a dimension by the trapezoidal rule, one element shorter than `y`."""

default_generator: Generator

def deg2rad(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Degrees as radians."""

def deg2rad_(input: Tensor) -> Tensor:
    """In-place form of `deg2rad`: writes the result into the tensor and returns it."""

def det(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Determinants of matrices."""

def detach(input: Tensor) -> Tensor:
    """The same memory, outside the graph."""

def detach_copy(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """A copy: the tensor's own values, outside the graph."""

def diag(input: Tensor | _Number, diagonal: _int = 0, *, k: _int = ..., out: Tensor | None = None) -> Tensor:
    """The diagonal of a matrix, or the matrix with a vector as its diagonal."""

def diag_embed(
    input: Tensor | _Number,
    offset: _int = 0,
    dim1: _int = -2,
    dim2: _int = -1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Matrices with the vectors along the last dimension as a diagonal, zero elsewhere."""

def diagflat(input: Tensor | _Number, offset: _int = 0, *, out: Tensor | None = None) -> Tensor:
    """A matrix with all elements of `input` as a diagonal, zero elsewhere."""

def diagonal(
    input: Tensor | _Number,
    offset: _int = 0,
    dim1: _int = 0,
    dim2: _int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """The diagonals of the matrices that two dimensions hold, along a new last dimension."""

def diagonal_copy(
    input: Tensor | _Number,
    offset: _int = 0,
    dim1: _int = 0,
    dim2: _int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy of what `diagonal` shows."""

def diagonal_scatter(
    input: Tensor | _Number,
    src: Tensor | _Number,
    offset: _int = 0,
    dim1: _int = 0,
    dim2: _int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with `src` as a diagonal."""

def diff(
    input: Tensor | _Number,
    n: _int = 1,
    dim: _int = -1,
    prepend: Tensor | _Number | None = None,
    append: Tensor | _Number | None = None,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Differences of neighbouring elements."""

def digamma(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Derivative of the logarithm of the gamma function."""

def digamma_(input: Tensor) -> Tensor:
    """In-place form of `digamma`: writes the result into the tensor and returns it."""

def dist(input: Tensor | _Number, other: Tensor | _Number, p: _float = 2, *, out: Tensor | None = None) -> Tensor:
    """Norm of the difference of two tensors."""

def div(
    input: Tensor | _Number,
    other: Tensor | _Number,
    *,
    rounding_mode: str | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Quotient of two tensors, rounded on request."""

def div_(input: Tensor, other: Tensor | _Number, *, rounding_mode: str | None = None) -> Tensor:
    """In-place form of `div`: writes the result into the tensor and returns it."""

def divide(
    input: Tensor | _Number,
    other: Tensor | _Number,
    *,
    rounding_mode: str | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Quotient of two tensors, rounded on request."""

def divide_(input: Tensor, other: Tensor | _Number, *, rounding_mode: str | None = None) -> Tensor:
    """In-place form of `div`: writes the result into the tensor and returns it."""

def dot(input: Tensor | _Number, tensor: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Dot product of two vectors; complex values are not conjugated."""

double: DType

def dropout(input: Tensor | _Number, p: _float = 0.5, training: _bool = True, *, out: Tensor | None = None) -> Tensor:
    """Elements set to zero at random in training, the others scaled up so that the expectation stays."""

def dropout_(input: Tensor, p: _float = 0.5, training: _bool = True) -> Tensor:
    """In-place form of `dropout`: writes the result into the tensor and returns it."""

def dsplit(input: Tensor | _Number, indices_or_sections: Any, *, out: Tensor | None = None) -> tuple[Tensor, ...]:
    """Views of parts along the third dimension."""

def dstack(tensors: Tensor | Sequence[Tensor], *, out: Tensor | None = None) -> Tensor:
    """Tensors joined along the third dimension."""

e: _float

def einsum(*args: Any, out: Tensor | None = None) -> Tensor:
    """Sums of products of the operands' elements, in Einstein's notation."""

def eq(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are equal."""

def eq_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `eq`: writes the result into the tensor and returns it."""

def erf(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Error function: the probability that a normal variable of variance 1/2 lies within x of its mean."""

def erf_(input: Tensor) -> Tensor:
    """In-place form of `erf`: writes the result into the tensor and returns it."""

def erfc(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``1 - erf(x)``, exact also where that is small."""

def erfc_(input: Tensor) -> Tensor:
    """In-place form of `erfc`: writes the result into the tensor and returns it."""

def erfinv(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the error function; infinite at -1 and 1, NaN beyond."""

def erfinv_(input: Tensor) -> Tensor:
    """In-place form of `erfinv`: writes the result into the tensor and returns it."""

def exp(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The exponential function."""

def exp2(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Two raised to each element."""

def exp2_(input: Tensor) -> Tensor:
    """In-place form of `exp2`: writes the result into the tensor and returns it."""

def exp_(input: Tensor) -> Tensor:
    """In-place form of `exp`: writes the result into the tensor and returns it."""

def expand_copy(
    input: Tensor | _Number,
    size: Sequence[_int],
    *,
    implicit: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """A copy of what `expand` shows."""

def expm1(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``exp(x) - 1``, exact also near zero."""

def expm1_(input: Tensor) -> Tensor:
    """In-place form of `expm1`: writes the result into the tensor and returns it."""

def feature_alpha_dropout(
    input: Tensor | _Number,
    p: _float = 0.5,
    training: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """`alpha_dropout` of whole channels, the second dimension."""

def feature_alpha_dropout_(input: Tensor, p: _float = 0.5, training: _bool = False) -> Tensor:
    """In-place form of `feature_alpha_dropout`: writes the result into the tensor and returns it."""

def fill(input: Tensor | _Number, value: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """A tensor in the shape and dtype of another, with one value in every element."""

def fix(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element without its fraction."""

def fix_(input: Tensor) -> Tensor:
    """In-place form of `trunc`: writes the result into the tensor and returns it."""

def flip(input: Tensor | _Number, dims: _int | Sequence[_int] | None = None, *, out: Tensor | None = None) -> Tensor:
    """Elements in reverse order along dimensions."""

def fliplr(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Elements in reverse order along the second dimension."""

def flipud(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Elements in reverse order along the first dimension."""

float: DType

float16: DType

float32: DType

float64: DType

def float_power(input: Tensor | _Number, exponent: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """`input` raised to a power in double precision."""

def float_power_(input: Tensor, exponent: Tensor | _Number) -> Tensor:
    """In-place form of `float_power`: writes the result into the tensor and returns it."""

def floor(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The largest integer not above each element."""

def floor_(input: Tensor) -> Tensor:
    """In-place form of `floor`: writes the result into the tensor and returns it."""

def floor_divide(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Quotient rounded down, as Python's ``//``. Its derivative is zero."""

def floor_divide_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `floor_divide`: writes the result into the tensor and returns it."""

def fmax(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The larger of two elements; a number counts for more than NaN."""

def fmin(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The smaller of two elements; a number counts for more than NaN."""

def fmod(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Remainder with the sign of the dividend, as in C."""

def fmod_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `fmod`: writes the result into the tensor and returns it."""

def frac(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The fraction of each element, with its sign."""

def frac_(input: Tensor) -> Tensor:
    """In-place form of `frac`: writes the result into the tensor and returns it."""

def frexp(input: Tensor | _Number, *, out: Sequence[Tensor] | None = None) -> _MantissaExponent:
    """Mantissa and exponent: ``input == mantissa * 2**exponent`` with ``0.5 <= |mantissa| < 1``, or zero."""

@overload
def gather(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    *,
    sparse_grad: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """Values picked along a dimension, an index for each element of the result."""

@overload
def gather(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    sparse_grad: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """Values picked along a dimension, an index for each element of the result."""

def gcd(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Greatest common divisor, element by element; never negative, and zero for two zeros."""

def gcd_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `gcd`: writes the result into the tensor and returns it."""

def ge(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is greater than or equal to `other`."""

def ge_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `ge`: writes the result into the tensor and returns it."""

def geqrf(input: Tensor | _Number, *, out: Sequence[Tensor] | None = None) -> _ATau:
    """The reflections whose product is Q, and R, as `linalg.householder_product` and `ormqr` take them."""

def ger(input: Tensor | _Number, vec2: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Products of all pairs of elements of two vectors."""

def gradient(
    input: Tensor | _Number,
    *,
    spacing: Any = 1,
    dim: Any = None,
    edge_order: _int = 1,
    axis: Any = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Derivatives of a function known by samples on a grid, along each dimension."""

def greater(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is greater than `other`."""

def greater_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `gt`: writes the result into the tensor and returns it."""

def greater_equal(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is greater than or equal to `other`."""

def greater_equal_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `ge`: writes the result into the tensor and returns it."""

def group_norm(
    input: Tensor | _Number,
    num_groups: _int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: _float = 1e-05,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Groups of channels of each sample normalized."""

def gt(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is greater than `other`."""

def gt_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `gt`: writes the result into the tensor and returns it."""

half: DType

def hardshrink(input: Tensor | _Number, lambd: _float = 0.5, *, out: Tensor | None = None) -> Tensor:
    """Each element, zero where its magnitude does not exceed a limit."""

def hash_tensor(
    input: Tensor,
    dim: Any = ...,
    keepdim: _bool = False,
    *,
    mode: _int = 0,
    axis: Any = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Exclusive or over the bits of all elements, as float64 or int64: equal tensors have equal hashes."""

def heaviside(input: Tensor | _Number, values: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The step function: 0 below zero, 1 above, and `values` at zero. It has no derivative."""

def heaviside_(input: Tensor, values: Tensor | _Number) -> Tensor:
    """In-place form of `heaviside`: writes the result into the tensor and returns it."""

def hinge_embedding_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    margin: _float = 1.0,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Distances where the target is 1, and what is missing to a margin where it is -1."""

def histc(input: Tensor, bins: _int = 100, min: _float = 0, max: _float = 0, *, out: Tensor | None = None) -> Tensor:
    """Number of elements in each of equally wide bins."""

def histogram(
    input: Tensor,
    bins: Any,
    *,
    range: Sequence[_float] | None = None,
    weight: Tensor | None = None,
    density: _bool = False,
    out: Tensor | None = None,
) -> Any:
    """Number, or weight, of the elements in each bin."""

def histogramdd(
    input: Tensor,
    bins: Any,
    *,
    range: Sequence[_float] | None = None,
    weight: Tensor | None = None,
    density: _bool = False,
    out: Tensor | None = None,
) -> Any:
    """Number, or weight, of the points in each cell of a grid."""

def hsplit(input: Tensor | _Number, indices_or_sections: Any, *, out: Tensor | None = None) -> tuple[Tensor, ...]:
    """Views of parts along the second dimension; of a vector along its only one."""

def hstack(tensors: Tensor | Sequence[Tensor], *, out: Tensor | None = None) -> Tensor:
    """Tensors joined along the second dimension, vectors along the first."""

def hypot(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Length of the hypotenuse, ``sqrt(input ** 2 + other ** 2)``, without overflow on the way."""

def hypot_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `hypot`: writes the result into the tensor and returns it."""

def i0(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Modified Bessel function of the first kind, of order 0."""

def i0_(input: Tensor) -> Tensor:
    """In-place form of `i0`: writes the result into the tensor and returns it."""

def igamma(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Regularized lower incomplete gamma function."""

def igamma_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `igamma`: writes the result into the tensor and returns it."""

def igammac(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Regularized upper incomplete gamma function: ``1 - igamma(input, other)``, exact where that is small."""

def igammac_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `igammac`: writes the result into the tensor and returns it."""

@overload
def index_add(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    source: Tensor | _Number,
    *,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with slices added along a dimension."""

@overload
def index_add(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    source: Tensor | _Number,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with slices added along a dimension."""

@overload
def index_add_(input: Tensor, dim: _int, index: Tensor, source: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
    """In-place form of `index_add`: writes the result into the tensor and returns it."""

@overload
def index_add_(input: Tensor, *, axis: _int, index: Tensor, source: Tensor | _Number, alpha: _float = 1) -> Tensor:
    """In-place form of `index_add`: writes the result into the tensor and returns it."""

@overload
def index_copy(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    source: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with slices written along a dimension."""

@overload
def index_copy(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    source: Tensor | _Number,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with slices written along a dimension."""

@overload
def index_copy_(input: Tensor, dim: _int, index: Tensor, source: Tensor | _Number) -> Tensor:
    """In-place form of `index_copy`: writes the result into the tensor and returns it."""

@overload
def index_copy_(input: Tensor, *, axis: _int, index: Tensor, source: Tensor | _Number) -> Tensor:
    """In-place form of `index_copy`: writes the result into the tensor and returns it."""

@overload
def index_fill(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    value: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with one value in whole slices along a dimension."""

@overload
def index_fill(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    value: Tensor | _Number,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with one value in whole slices along a dimension."""

@overload
def index_fill_(input: Tensor, dim: _int, index: Tensor, value: Tensor | _Number) -> Tensor:
    """In-place form of `index_fill`: writes the result into the tensor and returns it."""

@overload
def index_fill_(input: Tensor, *, axis: _int, index: Tensor, value: Tensor | _Number) -> Tensor:
    """In-place form of `index_fill`: writes the result into the tensor and returns it."""

@overload
def index_reduce(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    source: Tensor | _Number,
    reduce: str,
    *,
    include_self: _bool = True,
    out: Tensor | None = None,
) -> Tensor:
    """A copy in which the slices that meet at an index of a dimension are reduced to one."""

@overload
def index_reduce(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    source: Tensor | _Number,
    reduce: str,
    include_self: _bool = True,
    out: Tensor | None = None,
) -> Tensor:
    """A copy in which the slices that meet at an index of a dimension are reduced to one."""

@overload
def index_reduce_(
    input: Tensor,
    dim: _int,
    index: Tensor,
    source: Tensor | _Number,
    reduce: str,
    *,
    include_self: _bool = True,
) -> Tensor:
    """In-place form of `index_reduce`: writes the result into the tensor and returns it."""

@overload
def index_reduce_(
    input: Tensor,
    *,
    axis: _int,
    index: Tensor,
    source: Tensor | _Number,
    reduce: str,
    include_self: _bool = True,
) -> Tensor:
    """In-place form of `index_reduce`: writes the result into the tensor and returns it."""

@overload
def index_select(input: Tensor | _Number, dim: _int, index: Tensor, *, out: Tensor | None = None) -> Tensor:
    """Slices along a dimension."""

@overload
def index_select(input: Tensor | _Number, *, axis: _int, index: Tensor, out: Tensor | None = None) -> Tensor:
    """Slices along a dimension."""

inf: _float

def inner(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Products summed over the last dimension of both arguments."""

def instance_norm(
    input: Tensor | _Number,
    running_mean: Any = None,
    running_var: Any = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: _bool = True,
    momentum: _float = 0.1,
    eps: _float = 1e-05,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Each channel of each sample normalized."""

int: DType

int16: DType

int32: DType

int64: DType

int8: DType

def inverse(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Inverses of matrices: another name of `linalg.inv`."""

def is_storage(obj: object) -> _bool:
    """Whether an object is raw memory of PyTorch's kind: never, there are none."""

def is_tensor(obj: object) -> _bool:
    """Whether an object is a tensor."""

def isclose(
    input: Tensor | _Number,
    other: Tensor | _Number,
    rtol: _float = 1e-05,
    atol: _float = 1e-08,
    equal_nan: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Whether ``|input - other| <= atol + rtol * |other|``; infinities are close if they are equal."""

def isfinite(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are finite numbers."""

def isin(
    elements: Tensor | _Number,
    test_elements: Tensor | _Number,
    *,
    assume_unique: _bool = False,
    invert: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """Whether elements are among other elements."""

def isinf(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are infinite."""

def isnan(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are NaN."""

def isneginf(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are minus infinity."""

def isposinf(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are plus infinity."""

def isreal(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements have no imaginary part."""

def istft(
    input: Tensor | _Number,
    n_fft: _int,
    hop_length: _int | None = None,
    win_length: _int | None = None,
    window: Tensor | _Number | None = None,
    center: _bool = True,
    normalized: _bool = False,
    onesided: _bool | None = None,
    length: _int | None = None,
    return_complex: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Inverse of `stft`: the signal whose short-time spectra are nearest to the given ones."""

def kron(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Kronecker product."""

def kthvalue(
    input: Tensor | _Number,
    k: _int,
    dim: _int = -1,
    keepdim: _bool = False,
    *,
    axis: _int = ...,
    keepdims: _bool = ...,
    out: Sequence[Tensor] | None = None,
) -> _ValuesIndices:
    """The `k`-th smallest element along a dimension, counted from 1."""

def layer_norm(
    input: Tensor | _Number,
    normalized_shape: _int | Sequence[_int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: _float = 1e-05,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Each sample normalized over its last dimensions."""

def lcm(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Least common multiple, element by element; never negative, and zero beside a zero."""

def lcm_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `lcm`: writes the result into the tensor and returns it."""

def ldexp(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``input`` times two to the power `other`."""

def ldexp_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `ldexp`: writes the result into the tensor and returns it."""

def le(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is less than or equal to `other`."""

def le_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `le`: writes the result into the tensor and returns it."""

def lerp(
    input: Tensor | _Number,
    end: Tensor | _Number,
    weight: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Linear interpolation: ``input`` at weight 0, ``end`` at weight 1."""

def lerp_(input: Tensor, end: Tensor | _Number, weight: Tensor | _Number) -> Tensor:
    """In-place form of `lerp`: writes the result into the tensor and returns it."""

def less(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is less than `other`."""

def less_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `lt`: writes the result into the tensor and returns it."""

def less_equal(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is less than or equal to `other`."""

def less_equal_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `le`: writes the result into the tensor and returns it."""

def lgamma(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of the absolute value of the gamma function."""

def lgamma_(input: Tensor) -> Tensor:
    """In-place form of `lgamma`: writes the result into the tensor and returns it."""

def log(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Natural logarithm."""

def log10(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Logarithm to base 10."""

def log10_(input: Tensor) -> Tensor:
    """In-place form of `log10`: writes the result into the tensor and returns it."""

def log1p(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``log(1 + x)``, exact also near zero."""

def log1p_(input: Tensor) -> Tensor:
    """In-place form of `log1p`: writes the result into the tensor and returns it."""

def log2(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Logarithm to base 2."""

def log2_(input: Tensor) -> Tensor:
    """In-place form of `log2`: writes the result into the tensor and returns it."""

def log_(input: Tensor) -> Tensor:
    """In-place form of `log`: writes the result into the tensor and returns it."""

@overload
def log_softmax(input: Tensor | _Number, dim: _int, dtype: DType | None = None, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of `softmax`, computed without loss of precision."""

@overload
def log_softmax(
    input: Tensor | _Number,
    *,
    axis: _int,
    dtype: DType | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of `softmax`, computed without loss of precision."""

def logaddexp(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``log(exp(input) + exp(other))`` without overflow on the way."""

def logaddexp2(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``log2(2 ** input + 2 ** other)`` without overflow on the way."""

@overload
def logcumsumexp(input: Tensor | _Number, dim: _int, *, out: Tensor | None = None) -> Tensor:
    """Logarithms of running sums of exponentials."""

@overload
def logcumsumexp(input: Tensor | _Number, *, axis: _int, out: Tensor | None = None) -> Tensor:
    """Logarithms of running sums of exponentials."""

def logdet(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Logarithms of determinants."""

def logical_and(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether both elements are true (other than zero)."""

def logical_and_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `logical_and`: writes the result into the tensor and returns it."""

def logical_not(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements are false (zero)."""

def logical_not_(input: Tensor) -> Tensor:
    """In-place form of `logical_not`: writes the result into the tensor and returns it."""

def logical_or(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether at least one of two elements is true (other than zero)."""

def logical_or_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `logical_or`: writes the result into the tensor and returns it."""

def logical_xor(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether exactly one of two elements is true (other than zero)."""

def logical_xor_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `logical_xor`: writes the result into the tensor and returns it."""

def logit(input: Tensor | _Number, eps: _float | None = None, *, out: Tensor | None = None) -> Tensor:
    """Inverse of the logistic function, ``log(x / (1 - x))``."""

def logit_(input: Tensor, eps: _float | None = None) -> Tensor:
    """In-place form of `logit`: writes the result into the tensor and returns it."""

@overload
def logsumexp(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None,
    keepdim: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the sum of exponentials, without overflow on the way."""

@overload
def logsumexp(
    input: Tensor | _Number,
    *,
    axis: _int | Sequence[_int] | None,
    keepdims: _bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """Logarithm of the sum of exponentials, without overflow on the way."""

long: DType

def lt(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether `input` is less than `other`."""

def lt_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `lt`: writes the result into the tensor and returns it."""

def lu(
    A: Tensor | _Number,
    pivot: _bool = True,
    get_infos: _bool = False,
    *,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Compact factors of matrices: an older form of `linalg.lu_factor_ex`."""

def lu_solve(
    input: Tensor | _Number,
    LU_data: Tensor | _Number,
    LU_pivots: Tensor,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """The X of ``A @ X = input``, from the factors of A: an older form of `linalg.lu_solve`."""

def lu_unpack(
    LU_data: Tensor | _Number,
    LU_pivots: Tensor,
    unpack_data: _bool = True,
    unpack_pivots: _bool = True,
    *,
    out: Sequence[Tensor] | None = None,
) -> _PLU:
    """The matrices P, L and U from compact factors."""

def margin_ranking_loss(
    input1: Tensor | _Number,
    input2: Tensor | _Number,
    target: Tensor | _Number,
    margin: _float = 0,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    *,
    out: Tensor | None = None,
) -> Tensor:
    """How far the first input is from exceeding the second by a margin (or the other way where the target is -1)."""

def masked_fill(input: Tensor | _Number, mask: Tensor, value: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """One value where a mask holds, else the elements as they are."""

def masked_fill_(input: Tensor, mask: Tensor, value: Tensor | _Number) -> Tensor:
    """In-place form of `masked_fill`: writes the result into the tensor and returns it."""

def masked_scatter(
    input: Tensor | _Number,
    mask: Tensor,
    source: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with elements of `source`, in order, where a mask is true."""

def masked_scatter_(input: Tensor, mask: Tensor, source: Tensor | _Number) -> Tensor:
    """In-place form of `masked_scatter`: writes the result into the tensor and returns it."""

def masked_select(input: Tensor | _Number, mask: Tensor, *, out: Tensor | None = None) -> Tensor:
    """The elements where a mask is true, as a vector."""

def matmul(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Product of matrices."""

def matrix_exp(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Exponentials of square matrices."""

def matrix_power(input: Tensor | _Number, n: _int, *, out: Tensor | None = None) -> Tensor:
    """Powers of square matrices."""

@overload
def max(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Largest element of a tensor, or along a dimension, or the larger of two tensors."""

@overload
def max(input: Tensor | _Number, dim: _int, keepdim: _bool = False, *, out: Tensor | None = None) -> _ValuesIndices:
    """Largest element of a tensor, or along a dimension, or the larger of two tensors."""

@overload
def max(input: Tensor | _Number, other: Tensor, *, out: Tensor | None = None) -> Tensor:
    """Largest element of a tensor, or along a dimension, or the larger of two tensors."""

def max_pool1d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
    *,
    out: Tensor | None = None,
) -> Any:
    """The largest element of each window, over one spatial dimension; see `max_pool2d`."""

def max_pool2d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
    *,
    out: Tensor | None = None,
) -> Any:
    """The largest element of each window."""

def max_pool3d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
    *,
    out: Tensor | None = None,
) -> Any:
    """The largest element of each window, over three spatial dimensions; see `max_pool2d`."""

def maximum(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The larger of two elements, NaN if one is NaN. Equal elements share the gradient."""

def maximum_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `maximum`: writes the result into the tensor and returns it."""

def mean(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Mean of elements."""

def median(
    input: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Any:
    """The middle element in order, the lower one of two, NaN if there is one."""

def meshgrid(
    *tensors: Tensor | Sequence[Tensor],
    indexing: str | None = None,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Grids of coordinates: each vector repeated along the dimensions of the others."""

@overload
def min(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Smallest element of a tensor, or along a dimension, or the smaller of two tensors."""

@overload
def min(input: Tensor | _Number, dim: _int, keepdim: _bool = False, *, out: Tensor | None = None) -> _ValuesIndices:
    """Smallest element of a tensor, or along a dimension, or the smaller of two tensors."""

@overload
def min(input: Tensor | _Number, other: Tensor, *, out: Tensor | None = None) -> Tensor:
    """Smallest element of a tensor, or along a dimension, or the smaller of two tensors."""

def minimum(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The smaller of two elements, NaN if one is NaN. Equal elements share the gradient."""

def minimum_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `minimum`: writes the result into the tensor and returns it."""

def mm(input: Tensor | _Number, mat2: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Product of two matrices, without broadcasting."""

def mode(
    input: Tensor | _Number,
    dim: _int = -1,
    keepdim: _bool = False,
    *,
    axis: _int = ...,
    keepdims: _bool = ...,
    out: Sequence[Tensor] | None = None,
) -> _ValuesIndices:
    """The most frequent element along a dimension, the smallest of several."""

def moveaxis(input: Tensor | _Number, source: Any, destination: Any, *, out: Tensor | None = None) -> Tensor:
    """`movedim` under NumPy's name."""

def msort(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Elements in order along the first dimension."""

def mul(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Product of two tensors, element by element."""

def mul_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `mul`: writes the result into the tensor and returns it."""

def multiply(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Product of two tensors, element by element."""

def multiply_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `mul`: writes the result into the tensor and returns it."""

def mv(input: Tensor | _Number, vec: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Product of a matrix and a vector."""

def mvlgamma(input: Tensor | _Number, p: _int, *, out: Tensor | None = None) -> Tensor:
    """Logarithm of the multivariate gamma function of dimension `p`."""

def mvlgamma_(input: Tensor, p: _int) -> Tensor:
    """In-place form of `mvlgamma`: writes the result into the tensor and returns it."""

nan: _float

def nan_to_num(
    input: Tensor | _Number,
    nan: _float | None = None,
    posinf: _float | None = None,
    neginf: _float | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Finite numbers in place of NaN and the infinities."""

def nan_to_num_(
    input: Tensor,
    nan: _float | None = None,
    posinf: _float | None = None,
    neginf: _float | None = None,
) -> Tensor:
    """In-place form of `nan_to_num`: writes the result into the tensor and returns it."""

def nanmean(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Mean of the elements that are not NaN."""

def nanmedian(
    input: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Any:
    """The middle of the elements that are not NaN, the lower one of two."""

def nanquantile(
    input: Tensor | _Number,
    q: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    interpolation: str = "linear",
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Values below which given fractions of the elements that are not NaN lie."""

def nansum(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Sum of elements, NaN counting as zero."""

@overload
def narrow_copy(input: Tensor | _Number, dim: _int, start: _int, length: _int, *, out: Tensor | None = None) -> Tensor:
    """A copy of what `narrow` shows."""

@overload
def narrow_copy(input: Tensor | _Number, *, axis: _int, start: _int, length: _int, out: Tensor | None = None) -> Tensor:
    """A copy of what `narrow` shows."""

def native_channel_shuffle(input: Tensor | _Number, groups: _int, *, out: Tensor | None = None) -> Tensor:
    """Channels of several groups interleaved (Zhang et al. 2018)."""

def ne(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements differ."""

def ne_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `ne`: writes the result into the tensor and returns it."""

def neg(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element with the opposite sign."""

def neg_(input: Tensor) -> Tensor:
    """In-place form of `neg`: writes the result into the tensor and returns it."""

def negative(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element with the opposite sign."""

def negative_(input: Tensor) -> Tensor:
    """In-place form of `neg`: writes the result into the tensor and returns it."""

newaxis: None

def nextafter(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The next floating point number after `input` in the direction of `other`."""

def nextafter_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `nextafter`: writes the result into the tensor and returns it."""

@overload
def nonzero(input: Tensor, *, as_tuple: Literal[False] = False, out: Tensor | None = None) -> Tensor:
    """The indices of all elements that are not zero."""

@overload
def nonzero(input: Tensor, *, as_tuple: Literal[True], out: Tensor | None = None) -> tuple[Tensor, ...]:
    """The indices of all elements that are not zero."""

def nonzero_static(input: Tensor, *, size: _int, fill_value: _int = -1, out: Tensor | None = None) -> Tensor:
    """Indices of the elements other than zero, in a table of fixed size."""

def norm(
    input: Tensor | _Number,
    p: _float | str | None = "fro",
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Norm of vectors."""

def not_equal(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements differ."""

def not_equal_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `ne`: writes the result into the tensor and returns it."""

def orgqr(input: Tensor | _Number, input2: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The first columns of products of reflections: another name of `linalg.householder_product`."""

def ormqr(
    input: Tensor | _Number,
    input2: Tensor | _Number,
    input3: Tensor | _Number,
    left: _bool = True,
    transpose: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Matrices multiplied by a product of reflections ``1 - tau_i * v_i @ v_i^H``, without making that product."""

def outer(input: Tensor | _Number, vec2: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Products of all pairs of elements of two vectors."""

def pairwise_distance(
    x1: Tensor | _Number,
    x2: Tensor | _Number,
    p: _float = 2.0,
    eps: _float = 1e-06,
    keepdim: _bool = False,
    *,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """p-norm of the difference of vectors along the last dimension."""

def pca_lowrank(
    A: Tensor | _Number,
    q: _int | None = None,
    center: _bool = True,
    niter: _int = 2,
    *,
    out: Tensor | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """The largest principal components of rows of data: singular values and vectors of the centred matrix."""

def pdist(input: Tensor | _Number, p: _float = 2.0, *, out: Tensor | None = None) -> Tensor:
    """Distances between all pairs of different points of one collection."""

def permute_copy(input: Tensor | _Number, dims: Sequence[_int], *, out: Tensor | None = None) -> Tensor:
    """A copy of what `permute` shows."""

pi: _float

def pinverse(input: Tensor | _Number, rcond: _float = 1e-15, *, out: Tensor | None = None) -> Tensor:
    """Pseudoinverses: an older form of `linalg.pinv`."""

def pixel_shuffle(input: Tensor | _Number, upscale_factor: _int, *, out: Tensor | None = None) -> Tensor:
    """Channels laid out as blocks of pixels (Shi et al. 2016)."""

def pixel_unshuffle(input: Tensor | _Number, downscale_factor: _int, *, out: Tensor | None = None) -> Tensor:
    """Blocks of pixels as channels: the reverse of `pixel_shuffle`."""

def polar(abs: Tensor | _Number, angle: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Complex numbers from their absolute values and angles."""

def polygamma(n: _int, input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The `n`-th derivative of `digamma`."""

def positive(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The elements as they are."""

def pow(input: Tensor | _Number, exponent: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """`input` raised to a power."""

def pow_(input: Tensor, exponent: Tensor | _Number) -> Tensor:
    """In-place form of `pow`: writes the result into the tensor and returns it."""

def prelu(input: Tensor | _Number, weight: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element, the negative ones times a learned slope."""

preserve_format: MemoryFormat

def prod(
    input: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Product of elements; the derivative is right where elements are zero."""

def put(
    input: Tensor | _Number,
    index: Tensor,
    source: Tensor | _Number,
    accumulate: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with values written, or added, at positions in the flattened tensor."""

def put_(input: Tensor, index: Tensor, source: Tensor | _Number, accumulate: _bool = False) -> Tensor:
    """In-place form of `put`: writes the result into the tensor and returns it."""

def qr(input: Tensor | _Number, some: _bool = True, *, out: Sequence[Tensor] | None = None) -> _QR:
    """Factors of matrices: an older form of `linalg.qr`."""

def quantile(
    input: Tensor | _Number,
    q: Tensor | _Number,
    dim: _int | None = None,
    keepdim: _bool = False,
    *,
    interpolation: str = "linear",
    axis: _int | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Values below which given fractions of the elements lie, NaN if there is one."""

def rad2deg(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Radians as degrees."""

def rad2deg_(input: Tensor) -> Tensor:
    """In-place form of `rad2deg`: writes the result into the tensor and returns it."""

def reciprocal(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """One divided by each element."""

def reciprocal_(input: Tensor) -> Tensor:
    """In-place form of `reciprocal`: writes the result into the tensor and returns it."""

def relu(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Positive part of each element."""

def relu_(input: Tensor) -> Tensor:
    """In-place form of `relu`: writes the result into the tensor and returns it."""

def remainder(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Remainder with the sign of the divisor, as Python's ``%``."""

def remainder_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `remainder`: writes the result into the tensor and returns it."""

@overload
def renorm(input: Tensor | _Number, p: _float, dim: _int, maxnorm: _float, *, out: Tensor | None = None) -> Tensor:
    """Slices along a dimension, scaled down to a largest norm."""

@overload
def renorm(input: Tensor | _Number, p: _float, *, axis: _int, maxnorm: _float, out: Tensor | None = None) -> Tensor:
    """Slices along a dimension, scaled down to a largest norm."""

@overload
def renorm_(input: Tensor, p: _float, dim: _int, maxnorm: _float) -> Tensor:
    """In-place form of `renorm`: writes the result into the tensor and returns it."""

@overload
def renorm_(input: Tensor, p: _float, *, axis: _int, maxnorm: _float) -> Tensor:
    """In-place form of `renorm`: writes the result into the tensor and returns it."""

def repeat_interleave(
    input: Tensor | _Number,
    repeats: Tensor | _int | Sequence[_int] | None = None,
    dim: _int | None = None,
    *,
    output_size: _int | None = None,
    axis: _int | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Each element repeated."""

def resolve_conj(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The tensor itself: conjugation is never put off here."""

def resolve_neg(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The tensor itself: negation is never put off here."""

def rms_norm(
    input: Tensor | _Number,
    normalized_shape: _int | Sequence[_int],
    weight: Tensor | None = None,
    eps: _float | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Each sample divided by the root of the mean square over its last dimensions."""

def roll(
    input: Tensor | _Number,
    shifts: _int | Sequence[_int],
    dims: _int | Sequence[_int] | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Elements moved along dimensions; those pushed out come in again at the other end."""

def rot90(input: Tensor | _Number, k: _int = 1, dims: Sequence[_int] = ..., *, out: Tensor | None = None) -> Tensor:
    """Rotate by quarter turns in the plane of two dimensions."""

def round(input: Tensor | _Number, *, decimals: _int = 0, out: Tensor | None = None) -> Tensor:
    """Each element rounded to the nearest integer, halves to the even one."""

def round_(input: Tensor, *, decimals: _int = 0) -> Tensor:
    """In-place form of `round`: writes the result into the tensor and returns it."""

def row_stack(tensors: Tensor | Sequence[Tensor], *, out: Tensor | None = None) -> Tensor:
    """Tensors joined along the first dimension, vectors as rows."""

def rrelu(
    input: Tensor | _Number,
    lower: _float = 0.125,
    upper: _float = 0.3333333333333333,
    training: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Each element, the negative ones times a slope that is drawn at random in training (Xu et al. 2015)."""

def rrelu_(input: Tensor, lower: _float = 0.125, upper: _float = 0.3333333333333333, training: _bool = False) -> Tensor:
    """In-place form of `rrelu`: writes the result into the tensor and returns it."""

def rsqrt(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """One divided by the square root."""

def rsqrt_(input: Tensor) -> Tensor:
    """In-place form of `rsqrt`: writes the result into the tensor and returns it."""

def rsub(input: Tensor | _Number, other: Tensor | _Number, *, alpha: _float = 1, out: Tensor | None = None) -> Tensor:
    """`other` minus `input` times `alpha`."""

@overload
def scatter(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    src: Tensor | _Number | None = None,
    *,
    value: _Number | None = None,
    reduce: str | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with values written along a dimension, an index for each."""

@overload
def scatter(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    src: Tensor | _Number | None = None,
    value: _Number | None = None,
    reduce: str | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with values written along a dimension, an index for each."""

@overload
def scatter_(
    input: Tensor,
    dim: _int,
    index: Tensor,
    src: Tensor | _Number | None = None,
    *,
    value: _Number | None = None,
    reduce: str | None = None,
) -> Tensor:
    """In-place form of `scatter`: writes the result into the tensor and returns it."""

@overload
def scatter_(
    input: Tensor,
    *,
    axis: _int,
    index: Tensor,
    src: Tensor | _Number | None = None,
    value: _Number | None = None,
    reduce: str | None = None,
) -> Tensor:
    """In-place form of `scatter`: writes the result into the tensor and returns it."""

@overload
def scatter_add(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    src: Tensor | _Number,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with values added along a dimension, an index for each."""

@overload
def scatter_add(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    src: Tensor | _Number,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with values added along a dimension, an index for each."""

@overload
def scatter_add_(input: Tensor, dim: _int, index: Tensor, src: Tensor | _Number) -> Tensor:
    """In-place form of `scatter_add`: writes the result into the tensor and returns it."""

@overload
def scatter_add_(input: Tensor, *, axis: _int, index: Tensor, src: Tensor | _Number) -> Tensor:
    """In-place form of `scatter_add`: writes the result into the tensor and returns it."""

@overload
def scatter_reduce(
    input: Tensor | _Number,
    dim: _int,
    index: Tensor,
    src: Tensor | _Number,
    reduce: str,
    *,
    include_self: _bool = True,
    out: Tensor | None = None,
) -> Tensor:
    """A copy in which the values that meet at a place along a dimension are reduced to one."""

@overload
def scatter_reduce(
    input: Tensor | _Number,
    *,
    axis: _int,
    index: Tensor,
    src: Tensor | _Number,
    reduce: str,
    include_self: _bool = True,
    out: Tensor | None = None,
) -> Tensor:
    """A copy in which the values that meet at a place along a dimension are reduced to one."""

@overload
def scatter_reduce_(
    input: Tensor,
    dim: _int,
    index: Tensor,
    src: Tensor | _Number,
    reduce: str,
    *,
    include_self: _bool = True,
) -> Tensor:
    """In-place form of `scatter_reduce`: writes the result into the tensor and returns it."""

@overload
def scatter_reduce_(
    input: Tensor,
    *,
    axis: _int,
    index: Tensor,
    src: Tensor | _Number,
    reduce: str,
    include_self: _bool = True,
) -> Tensor:
    """In-place form of `scatter_reduce`: writes the result into the tensor and returns it."""

def searchsorted(
    sorted_sequence: Tensor,
    input: Tensor | _Number,
    *,
    out_int32: _bool = False,
    right: _bool = False,
    side: str | None = None,
    sorter: Tensor | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Where values have to be inserted into a sorted sequence to keep it sorted."""

@overload
def select_copy(input: Tensor | _Number, dim: _int, index: _int, *, out: Tensor | None = None) -> Tensor:
    """A copy of what `select` shows."""

@overload
def select_copy(input: Tensor | _Number, *, axis: _int, index: _int, out: Tensor | None = None) -> Tensor:
    """A copy of what `select` shows."""

@overload
def select_scatter(
    input: Tensor | _Number,
    src: Tensor | _Number,
    dim: _int,
    index: _int,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with `src` at one index of a dimension."""

@overload
def select_scatter(
    input: Tensor | _Number,
    src: Tensor | _Number,
    *,
    axis: _int,
    index: _int,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with `src` at one index of a dimension."""

def selu(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Scaled exponential linear unit, which keeps mean and variance of its inputs."""

def selu_(input: Tensor) -> Tensor:
    """In-place form of `selu`: writes the result into the tensor and returns it."""

def sgn(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element divided by its absolute value, zero for zero: `sign` for complex numbers too."""

def sgn_(input: Tensor) -> Tensor:
    """In-place form of `sgn`: writes the result into the tensor and returns it."""

short: DType

def sigmoid(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """The logistic function, ``1 / (1 + exp(-x))``."""

def sigmoid_(input: Tensor) -> Tensor:
    """In-place form of `sigmoid`: writes the result into the tensor and returns it."""

def sign(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """-1, 0 or 1 after the sign of each element."""

def sign_(input: Tensor) -> Tensor:
    """In-place form of `sign`: writes the result into the tensor and returns it."""

def signbit(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Whether elements carry a minus sign, zeros included."""

def sin(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Sine."""

def sin_(input: Tensor) -> Tensor:
    """In-place form of `sin`: writes the result into the tensor and returns it."""

def sinc(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``sin(pi x) / (pi x)``, which is 1 at zero."""

def sinc_(input: Tensor) -> Tensor:
    """In-place form of `sinc`: writes the result into the tensor and returns it."""

def sinh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Hyperbolic sine."""

def sinh_(input: Tensor) -> Tensor:
    """In-place form of `sinh`: writes the result into the tensor and returns it."""

def slice_copy(
    input: Tensor | _Number,
    dim: _int = 0,
    start: _int | None = None,
    end: _int | None = None,
    step: _int = 1,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """A copy: a slice of a dimension."""

def slice_scatter(
    input: Tensor | _Number,
    src: Tensor | _Number,
    dim: _int = 0,
    start: _int | None = None,
    end: _int | None = None,
    step: _int = 1,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """A copy with `src` in a slice of a dimension."""

def slogdet(input: Tensor | _Number, *, out: Sequence[Tensor] | None = None) -> _SignLogabsdet:
    """Determinants of matrices, as a sign and the logarithm of an absolute value."""

@overload
def softmax(input: Tensor | _Number, dim: _int, dtype: DType | None = None, *, out: Tensor | None = None) -> Tensor:
    """Exponentials divided by their sum along a dimension."""

@overload
def softmax(input: Tensor | _Number, *, axis: _int, dtype: DType | None = None, out: Tensor | None = None) -> Tensor:
    """Exponentials divided by their sum along a dimension."""

def sort(
    input: Tensor | _Number,
    dim: _int = -1,
    descending: _bool = False,
    stable: _bool = False,
    *,
    axis: _int = ...,
    out: Sequence[Tensor] | None = None,
) -> _ValuesIndices:
    """Elements in order along a dimension; NaN counts as the largest."""

sparse_coo: Layout

sparse_csr: Layout

def split_copy(
    input: Tensor | _Number,
    split_size: _int,
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Copies of what `split` into parts of one size shows."""

def split_with_sizes(
    input: Tensor | _Number,
    split_sizes: Sequence[_int],
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Views of consecutive parts of a dimension, of the given sizes."""

def split_with_sizes_copy(
    input: Tensor | _Number,
    split_sizes: Sequence[_int],
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Copies of what `split_with_sizes` shows."""

def sqrt(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Square root."""

def sqrt_(input: Tensor) -> Tensor:
    """In-place form of `sqrt`: writes the result into the tensor and returns it."""

def square(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element times itself."""

def square_(input: Tensor) -> Tensor:
    """In-place form of `square`: writes the result into the tensor and returns it."""

def squeeze_copy(input: Tensor | _Number, dim: Any = None, *, axis: Any = ..., out: Tensor | None = None) -> Tensor:
    """A copy of what `squeeze` shows."""

def stack(tensors: Tensor | Sequence[Tensor], dim: _int = 0, *, axis: _int = ..., out: Tensor | None = None) -> Tensor:
    """Tensors of one shape joined along a new dimension."""

def std(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | _bool | None = None,
    unbiased: _bool | None = None,
    keepdim: _bool = False,
    *,
    correction: _float | None = None,
    axis: _int | Sequence[_int] | _bool | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Standard deviation: the square root of the variance. Its derivative is zero where it is zero."""

def std_mean(
    input: Tensor | _Number,
    dim: Any = None,
    unbiased: _bool | None = None,
    keepdim: _bool = False,
    *,
    correction: _float | None = None,
    axis: Any = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Any:
    """Standard deviation and mean."""

def stft(
    input: Tensor | _Number,
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
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Short-time Fourier transform: the spectra of overlapping frames of a signal."""

strided: Layout

def sub(input: Tensor | _Number, other: Tensor | _Number, *, alpha: _float = 1, out: Tensor | None = None) -> Tensor:
    """Difference of two tensors, the second one times `alpha`."""

def sub_(input: Tensor, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
    """In-place form of `sub`: writes the result into the tensor and returns it."""

def subtract(
    input: Tensor | _Number,
    other: Tensor | _Number,
    *,
    alpha: _float = 1,
    out: Tensor | None = None,
) -> Tensor:
    """Difference of two tensors, the second one times `alpha`."""

def subtract_(input: Tensor, other: Tensor | _Number, *, alpha: _float = 1) -> Tensor:
    """In-place form of `sub`: writes the result into the tensor and returns it."""

def sum(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | None = None,
    keepdim: _bool = False,
    *,
    dtype: DType | None = None,
    axis: _int | Sequence[_int] | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Sum of elements; integers and bools add up to an int64."""

def svd(
    input: Tensor | _Number,
    some: _bool = True,
    compute_uv: _bool = True,
    *,
    out: Sequence[Tensor] | None = None,
) -> _USV:
    """Singular values and vectors: an older form of `linalg.svd`, ``input = U @ diag(S) @ V^H``."""

def svd_lowrank(
    A: Tensor | _Number,
    q: _int | None = 6,
    niter: _int | None = 2,
    M: Tensor | _Number | None = None,
    *,
    out: Tensor | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """The largest singular values and their vectors, ``A`` being close to ``U @ diag(S) @ V^H``."""

def swapaxes(input: Tensor | _Number, axis0: _int, axis1: _int, *, out: Tensor | None = None) -> Tensor:
    """`transpose` under NumPy's name."""

def swapdims(input: Tensor | _Number, dim0: _int, dim1: _int, *, out: Tensor | None = None) -> Tensor:
    """`transpose` under another name."""

def t_copy(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """A copy of what `t` shows."""

def take(input: Tensor | _Number, index: Tensor, *, out: Tensor | None = None) -> Tensor:
    """Values at positions in the flattened tensor."""

def take_along_dim(
    input: Tensor | _Number,
    indices: Tensor,
    dim: _int | None = None,
    *,
    axis: _int | None = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Values picked along a dimension; the other dimensions broadcast."""

def tan(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Tangent."""

def tan_(input: Tensor) -> Tensor:
    """In-place form of `tan`: writes the result into the tensor and returns it."""

def tanh(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Hyperbolic tangent."""

def tanh_(input: Tensor) -> Tensor:
    """In-place form of `tanh`: writes the result into the tensor and returns it."""

def tensordot(
    a: Tensor | _Number,
    b: Tensor | _Number,
    dims: _int | Sequence[_int] = 2,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Products summed over chosen dimensions of both arguments."""

def threshold(input: Tensor | _Number, threshold: _float, value: _float, *, out: Tensor | None = None) -> Tensor:
    """Each element, replaced by a value where it does not exceed a threshold."""

def threshold_(input: Tensor, threshold: _float, value: _float) -> Tensor:
    """In-place form of `threshold`: writes the result into the tensor and returns it."""

def tile(input: Tensor | _Number, dims: _int | Sequence[_int], *, out: Tensor | None = None) -> Tensor:
    """The tensor repeated along its dimensions."""

def topk(
    input: Tensor | _Number,
    k: _int,
    dim: _int = -1,
    largest: _bool = True,
    sorted: _bool = True,
    *,
    axis: _int = ...,
    out: Sequence[Tensor] | None = None,
) -> _ValuesIndices:
    """The `k` largest or smallest elements along a dimension."""

def trace(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Sum of the main diagonal of a matrix."""

def transpose_copy(input: Tensor | _Number, dim0: _int, dim1: _int, *, out: Tensor | None = None) -> Tensor:
    """A copy of what `transpose` shows."""

def trapezoid(
    y: Tensor | _Number,
    x: Tensor | _Number | None = None,
    *,
    dx: _float | None = None,
    dim: _int = -1,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Integral along a dimension by the trapezoidal rule."""

def trapz(
    y: Tensor | _Number,
    x: Tensor | _Number | None = None,
    *,
    dx: _float | None = None,
    dim: _int = -1,
    axis: _int = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Integral along a dimension by the trapezoidal rule."""

def triangular_solve(
    input: Tensor | _Number,
    A: Tensor | _Number,
    upper: _bool = True,
    transpose: _bool = False,
    unitriangular: _bool = False,
    *,
    out: Sequence[Tensor] | None = None,
) -> _SolutionClonedCoefficient:
    """The X of ``A @ X = input`` for triangular matrices: an older form of `linalg.solve_triangular`."""

def tril(input: Tensor | _Number, diagonal: _int = 0, *, k: _int = ..., out: Tensor | None = None) -> Tensor:
    """The lower triangle of each matrix, zero elsewhere."""

def tril_(input: Tensor, diagonal: _int = 0, *, k: _int = ...) -> Tensor:
    """In-place form of `tril`: writes the result into the tensor and returns it."""

def tril_indices(
    row: _int,
    col: _int,
    offset: _int = 0,
    *,
    dtype: DType | None = None,
    device: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Indices of the lower triangle of a matrix."""

def triplet_margin_loss(
    anchor: Tensor | _Number,
    positive: Tensor | _Number,
    negative: Tensor | _Number,
    margin: _float = 1.0,
    p: _float = 2,
    eps: _float = 1e-06,
    swap: _bool = False,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    *,
    out: Tensor | None = None,
) -> Tensor:
    """How far an anchor is from being closer to a positive than to a negative example by a margin."""

def triu(input: Tensor | _Number, diagonal: _int = 0, *, k: _int = ..., out: Tensor | None = None) -> Tensor:
    """The upper triangle of each matrix, zero elsewhere."""

def triu_(input: Tensor, diagonal: _int = 0, *, k: _int = ...) -> Tensor:
    """In-place form of `triu`: writes the result into the tensor and returns it."""

def triu_indices(
    row: _int,
    col: _int,
    offset: _int = 0,
    *,
    dtype: DType | None = None,
    device: Any = None,
    out: Tensor | None = None,
) -> Tensor:
    """Indices of the upper triangle of a matrix."""

def true_divide(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Quotient of two tensors; integers give floating point numbers."""

def true_divide_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `true_divide`: writes the result into the tensor and returns it."""

def trunc(input: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Each element without its fraction."""

def trunc_(input: Tensor) -> Tensor:
    """In-place form of `trunc`: writes the result into the tensor and returns it."""

def typename(obj: Any) -> str:
    """The name of a tensor's kind, such as ``"arraygrad.FloatTensor"``, or of another object's class."""

uint16: DType

uint32: DType

uint64: DType

uint8: DType

def unbind_copy(
    input: Tensor | _Number,
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Copies of what `unbind` shows."""

def unfold_copy(
    input: Tensor | _Number,
    dimension: _int,
    size: _int,
    step: _int,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy of what `unfold` shows."""

def unique(
    input: Tensor,
    sorted: _bool = True,
    return_inverse: _bool = False,
    return_counts: _bool = False,
    dim: _int | None = None,
    *,
    axis: _int | None = ...,
    out: Tensor | None = None,
) -> Any:
    """Distinct elements, in order."""

def unique_consecutive(
    input: Tensor,
    return_inverse: _bool = False,
    return_counts: _bool = False,
    dim: _int | None = None,
    *,
    axis: _int | None = ...,
    out: Tensor | None = None,
) -> Any:
    """The first element of each run of equal elements."""

def unravel_index(indices: Tensor, shape: Any, *, out: Tensor | None = None) -> tuple[Tensor, ...]:
    """Indices along each dimension from positions in a flattened tensor."""

def unsafe_chunk(
    input: Tensor | _Number,
    chunks: _int,
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """`chunk`: here each part may be written to in any case."""

def unsafe_split(
    input: Tensor | _Number,
    split_size: _int,
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """`split`: here each part may be written to in any case."""

def unsafe_split_with_sizes(
    input: Tensor | _Number,
    split_sizes: Sequence[_int],
    dim: _int = 0,
    *,
    axis: _int = ...,
    out: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """`split_with_sizes`: here each part may be written to in any case."""

@overload
def unsqueeze_copy(input: Tensor | _Number, dim: _int, *, out: Tensor | None = None) -> Tensor:
    """A copy of what `unsqueeze` shows."""

@overload
def unsqueeze_copy(input: Tensor | _Number, *, axis: _int, out: Tensor | None = None) -> Tensor:
    """A copy of what `unsqueeze` shows."""

def vander(
    x: Tensor | _Number,
    N: _int | None = None,
    increasing: _bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Powers of the elements of a vector, a row for each: a Vandermonde matrix."""

def var(
    input: Tensor | _Number,
    dim: _int | Sequence[_int] | _bool | None = None,
    unbiased: _bool | None = None,
    keepdim: _bool = False,
    *,
    correction: _float | None = None,
    axis: _int | Sequence[_int] | _bool | None = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Tensor:
    """Variance: the sum of squared differences from the mean, divided by the number of elements less a correction."""

def var_mean(
    input: Tensor | _Number,
    dim: Any = None,
    unbiased: _bool | None = None,
    keepdim: _bool = False,
    *,
    correction: _float | None = None,
    axis: Any = ...,
    keepdims: _bool = ...,
    out: Tensor | None = None,
) -> Any:
    """Variance and mean."""

def vdot(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """Dot product of two vectors, the first conjugated."""

def view_copy(input: Tensor | _Number, size: Any, *, out: Tensor | None = None) -> Tensor:
    """A copy of what `view` shows."""

def vsplit(input: Tensor | _Number, indices_or_sections: Any, *, out: Tensor | None = None) -> tuple[Tensor, ...]:
    """Views of parts along the first dimension of a tensor with two dimensions or more."""

def vstack(tensors: Tensor | Sequence[Tensor], *, out: Tensor | None = None) -> Tensor:
    """Tensors joined along the first dimension, vectors as rows."""

def where(condition: Tensor, *operands: Any, **options: Any) -> Any:
    """Elements of `input` where a condition holds, else of `other`; of a condition alone, where it is not zero."""

def xlogy(input: Tensor | _Number, other: Tensor | _Number, *, out: Tensor | None = None) -> Tensor:
    """``input * log(other)``, which is zero where `input` is zero (unless `other` is NaN)."""

def xlogy_(input: Tensor, other: Tensor | _Number) -> Tensor:
    """In-place form of `xlogy`: writes the result into the tensor and returns it."""
