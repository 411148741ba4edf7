"""Helpers around modules: clipping gradients, parameters as one vector, sequences of different lengths."""

from __future__ import annotations

from arraygrad.nn.utils import rnn
from arraygrad.nn.utils.clip_grad import clip_grad_norm_, clip_grad_value_, get_total_norm
from arraygrad.nn.utils.convert_parameters import parameters_to_vector, vector_to_parameters

__all__ = [
    "clip_grad_norm_",
    "clip_grad_value_",
    "get_total_norm",
    "parameters_to_vector",
    "rnn",
    "vector_to_parameters",
]
