"""Neural networks: modules, their functions, and how their parameters begin."""

from __future__ import annotations

from arraygrad.nn import functional, init, utils
from arraygrad.nn.activation import (
    GELU,
    GLU,
    Hardshrink,
    LogSigmoid,
    LogSoftmax,
    Sigmoid,
    Softmax,
    Softmin,
    Softplus,
    Softshrink,
    Softsign,
    Tanh,
    Tanhshrink,
)
from arraygrad.nn.attention import MultiheadAttention
from arraygrad.nn.batchnorm import BatchNorm1d, BatchNorm2d
from arraygrad.nn.containers import ModuleDict, ModuleList, Sequential
from arraygrad.nn.conv import Conv1d, Conv2d
from arraygrad.nn.dropout import Dropout
from arraygrad.nn.flatten import Flatten, Unflatten
from arraygrad.nn.linear import Identity, Linear
from arraygrad.nn.loss import (
    BCELoss,
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HuberLoss,
    KLDivLoss,
    L1Loss,
    MSELoss,
    NLLLoss,
    SmoothL1Loss,
)
from arraygrad.nn.module import Module
from arraygrad.nn.normalization import LayerNorm
from arraygrad.nn.parameter import Buffer, Parameter
from arraygrad.nn.parameter_containers import ParameterDict, ParameterList
from arraygrad.nn.pooling import AdaptiveAvgPool2d, AvgPool2d, MaxPool2d
from arraygrad.nn.rectifiers import (
    CELU,
    ELU,
    SELU,
    Hardsigmoid,
    Hardswish,
    Hardtanh,
    LeakyReLU,
    Mish,
    PReLU,
    ReLU,
    ReLU6,
    SiLU,
    Threshold,
)
from arraygrad.nn.recurrent import GRU, LSTM, RNN, RNNBase
from arraygrad.nn.recurrent_cells import GRUCell, LSTMCell, RNNCell, RNNCellBase
from arraygrad.nn.sparse import Embedding
from arraygrad.nn.transformer import Transformer, TransformerDecoder, TransformerEncoder
from arraygrad.nn.transformer_layers import TransformerDecoderLayer, TransformerEncoderLayer

__all__ = [
    "CELU",
    "ELU",
    "GELU",
    "GLU",
    "GRU",
    "LSTM",
    "RNN",
    "SELU",
    "AdaptiveAvgPool2d",
    "AvgPool2d",
    "BCELoss",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "Buffer",
    "Conv1d",
    "Conv2d",
    "CrossEntropyLoss",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRUCell",
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Hardtanh",
    "HuberLoss",
    "Identity",
    "KLDivLoss",
    "L1Loss",
    "LSTMCell",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSigmoid",
    "LogSoftmax",
    "MSELoss",
    "MaxPool2d",
    "Mish",
    "Module",
    "ModuleDict",
    "ModuleList",
    "MultiheadAttention",
    "NLLLoss",
    "PReLU",
    "Parameter",
    "ParameterDict",
    "ParameterList",
    "RNNBase",
    "RNNCell",
    "RNNCellBase",
    "ReLU",
    "ReLU6",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "SmoothL1Loss",
    "Softmax",
    "Softmin",
    "Softplus",
    "Softshrink",
    "Softsign",
    "Tanh",
    "Tanhshrink",
    "Threshold",
    "Transformer",
    "TransformerDecoder",
    "TransformerDecoderLayer",
    "TransformerEncoder",
    "TransformerEncoderLayer",
    "Unflatten",
    "functional",
    "init",
    "utils",
]
