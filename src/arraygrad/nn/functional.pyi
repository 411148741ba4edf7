# Made by tools/generate_stubs.py from the op records: do not edit.

from builtins import bool as _bool
from builtins import complex as _complex
from builtins import float as _float
from builtins import int as _int
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from arraygrad.dtypes import DType
from arraygrad.tensor import Tensor

__all__ = [
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool3d",
    "adaptive_max_pool1d",
    "adaptive_max_pool1d_with_indices",
    "adaptive_max_pool2d",
    "adaptive_max_pool2d_with_indices",
    "adaptive_max_pool3d",
    "adaptive_max_pool3d_with_indices",
    "affine_grid",
    "alpha_dropout",
    "alpha_dropout_",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "batch_norm",
    "bilinear",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "celu",
    "celu_",
    "channel_shuffle",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_tbc",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "cosine_embedding_loss",
    "cosine_similarity",
    "cross_entropy",
    "ctc_loss",
    "dropout",
    "dropout1d",
    "dropout1d_",
    "dropout2d",
    "dropout2d_",
    "dropout3d",
    "dropout3d_",
    "dropout_",
    "elu",
    "elu_",
    "embedding",
    "embedding_bag",
    "feature_alpha_dropout",
    "feature_alpha_dropout_",
    "fold",
    "fractional_max_pool2d",
    "fractional_max_pool2d_with_indices",
    "fractional_max_pool3d",
    "fractional_max_pool3d_with_indices",
    "gaussian_nll_loss",
    "gelu",
    "glu",
    "grid_sample",
    "group_norm",
    "gumbel_softmax",
    "hardshrink",
    "hardsigmoid",
    "hardsigmoid_",
    "hardswish",
    "hardswish_",
    "hardtanh",
    "hardtanh_",
    "hinge_embedding_loss",
    "huber_loss",
    "instance_norm",
    "interpolate",
    "kl_div",
    "l1_loss",
    "layer_norm",
    "leaky_relu",
    "leaky_relu_",
    "linear",
    "linear_cross_entropy",
    "local_response_norm",
    "log_softmax",
    "logsigmoid",
    "lp_pool1d",
    "lp_pool2d",
    "lp_pool3d",
    "margin_ranking_loss",
    "max_pool1d",
    "max_pool1d_with_indices",
    "max_pool2d",
    "max_pool2d_with_indices",
    "max_pool3d",
    "max_pool3d_with_indices",
    "max_unpool1d",
    "max_unpool2d",
    "max_unpool3d",
    "mish",
    "mish_",
    "mse_loss",
    "multi_head_attention_forward",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "native_channel_shuffle",
    "nll_loss",
    "normalize",
    "one_hot",
    "pad",
    "pairwise_distance",
    "pdist",
    "pixel_shuffle",
    "pixel_unshuffle",
    "poisson_nll_loss",
    "prelu",
    "relu",
    "relu6",
    "relu6_",
    "relu_",
    "rms_norm",
    "rrelu",
    "rrelu_",
    "scaled_dot_product_attention",
    "selu",
    "selu_",
    "sigmoid",
    "sigmoid_",
    "silu",
    "silu_",
    "smooth_l1_loss",
    "soft_margin_loss",
    "softmax",
    "softmin",
    "softplus",
    "softshrink",
    "softsign",
    "tanh",
    "tanh_",
    "tanhshrink",
    "threshold",
    "threshold_",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
    "unfold",
    "upsample",
    "upsample_bilinear",
    "upsample_nearest",
]

_Number: TypeAlias = _int | _float | _complex

def adaptive_avg_pool1d(input: Tensor | _Number, output_size: _int | Sequence[_int]) -> Tensor:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`."""

def adaptive_avg_pool2d(input: Tensor | _Number, output_size: _int | Sequence[_int]) -> Tensor:
    """Means over windows chosen to give an output of a size."""

def adaptive_avg_pool3d(input: Tensor | _Number, output_size: _int | Sequence[_int]) -> Tensor:
    """Means over windows chosen to give an output of a size; see `adaptive_avg_pool2d`."""

def adaptive_max_pool1d(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`."""

def adaptive_max_pool1d_with_indices(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
) -> Any:
    """`adaptive_max_pool1d` with the places of the largest elements, whatever `return_indices` says."""

def adaptive_max_pool2d(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
) -> Any:
    """Largest elements of windows chosen to give an output of a size."""

def adaptive_max_pool2d_with_indices(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
) -> Any:
    """`adaptive_max_pool2d` with the places of the largest elements, whatever `return_indices` says."""

def adaptive_max_pool3d(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
) -> Any:
    """Largest elements of windows chosen to give an output of a size; see `adaptive_max_pool2d`."""

def adaptive_max_pool3d_with_indices(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    return_indices: _bool = False,
) -> Any:
    """`adaptive_max_pool3d` with the places of the largest elements, whatever `return_indices` says."""

def affine_grid(theta: Tensor | _Number, size: Any, align_corners: _bool | None = None) -> Tensor:
    """The grid with which `grid_sample` maps images by affine transformations."""

def alpha_dropout(input: Tensor | _Number, p: _float = 0.5, training: _bool = False, inplace: _bool = False) -> Tensor:
    """Dropout that keeps mean and variance of inputs to `selu`."""

def alpha_dropout_(input: Tensor, p: _float = 0.5, training: _bool = False) -> Tensor:
    """In-place form of `alpha_dropout`: writes the result into the tensor and returns it."""

def avg_pool1d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    ceil_mode: _bool = False,
    count_include_pad: _bool = True,
) -> Tensor:
    """The mean of each window, over one spatial dimension; see `avg_pool2d`."""

def avg_pool2d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    ceil_mode: _bool = False,
    count_include_pad: _bool = True,
    divisor_override: _int | None = None,
) -> Tensor:
    """The mean of each window."""

def avg_pool3d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    ceil_mode: _bool = False,
    count_include_pad: _bool = True,
    divisor_override: _int | None = None,
) -> Tensor:
    """The mean of each window, over three spatial dimensions; see `avg_pool2d`."""

def batch_norm(
    input: Tensor | _Number,
    running_mean: Any,
    running_var: Any,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: _bool = False,
    momentum: _float = 0.1,
    eps: _float = 1e-05,
) -> Tensor:
    """Each channel normalized: in training by the batch's own mean and variance, else by the running ones."""

def bilinear(
    input1: Tensor | _Number,
    input2: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | _Number | None = None,
) -> Tensor:
    """``input1 @ weight[k] @ input2 + bias[k]`` for each output feature k."""

def binary_cross_entropy(
    input: Tensor | _Number,
    target: Tensor | _Number,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Cross entropy between target probabilities and given ones."""

def binary_cross_entropy_with_logits(
    input: Tensor | _Number,
    target: Tensor | _Number,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """Cross entropy between target probabilities and the sigmoids of the inputs, without loss of precision."""

def celu(input: Tensor | _Number, alpha: _float = 1.0, inplace: _bool = False) -> Tensor:
    """Continuously differentiable exponential linear unit: ``x`` where positive, else ``alpha * (exp(x / alpha) -
    1)``.
    """

def celu_(input: Tensor, alpha: _float = 1.0) -> Tensor:
    """In-place form of `celu`: writes the result into the tensor and returns it."""

def channel_shuffle(input: Tensor | _Number, groups: _int) -> Tensor:
    """Channels of several groups interleaved (Zhang et al. 2018)."""

def conv1d(
    input: Tensor | _Number,
    weight: Tensor | _Number,
    bias: Tensor | None = None,
    stride: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    groups: _int = 1,
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
) -> Tensor:
    """Convolution (cross-correlation) over three spatial dimensions; see `conv2d`."""

def conv_tbc(input: Tensor | _Number, weight: Tensor | _Number, bias: Tensor | _Number, pad: _int = 0) -> Tensor:
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
) -> Tensor:
    """Transposed convolution over three spatial dimensions; see `conv_transpose2d`."""

def cosine_embedding_loss(
    input1: Tensor | _Number,
    input2: Tensor | _Number,
    target: Tensor | _Number,
    margin: _float = 0,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """One less the cosine where the target is 1, and the cosine above a margin where it is -1."""

def cosine_similarity(
    x1: Tensor | _Number,
    x2: Tensor | _Number,
    dim: _int = 1,
    eps: _float = 1e-08,
    *,
    axis: _int = ...,
) -> Tensor:
    """Cosine of the angle between vectors along a dimension; other dimensions broadcast."""

def cross_entropy(
    input: Tensor | _Number,
    target: Tensor | _Number,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    ignore_index: _int = -100,
    reduce: _bool | None = None,
    reduction: str = "mean",
    label_smoothing: _float = 0.0,
) -> Tensor:
    """Cross entropy between targets and the softmax of the inputs."""

def ctc_loss(
    log_probs: Tensor | _Number,
    targets: Tensor,
    input_lengths: Any,
    target_lengths: Any,
    blank: _int = 0,
    reduction: str = "mean",
    zero_infinity: _bool = False,
) -> Tensor:
    """Negative log likelihood of targets whose alignment with the inputs is unknown (Graves et al. 2006)."""

def dropout(input: Tensor | _Number, p: _float = 0.5, training: _bool = True, inplace: _bool = False) -> Tensor:
    """Elements set to zero at random in training, the others scaled up so that the expectation stays."""

def dropout1d(input: Tensor | _Number, p: _float = 0.5, training: _bool = True, inplace: _bool = False) -> Tensor:
    """`dropout` of whole channels of shape (N, C, L) or (C, L)."""

def dropout1d_(input: Tensor, p: _float = 0.5, training: _bool = True) -> Tensor:
    """In-place form of `dropout1d`: writes the result into the tensor and returns it."""

def dropout2d(input: Tensor | _Number, p: _float = 0.5, training: _bool = True, inplace: _bool = False) -> Tensor:
    """`dropout` of whole channels of shape (N, C, H, W) or (N, C, L)."""

def dropout2d_(input: Tensor, p: _float = 0.5, training: _bool = True) -> Tensor:
    """In-place form of `dropout2d`: writes the result into the tensor and returns it."""

def dropout3d(input: Tensor | _Number, p: _float = 0.5, training: _bool = True, inplace: _bool = False) -> Tensor:
    """`dropout` of whole channels of shape (N, C, D, H, W) or (C, D, H, W)."""

def dropout3d_(input: Tensor, p: _float = 0.5, training: _bool = True) -> Tensor:
    """In-place form of `dropout3d`: writes the result into the tensor and returns it."""

def dropout_(input: Tensor, p: _float = 0.5, training: _bool = True) -> Tensor:
    """In-place form of `dropout`: writes the result into the tensor and returns it."""

def elu(input: Tensor | _Number, alpha: _float = 1.0, inplace: _bool = False) -> Tensor:
    """Exponential linear unit: ``x`` where positive, else ``alpha * (exp(x) - 1)``."""

def elu_(input: Tensor, alpha: _float = 1.0) -> Tensor:
    """In-place form of `elu`: writes the result into the tensor and returns it."""

def embedding(
    input: Tensor,
    weight: Tensor | _Number,
    padding_idx: _int | None = None,
    max_norm: _float | None = None,
    norm_type: _float = 2.0,
    scale_grad_by_freq: _bool = False,
    sparse: _bool = False,
) -> Tensor:
    """Rows of a matrix, looked up by their numbers."""

def embedding_bag(
    input: Tensor,
    weight: Tensor | _Number,
    offsets: Tensor | None = None,
    max_norm: _float | None = None,
    norm_type: _float = 2,
    scale_grad_by_freq: _bool = False,
    mode: str = "mean",
    sparse: _bool = False,
    per_sample_weights: Tensor | _Number | None = None,
    include_last_offset: _bool = False,
    padding_idx: _int | None = None,
) -> Tensor:
    """Sums, means or largest elements of rows of a matrix, looked up by their numbers in bags."""

def feature_alpha_dropout(
    input: Tensor | _Number,
    p: _float = 0.5,
    training: _bool = False,
    inplace: _bool = False,
) -> Tensor:
    """`alpha_dropout` of whole channels, the second dimension."""

def feature_alpha_dropout_(input: Tensor, p: _float = 0.5, training: _bool = False) -> Tensor:
    """In-place form of `feature_alpha_dropout`: writes the result into the tensor and returns it."""

def fold(
    input: Tensor | _Number,
    output_size: _int | Sequence[_int],
    kernel_size: _int | Sequence[_int],
    dilation: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    stride: _int | Sequence[_int] = 1,
) -> Tensor:
    """Images put together from patches, the columns that `nn.functional.unfold` makes; overlapping ones are added."""

def fractional_max_pool2d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    output_size: _int | Sequence[_int] | None = None,
    output_ratio: Any = None,
    return_indices: _bool = False,
    _random_samples: Any = None,
) -> Any:
    """The largest element of each of windows whose places are drawn at random (Graham 2014)."""

def fractional_max_pool2d_with_indices(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    output_size: _int | Sequence[_int] | None = None,
    output_ratio: Any = None,
    return_indices: _bool = False,
    _random_samples: Any = None,
) -> Any:
    """`fractional_max_pool2d` with the places of the largest elements."""

def fractional_max_pool3d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    output_size: _int | Sequence[_int] | None = None,
    output_ratio: Any = None,
    return_indices: _bool = False,
    _random_samples: Any = None,
) -> Any:
    """The largest element of each of windows drawn at random, in three dimensions; see `fractional_max_pool2d`."""

def fractional_max_pool3d_with_indices(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    output_size: _int | Sequence[_int] | None = None,
    output_ratio: Any = None,
    return_indices: _bool = False,
    _random_samples: Any = None,
) -> Any:
    """`fractional_max_pool3d` with the places of the largest elements."""

def gaussian_nll_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    var: Tensor | _Number,
    full: _bool = False,
    eps: _float = 1e-06,
    reduction: str = "mean",
) -> Tensor:
    """Negative log likelihood under normal distributions."""

def gelu(input: Tensor | _Number, *, approximate: str = "none") -> Tensor:
    """Each element times the probability that a standard normal variable lies below it."""

def glu(input: Tensor | _Number, dim: _int = -1, *, axis: _int = ...) -> Tensor:
    """Gated linear unit: the first half times the sigmoid of the second."""

def grid_sample(
    input: Tensor | _Number,
    grid: Tensor | _Number,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: _bool | None = None,
) -> Tensor:
    """Images read at the places of a grid (Jaderberg et al. 2015)."""

def group_norm(
    input: Tensor | _Number,
    num_groups: _int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: _float = 1e-05,
) -> Tensor:
    """Groups of channels of each sample normalized."""

def gumbel_softmax(
    logits: Tensor | _Number,
    tau: _float = 1,
    hard: _bool = False,
    eps: _float = 1e-10,
    dim: _int = -1,
    *,
    axis: _int = ...,
) -> Tensor:
    """Random choices that can be differentiated (Jang et al. 2016, Maddison et al. 2016)."""

def hardshrink(input: Tensor | _Number, lambd: _float = 0.5) -> Tensor:
    """Each element, zero where its magnitude does not exceed a limit."""

def hardsigmoid(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Straight line from 0 at -3 to 1 at 3, constant outside."""

def hardsigmoid_(input: Tensor) -> Tensor:
    """In-place form of `hardsigmoid`: writes the result into the tensor and returns it."""

def hardswish(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Each element times its `hardsigmoid`."""

def hardswish_(input: Tensor) -> Tensor:
    """In-place form of `hardswish`: writes the result into the tensor and returns it."""

def hardtanh(input: Tensor | _Number, min_val: _float = -1.0, max_val: _float = 1.0, inplace: _bool = False) -> Tensor:
    """Each element limited to a range."""

def hardtanh_(input: Tensor, min_val: _float = -1.0, max_val: _float = 1.0) -> Tensor:
    """In-place form of `hardtanh`: writes the result into the tensor and returns it."""

def hinge_embedding_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    margin: _float = 1.0,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Distances where the target is 1, and what is missing to a margin where it is -1."""

def huber_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    reduction: str = "mean",
    delta: _float = 1.0,
    weight: Tensor | None = None,
) -> Tensor:
    """Half the squared difference, growing only linearly from a difference of `delta` on."""

def instance_norm(
    input: Tensor | _Number,
    running_mean: Any = None,
    running_var: Any = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: _bool = True,
    momentum: _float = 0.1,
    eps: _float = 1e-05,
) -> Tensor:
    """Each channel of each sample normalized."""

def interpolate(
    input: Tensor | _Number,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: _bool | None = None,
    recompute_scale_factor: _bool | None = None,
    antialias: _bool = False,
) -> Tensor:
    """Spatial dimensions brought to another size."""

def kl_div(
    input: Tensor | _Number,
    target: Tensor | _Number,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    log_target: _bool = False,
) -> Tensor:
    """Kullback-Leibler divergence of the distribution with logarithms `input` from `target`."""

def l1_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """Absolute differences; parameters as for `mse_loss`."""

def layer_norm(
    input: Tensor | _Number,
    normalized_shape: _int | Sequence[_int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: _float = 1e-05,
) -> Tensor:
    """Each sample normalized over its last dimensions."""

def leaky_relu(input: Tensor | _Number, negative_slope: _float = 0.01, inplace: _bool = False) -> Tensor:
    """Each element, the negative ones times a slope."""

def leaky_relu_(input: Tensor, negative_slope: _float = 0.01) -> Tensor:
    """In-place form of `leaky_relu`: writes the result into the tensor and returns it."""

def linear(input: Tensor | _Number, weight: Tensor | _Number, bias: Tensor | _Number | None = None) -> Tensor:
    """``input @ weight.T + bias``."""

def linear_cross_entropy(
    input: Tensor | _Number,
    linear_weight: Tensor | _Number,
    target: Tensor | _Number,
    *,
    linear_bias: Any = None,
    weight: Tensor | None = None,
    reduction: str = "mean",
    ignore_index: _int | None = None,
    label_smoothing: _float = 0.0,
    options: Any = None,
) -> Tensor:
    """`cross_entropy` of the results of `linear`."""

def local_response_norm(
    input: Tensor | _Number,
    size: _int,
    alpha: _float = 0.0001,
    beta: _float = 0.75,
    k: _float = 1.0,
) -> Tensor:
    """Each element divided by a power of the mean square over neighbouring channels."""

def log_softmax(
    input: Tensor | _Number,
    dim: _int | None = None,
    _stacklevel: _int = 3,
    dtype: DType | None = None,
    *,
    axis: _int | None = ...,
) -> Tensor:
    """Logarithm of `softmax`; without `dim` along a dimension that depends on the input's shape."""

def logsigmoid(input: Tensor | _Number) -> Tensor:
    """Logarithm of the sigmoid of each element."""

def lp_pool1d(
    input: Tensor | _Number,
    norm_type: _float,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    ceil_mode: _bool = False,
) -> Tensor:
    """The p-norm of each window, over one spatial dimension; see `lp_pool2d`."""

def lp_pool2d(
    input: Tensor | _Number,
    norm_type: _float,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    ceil_mode: _bool = False,
) -> Tensor:
    """The p-norm of each window: the root of the sum of powers, without absolute values."""

def lp_pool3d(
    input: Tensor | _Number,
    norm_type: _float,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    ceil_mode: _bool = False,
) -> Tensor:
    """The p-norm of each window, over three spatial dimensions; see `lp_pool2d`."""

def margin_ranking_loss(
    input1: Tensor | _Number,
    input2: Tensor | _Number,
    target: Tensor | _Number,
    margin: _float = 0,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How far the first input is from exceeding the second by a margin (or the other way where the target is -1)."""

def max_pool1d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
) -> Any:
    """The largest element of each window, over one spatial dimension; see `max_pool2d`."""

def max_pool1d_with_indices(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
) -> Any:
    """`max_pool1d` with the places of the largest elements, whatever `return_indices` says."""

def max_pool2d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
) -> Any:
    """The largest element of each window."""

def max_pool2d_with_indices(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
) -> Any:
    """`max_pool2d` with the places of the largest elements, whatever `return_indices` says."""

def max_pool3d(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
) -> Any:
    """The largest element of each window, over three spatial dimensions; see `max_pool2d`."""

def max_pool3d_with_indices(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    dilation: _int | Sequence[_int] = 1,
    ceil_mode: _bool = False,
    return_indices: _bool = False,
) -> Any:
    """`max_pool3d` with the places of the largest elements, whatever `return_indices` says."""

def max_unpool1d(
    input: Tensor | _Number,
    indices: Tensor,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    output_size: _int | Sequence[_int] | None = None,
) -> Tensor:
    """The reverse of `max_pool1d`, as far as there is one; see `max_unpool2d`."""

def max_unpool2d(
    input: Tensor | _Number,
    indices: Tensor,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    output_size: _int | Sequence[_int] | None = None,
) -> Tensor:
    """The reverse of `max_pool2d`, as far as there is one: elements that were not the largest are zero."""

def max_unpool3d(
    input: Tensor | _Number,
    indices: Tensor,
    kernel_size: _int | Sequence[_int],
    stride: _int | Sequence[_int] | None = None,
    padding: str | _int | Sequence[_int] = 0,
    output_size: _int | Sequence[_int] | None = None,
) -> Tensor:
    """The reverse of `max_pool3d`, as far as there is one; see `max_unpool2d`."""

def mish(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Each element times the hyperbolic tangent of its softplus."""

def mish_(input: Tensor) -> Tensor:
    """In-place form of `mish`: writes the result into the tensor and returns it."""

def mse_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """Squared differences."""

def multi_head_attention_forward(
    query: Tensor | _Number,
    key: Tensor | _Number,
    value: Tensor | _Number,
    embed_dim_to_check: _int,
    num_heads: _int,
    in_proj_weight: Any,
    in_proj_bias: Any,
    bias_k: Any,
    bias_v: Any,
    add_zero_attn: _bool,
    dropout_p: _float,
    out_proj_weight: Any,
    out_proj_bias: Any,
    training: _bool = True,
    key_padding_mask: Any = None,
    need_weights: _bool = True,
    attn_mask: Any = None,
    use_separate_proj_weight: _bool = False,
    q_proj_weight: Any = None,
    k_proj_weight: Any = None,
    v_proj_weight: Any = None,
    static_k: Any = None,
    static_v: Any = None,
    average_attn_weights: _bool = True,
    is_causal: _bool = False,
) -> Any:
    """Attention by several heads, with projections before and after (Vaswani et al. 2017)."""

def multi_margin_loss(
    input: Tensor | _Number,
    target: Tensor,
    p: _int = 1,
    margin: _float = 1.0,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How far the score of the target class is from exceeding the others by a margin, summed over them."""

def multilabel_margin_loss(
    input: Tensor | _Number,
    target: Tensor,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How far the scores of several target classes are from exceeding those of all other classes by 1."""

def multilabel_soft_margin_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Binary cross entropy of each class with logits, averaged over the classes."""

def native_channel_shuffle(input: Tensor | _Number, groups: _int) -> Tensor:
    """Channels of several groups interleaved (Zhang et al. 2018)."""

def nll_loss(
    input: Tensor | _Number,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: _bool | None = None,
    ignore_index: _int = -100,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Negative logarithm of the probability of the target class."""

def normalize(
    input: Tensor | _Number,
    p: _float = 2.0,
    dim: Any = 1,
    eps: _float = 1e-12,
    *,
    axis: Any = ...,
) -> Tensor:
    """Vectors along a dimension divided by their p-norm."""

def one_hot(tensor: Tensor, num_classes: _int = -1) -> Tensor:
    """A last dimension that is 1 at each element's class and 0 elsewhere."""

def pad(input: Tensor | _Number, pad: Sequence[_int], mode: str = "constant", value: _float | None = None) -> Tensor:
    """The tensor with more elements around it."""

def pairwise_distance(
    x1: Tensor | _Number,
    x2: Tensor | _Number,
    p: _float = 2.0,
    eps: _float = 1e-06,
    keepdim: _bool = False,
    *,
    keepdims: _bool = ...,
) -> Tensor:
    """p-norm of the difference of vectors along the last dimension."""

def pdist(input: Tensor | _Number, p: _float = 2.0) -> Tensor:
    """Distances between all pairs of different points of one collection."""

def pixel_shuffle(input: Tensor | _Number, upscale_factor: _int) -> Tensor:
    """Channels laid out as blocks of pixels (Shi et al. 2016)."""

def pixel_unshuffle(input: Tensor | _Number, downscale_factor: _int) -> Tensor:
    """Blocks of pixels as channels: the reverse of `pixel_shuffle`."""

def poisson_nll_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    log_input: _bool = True,
    full: _bool = False,
    size_average: _bool | None = None,
    eps: _float = 1e-08,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Negative log likelihood of counts under Poisson distributions."""

def prelu(input: Tensor | _Number, weight: Tensor | _Number) -> Tensor:
    """Each element, the negative ones times a learned slope."""

def relu(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Positive part of each element."""

def relu6(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Each element limited to the range from 0 to 6."""

def relu6_(input: Tensor) -> Tensor:
    """In-place form of `relu6`: writes the result into the tensor and returns it."""

def relu_(input: Tensor) -> Tensor:
    """In-place form of `relu`: writes the result into the tensor and returns it."""

def rms_norm(
    input: Tensor | _Number,
    normalized_shape: _int | Sequence[_int],
    weight: Tensor | None = None,
    eps: _float | None = None,
) -> Tensor:
    """Each sample divided by the root of the mean square over its last dimensions."""

def rrelu(
    input: Tensor | _Number,
    lower: _float = 0.125,
    upper: _float = 0.3333333333333333,
    training: _bool = False,
    inplace: _bool = False,
) -> Tensor:
    """Each element, the negative ones times a slope that is drawn at random in training (Xu et al. 2015)."""

def rrelu_(input: Tensor, lower: _float = 0.125, upper: _float = 0.3333333333333333, training: _bool = False) -> Tensor:
    """In-place form of `rrelu`: writes the result into the tensor and returns it."""

def scaled_dot_product_attention(
    query: Tensor | _Number,
    key: Tensor | _Number,
    value: Tensor | _Number,
    attn_mask: Any = None,
    dropout_p: _float = 0.0,
    is_causal: _bool = False,
    *,
    scale: _float | None = None,
    enable_gqa: _bool = False,
) -> Tensor:
    """``softmax(query @ key.mT * scale) @ value`` (Vaswani et al. 2017)."""

def selu(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Scaled exponential linear unit, which keeps mean and variance of its inputs."""

def selu_(input: Tensor) -> Tensor:
    """In-place form of `selu`: writes the result into the tensor and returns it."""

def sigmoid(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """The logistic function, ``1 / (1 + exp(-x))``."""

def sigmoid_(input: Tensor) -> Tensor:
    """In-place form of `sigmoid`: writes the result into the tensor and returns it."""

def silu(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Each element times its sigmoid; also known as swish."""

def silu_(input: Tensor) -> Tensor:
    """In-place form of `silu`: writes the result into the tensor and returns it."""

def smooth_l1_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
    beta: _float = 1.0,
) -> Tensor:
    """Half the squared difference over `beta`, and the absolute difference less ``beta / 2`` from `beta` on."""

def soft_margin_loss(
    input: Tensor | _Number,
    target: Tensor | _Number,
    size_average: _bool | None = None,
    reduce: _bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """``log(1 + exp(-target * input))`` for targets of 1 and -1; parameters as for `mse_loss`."""

def softmax(
    input: Tensor | _Number,
    dim: _int | None = None,
    _stacklevel: _int = 3,
    dtype: DType | None = None,
    *,
    axis: _int | None = ...,
) -> Tensor:
    """Exponentials divided by their sum along a dimension; without `dim` along one that depends on the input's
    shape.
    """

def softmin(
    input: Tensor | _Number,
    dim: _int | None = None,
    _stacklevel: _int = 3,
    dtype: DType | None = None,
    *,
    axis: _int | None = ...,
) -> Tensor:
    """`softmax` of the negative elements."""

def softplus(input: Tensor | _Number, beta: _float = 1, threshold: _float = 20) -> Tensor:
    """Smooth positive part: ``log(1 + exp(beta * x)) / beta``, and ``x`` where ``beta * x`` exceeds a threshold."""

def softshrink(input: Tensor | _Number, lambd: _float = 0.5) -> Tensor:
    """Each element moved towards zero by a constant."""

def softsign(input: Tensor | _Number) -> Tensor:
    """``x / (1 + |x|)``."""

def tanh(input: Tensor | _Number, inplace: _bool = False) -> Tensor:
    """Hyperbolic tangent."""

def tanh_(input: Tensor) -> Tensor:
    """In-place form of `tanh`: writes the result into the tensor and returns it."""

def tanhshrink(input: Tensor | _Number) -> Tensor:
    """``x - tanh(x)``."""

def threshold(input: Tensor | _Number, threshold: _float, value: _float, inplace: _bool = False) -> Tensor:
    """Each element, replaced by a value where it does not exceed a threshold."""

def threshold_(input: Tensor, threshold: _float, value: _float) -> Tensor:
    """In-place form of `threshold`: writes the result into the tensor and returns it."""

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
) -> Tensor:
    """How far an anchor is from being closer to a positive than to a negative example by a margin."""

def triplet_margin_with_distance_loss(
    anchor: Tensor | _Number,
    positive: Tensor | _Number,
    negative: Tensor | _Number,
    *,
    distance_function: Callable[[Any, Any], Any] | None = None,
    margin: _float = 1.0,
    swap: _bool = False,
    reduction: str = "mean",
) -> Tensor:
    """`triplet_margin_loss` with any function for the distance."""

def unfold(
    input: Tensor | _Number,
    kernel_size: _int | Sequence[_int],
    dilation: _int | Sequence[_int] = 1,
    padding: str | _int | Sequence[_int] = 0,
    stride: _int | Sequence[_int] = 1,
) -> Tensor:
    """The patches of images that a sliding window sees, as columns."""

def upsample(
    input: Tensor | _Number,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: _bool | None = None,
) -> Tensor:
    """The old name of `interpolate`."""

def upsample_bilinear(input: Tensor | _Number, size: Any = None, scale_factor: Any = None) -> Tensor:
    """The old name of `interpolate` in its mode ``"bilinear"`` with aligned corners."""

def upsample_nearest(input: Tensor | _Number, size: Any = None, scale_factor: Any = None) -> Tensor:
    """The old name of `interpolate` in its mode ``"nearest"``."""
