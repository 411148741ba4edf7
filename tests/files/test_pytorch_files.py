"""Files that PyTorch wrote, read without it."""

from __future__ import annotations

import io
import pickle
import struct
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import pickle_programs as pp
import pytest

HERE = Path(__file__).parent
EVERYTHING = ("everything.pt", "everything_protocol_4.pt", "everything_old.pt")

pytestmark = pytest.mark.only_arraygrad(reason="reads PyTorch's files with arraygrad")


def load(ag, content, **options):
    return ag.load(io.BytesIO(content), **options)


@pytest.fixture(params=EVERYTHING)
def everything(ag, request):
    return ag.load(HERE / request.param)


# -- what PyTorch wrote --------------------------------------------------------------------------------------------


def test_every_dtype(ag, everything):
    assert len(everything["dtypes"]) == 15
    for name, tensor in everything["dtypes"].items():
        assert tensor.tolist() == [[0, 1, 1], [1, 0, 1]]
        assert tensor.dtype is getattr(ag, "float32" if name == "bfloat16" else name)


def test_every_dtype_of_the_device(ag, device):
    def place(tensor, location):
        try:
            return tensor.to(device)
        except TypeError:  # a dtype that the device lacks
            return None

    loaded = ag.load(HERE / "everything.pt", map_location=place)["dtypes"]
    assert loaded["float32"].device == ag.device(device)
    for tensor in loaded.values():
        assert tensor.tolist() == [[0, 1, 1], [1, 0, 1]]


def test_views_share_memory(ag, device):
    for file in ("everything.pt", "everything_old.pt"):
        loaded = ag.load(HERE / file, map_location=lambda t, where: device if t.dtype is ag.float32 else t)["views"]
        expected = np.arange(12.0).reshape(3, 4)

        def check(expected=expected, loaded=loaded):
            assert loaded["base"].tolist() == loaded["again"].tolist() == expected.tolist()
            assert loaded["row"].tolist() == expected[1].tolist()
            assert loaded["column"].tolist() == expected[:, 2].tolist()
            assert loaded["transposed"].tolist() == expected.T.tolist()
            assert loaded["every second"].tolist() == expected[::2, 1::2].tolist()

        check()
        assert loaded["transposed"].stride() == (1, 4)
        assert loaded["base"].device == ag.device(device)
        loaded["again"][1, 2] = expected[1, 2] = -1.0
        loaded["row"] += 10.0
        expected[1] += 10
        check()
        assert loaded["alone"].tolist() == [3, 4, 5, 6]
        assert loaded["expanded"].tolist() == [[1.0] * 3, [2.0] * 3]
        assert loaded["empty"].shape == (0, 3)
        assert loaded["number"].tolist() == 5
        assert loaded["conjugate"].tolist() == [1 - 2j, 3 + 4j]
        assert loaded["negative"].tolist() == [-1.0, -1.0]
        assert all(t.is_leaf and t.requires_grad == (name == "requires_grad") for name, t in loaded.items())


def test_values_that_are_no_tensors(ag, everything):
    values = everything["values"]
    assert values["plain"] == [
        None, True, 1, -(2**40), 2**70, 1.5, float("inf"), 1 + 2j, "text", "\u00fc\U0001f600", b"\x00\xff",
    ]  # fmt: skip
    assert values["containers"] == [(1, (2,)), {1, 2}, frozenset([3]), bytearray(b"ab"), {(1, "a"): [2]}]
    assert [type(value) for value in values["containers"]] == [tuple, set, frozenset, bytearray, dict]
    assert values["collections"] == [OrderedDict(b=1, a=2), defaultdict(list, {1: [2]}), Counter("aab")]
    assert list(values["collections"][0]) == ["b", "a"]
    assert values["collections"][1].default_factory is list
    size, kind, short, host, elsewhere = values["torch"]
    assert (type(size), size, kind, short) == (ag.Size, (2, 3), ag.float32, ag.bfloat16)
    assert host == ag.device("cpu")
    assert str(elsewhere) == "cuda:3"
    array, big_endian, scalar, number = values["numpy"]
    assert array.tolist() == np.arange(6.0).reshape(2, 3).T.tolist()
    assert (big_endian.tolist(), scalar, type(scalar)) == ([1, 2], 1.5, np.float32)
    assert (number, type(number)) == (-1, np.int64)


def test_parameters_buffers_and_ties(ag, everything):
    trained, frozen = everything["values"]["parameters"]
    assert type(trained) is type(frozen) is ag.nn.Parameter
    assert (trained.requires_grad, frozen.requires_grad) == (True, False)
    buffers = everything["values"]["buffers"]
    assert [type(buffer) for buffer in buffers] == [ag.nn.Buffer] * 2
    assert [buffer.persistent for buffer in buffers] == [True, False]
    tied = everything["tied"]
    assert list(tied) == ["a.weight", "b.weight"]
    assert tied["a.weight"].shares_memory(tied["b.weight"])
    assert tied._metadata["a"] == {"version": 1}


@pytest.mark.parametrize("place", ["cpu", "strict"])
def test_training_goes_on_where_pytorch_stopped(ag, place):
    with ag.device(place):
        check_training(ag, place)


def check_training(ag, place):
    model = ag.nn.Sequential(ag.nn.Linear(3, 4), ag.nn.Tanh(), ag.nn.Linear(4, 1))
    optimizer = ag.optim.Adam(model.parameters())
    schedule = ag.optim.lr_scheduler.StepLR(optimizer, 1)
    state = ag.load(HERE / "training.pt", map_location=place)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    x = ag.linspace(-1, 1, 12).reshape(4, 3)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    assert losses == pytest.approx([2.4375500679016113, 2.202012538909912, 2.073436975479126], rel=1e-5)


# -- whole modules -------------------------------------------------------------------------------------------------


def test_a_module_is_refused_with_what_to_do(ag):
    with pytest.raises(pickle.UnpicklingError, match=r"Weights only load failed.*Linear, and.*state_dict\(\).*safe_gl"):
        ag.load(HERE / "module.pt", weights_only=False)
    names = ["torch.nn.modules.container.ModuleDict", "torch.nn.modules.linear.Linear"]
    for form in (HERE / "module.pt", io.BytesIO(pp.old_file(pp.Raw(b"".join(map(pp.name, names)) + b"\x86")))):
        assert ag.serialization.get_unsafe_globals_in_checkpoint(form) == names
    with ag.serialization.safe_globals([ag.nn.ModuleDict]):
        assert ag.serialization.get_unsafe_globals_in_checkpoint(HERE / "module.pt") == names[1:]


@pytest.mark.usefixtures("device")
def test_a_module_whose_classes_are_allowed(ag, device):
    with ag.serialization.safe_globals([ag.nn.ModuleDict, ag.nn.Linear]):
        module = ag.load(HERE / "module.pt", map_location=device)
    assert repr(module) == repr(ag.nn.ModuleDict({name: ag.nn.Linear(2, 2, bias=False) for name in "ab"}))
    assert module["a"].weight is module["b"].weight
    module["a"](ag.ones(1, 2)).sum().backward()
    assert module["b"].weight.grad.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert len(list(module.parameters())) == 1
    handle = module.register_forward_hook(lambda *args: None)
    handle.remove()


def test_a_class_of_ones_own_is_rebuilt_without_being_called(ag):
    class Line(ag.nn.Module):
        def __new__(cls, *args):
            raise AssertionError

        def __init__(self):
            raise AssertionError

        def __setstate__(self, state):
            raise AssertionError

        def forward(self, x):
            return self.layers(x) * 0 + self.slope * x + self.offset

    layers = [ag.nn.Sequential, ag.nn.Linear, ag.nn.ReLU]
    with ag.serialization.safe_globals([(Line, "__main__.Line"), *layers]):
        line = ag.load(HERE / "own_class.pt")
        assert line(ag.tensor([[3.0]])).tolist() == [[7.0]]
        assert [name for name, _ in line.named_parameters()] == ["slope", "layers.0.weight"]
        file = io.BytesIO()
        ag.save(line, file)
        again = load(ag, file.getvalue())
    assert type(again) is Line
    assert repr(again) == repr(line)
    assert again(ag.tensor([[3.0]])).tolist() == [[7.0]]


# -- what PyTorch writes elsewhere ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [pp.archive, pp.old_file])
def test_tensors_of_other_machines_go_to_the_host(ag, form):
    content = form([pp.tensor(pp.storage(location="cuda:1")), pp.tensor(pp.storage(location="cuda:1"), 2, (2,))])
    asked = []
    assert [t.device for t in load(ag, content)] == [ag.device("cpu")] * 2
    loaded = load(ag, content, map_location={"cuda:1": "readonly"})
    assert [(t.device.type, t.tolist()) for t in loaded] == [("readonly", [0, 1, 2, 3, 4, 5]), ("readonly", [2, 3])]
    loaded = load(ag, content, map_location=lambda memory, where: asked.append(where))
    loaded[0].zero_()
    assert loaded[1].tolist() == [0.0, 0.0]
    assert asked == ["cuda:1"]
    with pytest.raises(RuntimeError, match="device type at start of device string"):
        load(ag, content, map_location="nowhere")


def test_byte_order(ag):
    swapped = {"data/0": struct.pack(">6f", *range(6)), "byteorder": b"big"}
    assert load(ag, pp.archive(pp.tensor(), **swapped)).tolist() == [0, 1, 2, 3, 4, 5]
    untyped = pp.storage(kind="torch.storage.UntypedStorage", numel=8)
    typed = pp.call("torch._utils._rebuild_tensor_v3", untyped, 1, (3,), (1,), False, None, pp.name("torch.uint16"))
    content = pp.archive(typed, **{"data/0": struct.pack(">4H", 1, 2, 3, 4), "byteorder": b"big"})
    assert load(ag, content).tolist() == [2, 3, 4]


def test_tensors_of_other_devices_come_as_arrays(ag):
    kind = pp.build(pp.call("numpy.dtype", "f8", False, True), (3, "<", None, None, None, -1, -1, 0))
    empty = pp.call("numpy.core.multiarray._reconstruct", pp.name("numpy.ndarray"), (0,), b"b")
    array = pp.build(empty, (1, (2,), kind, False, struct.pack("<2d", 1, 2)))
    function = "torch._utils._rebuild_device_tensor_from_numpy"
    made = pp.call(function, array, pp.name("torch.float32"), "xla:0", True)
    loaded = load(ag, pp.archive(made))
    assert (loaded.tolist(), loaded.dtype, loaded.requires_grad) == ([1.0, 2.0], ag.float32, True)


def test_parts_of_memory_in_old_files(ag):
    part = pp.Raw(pp.push(("storage", pp.name("torch.FloatStorage"), "0", "cpu", 6, ("1", 2, 3))) + b"Q")
    assert load(ag, pp.old_file([pp.tensor(), pp.tensor(part, 1, (2,))]))[1].tolist() == [3.0, 4.0]


def test_strings_of_python_2(ag):
    content = pp.archive(pp.Raw(b"U\x02\xc3\xbc"))
    assert load(ag, content) == "\u00fc"
    assert load(ag, content, encoding="latin1") == "\u00c3\u00bc"
    assert load(ag, content, encoding="bytes") == b"\xc3\xbc"


def test_several_old_files_one_after_the_other(ag):
    file = io.BytesIO(pp.old_file(pp.tensor()) + pp.old_file("second", (), b""))
    assert ag.load(file).tolist() == [0, 1, 2, 3, 4, 5]
    assert ag.load(file) == "second"


def test_tensors_with_attributes(ag):
    tensor = pp.Raw(pp.name("torch._utils._rebuild_tensor_v2"))
    arguments = (pp.storage(), 0, (6,), (1,), False, None)
    made = pp.call("torch._tensor._rebuild_from_type_v2", tensor, pp.name("torch.Tensor"), arguments, {"note": [1]})
    assert load(ag, pp.archive(made)).note == [1]
    parameter = pp.call("torch._utils._rebuild_parameter_with_state", pp.tensor(), True, None, {"note": "a"})
    assert load(ag, pp.archive(parameter)).note == "a"


# -- arguments -----------------------------------------------------------------------------------------------------


def test_pytorchs_arguments_are_taken(ag, tmp_path):
    content = pp.archive(pp.call("os.system", "exit 1"))
    for options in (
        {},
        {"weights_only": False},
        {"pickle_module": pickle},
        {"weights_only": False, "encoding": "ascii"},
    ):
        with pytest.raises(pickle.UnpicklingError, match=r"refers to os\.system, and"):
            load(ag, content, **options)
    ag.save([1], tmp_path / "a", pickle, 4, False, True)
    assert ag.load(tmp_path / "a", "cpu", pickle, weights_only=True) == [1]


@pytest.mark.parametrize("name", ["everything.pt", "saved"])
def test_a_mapped_file(ag, device, tmp_path, name):
    path = tmp_path / name
    content = (HERE / "everything.pt").read_bytes()
    if name == "saved":
        ag.save(load(ag, content), path)
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    loaded = ag.load(path, mmap=True)
    assert loaded["dtypes"]["int32"].tolist() == [[0, 1, 1], [1, 0, 1]]
    loaded["views"]["base"] += 1.0
    assert loaded["views"]["again"].tolist()[0] == [1.0, 2.0, 3.0, 4.0]
    assert path.read_bytes() == before
    place = {"cpu": device} if device != "strict" else None  # which lacks some dtypes
    assert ag.load(path, {**(place or {})}, mmap=True)["views"]["base"].tolist()[0] == [0.0, 1.0, 2.0, 3.0]


def test_what_cannot_be_mapped(ag):
    with open(HERE / "small.pt", "rb") as file, pytest.raises(ValueError, match="f must be a file path in order to"):
        ag.load(file, mmap=True)
    with pytest.raises(RuntimeError, match="mmap can only be used with files saved with"):
        ag.load(HERE / "small_old.pt", mmap=True)


def test_file_objects_of_several_kinds(ag):
    class OnlyReads:
        def __init__(self, content):
            self.read = io.BytesIO(content).read

    class WithoutReadinto:
        def __init__(self, content):
            file = io.BytesIO(content)
            self.read, self.seek, self.tell, self.seekable = file.read, file.seek, file.tell, file.seekable

    for name in ("small.pt", "small_old.pt"):
        content = (HERE / name).read_bytes()
        for kind in (io.BytesIO, OnlyReads, WithoutReadinto):
            assert ag.load(kind(content))["w"].tolist() == [[0, 1, 2], [3, 4, 5]]
        prefixed = io.BytesIO(b"prefix" + content)
        prefixed.seek(6)
        assert ag.load(prefixed)["n"] == [1, "a", (2.5, None)]


# -- which classes are allowed -------------------------------------------------------------------------------------


def test_allowed_globals(ag):
    from arraygrad.serialization import add_safe_globals, clear_safe_globals, get_safe_globals, safe_globals

    assert get_safe_globals() == []
    with safe_globals([Counter, (OrderedDict, "x.Y")]):
        assert get_safe_globals() == [Counter, (OrderedDict, "x.Y")]
        with safe_globals([ag.nn.Linear]):
            assert len(get_safe_globals()) == 3
        assert len(get_safe_globals()) == 2
    assert get_safe_globals() == []
    add_safe_globals([ag.nn.Linear])
    clear_safe_globals()
    assert get_safe_globals() == []
    with pytest.raises(ValueError, match="Expected tuple of length 2"):
        add_safe_globals([ag.nn.Linear, (1, 2, 3)])
    with pytest.raises(TypeError, match="Expected second item in tuple to be str"):
        add_safe_globals([(Counter, 2)])
    with pytest.raises(TypeError, match="expected a class or a function"):
        add_safe_globals(["os.system"])
    assert get_safe_globals() == []


def test_allowed_functions_are_values(ag):
    content = pp.archive({"activation": pp.name("torch.nn.functional.relu")})
    with ag.serialization.safe_globals([(ag.relu, "torch.nn.functional.relu")]):
        assert load(ag, content) == {"activation": ag.relu}
        with pytest.raises(RuntimeError, match="a call of relu"):
            load(ag, pp.archive(pp.call("torch.nn.functional.relu", 1)))
        with pytest.raises(RuntimeError, match="attributes for a"):
            load(ag, pp.archive(pp.build(pp.name("torch.nn.functional.relu"), {"x": 1})))
