"""Modules beside PyTorch's: text, state, values and gradients."""

from __future__ import annotations

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch")

PADS = ("Reflection", "Replication", "Circular")
#: name, arguments, keywords, shape of the input
LAYERS = [
    ("Identity", (), {}, (2, 4)),
    ("Linear", (4, 3), {}, (2, 4)),
    ("Linear", (4, 3), {"bias": False}, (2, 3, 4)),
    ("Conv1d", (4, 6, 3), {"padding": 1, "stride": 2}, (2, 4, 7)),
    ("Conv2d", (4, 6, 3), {}, (2, 4, 7, 6)),
    ("Conv2d", (4, 6, (3, 2)), {"stride": 2, "padding": 1, "dilation": 2, "groups": 2, "bias": False}, (2, 4, 7, 6)),
    ("Conv2d", (4, 6, (4, 3)), {"padding": "same"}, (2, 4, 7, 6)),
    ("Conv2d", (4, 6, 3), {"padding": "valid"}, (4, 7, 6)),
    ("Conv2d", (4, 6, 3), {"padding": (1, 2), "padding_mode": "replicate"}, (2, 4, 7, 6)),
    ("Conv2d", (4, 6, 3), {"padding": "same", "padding_mode": "circular"}, (2, 4, 7, 6)),
    ("Conv2d", (4, 6, 3), {"padding": 1, "padding_mode": "reflect"}, (2, 4, 7, 6)),
    ("BatchNorm1d", (4,), {}, (5, 4)),
    ("BatchNorm1d", (4,), {"momentum": 0.3, "eps": 0.1}, (5, 4, 3)),
    ("BatchNorm2d", (4,), {"momentum": None}, (2, 4, 3, 3)),
    ("BatchNorm2d", (4,), {"affine": False}, (2, 4, 3, 3)),
    ("BatchNorm2d", (4,), {"track_running_stats": False}, (2, 4, 3, 3)),
    ("BatchNorm2d", (4,), {"bias": False}, (2, 4, 3, 3)),
    ("LayerNorm", (4,), {}, (2, 3, 4)),
    ("LayerNorm", ((3, 4),), {"bias": False}, (2, 3, 4)),
    ("LayerNorm", ((3, 4),), {"elementwise_affine": False, "eps": 0.1}, (2, 3, 4)),
    ("MaxPool2d", (2,), {}, (2, 3, 5, 6)),
    ("MaxPool2d", ((3, 2),), {"stride": 1, "padding": 1, "ceil_mode": True}, (2, 3, 5, 6)),
    ("MaxPool2d", (2,), {"dilation": 2}, (3, 5, 6)),
    ("AvgPool2d", (2,), {"count_include_pad": False, "padding": 1}, (2, 3, 6, 6)),
    ("AvgPool2d", (3,), {"stride": 2, "ceil_mode": True, "divisor_override": 2}, (2, 3, 6, 6)),
    ("AdaptiveAvgPool2d", ((2, None),), {}, (2, 3, 6, 5)),
    ("AdaptiveAvgPool2d", ((4, 3),), {}, (2, 3, 6, 5)),
    ("Conv3d", (2, 2, 2), {"stride": (1, 2, 1), "padding": 1, "groups": 2}, (1, 2, 3, 4, 3)),
    ("Conv3d", (2, 2, 3), {"padding": (1, 1, 0), "padding_mode": "replicate"}, (1, 2, 3, 3, 3)),
    ("ConvTranspose1d", (2, 4, 3), {"stride": 2, "padding": 1, "output_padding": 1, "groups": 2}, (2, 2, 4)),
    ("ConvTranspose2d", (2, 3, (3, 2)), {"stride": (2, 1), "dilation": 2, "bias": False}, (1, 2, 3, 3)),
    ("ConvTranspose3d", (2, 1, 2), {"stride": 2, "output_padding": (0, 1, 0)}, (2, 2, 2, 2)),
    ("BatchNorm3d", (2,), {}, (2, 2, 2, 1, 2)),
    ("InstanceNorm1d", (3,), {"affine": True, "track_running_stats": True}, (2, 3, 4)),
    ("InstanceNorm1d", (3,), {"affine": True, "bias": False}, (3, 4)),
    ("InstanceNorm2d", (3,), {"track_running_stats": True, "momentum": 0.3}, (2, 3, 2, 3)),
    ("InstanceNorm3d", (2,), {}, (2, 2, 2, 1, 3)),
    ("GroupNorm", (2, 4), {}, (2, 4, 3)),
    ("GroupNorm", (1, 4), {"bias": False, "eps": 0.1}, (2, 4)),
    ("GroupNorm", (4, 4), {"affine": False}, (2, 4, 2, 2)),
    ("RMSNorm", (4,), {}, (2, 4)),
    ("RMSNorm", ((3, 4),), {"eps": 0.1, "elementwise_affine": False}, (2, 3, 4)),
    ("LocalResponseNorm", (2,), {"alpha": 0.5, "k": 2.0}, (2, 4, 3)),
    ("MaxPool1d", (2,), {"ceil_mode": True}, (2, 3, 5)),
    ("MaxPool3d", ((2, 1, 2),), {"stride": 1, "padding": (1, 0, 1)}, (2, 3, 2, 4)),
    ("AvgPool1d", (3,), {"stride": 2, "padding": 1, "count_include_pad": False}, (2, 3, 5)),
    ("AvgPool3d", (2,), {"divisor_override": 3}, (2, 3, 2, 4)),
    ("LPPool1d", (2, 3), {"stride": 2}, (2, 3, 5)),
    ("LPPool2d", (2.0, (2, 1)), {"ceil_mode": True}, (2, 3, 3, 2)),
    ("LPPool3d", (1, 2), {}, (1, 2, 2, 4, 2)),
    ("AdaptiveAvgPool1d", (2,), {}, (2, 3, 5)),
    ("AdaptiveAvgPool3d", ((2, None, 1),), {}, (2, 3, 2, 2)),
    ("AdaptiveMaxPool1d", (2,), {}, (2, 3, 5)),
    ("AdaptiveMaxPool2d", ((2, None),), {}, (3, 5, 2)),
    ("AdaptiveMaxPool3d", (2,), {}, (1, 2, 3, 2, 4)),
    *((f"ZeroPad{d}d", (1,), {}, (1, 3, 2, 2)[: d + 1]) for d in (1, 2, 3)),
    *((f"ConstantPad{d}d", (1, 0.5), {}, (1, 3, 2, 2)[: d + 1]) for d in (1, 2, 3)),
    *((f"{kind}Pad{d}d", (1,), {}, (1, 3, 2, 2)[: d + 1]) for kind in PADS for d in (1, 2, 3)),
    ("ReflectionPad2d", ((2, 0, 0, 1),), {}, (1, 2, 3)),
    ("ChannelShuffle", (2,), {}, (1, 4, 2)),
    ("PixelShuffle", (2,), {}, (1, 4, 2, 3)),
    ("PixelUnshuffle", (2,), {}, (1, 1, 2, 4)),
    ("Unfold", ((1, 2),), {"stride": 2, "padding": 1}, (1, 2, 3, 4)),
    ("Fold", ((2, 3), (1, 2)), {}, (1, 4, 4)),
    ("Softmax2d", (), {}, (2, 3, 1, 2)),
    ("Upsample", (), {"size": (4, 3), "mode": "nearest"}, (1, 2, 2, 3)),
    ("Upsample", (), {"scale_factor": (2, 1.5), "mode": "bicubic", "align_corners": False}, (1, 2, 2, 3)),
    ("Upsample", (), {"scale_factor": 1.6, "mode": "linear", "recompute_scale_factor": True}, (1, 2, 3)),
    ("UpsamplingNearest2d", (), {"scale_factor": 2}, (1, 2, 2, 3)),
    ("UpsamplingBilinear2d", ((3, 4),), {}, (1, 2, 2, 3)),
    ("SyncBatchNorm", (4,), {"momentum": 0.3}, (2, 4, 3)),
    ("RReLU", (0.25, 0.25), {}, (2, 4)),
    ("Flatten", (), {}, (2, 3, 4)),
    ("Unflatten", (1, (2, 2)), {}, (2, 4)),
    ("Softmax", (), {"dim": 1}, (2, 4)),
    ("Softmin", (), {"dim": 0}, (2, 4)),
    ("LogSoftmax", (), {"dim": -1}, (2, 4)),
    ("GELU", ("tanh",), {}, (2, 4)),
    ("Threshold", (0.1, 2.0), {}, (2, 4)),
    ("PReLU", (4,), {}, (2, 4)),
    *(
        (name, (), {}, (3, 4))
        for name in (
            "CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid Mish PReLU ReLU ReLU6 "
            "SELU SiLU Sigmoid Softplus Softshrink Softsign Tanh Tanhshrink"
        ).split()
    ),
]


def numbers(shape, seed):
    return np.random.default_rng(seed).normal(size=shape)


def close(ours, theirs):
    expected = theirs.detach().numpy()
    assert tuple(ours.shape) == expected.shape
    np.testing.assert_allclose(np.asarray(ours.tolist()), expected, rtol=1e-7, atol=1e-11)


def pair(ag, name, args, kwargs):
    """One module of each library with the same double precision state."""
    ours, theirs = (getattr(nn, name)(*copy.deepcopy(args), **kwargs) for nn in (ag.nn, torch.nn))
    assert repr(ours) == repr(theirs)
    state = theirs.double().state_dict()
    assert list(ours.double().state_dict()) == list(state)
    assert ours.state_dict()._metadata == state._metadata
    values = {
        key: numbers(tuple(tensor.shape), i) if tensor.dtype.is_floating_point else tensor.numpy()
        for i, (key, tensor) in enumerate(state.items())
    }
    if "running_var" in values:
        values["running_var"] = np.abs(values["running_var"]) + 0.5
    theirs.load_state_dict({key: torch.tensor(value) for key, value in values.items()})
    ours.load_state_dict({key: ag.tensor(value) for key, value in values.items()})
    return ours, theirs


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize(("name", "args", "kwargs", "shape"), LAYERS)
def test_layers(ag, device, name, args, kwargs, shape):
    ours, theirs = pair(ag, name, args, kwargs)
    data = numbers(shape, 99)
    for training in (True, False):
        ours.train(training)
        theirs.train(training)
        x = ag.tensor(data, requires_grad=True)
        y = torch.tensor(data, requires_grad=True)
        a, b = ours(x), theirs(y)
        close(a, b)
        weight = numbers(tuple(b.shape), 7)
        (a * ag.tensor(weight)).sum().backward()
        (b * torch.tensor(weight)).sum().backward()
        close(x.grad, y.grad)
        for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
            close(p.grad, q.grad)
        for key, tensor in theirs.state_dict().items():
            close(ours.state_dict()[key], tensor)
        ours.zero_grad()
        theirs.zero_grad()


def test_embedding(ag, device):
    for kwargs in ({}, {"padding_idx": 2}, {"scale_grad_by_freq": True}, {"max_norm": 1.0, "norm_type": 1.0}):
        ours, theirs = pair(ag, "Embedding", (6, 3), kwargs)
        index = [[0, 2, 2], [5, 0, 0]]
        a, b = ours(ag.tensor(index)), theirs(torch.tensor(index))
        close(a, b)
        (a**2).sum().backward()
        (b**2).sum().backward()
        close(ours.weight.grad, theirs.weight.grad)
        close(ours.weight.detach(), theirs.weight)


@pytest.mark.parametrize(
    ("kwargs", "input", "offsets", "weights"),
    [
        ({}, [[0, 2], [5, 0]], None, None),
        ({"mode": "sum", "padding_idx": 2, "max_norm": 1.0}, [0, 2, 2, 5], [0, 3, 3], None),
        ({"mode": "sum", "include_last_offset": True}, [0, 2, 2, 5], [0, 1, 4], [0.5, 1.5, -1.0, 2.0]),
        ({"mode": "max", "norm_type": 1.0}, [0, 2, 2, 5], [0, 2], None),
    ],
)
def test_embedding_bag(ag, device, kwargs, input, offsets, weights):
    ours, theirs = pair(ag, "EmbeddingBag", (6, 3), kwargs)
    results = []
    for library, module in ((ag, ours), (torch, theirs)):
        w = None if weights is None else library.tensor(weights, dtype=library.float64, requires_grad=True)
        result = module(library.tensor(input), None if offsets is None else library.tensor(offsets), w)
        (result**2).sum().backward()
        results.append((result, module.weight.grad, *([] if w is None else [w.grad])))
    for a, b in zip(*results, strict=True):
        close(a, b)


def test_rrelu_in_evaluation(ag, device):
    ours, theirs = pair(ag, "RReLU", (), {})
    data = numbers((2, 4), 1)
    close(ours.eval()(ag.tensor(data)), theirs.eval()(torch.tensor(data)))


def test_norm_across_maps(ag, device):
    # two channels, which are in every window: with more, PyTorch's windows keep the first channel for good
    ours, theirs = pair(ag, "CrossMapLRN2d", (3,), {"alpha": 0.5, "k": 2.0})
    data = numbers((2, 2, 3, 1), 1)
    close(ours(ag.tensor(data)), theirs(torch.tensor(data)))


def test_adaptive_softmax(ag, device):
    ours, theirs = pair(ag, "AdaptiveLogSoftmaxWithLoss", (8, 7, [2, 4]), {"div_value": 2.0, "head_bias": True})
    data, target = numbers((5, 8), 1), [0, 3, 6, 1, 4]
    x, y = ag.tensor(data, requires_grad=True), torch.tensor(data, requires_grad=True)
    a, b = ours(x, ag.tensor(target)), theirs(y, torch.tensor(target))
    assert a._fields == b._fields
    close(a.output, b.output)
    close(a.loss, b.loss)
    a.loss.backward()
    b.loss.backward()
    close(x.grad, y.grad)
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        close(p.grad, q.grad)
    close(ours.log_prob(x), theirs.log_prob(y))
    assert ours.predict(x).tolist() == theirs.predict(y).tolist()
    close(ours(x[0], ag.tensor(5)).output, theirs(y[0], torch.tensor(5)).output)


@pytest.mark.parametrize(
    ("kwargs", "target"),
    [
        ({}, [0, 3]),
        ({"bias": True, "reduction": "none", "label_smoothing": 0.1}, [0, 3]),
        ({"out_features": (2,), "bias": True, "ignore_index": 3}, [[0, 3], [1, 2]]),
    ],
)
def test_linear_cross_entropy(ag, device, kwargs, target):
    ours, theirs = pair(ag, "LinearCrossEntropyLoss", (3, 4), kwargs)
    data = numbers((2, 3), 1)
    x, y = ag.tensor(data, requires_grad=True), torch.tensor(data, requires_grad=True)
    a, b = ours(x, ag.tensor(target)), theirs(y, torch.tensor(target))
    close(a, b)
    a.sum().backward()
    b.sum().backward()
    close(x.grad, y.grad)
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        close(p.grad, q.grad)


def test_bilinear(ag, device):
    ours, theirs = pair(ag, "Bilinear", (2, 3, 4), {})
    data = [numbers((5, 2), 1), numbers((5, 3), 2)]
    a, b = ours(*map(ag.tensor, data)), theirs(*map(torch.tensor, data))
    close(a, b)
    (a**2).sum().backward()
    (b**2).sum().backward()
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        close(p.grad, q.grad)


LOSSES = [
    ("CrossEntropyLoss", {}),
    ("CrossEntropyLoss", {"label_smoothing": 0.1, "reduction": "sum"}),
    ("CrossEntropyLoss", {"ignore_index": 1, "reduction": "none"}),
    ("NLLLoss", {}),
    ("NLLLoss", {"ignore_index": 1}),
    ("MSELoss", {}),
    ("L1Loss", {"reduction": "sum"}),
    ("SmoothL1Loss", {"beta": 0.3}),
    ("HuberLoss", {"delta": 0.3}),
    ("BCELoss", {}),
    ("BCEWithLogitsLoss", {}),
    ("KLDivLoss", {"reduction": "batchmean"}),
    ("KLDivLoss", {"log_target": True, "reduction": "none"}),
]


@pytest.mark.parametrize(("name", "kwargs"), LOSSES)
def test_losses(ag, device, name, kwargs):
    ours, theirs = getattr(ag.nn, name)(**kwargs), getattr(torch.nn, name)(**kwargs)
    assert repr(ours) == repr(theirs)
    data = np.random.default_rng(0).uniform(0.1, 0.9, (5, 3))
    target = np.array([0, 1, 2, 1, 0]) if name in ("CrossEntropyLoss", "NLLLoss") else data[::-1].copy()
    x, y = ag.tensor(data, requires_grad=True), torch.tensor(data, requires_grad=True)
    a, b = ours(x, ag.tensor(target)), theirs(y, torch.tensor(target))
    close(a, b)
    (a * a).sum().backward()
    (b * b).sum().backward()
    close(x.grad, y.grad)


def test_a_network_has_the_text_and_state_of_pytorchs(ag, device):
    def build(nn):
        return nn.ModuleDict(
            {
                "features": nn.Sequential(
                    nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(inplace=True), nn.MaxPool2d(2)
                ),
                "heads": nn.ModuleList([nn.Linear(8, 3), nn.Linear(8, 3), nn.Dropout()]),
                "scales": nn.ParameterList([]),
            }
        )

    ours, theirs = build(ag.nn), build(torch.nn)
    assert repr(ours) == repr(theirs)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    assert [n for n, _ in ours.named_modules()] == [n for n, _ in theirs.named_modules()]
    state = {key: ag.tensor(value.numpy()) for key, value in theirs.state_dict().items()}
    assert str(ours.load_state_dict(state)) == "<All keys matched successfully>"
    wrong = {"heads.0.weight": np.ones((2, 2)), "tail": np.ones(1)}
    messages = []
    for module, tensor in ((ours, ag.tensor), (theirs, torch.tensor)):
        with pytest.raises(RuntimeError) as info:
            module.load_state_dict({key: tensor(value) for key, value in wrong.items()})
        messages.append(str(info.value).replace("arraygrad.Size", "Size").replace("torch.Size", "Size"))
    assert messages[0] == messages[1]


@pytest.mark.parametrize(
    ("name", "kwargs", "shape"),
    [
        ("eye_", {}, (3, 5)),
        ("dirac_", {"groups": 2}, (4, 3, 3, 2)),
        ("dirac_", {}, (4, 3, 3)),
        ("constant_", {"val": 0.3}, (2, 2)),
    ],
)
def test_fixed_beginnings(ag, device, name, kwargs, shape):
    ours = getattr(ag.nn.init, name)(ag.empty(*shape, dtype=ag.float64), **kwargs)
    close(ours, getattr(torch.nn.init, name)(torch.empty(*shape, dtype=torch.float64), **kwargs))


@pytest.mark.parametrize("name", ["linear", "relu", "leaky_relu", "tanh", "selu", "sigmoid", "conv_transpose2d"])
def test_gains(ag, name):
    assert ag.nn.init.calculate_gain(name) == torch.nn.init.calculate_gain(name)


#: name, keywords, arguments: shapes of those that are differentiated, values of the others
LOSSES_OF_MORE = [
    ("CosineEmbeddingLoss", {"margin": 0.1}, [(3, 4), (3, 4), [1, -1, 1]]),
    ("HingeEmbeddingLoss", {"margin": 0.5, "reduction": "sum"}, [(3,), [1, -1, 1]]),
    ("MarginRankingLoss", {"margin": 0.1}, [(3,), (3,), [1, -1, 1]]),
    ("MultiLabelMarginLoss", {}, [(2, 3), [[1, 0, -1], [2, -1, 0]]]),
    ("MultiLabelSoftMarginLoss", {"reduction": "none"}, [(2, 3), [[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]]),
    ("MultiMarginLoss", {"p": 2, "margin": 0.7}, [(2, 3), [1, 0]]),
    ("SoftMarginLoss", {}, [(3,), [1.0, -1.0, 1.0]]),
    ("TripletMarginLoss", {"swap": True, "p": 1.5}, [(3, 4), (3, 4), (3, 4)]),
    ("TripletMarginWithDistanceLoss", {"margin": 2.0}, [(3, 4), (3, 4), (3, 4)]),
    ("PoissonNLLLoss", {"full": True}, [(3,), [1.0, 2.0, 5.0]]),
    ("PoissonNLLLoss", {"log_input": False, "reduction": "sum"}, [[0.5, 2.0, 1.0], (3,)]),
    ("GaussianNLLLoss", {"full": True}, [(3,), (3,), [0.5, 1.0, 2.0]]),
    ("CTCLoss", {"blank": 2, "reduction": "sum"}, [(4, 2, 3), [[0, 1], [1, 1]], [4, 4], [2, 1]]),
    ("CosineSimilarity", {"dim": 0}, [(3, 4), (3, 4)]),
    ("PairwiseDistance", {"p": 1.5, "keepdim": True}, [(3, 4), (3, 4)]),
]


@pytest.mark.parametrize(("name", "kwargs", "arguments"), LOSSES_OF_MORE)
def test_losses_of_several_arguments(ag, device, name, kwargs, arguments):
    ours, theirs = getattr(ag.nn, name)(**kwargs), getattr(torch.nn, name)(**kwargs)
    assert repr(ours) == repr(theirs)
    assert ours.state_dict() == theirs.state_dict() == {}
    data = [numbers(a, i) if isinstance(a, tuple) else np.asarray(a) for i, a in enumerate(arguments)]
    grads = [isinstance(a, tuple) for a in arguments]
    xs = [ag.tensor(d, requires_grad=g) for d, g in zip(data, grads, strict=True)]
    ys = [torch.tensor(d, requires_grad=g) for d, g in zip(data, grads, strict=True)]
    a, b = ours(*xs), theirs(*ys)
    close(a, b)
    (a * a).sum().backward()
    (b * b).sum().backward()
    for x, y, tracked in zip(xs, ys, grads, strict=True):
        if tracked:
            close(x.grad, y.grad)
