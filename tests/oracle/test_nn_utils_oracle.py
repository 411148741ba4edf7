"""The helpers of `nn.utils`, lazy modules, and states that come from PyTorch, beside PyTorch's.

They use public functions only, which are compared on every backend elsewhere; so NumPy's is enough here.
"""

from __future__ import annotations

import copy
import re
from collections import OrderedDict

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torch.nn.utils.prune")


def numbers(shape, seed):
    return np.random.default_rng(seed).normal(size=shape)


def close(ours, theirs, rtol=1e-7, atol=1e-9):
    expected = theirs.detach().numpy()
    assert tuple(ours.shape) == expected.shape
    np.testing.assert_allclose(np.asarray(ours.tolist()), expected, rtol=rtol, atol=atol)


def text(module):
    return re.sub(r"\b(torch|arraygrad)\.", "", repr(module))


def take(ag, ours, theirs):
    """Give our module PyTorch's state, without a mapping of any kind."""
    state = theirs.state_dict()
    values = type(state)((key, ag.tensor(value.numpy())) for key, value in state.items())
    values._metadata = state._metadata
    assert list(ours.state_dict()) == list(state)
    assert ours.state_dict()._metadata == state._metadata
    ours.load_state_dict(values)


def same(ag, ours, theirs, *data, modes=(True, False)):
    """Outputs, gradients and states of two modules, in training and evaluation."""
    assert text(ours) == text(theirs)
    for training in modes:
        results = []
        for library, module in ((ag, ours), (torch, theirs)):
            module.train(training).zero_grad()
            inputs = [library.tensor(x, requires_grad=x.dtype.kind == "f") for x in data]
            result = module(*inputs)
            result = result[0] if isinstance(result, tuple) else result
            (result * library.tensor(numbers(tuple(result.shape), 7))).sum().backward()
            grads = [t.grad for t in (*(x for x in inputs if x.requires_grad), *module.parameters())]
            results.append([result, *grads, *module.state_dict().values()])
        for a, b in zip(*results, strict=True):
            close(a, b)


# -- parametrizations ----------------------------------------------------------------------------------------------

LAYERS = [("Linear", (3, 4), (2, 3)), ("Linear", (4, 3), (2, 4)), ("ConvTranspose1d", (2, 3, 2), (1, 2, 3))]


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("weight_norm", {}),
        ("weight_norm", {"dim": 1}),
        ("weight_norm", {"dim": None}),
        ("weight_norm", {"name": "bias"}),
        ("spectral_norm", {"n_power_iterations": 2}),
        ("spectral_norm", {"name": "bias", "dim": 0}),
        *(("orthogonal", {"orthogonal_map": m}) for m in ("matrix_exp", "cayley", "householder")),
        ("orthogonal", {"orthogonal_map": "householder", "use_trivialization": False}),
    ],
)
@pytest.mark.parametrize(("layer", "args", "shape"), LAYERS)
def test_parametrizations(ag, name, kwargs, layer, args, shape):
    sides = [
        getattr(lib.nn.utils.parametrizations, name)(getattr(lib.nn, layer)(*args).double(), **kwargs)
        for lib in (ag, torch)
    ]
    take(ag, *sides)
    for data in (numbers(shape, 1), numbers(shape, 2)):
        same(ag, *sides, data)
    ours, theirs = copy.deepcopy(sides[0]), copy.deepcopy(sides[1])
    tensor = kwargs.get("name", "weight")
    for lib, module in ((ag, ours), (torch, theirs)):
        lib.nn.utils.parametrize.remove_parametrizations(module, tensor)
    assert [(n, tuple(p.shape)) for n, p in ours.named_parameters()] == [
        (n, tuple(p.shape)) for n, p in theirs.named_parameters()
    ]
    same(ag, ours, theirs, numbers(shape, 3))


@pytest.mark.parametrize("orthogonal_map", ["matrix_exp", "cayley", "householder"])
@pytest.mark.parametrize("shape", [(4, 4), (5, 3), (3, 5)])
def test_orthogonal_matrices_are_assigned(ag, orthogonal_map, shape):
    q, _ = np.linalg.qr(numbers((max(shape), max(shape)), 1))
    q = q[: shape[0], : shape[1]]
    for lib in (ag, torch):
        layer = lib.nn.Linear(*shape[::-1], dtype=lib.float64)
        lib.nn.utils.parametrizations.orthogonal(layer, orthogonal_map=orthogonal_map)
        layer.weight = lib.tensor(q)
        np.testing.assert_allclose(layer.weight.tolist(), q, atol=1e-12)


def chained(lib, unsafe=False):
    class Symmetric(lib.nn.Module):
        def forward(self, x):
            return x.triu() + x.triu(1).mT

    class Exponential(lib.nn.Module):
        def forward(self, x):
            return x.exp()

        def right_inverse(self, x):
            return x.log()

    layer = lib.nn.Linear(3, 3).double()
    with lib.no_grad():
        layer.weight.copy_(lib.tensor(np.abs(numbers((3, 3), 1)) + 0.1))
    parametrize = lib.nn.utils.parametrize
    parametrize.register_parametrization(layer, "weight", Exponential())
    parametrize.register_parametrization(layer, "weight", Symmetric(), unsafe=unsafe)
    return layer


def test_chained_parametrizations(ag):
    ours, theirs = chained(ag), chained(torch)
    close(ours.weight, theirs.weight)
    close(ours.parametrizations.weight.original, theirs.parametrizations.weight.original)
    take(ag, ours, theirs)
    same(ag, ours, theirs, numbers((2, 3), 2))
    for leave in (True, False):
        sides = chained(ag), chained(torch)
        take(ag, *sides)
        for lib, module in zip((ag, torch), sides, strict=True):
            lib.nn.utils.parametrize.remove_parametrizations(module, "weight", leave_parametrized=leave)
        same(ag, *sides, numbers((2, 3), 2))


# -- hooks on weights ----------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:`(torch.)?nn.utils.weight_norm` is deprecated:FutureWarning")
@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("weight_norm", {}),
        ("weight_norm", {"dim": 1}),
        ("weight_norm", {"dim": None}),
        ("spectral_norm", {"n_power_iterations": 2}),
        ("spectral_norm", {"dim": 1}),
    ],
)
@pytest.mark.parametrize(("layer", "args", "shape"), LAYERS)
def test_norms_by_hooks(ag, name, kwargs, layer, args, shape):
    sides = [getattr(lib.nn.utils, name)(getattr(lib.nn, layer)(*args).double(), **kwargs) for lib in (ag, torch)]
    take(ag, *sides)
    for data in (numbers(shape, 1), numbers(shape, 2)):
        same(ag, *sides, data)
    for lib, module in zip((ag, torch), sides, strict=True):
        getattr(lib.nn.utils, f"remove_{name}")(module)
    assert list(sides[0].state_dict()) == list(sides[1].state_dict())
    same(ag, *sides, numbers(shape, 3))


# -- pruning -------------------------------------------------------------------------------------------------------

PRUNINGS = [
    ("identity", ()),
    ("l1_unstructured", (3,)),
    ("l1_unstructured", (0.5,)),
    ("ln_structured", (1, 2, 0)),
    ("ln_structured", (0.5, float("inf"), -1)),
    ("ln_structured", (0.25, float("-inf"), 1)),
    ("random_unstructured", (4,)),
    ("random_structured", (0.5, 1)),
]


@pytest.mark.parametrize(("name", "args"), PRUNINGS)
def test_pruning(ag, name, args):
    sides = [lib.nn.Linear(4, 3).double() for lib in (ag, torch)]
    take(ag, *sides)
    for lib, module in zip((ag, torch), sides, strict=True):
        getattr(lib.nn.utils.prune, name)(module, "weight", *args)
    ours, theirs = sides
    if name.startswith("random"):
        assert int(ours.weight_mask.sum()) == int(theirs.weight_mask.sum())
        theirs.weight_mask.copy_(torch.tensor(ours.weight_mask.tolist()))
    close(ours.weight_mask, theirs.weight_mask)
    same(ag, ours, theirs, numbers((2, 4), 1))
    for lib, module in zip((ag, torch), sides, strict=True):
        lib.nn.utils.prune.l1_unstructured(module, "weight", 2)
        lib.nn.utils.prune.ln_structured(module, "weight", 1, 1, 0)
    close(ours.weight_mask, theirs.weight_mask)
    same(ag, ours, theirs, numbers((2, 4), 1))
    for lib, module in zip((ag, torch), sides, strict=True):
        lib.nn.utils.prune.remove(module, "weight")
    same(ag, ours, theirs, numbers((2, 4), 1))


def test_pruning_over_several_modules(ag):
    sides = []
    for lib in (ag, torch):
        model = lib.nn.Sequential(lib.nn.Linear(4, 3), lib.nn.Linear(3, 2)).double()
        sides.append(model)
    take(ag, *sides)
    for lib, model in zip((ag, torch), sides, strict=True):
        prune = lib.nn.utils.prune
        prune.custom_from_mask(model[0], "weight", lib.tensor([[1, 0, 1, 1], [1, 1, 1, 0], [1, 1, 1, 1]]))
        places = [(m, n) for m in model for n in ("weight", "bias")]
        prune.global_unstructured(places, prune.L1Unstructured, amount=0.4)
    for a, b in zip(*(m.state_dict().values() for m in sides), strict=True):
        close(a, b)
    same(ag, *sides, numbers((2, 4), 1))


# -- fusion --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(
    ("layer", "args", "norm", "shape"),
    [
        ("Linear", (3, 4), "BatchNorm1d", (2, 3)),
        ("Conv2d", (3, 4, 2), "BatchNorm2d", (2, 3, 3, 3)),
        ("ConvTranspose1d", (3, 4, 2), "BatchNorm1d", (2, 3, 3)),
    ],
)
def test_fusion(ag, bias, layer, args, norm, shape):
    sides = []
    for lib in (ag, torch):
        model = lib.nn.Sequential(getattr(lib.nn, layer)(*args, bias=bias), getattr(lib.nn, norm)(4)).double()
        sides.append(model.eval())
    with torch.no_grad():
        for number, tensor in enumerate(sides[1].state_dict().values()):
            if tensor.dtype.is_floating_point:
                tensor.copy_(torch.tensor(np.abs(numbers(tuple(tensor.shape), number)) + 0.5))
    take(ag, *sides)
    fused = []
    for lib, (first, second) in zip((ag, torch), sides, strict=True):
        if layer == "Linear":
            fused.append(lib.nn.utils.fusion.fuse_linear_bn_eval(first, second))
        else:
            fused.append(lib.nn.utils.fusion.fuse_conv_bn_eval(first, second, layer.startswith("ConvT")))
    data = ag.tensor(numbers(shape, 1))
    close(fused[0](data), fused[1](torch.tensor(numbers(shape, 1))))
    close(fused[0](data), sides[1](torch.tensor(numbers(shape, 1))))
    assert [p.requires_grad for p in fused[0].parameters()] == [p.requires_grad for p in fused[1].parameters()]


@pytest.mark.parametrize("dims", [1, 2, 3])
@pytest.mark.parametrize("settings", [{}, {"stride": 2, "padding": 1, "groups": 2}, {"dilation": 2}])
def test_gradients_of_convolutions(ag, dims, settings):
    size, kernel = (2, 4, *(5,) * dims), (6, 4 // settings.get("groups", 1), *(2,) * dims)
    results = []
    for lib in (ag, torch):
        x, w = lib.tensor(numbers(size, 1)), lib.tensor(numbers(kernel, 2))
        y = getattr(lib.nn.functional, f"conv{dims}d")(x, w, **settings)
        grad = lib.tensor(numbers(tuple(y.shape), 3))
        results.append(
            [
                getattr(lib.nn.grad, f"conv{dims}d_input")(size, w, grad, **settings),
                getattr(lib.nn.grad, f"conv{dims}d_weight")(x, kernel, grad, **settings),
            ]
        )
    for a, b in zip(*results, strict=True):
        close(a, b)


# -- lazy modules --------------------------------------------------------------------------------------------------

LAZY = [
    ("LazyLinear", (3,), {}, (2, 4)),
    ("LazyLinear", (3,), {"bias": False}, (2, 4)),
    *((f"LazyConv{d}d", (4, 2), {"groups": 2}, (1, 2, *(3,) * d)) for d in (1, 2, 3)),
    *((f"LazyConvTranspose{d}d", (4, 2), {"bias": False}, (1, 2, *(3,) * d)) for d in (1, 2, 3)),
    *((f"LazyBatchNorm{d}d", (), {"momentum": 0.3}, (2, 3, *(2,) * d)) for d in (1, 2, 3)),
    *((f"LazyInstanceNorm{d}d", (), {"affine": False}, (2, 3, *(3,) * d)) for d in (1, 2, 3)),
    ("LazyBatchNorm1d", (), {"bias": False, "track_running_stats": False}, (4, 3)),
]


@pytest.mark.parametrize(("name", "args", "kwargs", "shape"), LAZY)
def test_lazy_modules(ag, name, args, kwargs, shape):
    sides = [getattr(lib.nn, name)(*args, **kwargs).double() for lib in (ag, torch)]
    ours, theirs = sides
    assert text(ours) == text(theirs)
    assert repr(ours.state_dict()) == repr(theirs.state_dict())
    fresh = copy.deepcopy(ours)
    for lib, module in zip((ag, torch), sides, strict=True):
        module(lib.tensor(numbers(shape, 1)))
    take(ag, ours, theirs)
    same(ag, ours, theirs, numbers(shape, 2))
    ours.reset_parameters(), theirs.reset_parameters()
    take(ag, fresh, theirs)  # into one that has seen no input
    fresh(ag.tensor(numbers(shape, 3)))
    theirs.train()(torch.tensor(numbers(shape, 3)))
    same(ag, fresh, theirs, numbers(shape, 2))


# -- states from PyTorch -------------------------------------------------------------------------------------------


def residual(lib):
    nn = lib.nn

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(outputs)
            self.relu = nn.ReLU(inplace=True)
            self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
            self.bn2 = nn.BatchNorm2d(outputs)
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

        def forward(self, x):
            y = self.relu(self.bn1(self.conv1(x)))
            return self.relu(self.bn2(self.conv2(y)) + self.downsample(x))

    layers = OrderedDict(layer1=Block(2, 3, 1), layer2=Block(3, 4, 2), pool=nn.AdaptiveAvgPool2d(1), flat=nn.Flatten())
    return nn.Sequential(OrderedDict(**layers, fc=nn.Linear(4, 2)))


def test_a_residual_network(ag):
    ours, theirs = residual(ag).double(), residual(torch).double()
    take(ag, ours, theirs)
    same(ag, ours, theirs, numbers((2, 2, 5, 5), 1))


def test_a_transformer(ag):
    ours, theirs = (lib.nn.Transformer(8, 2, 1, 2, 12, 0.0, batch_first=True).double() for lib in (ag, torch))
    take(ag, ours, theirs)
    same(ag, ours, theirs, numbers((2, 4, 8), 1), numbers((2, 3, 8), 2))


def test_a_recurrent_network_with_projections(ag):
    ours, theirs = (lib.nn.LSTM(3, 5, 2, bidirectional=True, proj_size=2).double() for lib in (ag, torch))
    take(ag, ours, theirs)
    same(ag, ours, theirs, numbers((4, 2, 3), 1))


def test_a_state_of_the_older_weight_norm(ag):
    with pytest.warns(FutureWarning):
        theirs = torch.nn.utils.weight_norm(torch.nn.Linear(3, 2)).double()
    ours = ag.nn.utils.parametrizations.weight_norm(ag.nn.Linear(3, 2)).double()
    ours.load_state_dict({key: ag.tensor(value.numpy()) for key, value in theirs.state_dict().items()})
    data = numbers((2, 3), 1)
    close(ours(ag.tensor(data)), theirs(torch.tensor(data)))
