"""Files of PyTorch's form that are damaged, or made to do harm."""

from __future__ import annotations

import io
import os
import pickle
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pickle_programs as pp
import pytest
from pickle_programs import Raw, build, call, instance, name, push, storage, tensor

HERE = Path(__file__).parent

pytestmark = pytest.mark.only_arraygrad(reason="reads PyTorch's files with arraygrad")


def forms(value):
    return pp.archive(value), pp.old_file(value)


FORBIDDEN = {
    "os.system": call("os.system", "touch harm"),
    "builtins.eval": call("builtins.eval", "1"),
    "builtins.exec": call("__builtin__.exec", "1"),
    "builtins.getattr": call("builtins.getattr", {}, "keys"),
    "builtins.__import__": call("builtins.__import__", "os"),
    "subprocess.Popen": call("subprocess.Popen", ["true"]),
    "torch.load": call("torch.load", "x"),
    "torch.hub.load": call("torch.hub.load", "x", "y"),
    "arraygrad.load": call("arraygrad.load", "x"),
    "numpy.fromfile": call("numpy.fromfile", "x"),
    "collections.OrderedDict.fromkeys": call("collections.OrderedDict.fromkeys", [1]),
    "copyreg._reconstructor": call("copy_reg._reconstructor", name("__builtin__.object"), None),
    "functools.partial": call("functools.partial", name("torch.Size")),
    "torch._utils._rebuild_tensor_v2.__globals__": name("torch._utils._rebuild_tensor_v2.__globals__"),
    "pathlib.PosixPath": call("pathlib.PosixPath", "x"),
}


@pytest.mark.parametrize(("what", "value"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_names_that_nobody_allowed(ag, tmp_path, monkeypatch, what, value):
    monkeypatch.chdir(tmp_path)
    module, _, last = what.rpartition(".")
    by_stack = Raw(push(module) + push(last) + b"\x93")
    for content in (*forms(value), pp.archive(by_stack), pp.archive([1, {"a": (value,)}])):
        with pytest.raises(pickle.UnpicklingError, match=f"it refers to .*{what}.*safe_globals"):
            ag.load(io.BytesIO(content))
    assert os.listdir(tmp_path) == []


class Witness:
    """Notes everything that a file could make it do."""

    calls: list = []  # noqa: RUF012

    def __new__(cls, *args):
        cls.calls.append("new")
        return object.__new__(cls)

    def __init__(self, *args):
        self.calls.append("init")

    def __setstate__(self, state):
        self.calls.append("setstate")

    def __setattr__(self, name, value):
        self.calls.append("setattr")

    def __setitem__(self, key, value):
        self.calls.append("setitem")

    def append(self, item):
        self.calls.append("append")

    extend = append

    def __eq__(self, other):
        self.calls.append("eq")
        return True

    def __hash__(self):
        self.calls.append("hash")
        return 0


def test_an_allowed_class_is_never_called(ag):
    cls = "tests.Witness"
    empty = Raw(name(cls) + b")\x81")
    programs = [
        call(cls), call(cls, 1), Raw(name(cls) + push((1,)) + b"\x81"), Raw(empty + push(1) + push(2) + b"s"),
        Raw(empty + push(1) + b"a"), Raw(empty + b"(" + push(1) + b"e"), Raw(b"}" + empty + push(1) + b"s"),
        call("builtins.set", [empty]), build(empty, 5), build(empty, {1: 2}), build(empty, (None, {"a": 1})),
        build(name(cls), {"calls": None}),
    ]  # fmt: skip
    with ag.serialization.safe_globals([(Witness, cls)]):
        for program in programs:
            with pytest.raises(RuntimeError, match="cannot load"):
                ag.load(io.BytesIO(pp.archive(program)))
        loaded = ag.load(io.BytesIO(pp.archive(instance(cls, {"a": 1, "__class__": 2}))))
    assert type(loaded) is Witness
    assert loaded.a == 1
    assert Witness.calls == []


def nest(opening, count, closing=b""):
    return Raw(opening * count + b"N" + closing * count)


def laughs(levels):
    """A list of ten lists, each of ten lists, ...; all ten are one."""
    return Raw(b"]" + b"".join(b"q\x00](" + b"h\x00" * 10 + b"e" for _ in range(levels)))


def repeated(made, use, count=1000):
    """Something long, and a list of calls that copy it."""
    return Raw(b"(" + made + b"q\x00" + use * count + b"t")


LONG = push("x" * 10_000)
GOOD = tensor()
NUMPY = call("numpy.dtype", "f8", False, True)
HOSTILE = {
    # -- programs
    "empty": b"",
    "only a protocol": b"\x80\x02",
    "nothing on the stack": b"\x80\x02.",
    "no operand": Raw(b"a"),
    "no mark": Raw(b"t"),
    "nothing below the mark": Raw(b"(a"),
    "no stop": b"\x80\x02N",
    "an instruction of protocol 0": Raw(b"I1\n"),
    "an instance of protocol 0": Raw(b"(ios\nsystem\n"),
    "an extension": Raw(b"\x82\x01"),
    "a buffer outside": Raw(b"\x97"),
    "a persistent name": Raw(b"Pstorage\n"),
    "a reference to nothing": Raw(b"j\xff\xff\xff\xff"),
    "a name without end": b"\x80\x02c" + b"x" * 5000,
    "a name that is not text": Raw(b"c\xff\n\xff\n"),
    "a name of numbers": Raw(push(1) + push(2) + b"\x93"),
    "a string longer than the file": Raw(b"X\xff\xff\xff\xff"),
    "a string far longer": Raw(b"\x8d" + b"\xff" * 8),
    "bytes longer than the file": Raw(b"\x8e\x00\x00\x00\x00\x00\x01\x00\x00"),
    "an array longer than the file": Raw(b"\x96\x00\x00\x00\x00\x00\x01\x00\x00"),
    "a number longer than the file": Raw(b"\x8b\xff\xff\xff\x7f"),
    "text that is not UTF-8": Raw(b"X\x01\x00\x00\x00\xff"),
    "items for a dictionary": Raw(b"}Na"),
    "keys for a list": Raw(b"]NNs"),
    "an odd number of items": Raw(b"}(NNNu"),
    "a list for a key": Raw(b"}]Ns"),
    "a tensor for a key": Raw(b"}" + GOOD + b"Ns"),
    "a key that takes ages to hash": Raw(b"}N" + b"q\x00h\x00\x86" * 100 + b"Ns"),
    "attributes for a list": build(Raw(b"]"), {"a": 1}),
    "attributes for a class": build(name("torch.Size"), {"a": 1}),
    "a method in the place of one": build(call("collections.OrderedDict"), {"items": 1}),
    # -- depth, circles, repetition
    "deep lists": nest(b"](", 10_000, b"e"),
    "deep tuples": nest(b"", 10_000, b"\x85"),
    "deep dictionaries": nest(b"}K\x00", 10_000, b"s"),
    "a list in itself": Raw(b"]q\x00h\x00a"),
    "lists in each other": Raw(b"]q\x00]q\x01h\x00ah\x01a"),
    "a dictionary in itself": Raw(b"}q\x00K\x00h\x00s"),
    "a billion laughs": laughs(12),
    "copies of a text": repeated(LONG, name("_codecs.encode") + b"(h\x00" + push("latin1") + b"tR"),
    "copies of bytes": repeated(push(b"x" * 10_000), name("builtins.bytearray") + b"h\x00\x85R"),
    "copies of a list": repeated(push([0] * 5_000), name("builtins.set") + b"h\x00\x85R"),
    "copies of a dictionary": repeated(push(dict.fromkeys(range(5_000))), name("collections.Counter") + b"h\x00\x85R"),
    "copies of items": repeated(push([(i, 0) for i in range(2_000)]), name("collections.OrderedDict") + b"h\x00\x85R"),
    # -- calls
    "a call of a list": Raw(b"])R"),
    "a call without arguments": Raw(name("torch._utils._rebuild_tensor_v2") + b"NR"),
    "a call of a storage": call("torch.FloatStorage", 10**9),
    "a call of a type": call("builtins.list", 10**9),
    "too many arguments": call("torch.Size", (1,), (2,)),
    "an enormous array of bytes": call("builtins.bytearray", 10**12),
    "bytes of what is not latin1": call("_codecs.encode", "\u20ac", "latin1"),
    "another codec": call("_codecs.encode", "x", "zlib"),
    "a set of lists": call("builtins.set", [[]]),
    "a dictionary of pairs that are none": call("collections.OrderedDict", [(1,)]),
    "a counter of nothing": call("collections.Counter", 3),
    "a factory of harm": call("collections.defaultdict", name("torch.Size")),
    "a size of text": call("torch.Size", ("a",)),
    "a complex number of text": call("builtins.complex", "1", "2"),
    # -- tensors
    "a storage alone": storage(),
    "a class alone": name("torch.FloatStorage"),
    "a function alone": [name("torch._utils._rebuild_tensor_v2")],
    "another persistent thing": Raw(push(("module", "x")) + b"Q"),
    "a storage of a list": Raw(push(("storage", [], "0", "cpu", 6)) + b"Q"),
    "a negative storage": tensor(storage(numel=-1)),
    "an enormous storage": tensor(storage(numel=2**61)),
    "a storage that is larger than its entry": tensor(storage(numel=7)),
    "a storage that is smaller": tensor(storage(numel=5)),
    "a missing storage": tensor(storage(key="1")),
    "a storage by a path": tensor(storage(key="../data/0")),
    "two sizes of one storage": [GOOD, tensor(storage(numel=3), size=(3,))],
    "two types of one storage": [GOOD, tensor(storage(kind="torch.IntStorage"))],
    "beyond the end": tensor(size=(7,)),
    "beyond the end by strides": tensor(size=(2, 3), stride=(4, 1)),
    "beyond the end by an offset": tensor(offset=1),
    "before the beginning": tensor(offset=-1),
    "a negative size": tensor(size=(-1,)),
    "two negative sizes": tensor(size=(-2, -3), stride=(3, 1)),
    "a negative stride": tensor(size=(2,), stride=(-1,)),
    "sizes that overflow": tensor(size=(2**32, 2**32), stride=(0, 0)),
    "more sizes than strides": tensor(size=(2, 3)),
    "a size that is no number": tensor(size=("a",)),
    "true for a size": tensor(size=(True,)),
    "far too many dimensions": tensor(size=(1,) * 100, stride=(1,) * 100),
    "an enormous view": tensor(size=(2**40,), stride=(0,)),
    "many large views": [tensor(size=(2**22,), stride=(0,))] * 100,
    "empty and enormous": tensor(size=(0, 2**61, 2**61), stride=(1, 1, 1)),
    "a gradient of integers": tensor(storage(kind="torch.IntStorage"), requires_grad=True),
    "hooks": call("torch._utils._rebuild_tensor_v2", storage(), 0, (6,), (1,), False, {1: 2}),
    "a parameter of nothing": call("torch._utils._rebuild_parameter", None, True, None),
    "attributes of a tensor": call("torch._utils._rebuild_parameter_with_state", GOOD, True, None, {"_storage": 1}),
    "a class for an attribute of a tensor": call(
        "torch._utils._rebuild_parameter_with_state", GOOD, True, None, {"a": [name("torch.FloatStorage")]}
    ),
    "slots of a tensor": call("torch._utils._rebuild_parameter_with_state", GOOD, True, None, ({}, {"a": 1})),
    "a tensor of a class": call(
        "torch._tensor._rebuild_from_type_v2", name("torch._utils._rebuild_tensor_v2"), name("torch.Size"),
        (storage(), 0, (6,), (1,), False, None), {},
    ),
    "no dtype": tensor(storage(kind="torch.storage.UntypedStorage", numel=24)),
    # -- NumPy
    "a dtype of objects": call("numpy.dtype", "O8", False, True),
    "a dtype of fields": build(NUMPY, (3, "<", None, ("a",), {"a": 1}, -1, -1, 0)),
    "a dtype that does not exist": call("numpy.dtype", "f3", False, True),
    "a dtype alone": NUMPY,
    "an order that does not exist": build(NUMPY, (3, "x", None, None, None, -1, -1, 0)),
    "a scalar of the wrong size": call("numpy.core.multiarray.scalar", NUMPY, b"1234"),
    "an array of the wrong size": build(
        call("numpy.core.multiarray._reconstruct", name("numpy.ndarray"), (0,), b"b"),
        (1, (9,), NUMPY, False, b"12345678"),
    ),
    "an array of a negative size": call("numpy._core.numeric._frombuffer", b"12345678", NUMPY, (-1,), "C"),
    "an enormous and empty array": call("numpy._core.numeric._frombuffer", b"", NUMPY, (0, 2**61, 2**61), "C"),
}  # fmt: skip
LACKING = {
    "float8": call(
        "torch._utils._rebuild_tensor_v3", storage(kind="torch.storage.UntypedStorage", numel=24), 0, (1,), (1,), False,
        None, name("torch.float8_e4m3fn"),
    ),
    "quantized": call("torch._utils._rebuild_qtensor", storage(), 0, (6,), (1,), None, False, None),
    "QInt8": storage(kind="torch.QInt8Storage"),
    "complex32": name("torch.complex32"),
    "sparse": call("torch._utils._rebuild_sparse_tensor", 0, (1, 2, 3)),
    "meta": call("torch._utils._rebuild_meta_tensor_no_storage", name("torch.float32"), (1,), (1,), False),
    "nested": call("torch._utils._rebuild_nested_tensor", 1, 2, 3, 4),
    "layout": call("torch.serialization._get_layout", "torch.strided"),
}  # fmt: skip


@pytest.fixture(scope="module")
def warm(ag):
    """Whatever is imported when the first tensor is made is there."""
    for content in forms(GOOD):
        ag.load(io.BytesIO(content))


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pickles(ag, value):
    for content in forms(value) if type(value) is not bytes else [pp.archive(value)]:
        tracemalloc.start()
        try:
            with pytest.raises(RuntimeError, match="cannot load 'BytesIO': "):
                ag.load(io.BytesIO(content))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 2**20 + 400 * len(content)


def test_defaultdicts_that_python_cannot_take_apart(ag):
    """Python takes a defaultdict apart by recursion, and dies of a hundred thousand of them in each other."""
    outermost = name("collections.defaultdict") + b"q\x01)R"
    deep = Raw(outermost + b"K\x00" + nest(b"h\x01)RK\x00", 100_000, b"s") + b"s")
    with pytest.raises(RuntimeError, match="nested deeper than 200 levels"):
        ag.load(io.BytesIO(pp.archive(deep)))
    assert ag.load(io.BytesIO(pp.archive(Raw(b"(" + deep + b"Nt" + b"q\x00](" + push(3) + b"e")))) == [3]


@pytest.mark.parametrize("value", LACKING.values(), ids=LACKING)
def test_what_does_not_exist_here_is_refused_by_name(ag, request, value):
    what = request.node.callspec.id
    for content in forms(value):
        with pytest.raises(RuntimeError, match=rf"cannot load 'BytesIO': .*{what}.* \(.*\), which does not exist here"):
            ag.load(io.BytesIO(content))


def rezipped(change):
    """The archive of a good tensor with something about its entries changed."""
    file = io.BytesIO(pp.archive(GOOD))
    with zipfile.ZipFile(file, "a") as archive:
        change(archive)
    return file.getvalue()


def overlapping():
    content = pp.archive(GOOD, **{"data/1": b"x" * 24})
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 42] + content[content.index(b"PK\x01\x02") + 42 :][:4] + content[at + 46 :]


def bomb():
    return pp.archive(GOOD, zipfile.ZIP_DEFLATED, **{"data/0": b"\x00" * 10**6})


ARCHIVES = {
    "only the first bytes": b"PK\x03\x04",
    "an archive of something else": pp.archive(GOOD).replace(b"data.pkl", b"atad.pkl"),
    "a bomb": bomb(),
    "overlapping entries": overlapping(),
    "two pickles": rezipped(lambda z: z.writestr("other/data.pkl", b"N.")),
    "a path upwards": pp.archive(GOOD).replace(b"archive/", b"../../x/"),
    "an entry without its header": pp.archive(GOOD).replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"\x05", b"\x04", 1),
    "an entry larger than the file": pp.archive(GOOD).replace(b"\x18\x00\x00\x00" * 2, b"\x18\x00\x01\x00" * 2),
    "a byte order that does not exist": pp.archive(GOOD, byteorder=b"middle"),
    "no memory": pp.archive(GOOD, **{"data/0": None}),
    "too little memory": pp.archive(GOOD, **{"data/0": b"1234"}),
    "too much memory": pp.archive(GOOD, **{"data/0": b"1234" * 7}),
    "TorchScript": (HERE / "torchscript.pt").read_bytes(),
    "a tar archive": b"storages".ljust(257, b"\x00") + b"ustar" + b"\x00" * 250,
    "a plain pickle": pickle.dumps({"a": 1}, 2),
    "another mark": pp.old_file(GOOD, mark=b"0123456789"),
    "another version": pp.old_file(GOOD, version=999),
    "no keys": pp.old_file(GOOD, keys=()),
    "a key too many": pp.old_file(GOOD, keys=("0", "1")),
    "a key twice": pp.old_file(GOOD, keys=("0", "0")),
    "keys of numbers": pp.old_file(GOOD, keys=(0,)),
    "memory of another size": pp.old_file(GOOD, memory=struct.pack("<q6f", 5, *range(6))),
    "memory of a negative size": pp.old_file(GOOD, memory=struct.pack("<q6f", -1, *range(6))),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES)
def test_hostile_archives(ag, content):
    with pytest.raises(RuntimeError, match="cannot load 'BytesIO': "):
        ag.load(io.BytesIO(content))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_an_entry_twice(ag):
    with pytest.raises(RuntimeError, match="its entry 'archive/data/0' is there twice or overlaps another"):
        ag.load(io.BytesIO(rezipped(lambda z: z.writestr("archive/data/0", b"\x00" * 24))))


@pytest.mark.parametrize("form", [pp.archive, pp.old_file])
def test_every_cut_of_a_good_file_is_refused(ag, form):
    content = form(GOOD)
    for end in range(len(content)):
        with pytest.raises(RuntimeError, match="cannot load"):
            ag.load(io.BytesIO(content[:end]))


def test_mutated_files():
    """A thousand of the mutations that ``nox -s fuzz`` makes."""
    run = subprocess.run(
        [sys.executable, HERE / "fuzz.py", "1000"], capture_output=True, text=True, check=False, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1000 mutations" in run.stdout
