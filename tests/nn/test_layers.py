"""The layers: their parameters, what they compute, what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest


def close(t, expected, atol=1e-5):
    np.testing.assert_allclose(np.asarray(t.tolist()), np.asarray(expected), rtol=1e-5, atol=atol)


def shapes(module):
    return {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda nn: nn.Linear(3, 2), {"weight": (2, 3), "bias": (2,)}),
        (lambda nn: nn.Linear(3, 2, bias=False), {"weight": (2, 3)}),
        (lambda nn: nn.Conv1d(4, 6, 3, groups=2), {"weight": (6, 2, 3), "bias": (6,)}),
        (lambda nn: nn.Conv2d(4, 6, (3, 5), groups=2), {"weight": (6, 2, 3, 5), "bias": (6,)}),
        (lambda nn: nn.Embedding(5, 2), {"weight": (5, 2)}),
        (lambda nn: nn.LayerNorm((2, 3)), {"weight": (2, 3), "bias": (2, 3)}),
        (lambda nn: nn.LayerNorm(3, bias=False), {"weight": (3,)}),
        (lambda nn: nn.LayerNorm(3, elementwise_affine=False), {}),
        (
            lambda nn: nn.BatchNorm2d(3),
            {"weight": (3,), "bias": (3,), "running_mean": (3,), "running_var": (3,), "num_batches_tracked": ()},
        ),
        (lambda nn: nn.BatchNorm1d(3, track_running_stats=False), {"weight": (3,), "bias": (3,)}),
        (lambda nn: nn.BatchNorm1d(3, affine=False, track_running_stats=False), {}),
        (lambda nn: nn.PReLU(3), {"weight": (3,)}),
        (lambda nn: nn.ReLU(), {}),
    ],
)
def test_state(ag, device, build, expected):
    assert shapes(build(ag.nn)) == expected


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (lambda nn: nn.Identity(3, x=4), "Identity()"),
        (lambda nn: nn.Linear(3, 2, bias=False), "Linear(in_features=3, out_features=2, bias=False)"),
        (lambda nn: nn.Conv2d(4, 6, 3), "Conv2d(4, 6, kernel_size=(3, 3), stride=(1, 1))"),
        (
            lambda nn: nn.Conv2d(4, 6, 3, 2, (1, 0), 2, 2, False, "reflect"),
            "Conv2d(4, 6, kernel_size=(3, 3), stride=(2, 2), padding=(1, 0), dilation=(2, 2), groups=2, bias=False, "
            "padding_mode=reflect)",
        ),
        (lambda nn: nn.Conv1d(4, 6, 3, padding="same"), "Conv1d(4, 6, kernel_size=(3,), stride=(1,), padding=same)"),
        (
            lambda nn: nn.BatchNorm2d(3, momentum=None, affine=False),
            "BatchNorm2d(3, eps=1e-05, momentum=None, affine=False, bias=False, track_running_stats=True)",
        ),
        (lambda nn: nn.LayerNorm([2, 3]), "LayerNorm((2, 3), eps=1e-05, elementwise_affine=True, bias=True)"),
        (
            lambda nn: nn.MaxPool2d((2, 3), padding=1),
            "MaxPool2d(kernel_size=(2, 3), stride=(2, 3), padding=1, dilation=1, ceil_mode=False)",
        ),
        (lambda nn: nn.AvgPool2d(2, 1), "AvgPool2d(kernel_size=2, stride=1, padding=0)"),
        (lambda nn: nn.AdaptiveAvgPool2d((1, None)), "AdaptiveAvgPool2d(output_size=(1, None))"),
        (lambda nn: nn.Dropout(0.3, inplace=True), "Dropout(p=0.3, inplace=True)"),
        (lambda nn: nn.Embedding(5, 2, padding_idx=-1, max_norm=1.0), "Embedding(5, 2, padding_idx=4, max_norm=1.0)"),
        (
            lambda nn: nn.Embedding(5, 2, norm_type=1.0, scale_grad_by_freq=True),
            "Embedding(5, 2, norm_type=1.0, scale_grad_by_freq=True)",
        ),
        (lambda nn: nn.Flatten(), "Flatten(start_dim=1, end_dim=-1)"),
        (lambda nn: nn.Unflatten(1, (2, 3)), "Unflatten(dim=1, unflattened_size=(2, 3))"),
        (lambda nn: nn.ReLU(inplace=True), "ReLU(inplace=True)"),
        (lambda nn: nn.ReLU6(), "ReLU6()"),
        (lambda nn: nn.Hardtanh(-2.0, 2.0, True), "Hardtanh(min_val=-2.0, max_val=2.0, inplace=True)"),
        (lambda nn: nn.LeakyReLU(), "LeakyReLU(negative_slope=0.01)"),
        (lambda nn: nn.ELU(0.5, True), "ELU(alpha=0.5, inplace=True)"),
        (lambda nn: nn.GELU("tanh"), "GELU(approximate='tanh')"),
        (lambda nn: nn.Softplus(), "Softplus(beta=1.0, threshold=20.0)"),
        (lambda nn: nn.Softmax(dim=1), "Softmax(dim=1)"),
        (lambda nn: nn.LogSoftmax(), "LogSoftmax(dim=None)"),
        (lambda nn: nn.PReLU(3), "PReLU(num_parameters=3)"),
        (lambda nn: nn.Threshold(0.1, 2.0), "Threshold(threshold=0.1, value=2.0)"),
        (lambda nn: nn.Softshrink(0.25), "Softshrink(0.25)"),
        (lambda nn: nn.GLU(1), "GLU(dim=1)"),
        (lambda nn: nn.Hardswish(True), "Hardswish()"),
        (lambda nn: nn.CrossEntropyLoss(), "CrossEntropyLoss()"),
    ],
)
def test_repr(ag, build, text):
    assert repr(build(ag.nn)) == text


def test_dtype_and_device_of_parameters(ag, device):
    place = ag.zeros(1).device
    for layer in (
        ag.nn.Linear(2, 2, dtype=ag.float64, device=place),
        ag.nn.Conv2d(1, 1, 1, dtype=ag.float64, device=place),
        ag.nn.LayerNorm(2, dtype=ag.float64, device=place),
        ag.nn.BatchNorm1d(2, dtype=ag.float64, device=place),
        ag.nn.Embedding(2, 2, dtype=ag.float64, device=place),
        ag.nn.PReLU(dtype=ag.float64, device=place),
    ):
        for name, tensor in layer.state_dict().items():
            assert tensor.device == place
            assert tensor.dtype == (ag.int64 if name == "num_batches_tracked" else ag.float64)


@pytest.mark.parametrize(("build", "fan"), [(lambda nn: nn.Linear(50, 40), 50), (lambda nn: nn.Conv2d(4, 30, 3), 36)])
def test_range_at_first(ag, device, build, fan):
    layer = build(ag.nn)
    bound = 1 / math.sqrt(fan)
    for parameter in layer.parameters():
        size = parameter.abs().max().item()
        assert 0.85 * bound < size <= bound * (1 + 1e-6)


def test_linear(ag, device):
    layer = ag.nn.Linear(2, 1)
    layer.load_state_dict({"weight": ag.tensor([[2.0, 3.0]]), "bias": ag.tensor([1.0])})
    x = ag.tensor([[1.0, 1.0], [0.0, 2.0]], requires_grad=True)
    out = layer(x)
    close(out, [[6.0], [7.0]])
    out.sum().backward()
    close(x.grad, [[2.0, 3.0]] * 2)
    close(layer.weight.grad, [[1.0, 3.0]])
    close(layer.bias.grad, [2.0])
    assert tuple(layer(ag.ones(4, 5, 2)).shape) == (4, 5, 1)
    with pytest.raises(RuntimeError):
        layer(ag.ones(3))


def test_identity(ag, device):
    x = ag.ones(2)
    assert ag.nn.Identity()(x) is x


@pytest.mark.parametrize(
    ("kwargs", "shape"),
    [
        ({}, (2, 6, 5, 4)),
        ({"padding": "same"}, (2, 6, 7, 6)),
        ({"padding": "valid", "padding_mode": "circular"}, (2, 6, 5, 4)),
        ({"padding": 1, "stride": 2, "groups": 2}, (2, 6, 4, 3)),
        ({"dilation": 2, "padding": (2, 1)}, (2, 6, 7, 4)),
    ],
)
def test_conv_equals_the_function(ag, device, kwargs, shape):
    layer = ag.nn.Conv2d(4, 6, 3, **kwargs)
    x = ag.randn(2, 4, 7, 6)
    out = layer(x)
    assert tuple(out.shape) == shape
    kwargs.pop("padding_mode", None)
    close(out, ag.nn.functional.conv2d(x, layer.weight, layer.bias, **kwargs).tolist())


@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
def test_conv_padding_modes(ag, device, mode):
    x = np.arange(12.0).reshape(1, 1, 3, 4)
    layer = ag.nn.Conv2d(1, 1, 3, padding=1, padding_mode=mode, bias=False)
    ag.nn.init.ones_(layer.weight)
    padded = np.pad(x[0, 0], 1, mode={"reflect": "reflect", "replicate": "edge", "circular": "wrap"}[mode])
    expected = [[padded[i : i + 3, j : j + 3].sum() for j in range(4)] for i in range(3)]
    close(layer(ag.tensor(x.tolist()))[0, 0], expected)


def test_conv1d(ag, device):
    layer = ag.nn.Conv1d(1, 1, 2, bias=False)
    layer.load_state_dict({"weight": ag.tensor([[[1.0, -1.0]]])})
    close(layer(ag.tensor([[[1.0, 4.0, 9.0]]])), [[[-3.0, -5.0]]])


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        ((3, 4, 3), {"groups": 2}, "in_channels must be divisible by groups"),
        ((4, 3, 3), {"groups": 2}, "out_channels must be divisible by groups"),
        ((4, 4, 3), {"groups": 0}, "groups must be a positive integer"),
        ((4, 4, 3), {"padding": "some"}, "Invalid padding string 'some'"),
        ((4, 4, 3), {"padding": "same", "stride": 2}, "padding='same' is not supported for strided convolutions"),
        ((4, 4, 3), {"padding_mode": "ones"}, "padding_mode must be one of"),
    ],
)
def test_conv_refuses(ag, device, args, kwargs, message):
    with pytest.raises(ValueError, match=message):
        ag.nn.Conv2d(*args, **kwargs)


def test_batch_norm_in_training_and_evaluation(ag, device):
    x = np.array([[1.0, -2.0], [3.0, 0.0], [5.0, 8.0]])
    norm = ag.nn.BatchNorm1d(2)
    out = norm(ag.tensor(x.tolist()))
    close(out, (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5))
    close(norm.running_mean, 0.1 * x.mean(0))
    close(norm.running_var, 0.9 + 0.1 * x.var(0, ddof=1))
    assert norm.num_batches_tracked.item() == 1
    norm.eval()
    state = {key: tensor.tolist() for key, tensor in norm.state_dict().items()}
    mean, var = 0.1 * x.mean(0), 0.9 + 0.1 * x.var(0, ddof=1)
    close(norm(ag.tensor(x.tolist())), (x - mean) / np.sqrt(var + 1e-5))
    assert {key: tensor.tolist() for key, tensor in norm.state_dict().items()} == state
    norm.reset_running_stats()
    close(norm.running_var, [1.0, 1.0])
    assert norm.num_batches_tracked.item() == 0


def test_batch_norm_gradient_goes_through_the_statistics(ag, device):
    x = ag.tensor([[1.0], [2.0], [6.0]], requires_grad=True)
    out = ag.nn.BatchNorm1d(1)(x)
    out.sum().backward()
    close(x.grad, [[0.0]] * 3)


def test_batch_norm_with_plain_mean(ag, device):
    norm = ag.nn.BatchNorm1d(1, momentum=None)
    for value in (0.0, 3.0, 9.0):
        norm(ag.tensor([[value], [value]]))
    close(norm.running_mean, [4.0])
    assert norm.num_batches_tracked.item() == 3


def test_batch_norm_without_statistics_uses_the_batch(ag, device):
    norm = ag.nn.BatchNorm2d(1, track_running_stats=False).eval()
    close(norm(ag.tensor([[[[1.0, 3.0]]]])), [[[[-1.0, 1.0]]]])
    assert norm.running_mean is None


def test_batch_norm_checks_dimensions(ag, device):
    with pytest.raises(ValueError, match=r"expected 2D or 3D input \(got 4D input\)"):
        ag.nn.BatchNorm1d(1)(ag.ones(1, 1, 1, 1))
    with pytest.raises(ValueError, match=r"expected 4D input \(got 2D input\)"):
        ag.nn.BatchNorm2d(1)(ag.ones(1, 1))


def test_layer_norm(ag, device):
    x = np.array([[[1.0, 2.0], [4.0, 8.0]], [[0.0, 1.0], [0.0, 0.0]]])
    close(
        ag.nn.LayerNorm(2)(ag.tensor(x.tolist())),
        (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5),
        atol=1e-3,
    )
    both = (1, 2)
    mean, var = x.mean(both, keepdims=True), x.var(both, keepdims=True)
    close(ag.nn.LayerNorm((2, 2), eps=0.1)(ag.tensor(x.tolist())), (x - mean) / np.sqrt(var + 0.1))


def test_pooling(ag, device):
    x = ag.arange(16.0).reshape(1, 1, 4, 4)
    close(ag.nn.MaxPool2d(2)(x), [[[[5.0, 7.0], [13.0, 15.0]]]])
    close(ag.nn.MaxPool2d((1, 2), stride=2)(x), [[[[1.0, 3.0], [9.0, 11.0]]]])
    close(ag.nn.AvgPool2d(2, stride=2)(x), [[[[2.5, 4.5], [10.5, 12.5]]]])
    close(ag.nn.AdaptiveAvgPool2d(1)(x), [[[[7.5]]]])
    close(ag.nn.AdaptiveAvgPool2d((2, None))(x)[0, 0], [[2.0, 3.0, 4.0, 5.0], [10.0, 11.0, 12.0, 13.0]])
    out, places = ag.nn.MaxPool2d(2, return_indices=True)(x)
    assert places.tolist() == [[[[5, 7], [13, 15]]]]
    assert out.tolist() == [[[[5.0, 7.0], [13.0, 15.0]]]]


def test_dropout(ag, device):
    layer = ag.nn.Dropout(0.25)
    x = ag.ones(4000)
    out = layer(x)
    assert set(np.unique(np.round(out.tolist(), 5))) == {0.0, 1.33333}
    assert abs(out.mean().item() - 1.0) < 0.05
    assert layer.eval()(x).tolist() == x.tolist()
    assert ag.nn.Dropout(1.0)(x).abs().sum().item() == 0.0
    for p in (-0.1, 1.1):
        with pytest.raises(ValueError, match=f"dropout probability has to be between 0 and 1, but got {p}"):
            ag.nn.Dropout(p)


def test_embedding(ag, device):
    layer = ag.nn.Embedding(4, 2, padding_idx=0)
    assert layer.weight[0].tolist() == [0.0, 0.0]
    index = ag.tensor([[1, 0], [1, 3]])
    out = layer(index)
    assert tuple(out.shape) == (2, 2, 2)
    assert out[1, 1].tolist() == layer.weight[3].tolist()
    out.sum().backward()
    close(layer.weight.grad, [[0.0, 0.0], [2.0, 2.0], [0.0, 0.0], [1.0, 1.0]])
    with pytest.raises(IndexError):
        layer(ag.tensor([4]))


def test_embedding_scales_by_frequency_and_limits_norms(ag, device):
    layer = ag.nn.Embedding(3, 1, scale_grad_by_freq=True)
    layer(ag.tensor([0, 0, 1])).sum().backward()
    close(layer.weight.grad, [[1.0], [1.0], [0.0]])
    table = ag.tensor([[3.0, 4.0], [0.3, 0.4], [6.0, 8.0]])
    layer = ag.nn.Embedding.from_pretrained(table, max_norm=1.0)
    assert not layer.weight.requires_grad
    close(layer(ag.tensor([0, 1])), [[0.6, 0.8], [0.3, 0.4]])
    close(layer.weight, [[0.6, 0.8], [0.3, 0.4], [6.0, 8.0]])
    close(table[0], [0.6, 0.8])


def test_embedding_refuses(ag, device):
    for index in (4, -5):
        with pytest.raises(AssertionError, match="Padding_idx must be within num_embeddings"):
            ag.nn.Embedding(4, 2, padding_idx=index)
    with pytest.raises(AssertionError, match="Shape of weight does not match"):
        ag.nn.Embedding(4, 2, _weight=ag.ones(2, 2))
    with pytest.raises(AssertionError, match="expected to be 2-dimensional"):
        ag.nn.Embedding.from_pretrained(ag.ones(2))


@pytest.mark.only_arraygrad("PyTorch has sparse tensors")
def test_embedding_has_no_sparse_gradients(ag, device):
    with pytest.raises(ValueError, match="sparse gradients are not supported"):
        ag.nn.Embedding(4, 2, sparse=True)


def test_flatten_and_unflatten(ag, device):
    x = ag.ones(2, 3, 4, 5)
    assert tuple(ag.nn.Flatten()(x).shape) == (2, 60)
    assert tuple(ag.nn.Flatten(0, 1)(x).shape) == (6, 4, 5)
    assert tuple(ag.nn.Unflatten(3, (5, 1))(x).shape) == (2, 3, 4, 5, 1)
    with pytest.raises(TypeError, match="unflattened_size must be a tuple of ints, but found type int"):
        ag.nn.Unflatten(1, 3)
    with pytest.raises(TypeError, match="found element of type str at pos 1"):
        ag.nn.Unflatten(1, (3, "a"))


X = np.array([-7.0, -2.0, -0.25, 0.0, 0.25, 2.0, 7.0])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


ACTIVATIONS = {
    "ReLU": ({}, np.maximum(X, 0)),
    "ReLU6": ({}, np.clip(X, 0, 6)),
    "LeakyReLU": ({"negative_slope": 0.1}, np.where(X > 0, X, 0.1 * X)),
    "ELU": ({"alpha": 2.0}, np.where(X > 0, X, 2 * np.expm1(X))),
    "CELU": ({"alpha": 2.0}, np.where(X > 0, X, 2 * np.expm1(X / 2))),
    "SELU": ({}, 1.0507009873554805 * np.where(X > 0, X, 1.6732632423543772 * np.expm1(X))),
    "SiLU": ({}, X * sigmoid(X)),
    "Mish": ({}, X * np.tanh(np.log1p(np.exp(X)))),
    "Hardswish": ({}, X * np.clip(X + 3, 0, 6) / 6),
    "Hardsigmoid": ({}, np.clip(X + 3, 0, 6) / 6),
    "Hardtanh": ({"min_val": -2.5, "max_val": 0.5}, np.clip(X, -2.5, 0.5)),
    "Threshold": ({"threshold": 0.1, "value": 9.0}, np.where(X > 0.1, X, 9.0)),
    "PReLU": ({}, np.where(X > 0, X, 0.25 * X)),
    "Sigmoid": ({}, sigmoid(X)),
    "Tanh": ({}, np.tanh(X)),
    "LogSigmoid": ({}, np.log(sigmoid(X))),
    "Softsign": ({}, X / (1 + np.abs(X))),
    "Tanhshrink": ({}, X - np.tanh(X)),
    "GELU": ({}, np.array([x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in X])),
    "Softplus": ({"beta": 2.0}, np.log1p(np.exp(2 * X)) / 2),
    "Hardshrink": ({}, np.where(np.abs(X) > 0.5, X, 0)),
    "Softshrink": ({}, np.sign(X) * np.maximum(np.abs(X) - 0.5, 0)),
    "Softmax": ({"dim": 0}, np.exp(X) / np.exp(X).sum()),
    "Softmin": ({"dim": 0}, np.exp(-X) / np.exp(-X).sum()),
    "LogSoftmax": ({"dim": -1}, X - np.log(np.exp(X).sum())),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(ag, device, name):
    kwargs, expected = ACTIVATIONS[name]
    x = ag.tensor(X.tolist())
    close(getattr(ag.nn, name)(**kwargs)(x), expected)
    assert x.tolist() == X.tolist()


@pytest.mark.parametrize("name", ["ReLU", "ReLU6", "LeakyReLU", "ELU", "SiLU", "Hardtanh", "Hardswish", "Threshold"])
def test_activations_in_place(ag, device, name):
    kwargs, expected = ACTIVATIONS[name]
    leaf = ag.tensor(X.tolist(), requires_grad=True)
    x = leaf * 1
    out = getattr(ag.nn, name)(**kwargs, inplace=True)(x)
    close(x, expected)
    out.sum().backward()
    grad = leaf.grad.tolist()
    leaf.grad = None
    getattr(ag.nn, name)(**kwargs)(leaf).sum().backward()
    close(leaf.grad, grad)


def test_glu(ag, device):
    close(ag.nn.GLU(dim=0)(ag.tensor([4.0, 8.0, 0.0, -1.0])), [2.0, 8 * sigmoid(-1.0)])


def test_hardtanh_checks_its_limits(ag, device):
    with pytest.raises(AssertionError):
        ag.nn.Hardtanh(1.0, 1.0)
