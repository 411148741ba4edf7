"""`save` and `load`: round trips, other readers, devices, failures, hostile files (claim 112 and beyond)."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import stat
import struct
import tracemalloc
from collections import Counter, OrderedDict, defaultdict, namedtuple
from contextlib import suppress

import hypothesis.strategies as st
import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings

import arraygrad

DTYPES = [
    "bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "complex64", "complex128",
]  # fmt: skip
F32 = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}


def through_file(obj, **options):
    file = io.BytesIO()
    arraygrad.save(obj, file)
    return arraygrad.load(io.BytesIO(file.getvalue()), **options)


def raw(header, body=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + body


def structured(structure, tensors=None, body=b""):
    text = structure if isinstance(structure, str) else json.dumps(structure)
    return raw({"__metadata__": {"arraygrad": text}, **(tensors or {})}, body)


def same(a, b):
    """Equality that also looks at types, bits of floats, order of dictionaries, dtypes and shapes."""
    if type(a) is not type(b) or getattr(a, "default_factory", None) is not getattr(b, "default_factory", None):
        return False
    if isinstance(a, dict):
        return len(a) == len(b) and all(
            same(k, m) and same(v, w) for (k, v), (m, w) in zip(a.items(), b.items(), strict=True)
        )
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (a != a and b != b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, arraygrad.Tensor):
        return a.requires_grad == b.requires_grad and same(a.detach().cpu().numpy(), b.detach().cpu().numpy())
    if isinstance(a, (np.ndarray, np.generic)):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return a == b


# Round trips


keys = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.tuples(inner, inner),
    max_leaves=3,
)
arrays = st.builds(
    lambda dtype, shape, seed: np.random.default_rng(seed).integers(0, 2, shape).astype(dtype),
    st.sampled_from([*DTYPES, "uint16", "uint32", "uint64"]),
    st.lists(st.integers(0, 3), max_size=3),
    st.integers(0, 9),
)
leaves = (
    keys
    | st.sets(keys, max_size=3)
    | st.frozensets(keys, max_size=3)
    | st.binary().map(bytearray)
    | st.text().map(Counter)
    | st.lists(st.integers(0, 9)).map(arraygrad.Size)
    | st.sampled_from([arraygrad.float16, arraygrad.device("cpu"), defaultdict(None, {1: 2})])
    | st.floats()
    | st.complex_numbers()
    | arrays
    | arrays.map(lambda a: a.sum(dtype=a.dtype))
    | arrays.filter(lambda a: a.dtype.name not in ("uint16", "uint32", "uint64")).map(
        lambda a: arraygrad.tensor(a, device="cpu")
    )
)
nested = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4).map(OrderedDict)
        | st.dictionaries(keys, inner, max_size=4).map(lambda items: defaultdict(list, items))
    ),
    max_leaves=12,
)


@given(nested)
@settings(max_examples=150, deadline=None)
def test_whatever_is_saved_comes_back(obj):
    assert same(through_file(obj), obj)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (2, 3), (3, 0, 2)])
def test_tensors_of_every_dtype_and_shape(ag, device, dtype, shape):
    on_host = ag.ones(shape, dtype=getattr(ag, dtype), device="cpu")
    try:
        tensor = on_host.to(device)
    except TypeError as missing:  # A dtype that the backend lacks: loading says the same.
        with pytest.raises(TypeError, match=re.escape(str(missing))):
            through_file(on_host, map_location=device)
        return
    loaded = through_file(tensor)
    assert (loaded.dtype, tuple(loaded.shape)) == (tensor.dtype, shape)
    assert loaded.tolist() == tensor.tolist()
    assert loaded.device == ag.device("cpu")


def test_bfloat16_keeps_its_values(ag, device):
    try:
        tensor = ag.tensor([1.0, -2.5, 3.0e38], dtype=ag.bfloat16)
    except (TypeError, RuntimeError):
        bits = np.array([0x3F80, 0xC020], np.uint16)  # A file from elsewhere: this backend has no such type.
        header = {"w": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}
        loaded = arraygrad.load(io.BytesIO(raw(header, bits.tobytes())), map_location=device)["w"]
        assert (loaded.dtype, loaded.tolist()) == (ag.float32, [1.0, -2.5])
        return
    loaded = through_file(tensor, map_location=device)
    assert loaded.dtype is ag.bfloat16
    assert loaded.tolist() == tensor.tolist()


@pytest.mark.usefixtures("device")
def test_views_and_strides(ag):
    base = ag.arange(6.0).reshape(2, 3)
    loaded = through_file([base.T, base[:, 1], base[::1, ::2]])
    assert [t.tolist() for t in loaded] == [[[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]], [1.0, 4.0], [[0.0, 2.0], [3.0, 5.0]]]


@pytest.mark.usefixtures("device")
def test_loaded_tensors_can_be_written(ag):
    loaded = through_file({"t": ag.zeros(3), "a": np.zeros(3)})
    loaded["t"] += 1
    loaded["a"] += 1
    assert loaded["t"].tolist() == loaded["a"].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.usefixtures("device")
def test_leaves_keep_requires_grad_and_lose_their_history(ag):
    w = ag.ones(2, requires_grad=True)
    leaf, computed, constant = through_file([w, w * 3, w.detach()])
    assert [t.requires_grad for t in (leaf, computed, constant)] == [True, True, False]
    assert all(t.is_leaf for t in (leaf, computed, constant))
    assert computed.tolist() == [3.0, 3.0]


@pytest.mark.usefixtures("device")
def test_tied_weights(ag):
    w = ag.arange(3.0)
    loaded = through_file({"a": w, "b": w, "c": w.detach().requires_grad_(), "d": w[1:], "e": w.clone()})
    assert [t.tolist() for t in loaded.values()] == [[0, 1, 2]] * 3 + [[1, 2], [0, 1, 2]]
    assert loaded["a"] is loaded["b"] is not loaded["c"]
    assert [t.requires_grad for t in loaded.values()] == [False, False, True, False, False]
    loaded["a"].zero_()
    assert [t.tolist() for t in loaded.values()] == [[0, 0, 0]] * 3 + [[1, 2], [0, 1, 2]]


def test_tied_weights_are_under_each_name_for_other_readers(ag, tmp_path):
    model = ag.nn.ModuleDict({"a": ag.nn.Linear(2, 2), "b": ag.nn.Linear(2, 2)})
    model.b.weight = model.a.weight
    ag.save(model.state_dict(), tmp_path / "w.safetensors")
    seen = safetensors.numpy.load_file(tmp_path / "w.safetensors")
    assert sorted(seen) == ["a.bias", "a.weight", "b.bias", "b.weight"]
    loaded = ag.load(tmp_path / "w.safetensors")
    assert loaded["a.weight"].shares_memory(loaded["b.weight"])
    assert list(loaded._metadata) == ["", "a", "b"]


def test_parameters_and_sizes(ag):
    frozen = ag.nn.Parameter(ag.zeros(1), requires_grad=False)
    loaded = through_file({"weight": ag.nn.Linear(2, 1).weight, "frozen": frozen, "shape": ag.zeros(2, 3).shape})
    assert type(loaded["weight"]) is type(loaded["frozen"]) is ag.nn.Parameter
    assert (loaded["weight"].requires_grad, loaded["frozen"].requires_grad) == (True, False)
    assert loaded["shape"] == (2, 3)
    assert type(loaded["shape"]) is ag.Size


def test_big_endian_arrays():
    loaded = through_file(np.arange(3, dtype=">i4"))
    assert loaded.tolist() == [0, 1, 2]
    assert loaded.dtype == np.int32


def test_keys_that_collide_once_they_are_names(ag):
    obj = {
        1: ag.tensor(1),
        "1": ag.tensor(2),
        "a.b": ag.tensor(3),
        "a": {"b": ag.tensor(4)},
        "__metadata__": ag.tensor(5),
        "": ag.tensor(6),
    }
    loaded = through_file(obj)
    assert list(loaded) == list(obj)
    assert [int(loaded[key]) for key in (1, "1", "a.b", "__metadata__", "")] == [1, 2, 3, 5, 6]
    assert int(loaded["a"]["b"]) == 4


def test_optimizer_state(ag, device):
    model = ag.nn.Linear(2, 1)
    optimizer = ag.optim.AdamW(model.parameters(), lr=0.1)
    model(ag.ones(3, 2)).sum().backward()
    optimizer.step()
    loaded = through_file(optimizer.state_dict())
    assert loaded["param_groups"] == optimizer.state_dict()["param_groups"]
    assert list(loaded["state"]) == list(optimizer.state_dict()["state"]) == [0, 1]
    for index, values in optimizer.state_dict()["state"].items():
        for name, value in values.items():
            assert np.array_equal(loaded["state"][index][name].tolist(), value.tolist())


# Other readers and writers


def test_a_state_dict_keeps_its_names_for_other_readers(ag, tmp_path):
    model = ag.nn.Sequential(ag.nn.Linear(2, 3), ag.nn.BatchNorm1d(3))
    state = model.state_dict()
    ag.save(state, tmp_path / "model.safetensors")
    seen = safetensors.numpy.load_file(tmp_path / "model.safetensors")
    assert set(seen) == set(state)
    for name, value in state.items():
        assert np.array_equal(seen[name], value.numpy())
    loaded = ag.load(tmp_path / "model.safetensors")
    assert type(loaded) is type(state)
    assert list(loaded) == list(state)


def test_a_file_from_elsewhere_is_a_dictionary_of_tensors(ag, tmp_path):
    weights = {
        "b.weight": np.arange(6, dtype=np.float16).reshape(2, 3),
        "a": np.array([True]),
        "z": np.array(1 + 2j, np.complex64),
    }
    safetensors.numpy.save_file(weights, tmp_path / "w.safetensors", metadata={"format": "pt"})
    loaded = ag.load(tmp_path / "w.safetensors")
    assert type(loaded) is dict
    assert {name: (str(t.dtype), t.tolist()) for name, t in loaded.items()} == {
        "b.weight": ("arraygrad.float16", [[0, 1, 2], [3, 4, 5]]),
        "a": ("arraygrad.bool", [True]),
        "z": ("arraygrad.complex64", 1 + 2j),
    }


def test_arrays_are_aligned_for_readers_that_map_the_file(ag):
    file = io.BytesIO()
    ag.save({"a": np.zeros(3, np.uint8), "b": np.zeros(1), "c": np.zeros(1, np.int16)}, file)
    content = file.getvalue()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    assert size % 8 == 0
    assert header["b"]["data_offsets"][0] % 8 == header["c"]["data_offsets"][0] % 2 == 0


# Where tensors go


def test_map_location(ag, device):
    obj = {"w": ag.arange(3), "n": np.arange(3)}
    saved_on = str(obj["w"].device)
    host, here = ag.device("cpu"), ag.device(device)
    calls = []

    def place(tensor, location):
        calls.append((tensor.device, location))
        return device

    locations = {
        None: host, "cpu": host, device: here, here: here, place: here,
        (lambda tensor, location: None): host, (lambda tensor, location: tensor.to(device) + 1): here,
    }  # fmt: skip
    for location, expected in locations.items():
        loaded = through_file(obj, map_location=location)
        assert loaded["w"].device == expected
        assert type(loaded["n"]) is np.ndarray
    assert calls == [(host, saved_on)]
    assert through_file(obj, map_location={saved_on: device})["w"].device == here
    assert through_file(obj, map_location={"cuda:7": device})["w"].device == host


def test_a_default_device_does_not_move_what_is_loaded(ag, device):
    assert through_file([ag.zeros(1, device="cpu")])[0].device == ag.device("cpu")


def test_an_unknown_device_is_the_devices_error(ag):
    with pytest.raises(RuntimeError) as raised:
        through_file({"w": {"x": ag.zeros(1)}}, map_location="nowhere")
    with pytest.raises(RuntimeError) as expected:
        ag.device("nowhere")
    assert str(raised.value) == str(expected.value)


# Files


def test_paths_and_file_objects(ag, tmp_path):
    for path in (tmp_path / "a", str(tmp_path / "b")):
        ag.save([1], path)
        assert ag.load(path) == [1]
    with open(tmp_path / "c", "wb") as file:
        ag.save([2], file)
    with open(tmp_path / "c", "rb") as file:
        assert ag.load(file) == [2]
    with pytest.raises(FileNotFoundError):
        ag.load(tmp_path / "missing")


@pytest.mark.parametrize("name", ["replace", "fsync"])
def test_a_failed_save_leaves_the_old_file_and_nothing_else(ag, tmp_path, monkeypatch, name):
    path = tmp_path / "checkpoint"
    ag.save("old", path)

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(os, name, fail)
    with pytest.raises(OSError, match="disk full"):
        ag.save("new", path)
    monkeypatch.undo()
    assert ag.load(path) == "old"
    assert os.listdir(tmp_path) == ["checkpoint"]


def test_what_cannot_be_saved_leaves_the_old_file(ag, tmp_path):
    path = tmp_path / "checkpoint"
    ag.save("old", path)
    with pytest.raises(TypeError):
        ag.save({"w": ag.zeros(2), "bad": object()}, path)
    assert ag.load(path) == "old"
    assert os.listdir(tmp_path) == ["checkpoint"]


def test_the_new_file_is_complete_before_it_takes_the_place_of_the_old_one(ag, tmp_path, monkeypatch):
    path = tmp_path / "checkpoint"
    ag.save("old", path)
    replace = os.replace

    def look(source, target):
        assert ag.load(path) == "old"
        assert ag.load(source) == "new"
        assert os.path.dirname(source) == os.path.dirname(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", look)
    ag.save("new", path)
    assert ag.load(path) == "new"


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_permissions_and_links(ag, tmp_path):
    umask = os.umask(0o027)
    try:
        ag.save(1, tmp_path / "real")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(os.stat(tmp_path / "real").st_mode) == 0o640
    (tmp_path / "link").symlink_to(tmp_path / "real")
    ag.save(2, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert ag.load(tmp_path / "real") == 2


# What is refused


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda ag: {"a": [object()]}, r"type builtins.object at obj\['a'\]\[0\]"),
        (lambda ag: {ag.zeros(1)}, "set with an item of type Tensor at obj"),
        (lambda ag: namedtuple("P", "x")(1), r"type .*P at obj"),
        (lambda ag: defaultdict(lambda: 0), "a defaultdict whose factory is <function .* at obj"),
        (lambda ag: {"f": len}, r"at obj\['f'\]"),
        (lambda ag: ag.nn.Linear(1, 1), "Linear at obj"),
        (lambda ag: [np.array(["text"])], r"dtype <U4 at obj\[0\]"),
        (lambda ag: np.array([None]), "dtype object at obj"),
        (lambda ag: {len: 1}, "dictionary key of type builtin_function_or_method at obj"),
        (lambda ag: {(1, object()): 1}, "dictionary key of type tuple"),
    ],
)
def test_types_that_cannot_be_saved(ag, make, message):
    with pytest.raises(TypeError, match=f"cannot save .*{message}"):
        ag.save(make(ag), io.BytesIO())


def test_circles_and_depth(ag):
    circle = []
    circle.append({"again": circle})
    with pytest.raises(ValueError, match=r"holds itself, found at obj\[0\]\['again'\]"):
        ag.save(circle, io.BytesIO())
    shared = [1]
    assert through_file([shared, shared]) == [[1], [1]]
    deep = 0
    for _ in range(100):
        deep = {"a": deep}
    assert through_file(deep) == deep
    with pytest.raises(ValueError, match="deeper than 100 levels"):
        ag.save([deep], io.BytesIO())


HOSTILE = {
    "empty": b"",
    "short": b"abc",
    "huge header": raw({}, length=2**63),
    "header beyond the end": raw({}, length=10**6),
    "header cut short": raw({"a": F32}, b"1234")[:20],
    "no JSON": raw(b"{nope"),
    "no UTF-8": raw(b'{"\xff": 1}'),
    "a list": raw([1]),
    "deep header": raw(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "metadata that is no text": raw({"__metadata__": {"a": 1}}),
    "unknown dtype": raw({"a": {**F32, "dtype": "F99"}}, b"1234"),
    "dtype that is not offered": raw({"a": {**F32, "dtype": "F8_E4M3", "shape": [4]}}, b"1234"),
    "outside": raw({"a": {**F32, "shape": [2], "data_offsets": [0, 8]}}, b"1234"),
    "a name twice": raw(b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},' * 2 + b'"b":1}', b"1234"),
    "an entry of something else": raw({"a": 3}),
    "an entry with more": raw({"a": {**F32, "more": 1}}, b"1234"),
    "true for a size": raw({"a": {**F32, "shape": [True]}}, b"1234"),
    "a size that is no number": raw({"a": {**F32, "shape": ["1"]}}, b"1234"),
    "a dtype that is no text": raw({"a": {**F32, "dtype": ["F32"]}}, b"1234"),
    "three offsets": raw({"a": {**F32, "data_offsets": [0, 4, 4]}}, b"1234"),
    "truncated": raw({"a": F32}, b"123"),
    "trailing": raw({"a": F32}, b"12345"),
    "overlapping": raw({"a": F32, "b": F32}, b"1234"),
    "hole": raw({"a": {**F32, "data_offsets": [4, 8]}}, b"12345678"),
    "backwards": raw({"a": {**F32, "data_offsets": [4, 0]}}, b"1234"),
    "size does not fit": raw({"a": {**F32, "shape": [3]}}, b"1234"),
    "negative size": raw({"a": {**F32, "shape": [-1]}}, b"1234"),
    "size that overflows": raw({"a": {**F32, "shape": [2**40, 2**40]}}, b"1234"),
    "empty and enormous": raw({"a": {"dtype": "F32", "shape": [0, 2**62, 2**62], "data_offsets": [0, 0]}}),
    "too many dimensions": raw({"a": {**F32, "shape": [1] * 100}}, b"1234"),
    "structure: no JSON": structured("{"),
    "structure: deep": structured("[" * 100_000 + "]" * 100_000),
    "structure: deep tuples": structured('{"tuple":[' * 30_000 + "]}" * 30_000),
    "structure: enormous number": structured("1" * 5000),
    "structure: unknown type": structured({"eval": "1"}),
    "structure: empty": structured({}),
    "structure: missing tensor": structured({"tensor": "b"}, {"a": F32}, b"1234"),
    "structure: tensor without a name": structured({"tensor": ["a"]}, {"a": F32}, b"1234"),
    "structure: tensor twice": structured([{"tensor": "a"}] * 2, {"a": F32}, b"1234"),
    "structure: tensor left out": structured([], {"a": F32}, b"1234"),
    "structure: tensor as a key": structured({"dict": [[{"tensor": "a"}, 1]]}, {"a": F32}, b"1234"),
    "structure: list as a key": structured({"dict": [[[1], 2]]}),
    "structure: list in a key": structured({"dict": [[{"tuple": [[1]]}, 2]]}),
    "structure: item that is no pair": structured({"dict": [[1]]}),
    "structure: items that are no list": structured({"dict": 5}),
    "structure: tuple of nothing": structured({"tuple": None}),
    "structure: base64": structured({"bytes": "!"}),
    "structure: bytes that are no text": structured({"bytes": 3}),
    "structure: int": structured({"int": "0xzz"}),
    "structure: float": structured({"float": "0x"}),
    "structure: float that overflows": structured({"float": "0x1p99999"}),
    "structure: complex": structured({"complex": ["0x0p0"] * 3}),
    "structure: array": structured({"array": 3}),
    "structure: pairs that are none": structured({"tensor": "a", "complex": True}, {"a": F32}, b"1234"),
    "structure: gradient of integers": structured(
        {"tensor": "a", "requires_grad": True}, {"a": {**F32, "dtype": "I32"}}, b"1234"
    ),
    "structure: nothing again": structured({"again": 0}),
    "structure: again of text": structured({"again": "0"}),
    "structure: tied to nothing": structured({"tensor": "a", "tied": 0}, {"a": F32}, b"1234"),
    "structure: again in another shape": structured(
        [{"tensor": "a"}, {"tensor": "b", "again": 0}],
        {"a": F32, "b": {**F32, "shape": [2], "data_offsets": [4, 12]}},
        b"123456789012",
    ),
    "structure: size of text": structured({"size": ["a"]}),
    "structure: set of lists": structured({"set": [[]]}),
    "structure: factory of harm": structured({"defaultdict": [], "factory": "eval"}),
    "structure: factory of nothing": structured({"defaultdict": [], "factory": []}),
    "structure: method in the place of one": structured({"odict": [], "attributes": {"dict": [["items", 1]]}}),
    "structure: attributes that are none": structured({"odict": [], "attributes": 3}),
    "structure: counter of nothing": structured({"counter": 3}),
    "structure: dtype": structured({"dtype": "float99"}),
    "structure: dtype that is no text": structured({"dtype": []}),
    "structure: device that is no text": structured({"device": 3}),
    "structure: object without a name": structured({"object": 3, "state": {}}),
    "structure: kind of buffer": structured(
        {"tensor": "a", "kind": "parameter", "requires_grad": True}, {"a": {**F32, "dtype": "I32"}}, b"1234"
    ),
    "structure: device": structured({"tensor": "a", "device": 3}, {"a": F32}, b"1234"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files(ag, tmp_path, content):
    path = tmp_path / "hostile.safetensors"
    path.write_bytes(content)
    with pytest.raises(
        RuntimeError, match=r"cannot load '.*hostile\.safetensors': (not a|its structure|it has|tensor)"
    ):
        ag.load(path)


def test_every_cut_of_a_good_file_is_refused(ag):
    file = io.BytesIO()
    ag.save({"w": ag.arange(3), "n": [1, 2.5]}, file)
    content = file.getvalue()
    for end in range(len(content)):
        with pytest.raises(RuntimeError, match="cannot load"):
            ag.load(io.BytesIO(content[:end]))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_changed_byte_gives_an_object_or_one_error(data):
    file = io.BytesIO()
    arraygrad.save({"w": arraygrad.arange(3), "n": (1, None), 3: b"x", "c": np.ones(1, complex)}, file)
    content = bytearray(file.getvalue())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(RuntimeError):
        arraygrad.load(io.BytesIO(bytes(content)))


@pytest.mark.parametrize("node", [{"object": "os.system", "state": {}}, {"global": "os.system"}])
def test_names_that_nobody_allowed(ag, node):
    with pytest.raises(
        pickle.UnpicklingError, match=r"Weights only load failed.*refers to os\.system, and.*safe_globals"
    ):
        ag.load(io.BytesIO(structured([node])))


# Objects of classes that were allowed


class Node:
    """Notes what a file could make it do."""

    calls: list = []  # noqa: RUF012

    def __new__(cls, *args):
        cls.calls.append("new")
        return object.__new__(cls)

    def __init__(self, *args):
        self.calls.append("init")

    def __setattr__(self, name, value):
        self.calls.append(name)

    def __setstate__(self, state):
        self.calls.append("setstate")


def test_objects_of_allowed_classes(ag):
    parent, child = Node(), Node()
    vars(parent).update(child=child, again=child, weight=ag.ones(2), kind=Node, values=[1, {"a": None}])
    vars(child).update(parent=parent)
    with pytest.raises(TypeError, match=r"Node at obj: save what it is made of, or allow its class with .*\[Node\]\)"):
        ag.save(parent, io.BytesIO())
    with ag.serialization.safe_globals([Node]):
        file = io.BytesIO()
        ag.save([parent], file)
        Node.calls.clear()
        (loaded,) = ag.load(io.BytesIO(file.getvalue()))
    assert Node.calls == []
    assert type(loaded) is type(loaded.child) is loaded.kind is Node
    assert loaded.child is loaded.again
    assert loaded.child.parent is loaded
    assert (loaded.weight.tolist(), loaded.values) == ([1.0, 1.0], [1, {"a": None}])
    with pytest.raises(pickle.UnpicklingError, match=r"refers to .*Node, and"):
        ag.load(io.BytesIO(file.getvalue()))


def test_a_module_comes_back_whole(ag, device):
    model = ag.nn.Sequential(ag.nn.Linear(2, 3), ag.nn.BatchNorm1d(3), ag.nn.Dropout(0.5), ag.nn.Linear(3, 3)).eval()
    model.add_module("tied", ag.nn.Linear(3, 3))
    model.tied.weight = model[3].weight
    model[0].bias.requires_grad_(False)
    model.skipped = ag.nn.Buffer(ag.ones(1), persistent=False)
    with ag.serialization.safe_globals([ag.nn.Sequential, ag.nn.Linear, ag.nn.BatchNorm1d, ag.nn.Dropout]):
        loaded = through_file(model, map_location=device)
    assert repr(loaded) == repr(model)
    assert loaded.training is False
    assert loaded.tied.weight is loaded[3].weight
    assert list(loaded.state_dict()) == list(model.state_dict())
    assert [(name, p.requires_grad, p.device) for name, p in loaded.named_parameters()] == [
        (name, p.requires_grad, p.device) for name, p in model.named_parameters()
    ]
    assert [t.tolist() for t in loaded.state_dict().values()] == [t.tolist() for t in model.state_dict().values()]


def test_what_is_more_than_its_attributes_is_not_saved(ag):
    class Slots:
        __slots__ = ("a",)

    class Numbers(list):
        pass

    with ag.serialization.safe_globals([Slots, Numbers]):
        for obj in (Slots(), Numbers()):
            with pytest.raises(TypeError, match="it has more to it than attributes"):
                ag.save(obj, io.BytesIO())
    with (
        ag.serialization.safe_globals([(Slots, "a.B")]),
        pytest.raises(RuntimeError, match="more to it than attributes"),
    ):
        ag.load(io.BytesIO(structured({"object": "a.B", "state": {}})))


# Memory


def test_nothing_is_held_twice(ag, tmp_path):
    arrays = {str(i): np.ones(2**17) for i in range(4)}
    state = {name: ag.from_numpy(array, device="cpu") for name, array in arrays.items()}
    size = sum(array.nbytes for array in arrays.values())
    ag.load(io.BytesIO(raw({"a": F32}, b"1234")))

    def peak(run):
        tracemalloc.start()
        try:
            run()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(lambda: ag.save(state, tmp_path / "file")) < 0.1 * size
    assert size < peak(lambda: ag.load(tmp_path / "file")) < 1.1 * size
    assert peak(lambda: ag.load(tmp_path / "file", mmap=True)) < 0.1 * size
