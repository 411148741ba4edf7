"""The paths under which PyTorch's programs import."""

from __future__ import annotations

import importlib

import pytest

PATHS = {
    "activation": "ReLU PReLU Softmax MultiheadAttention",
    "adaptive": "AdaptiveLogSoftmaxWithLoss",
    "batchnorm": "_NormBase _BatchNorm BatchNorm1d SyncBatchNorm LazyBatchNorm1d",
    "channelshuffle": "ChannelShuffle",
    "container": "Sequential ModuleList ModuleDict ParameterList ParameterDict",
    "conv": "_ConvNd _ConvTransposeNd Conv2d ConvTranspose2d LazyConv2d",
    "distance": "PairwiseDistance",
    "dropout": "_DropoutNd Dropout",
    "flatten": "Flatten Unflatten",
    "fold": "Fold Unfold",
    "instancenorm": "_InstanceNorm InstanceNorm1d",
    "lazy": "LazyModuleMixin",
    "linear": "Linear Bilinear LazyLinear NonDynamicallyQuantizableLinear",
    "loss": "_Loss _WeightedLoss CrossEntropyLoss CTCLoss TripletMarginLoss",
    "module": "Module register_module_forward_hook register_module_full_backward_pre_hook",
    "normalization": "LayerNorm GroupNorm RMSNorm LocalResponseNorm",
    "padding": "_ConstantPadNd _ReflectionPadNd ZeroPad2d",
    "pixelshuffle": "PixelShuffle",
    "pooling": "_MaxPoolNd _AvgPoolNd _LPPoolNd _AdaptiveAvgPoolNd _AdaptiveMaxPoolNd _MaxUnpoolNd MaxPool2d",
    "rnn": "RNNBase RNNCellBase LSTM GRUCell",
    "sparse": "Embedding EmbeddingBag",
    "transformer": "Transformer TransformerEncoderLayer",
    "upsampling": "Upsample",
    "utils": "_ntuple _single _pair _triple _quadruple _reverse_repeat_tuple consume_prefix_in_state_dict_if_present",
}


@pytest.mark.parametrize("path", PATHS)
def test_names_are_found(ag, path):
    module = importlib.import_module(f"{ag.__name__}.nn.modules.{path}")
    assert getattr(ag.nn.modules, path) is module
    for name in PATHS[path].split():
        value = getattr(module, name)
        if hasattr(ag.nn, name):
            assert value is getattr(ag.nn, name)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        module.nothing  # noqa: B018
    names = {}
    exec(f"from {ag.__name__}.nn.modules.{path} import *", names)
    assert set(names) > {name for name in PATHS[path].split() if name in dir(ag.nn.modules)} - {"Module"}


def test_modules_are_in_the_package(ag):
    assert ag.nn.modules.Conv2d is ag.nn.Conv2d
    assert ag.nn.parameter.Parameter is ag.nn.Parameter
    assert ag.nn.common_types._size_2_t == int | tuple[int, int]
    assert ag.nn.grad.conv1d_weight(ag.ones(1, 1, 3), (1, 1, 2), ag.ones(1, 1, 2)).tolist() == [[[2.0, 2.0]]]
    with pytest.raises(AttributeError):
        ag.nn.modules.Nothing  # noqa: B018


def test_bases_are_those_of_the_modules(ag):
    modules, nn = ag.nn.modules, ag.nn
    assert isinstance(nn.Conv1d(1, 1, 1), modules.conv._ConvNd)
    assert isinstance(nn.LazyConvTranspose2d(1, 1), modules.conv._ConvTransposeNd)
    assert isinstance(nn.SyncBatchNorm(1), modules.batchnorm._BatchNorm)
    assert isinstance(nn.InstanceNorm2d(1), modules.batchnorm._NormBase)
    assert isinstance(nn.NLLLoss(), modules.loss._WeightedLoss)
    assert not isinstance(nn.Fold(1, 1), nn.Unfold)


def test_a_convolution_of_ones_own(ag, device):
    conv, pair = ag.nn.modules.conv, ag.nn.modules.utils._pair

    class Scaled(conv._ConvNd):
        def __init__(self, inputs, outputs, kernel_size, factor):
            sizes = (pair(kernel_size), pair(1), pair(0), pair(1))
            super().__init__(inputs, outputs, *sizes, False, pair(0), 1, False, "zeros")
            self.factor = factor

        def forward(self, input):
            return ag.nn.functional.conv2d(input, self.weight * self.factor)

    class Standardised(ag.nn.Conv2d):
        def forward(self, input):
            return self._conv_forward(input, self.weight - self.weight.mean(), self.bias)

    x = ag.ones(1, 1, 3, 3)
    plain, scaled = ag.nn.Conv2d(1, 1, 2, bias=False), Scaled(1, 1, 2, 2.0)
    scaled.load_state_dict(plain.state_dict())
    assert scaled(x)[0, 0, 0].tolist() == pytest.approx((2 * plain(x))[0, 0, 0].tolist())
    assert repr(scaled) == "Scaled(1, 1, kernel_size=(2, 2), stride=(1, 1), bias=False)"
    assert Standardised(1, 1, 2, bias=False)(x).flatten().tolist() == pytest.approx([0.0] * 4, abs=1e-6)


def test_a_normalisation_of_ones_own(ag):
    class AnyDims(ag.nn.modules.batchnorm._BatchNorm):
        def _check_input_dim(self, input):
            if input.ndim < 2:
                raise ValueError("too few")

    layer = AnyDims(2)
    assert layer(ag.ones(2, 2, 1, 1, 1, 1)).shape == (2, 2, 1, 1, 1, 1)
    with pytest.raises(ValueError, match="too few"):
        layer(ag.ones(2))


def test_tuples_of_sizes(ag):
    utils = ag.nn.modules.utils
    assert (utils._pair(3), utils._triple((1, 2, 3)), utils._ntuple(4)("ab")) == ((3, 3), (1, 2, 3), ("a", "b"))
    assert utils._reverse_repeat_tuple((1, 2), 2) == (2, 2, 1, 1)


def test_a_prefix_is_taken_off(ag):
    model = ag.nn.Sequential(ag.nn.Linear(1, 1))
    wrapped = ag.nn.Module()
    wrapped.module = model
    state = wrapped.state_dict()
    ag.nn.modules.utils.consume_prefix_in_state_dict_if_present(state, "module.")
    assert list(state) == ["0.weight", "0.bias"]
    assert state._metadata["0"] == {"version": 1}
    model.load_state_dict(state)


def test_factory_arguments(ag):
    assert ag.nn.factory_kwargs(None) == {}
    assert ag.nn.factory_kwargs({"dtype": 1, "factory_kwargs": {"device": 2}}) == {"dtype": 1, "device": 2}
    with pytest.raises(TypeError, match="unexpected kwargs"):
        ag.nn.factory_kwargs({"bias": True})
    with pytest.raises(TypeError, match="dtype specified twice"):
        ag.nn.factory_kwargs({"dtype": 1, "factory_kwargs": {"dtype": 2}})
