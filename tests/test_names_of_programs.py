"""Names that PyTorch programs lean on, found in many of them: each is there under PyTorch's name."""

from __future__ import annotations

import importlib
import sys

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="asks arraygrad for PyTorch's names")

NAMES = """
    torch: BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor Generator HalfTensor IntTensor LongTensor
        ShortTensor Size Tensor __version__ abs allclose arange arctan2 argmax argmin argsort as_tensor atan2
        baddbmm bernoulli bfloat16 bincount bmm bool bucketize cat cdist ceil cfloat channels_last chunk clamp clone
        complex64 contiguous_format cos cross cuda cumprod cumsum default_generator det device diag diagonal diff
        distributed dot double dtype einsum empty empty_like enable_grad eq equal erf exp expm1 eye fft finfo flatten
        flip float float16 float32 float64 floor fmod from_numpy full full_like func gather ge get_default_device
        get_default_dtype get_num_threads get_rng_state gt half histc iinfo index_select inference_mode inf
        initial_seed int int32 int64 int8 inverse is_complex is_floating_point is_grad_enabled is_nonzero is_storage
        is_tensor isclose isfinite isinf isnan kron kthvalue le lerp linalg linspace load log log1p log2
        logical_and logical_not logical_or logsumexp logspace long lt manual_seed masked_fill masked_select matmul
        max maximum mean median memory_format meshgrid min minimum mm movedim mul multinomial nan nanmean ne nn
        no_grad nonzero norm normal numel ones ones_like optim outer permute pi pow preserve_format prod quantile
        rand rand_like randint randn randn_like random randperm real reciprocal relu remainder repeat_interleave
        reshape result_type roll round rsqrt save scatter searchsorted seed select set_default_device
        set_default_dtype set_default_tensor_type set_deterministic_debug_mode set_float32_matmul_precision
        set_flush_denormal set_grad_enabled set_num_interop_threads set_num_threads set_printoptions set_rng_state
        sgn short sigmoid sign sin sinh softmax sort special split sqrt squeeze stack std std_mean sub sum svd swapaxes
        t take tan tanh tensor tensordot tile topk trace transpose trapezoid triangular_solve tril tril_indices triu
        true_divide trunc typename uint8 unbind unflatten unique unsqueeze use_deterministic_algorithms utils var
        version view_as_complex view_as_real vmap vstack where zeros zeros_like
    torch.Tensor: T __getitem__ __setitem__ add_ addcdiv_ addcmul_ addmm apply_ argmax backward bernoulli_ bfloat16
        bool byte clamp_ clone contiguous copy_ cpu cuda cumsum data data_ptr detach detach_ device diag dim double
        element_size eq expand expand_as exponential_ fill_ flatten float gather geometric_ get_device grad grad_fn half
        index_add_ index_copy_ index_fill_ index_put_ index_select int is_contiguous is_cuda is_floating_point is_leaf
        is_sparse item lerp_ long map_ masked_fill masked_fill_ masked_select matmul max mean min mul_ narrow ndim
        ndimension nelement new new_empty new_full new_ones new_tensor new_zeros nonzero norm normal_ numel numpy
        permute pow random_ register_hook repeat requires_grad requires_grad_ reshape resize_ retain_grad round
        scatter_ scatter_add_ set_ shape short size softmax sort split sqrt squeeze storage_offset stride sub_ sum t
        t_ to tolist topk transpose transpose_ tril triu type type_as unbind unfold uniform_ unsqueeze unsqueeze_ var
        view view_as where zero_
    torch.autograd: Function Variable backward detect_anomaly enable_grad functional grad gradcheck gradgradcheck
        no_grad set_detect_anomaly function.Function function.once_differentiable grad_mode.no_grad
        profiler.record_function variable.Variable
    torch.distributed: is_available is_initialized get_rank get_world_size init_process_group destroy_process_group
    torch.nn: functional init utils.clip_grad_norm_ utils.clip_grad_value_ utils.parameters_to_vector
        utils.rnn.pack_padded_sequence utils.rnn.pad_packed_sequence utils.rnn.pad_sequence parameter.Parameter
        parallel.DistributedDataParallel Parameter Module ModuleDict ModuleList ParameterDict ParameterList Sequential
    torch.nn.functional: avg_pool2d batch_norm binary_cross_entropy binary_cross_entropy_with_logits conv1d conv2d
        conv_transpose2d cosine_similarity cross_entropy dropout elu embedding gelu glu grid_sample group_norm
        gumbel_softmax hardtanh interpolate kl_div l1_loss layer_norm leaky_relu linear log_softmax logsigmoid
        max_pool2d mse_loss nll_loss normalize one_hot pad pixel_shuffle prelu relu relu6
        scaled_dot_product_attention selu sigmoid silu smooth_l1_loss softmax softplus tanh triplet_margin_loss unfold
    torch.onnx: is_in_onnx_export
    torch.optim: ASGD Adadelta Adagrad Adam AdamW Adamax LBFGS NAdam Optimizer RAdam RMSprop Rprop SGD
        optimizer.Optimizer optimizer.required adam.Adam sgd.SGD lr_scheduler.LRScheduler lr_scheduler._LRScheduler
        lr_scheduler.CosineAnnealingLR lr_scheduler.LambdaLR lr_scheduler.OneCycleLR
        lr_scheduler.ReduceLROnPlateau lr_scheduler.StepLR swa_utils.AveragedModel
    torch.profiler: record_function
    torch.random: fork_rng get_rng_state initial_seed manual_seed seed set_rng_state
    torch.serialization: load save
    torch.utils: checkpoint.checkpoint tensorboard.SummaryWriter data.DataLoader data.Dataset data.IterableDataset
        data.RandomSampler data.Sampler data.SequentialSampler data.Subset data.SubsetRandomSampler
        data.TensorDataset data.WeightedRandomSampler data.dataset.Dataset data.dataloader.DataLoader
        data.dataloader.default_collate data.random_split data.sampler.Sampler
    torch.version: __version__ cuda debug git_version hip
"""


def places() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for word in NAMES.split():
        if word.endswith(":"):
            names = found[word[:-1]] = []
        else:
            names.append(word)
    return found


@pytest.mark.parametrize("place", places())
def test_the_names_are_there(ag, place):
    def resolve(path):
        value = importlib.import_module("torch")
        for name in path.split(".")[1:]:
            value = getattr(value, name)
        return value

    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "torch"}
    try:
        with ag.install_as_torch():
            missing = []
            for name in places()[place]:
                try:
                    resolve(f"{place}.{name}")
                except AttributeError:
                    missing.append(name)
    finally:
        sys.modules.update(hidden)
    assert not missing
