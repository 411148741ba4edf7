"""Helpers around modules: clipping gradients, parameters computed from others, pruning, sequences, and more."""

from __future__ import annotations

from arraygrad.nn.utils import fusion, parametrizations, parametrize, prune, rnn, stateless
from arraygrad.nn.utils.clip_grad import (
    clip_grad_norm,
    clip_grad_norm_,
    clip_grad_value_,
    clip_grads_with_norm_,
    get_total_norm,
)
from arraygrad.nn.utils.convert_parameters import parameters_to_vector, vector_to_parameters
from arraygrad.nn.utils.fusion import (
    fuse_conv_bn_eval,
    fuse_conv_bn_weights,
    fuse_linear_bn_eval,
    fuse_linear_bn_weights,
)
from arraygrad.nn.utils.init import skip_init
from arraygrad.nn.utils.spectral_norm import remove_spectral_norm, spectral_norm
from arraygrad.nn.utils.weight_norm import remove_weight_norm, weight_norm

__all__ = [
    "clip_grad_norm",
    "clip_grad_norm_",
    "clip_grad_value_",
    "clip_grads_with_norm_",
    "fuse_conv_bn_eval",
    "fuse_conv_bn_weights",
    "fuse_linear_bn_eval",
    "fuse_linear_bn_weights",
    "fusion",
    "get_total_norm",
    "parameters_to_vector",
    "parametrizations",
    "parametrize",
    "prune",
    "remove_spectral_norm",
    "remove_weight_norm",
    "rnn",
    "skip_init",
    "spectral_norm",
    "stateless",
    "vector_to_parameters",
    "weight_norm",
]
