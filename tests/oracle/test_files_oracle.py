"""Files that PyTorch wrote, beside what PyTorch itself reads from them, and files that it is to read."""

from __future__ import annotations

import io
import random
import warnings
from collections import Counter, OrderedDict, defaultdict

import numpy as np
import pytest

import arraygrad as ag

from .test_optim_oracle import RULES

torch = pytest.importorskip("torch")
safetensors_torch = pytest.importorskip("safetensors.torch")

DTYPES = (
    "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128 uint16 uint32 uint64"
).split()
FORMS = {
    "zip": {}, "zip, protocol 3": {"pickle_protocol": 3}, "zip, protocol 5": {"pickle_protocol": 5},
    "old": {"_use_new_zipfile_serialization": False},
    "old, protocol 4": {"_use_new_zipfile_serialization": False, "pickle_protocol": 4},
}  # fmt: skip

every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def written(obj, **form) -> bytes:
    file = io.BytesIO()
    torch.save(obj, file, **form)
    return file.getvalue()


def read(content: bytes, obj):
    """What PyTorch reads; the object, where 2.13 cannot read the unsigned types that it wrote in the old form."""
    try:
        return torch.load(io.BytesIO(content), weights_only=False)
    except AttributeError as error:
        assert "UntypedStorage" in str(error)  # noqa: PT017
        return obj


def same(ours, theirs) -> bool:
    """Whether both mean the same: types, order, values, dtypes, shapes, strides, flags."""
    if isinstance(theirs, torch.Tensor):
        values = theirs.detach().resolve_conj().resolve_neg()
        name = str(theirs.dtype).removeprefix("torch.")
        values = (values.float() if name == "bfloat16" else values).numpy()
        return (
            isinstance(ours, ag.Tensor)
            and ours.dtype.name == ("float32" if name == "bfloat16" else name)
            and tuple(ours.shape) == tuple(theirs.shape)
            and (theirs.is_conj() or theirs.is_neg() or theirs.numel() == 0 or ours.stride() == theirs.stride())
            and ours.requires_grad == theirs.requires_grad
            and isinstance(ours, ag.nn.Parameter) == isinstance(theirs, torch.nn.Parameter)
            and np.array_equal(ours.detach().numpy(), values, equal_nan=values.dtype.kind != "b")
        )
    if isinstance(theirs, torch.Size):
        return type(ours) is ag.Size and ours == tuple(theirs)
    if isinstance(theirs, (torch.dtype, torch.device)):
        return str(ours).rpartition(".")[2] == str(theirs).removeprefix("torch.")
    if isinstance(theirs, np.ndarray):
        return type(ours) is np.ndarray and ours.dtype == theirs.dtype and np.array_equal(ours, theirs)
    if type(ours) is not type(theirs):
        return False
    if isinstance(theirs, dict):
        return len(ours) == len(theirs) and all(
            same(k, m) and same(v, w) for (k, v), (m, w) in zip(ours.items(), theirs.items(), strict=True)
        )
    if isinstance(theirs, (list, tuple)):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs or (ours != ours and theirs != theirs)


def check(obj, **form):
    content = written(obj, **form)
    assert same(ag.load(io.BytesIO(content)), read(content, obj))


@every_form
@pytest.mark.parametrize("dtype", DTYPES)
def test_dtypes_shapes_and_strides(dtype, form):
    base = torch.arange(24).remainder(7).to(getattr(torch, dtype)).reshape(2, 3, 4)
    alone = base.clone()
    check(
        [
            base, base[1], base[:, 1:, ::2], base.transpose(0, 2), base[0, 0, 0], base[:, :0], base.flatten(),
            base.clone(),
            alone[1:, 1], base[0, :1].expand(3, 4), torch.tensor(3).to(base.dtype), torch.zeros(0).to(base.dtype),
            torch.nn.Parameter(base.clone(), requires_grad=base.dtype.is_floating_point),
        ],
        **form,
    )  # fmt: skip


@every_form
@pytest.mark.parametrize("seed", range(10))
def test_nested_values(seed, form):
    rng = random.Random(seed)
    shared = torch.randn(4, 4)
    leaves = (
        lambda: None, lambda: rng.random() < 0.5, lambda: rng.randrange(-(2**80), 2**80), lambda: rng.gauss(0, 1),
        lambda: float("nan"), lambda: complex(rng.random(), -0.0),
        lambda: "".join(map(chr, rng.choices(range(1, 9000), k=5))),
        lambda: rng.randbytes(300), lambda: bytearray(rng.randbytes(3)), lambda: torch.Size([rng.randrange(9)]),
        lambda: torch.randn(rng.randrange(3), 2), lambda: shared[rng.randrange(4)], lambda: shared.t(),
        lambda: torch.ones(1, requires_grad=True), lambda: torch.float16, lambda: torch.device("cpu"),
        lambda: np.float32(rng.random()), lambda: np.arange(rng.randrange(5)), lambda: {rng.randrange(9), "a"},
        lambda: frozenset([rng.randrange(9)]), lambda: Counter("abca"), lambda: np.ones((2, 1), np.int8)[:, 0],
    )  # fmt: skip

    def make(depth):
        if depth == 0 or rng.random() < 0.3:
            return rng.choice(leaves)()
        items = [make(depth - 1) for _ in range(rng.randrange(4))]
        keys = [rng.choice((1, "k", (2, "x"), None, 1.5, b"b"))] * bool(items) + [f"k{i}" for i in range(1, len(items))]
        match rng.randrange(5):
            case 0:
                return items
            case 1:
                return tuple(items)
            case 2:
                return dict(zip(keys, items, strict=True))
            case 3:
                return OrderedDict(zip(keys, items, strict=True))
        return defaultdict(list, zip(keys, items, strict=True))

    check([make(4) for _ in range(5)], **form)


@every_form
def test_put_off_conjugation_and_negation(form):
    z = torch.randn(3, 2, dtype=torch.complex64)
    check([z.conj(), z.mH, torch._neg_view(torch.ones(2)), z.resolve_conj()], **form)


@every_form
def test_sharing_is_pytorchs(form):
    base = torch.zeros(6)
    content = written({"a": base, "b": base[2:4], "c": base.clone(), "d": base.view(2, 3)}, **form)
    ours, theirs = ag.load(io.BytesIO(content)), torch.load(io.BytesIO(content), weights_only=False)
    for loaded in (ours, theirs):
        loaded["a"][3] = 1.0
        loaded["d"][0, 2] = 2.0
    assert same(ours, theirs)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([torch.nn.Conv2d(1, 2, 2), torch.nn.BatchNorm2d(2), torch.nn.Embedding(3, 2)])
        self.register_buffer("skipped", torch.ones(1), persistent=False)
        self.tied = torch.nn.Linear(2, 3, bias=False)
        self.tied.weight = self.layers[2].weight


@every_form
def test_state_dicts(form):
    state = Net().state_dict()
    content = written(state, **form)
    assert same(ag.load(io.BytesIO(content)), state)
    assert ag.load(io.BytesIO(content))._metadata == state._metadata


@every_form
@pytest.mark.parametrize(("name", "kwargs"), [*RULES, ("LBFGS", {"lr": 0.1, "history_size": 3}), ("Muon", {"lr": 0.1})])
def test_optimizers_go_on(name, kwargs, form):
    """Some steps of PyTorch's, a file, the rest of the steps of both."""
    shapes = ((3, 4), (2, 2)) if name == "Muon" else ((3, 4), (4,), (1,))
    start = [np.random.default_rng(i).normal(size=shape) for i, shape in enumerate(shapes)]

    def build(lib):
        params = [lib.tensor(values, requires_grad=True) for values in start]
        return params, getattr(lib.optim, name)(params, **kwargs)

    def step(params, optimizer):
        def closure():
            optimizer.zero_grad()
            loss = sum((p * p).sum() + (p.sin() * 3).sum() for p in params)
            loss.backward()
            return loss

        optimizer.step(closure)

    params, optimizer = build(torch)
    for _ in range(3):
        step(params, optimizer)
    content = written({"params": params, "optimizer": optimizer.state_dict()}, **form)
    state = ag.load(io.BytesIO(content))
    assert same(state["optimizer"], torch.load(io.BytesIO(content), weights_only=False)["optimizer"])
    ours, our_optimizer = build(ag)
    with ag.no_grad():
        for ours_, loaded in zip(ours, state["params"], strict=True):
            ours_.copy_(loaded)
    our_optimizer.load_state_dict(state["optimizer"])
    for _ in range(3):
        step(params, optimizer)
        step(ours, our_optimizer)
    # PyTorch makes Muon's momentum orthogonal in bfloat16.
    tolerance = {"rtol": 1e-5, "atol": 1e-7} if name != "Muon" else {"rtol": 0, "atol": 2e-2}
    for a, b in zip(ours, params, strict=True):
        np.testing.assert_allclose(a.detach().numpy(), b.detach().numpy(), **tolerance)


def test_scalers_schedules_and_random_states():
    optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], 0.1)
    schedule = torch.optim.lr_scheduler.SequentialLR(
        optimizer, [torch.optim.lr_scheduler.ConstantLR(optimizer), torch.optim.lr_scheduler.StepLR(optimizer, 2)], [3]
    )
    scaler = torch.amp.GradScaler("cpu")
    check([schedule.state_dict(), scaler.state_dict(), torch.get_rng_state(), torch.Generator().get_state()])


LAYERS = {
    "Linear": ((3, 2), (2, 3)), "Conv1d": ((3, 4, 2), (2, 3, 5)),
    "Conv2d": ((1, 2, 3, 2, 1), (1, 1, 5, 5)),
    "ConvTranspose2d": ((1, 2, 3), (1, 1, 4, 4)), "BatchNorm1d": ((3,), (4, 3)), "LayerNorm": ((3,), (2, 3)),
    "GroupNorm": ((2, 4), (2, 4)), "RMSNorm": ((3,), (2, 3)), "InstanceNorm1d": ((3,), (2, 3, 4)), "ReLU": ((), (2, 3)),
    "GELU": ((), (2, 3)), "LeakyReLU": ((0.2,), (2, 3)), "PReLU": ((), (2, 3)), "Softmax": ((1,), (2, 3)),
    "Tanh": ((), (2, 3)), "Flatten": ((), (2, 3, 1)), "MaxPool2d": ((2,), (1, 1, 4, 4)),
    "AvgPool2d": ((2,), (1, 1, 4, 4)),
    "AdaptiveAvgPool2d": ((1,), (1, 1, 4, 4)), "LSTM": ((3, 2), (4, 1, 3)), "GRU": ((3, 2), (4, 1, 3)),
    "Identity": ((), (2,)),
    "Dropout": ((0.5,), (2, 3)), "ZeroPad2d": ((1,), (1, 1, 2, 2)),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_whole_layers(name):
    arguments, shape = LAYERS[name]
    layer = getattr(torch.nn, name)(*arguments).eval()
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    with pytest.raises(Exception, match=f"it refers to .*{name}, and"):
        ag.load(io.BytesIO(written(layer)))
    with ag.serialization.safe_globals([getattr(ag.nn, name)]):
        ours = ag.load(io.BytesIO(written(layer)))
    expected, got = layer(torch.tensor(x)), ours(ag.tensor(x))
    expected, got = (expected[0], got[0]) if isinstance(expected, tuple) else (expected, got)
    np.testing.assert_allclose(got.detach().numpy(), expected.detach().numpy(), rtol=1e-4, atol=1e-5)


def lacking():
    yield "sparse", torch.eye(2).to_sparse()
    yield "sparse", torch.eye(2).to_sparse_csr()
    yield "quantized", torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
    yield "float8_e4m3fn", torch.ones(2).to(torch.float8_e4m3fn)
    yield "float8_e5m2", {"dtype": torch.float8_e5m2}
    yield "complex32", torch.ones(2, dtype=torch.complex32)
    yield "meta", torch.ones(2, device="meta")
    yield "layout", torch.strided


@every_form
def test_what_does_not_exist_here_is_named(form):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        contents = [(name, written(value, **form)) for name, value in lacking()]
    for name, content in contents:
        with pytest.raises(RuntimeError, match=rf"it has .*({name}|ComplexHalf).* \(.*\), which does not exist here"):
            ag.load(io.BytesIO(content))


# -- safetensors ---------------------------------------------------------------------------------------------------


def test_safetensors_from_pytorch(tmp_path):
    state = {name: torch.arange(3).to(getattr(torch, name)) for name in DTYPES if name != "complex128"}
    safetensors_torch.save_file(state, tmp_path / "w.safetensors", {"format": "pt"})
    for mmap in (False, True):
        loaded = ag.load(tmp_path / "w.safetensors", mmap=mmap)
        assert sorted(loaded) == sorted(state)
        assert all(same(loaded[name], tensor) for name, tensor in state.items())
    place = ag.load(tmp_path / "w.safetensors", map_location="jax")
    assert place["bfloat16"].dtype is ag.bfloat16


def test_safetensors_to_pytorch(tmp_path):
    model = ag.nn.Sequential(ag.nn.Linear(3, 4), ag.nn.BatchNorm1d(4))
    state = model.state_dict()
    state |= {name: ag.arange(3, device="jax").to(getattr(ag, name)) for name in DTYPES if name != "complex128"}
    ag.save(state, tmp_path / "w.safetensors")
    loaded = safetensors_torch.load_file(tmp_path / "w.safetensors")
    assert sorted(loaded) == sorted(state)
    for name, tensor in state.items():
        assert str(loaded[name].dtype) == f"torch.{tensor.dtype.name}"
        assert loaded[name].tolist() == tensor.tolist()
    theirs = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
    theirs.load_state_dict({name: loaded[name] for name in model.state_dict()})


def test_a_file_of_pytorchs_saved_anew(tmp_path):
    """The way back: from PyTorch's file to a safetensors file that PyTorch reads."""
    state = Net().state_dict() | {"half": torch.ones(2, dtype=torch.float16)}
    ag.save(ag.load(io.BytesIO(written(state))), tmp_path / "w.safetensors")
    loaded = safetensors_torch.load_file(tmp_path / "w.safetensors")
    assert sorted(loaded) == sorted(state)
    assert all(torch.equal(loaded[name], value) for name, value in state.items())
