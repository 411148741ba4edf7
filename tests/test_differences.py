"""Where arraygrad differs from PyTorch and from the array API standard: one test per line of docs/differences.md."""

from __future__ import annotations

import os
import pickle
import re
import sys
import threading
from functools import reduce
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.only_arraygrad(reason="shows where PyTorch does something else")

PAGE = Path(__file__).resolve().parent.parent / "docs" / "differences.md"


# -- random numbers ------------------------------------------------------------------------------------------------


def test_a_seed_gives_our_numbers_on_every_backend(ag, device):
    ag.manual_seed(0)
    # Philox4x64-10 with the seed as its key; the upper 24 bits of each 32.
    words = np.random.Philox(key=0).random_raw(1).view("<u4").astype(np.uint32)
    assert ag.rand(2).tolist() == (words >> 8).astype(np.float32).__mul__(np.float32(2.0**-24)).tolist()


def test_one_stream_serves_all_devices(ag, device, other_device):
    ag.manual_seed(1)
    first, second = ag.rand(3), ag.rand(3, device=other_device)
    ag.manual_seed(1)
    assert ag.rand(3, device=other_device).tolist() == first.tolist()
    assert ag.rand(3).tolist() == second.tolist()


def test_normals_agree_to_rounding(ag, device):
    ag.manual_seed(2)
    here = ag.randn(100)
    ag.manual_seed(2)
    np.testing.assert_allclose(here.tolist(), ag.randn(100, device="cpu").tolist(), rtol=1e-5, atol=1e-6)


def test_each_draw_starts_a_new_block(ag, device):
    ag.manual_seed(3)
    both = ag.rand(2).tolist()
    ag.manual_seed(3)
    assert [ag.rand(1).item(), ag.rand(1).item()] != both


# -- devices and memory --------------------------------------------------------------------------------------------


def test_a_scalar_tensor_does_not_cross_devices(ag, device, other_device):
    scalar = ag.tensor(2.0, device=other_device)
    with pytest.raises(RuntimeError, match="expected all tensors to be on the same device"):
        ag.ones(3) * scalar
    assert (ag.ones(3) * 2.0).tolist() == [2.0, 2.0, 2.0]


def test_a_move_between_libraries_copies(ag, device, other_device):
    x = ag.ones(3)
    moved = x.to(other_device)
    x.zero_()
    assert moved.tolist() == [1.0, 1.0, 1.0]
    moved.fill_(2.0)
    assert x.tolist() == [0.0, 0.0, 0.0]


def test_numpy_is_a_snapshot_where_arrays_cannot_be_shared(ag, device, kind):
    x = ag.zeros(2)
    if not kind.host:
        with pytest.raises(TypeError, match="cpu"):
            x.numpy()
        return
    array = x.numpy()
    x.fill_(1.0)
    assert array.flags.writeable == kind.shares_memory
    assert array.tolist() == ([1.0, 1.0] if kind.shares_memory else [0.0, 0.0])


def test_from_numpy_goes_to_the_default_device(ag, device, kind):
    array = np.zeros(2)
    x = ag.from_numpy(array)
    array[0] = 1.0
    assert x.device == ag.device(device)
    assert x.tolist() == ([1.0, 0.0] if kind.shares_memory else [0.0, 0.0])


def test_negative_strides_are_taken(ag):
    array = np.arange(3.0)
    x = ag.from_numpy(array[::-1])
    assert x.tolist() == [2.0, 1.0, 0.0]
    x[0] = 5.0
    assert array.tolist() == [0.0, 1.0, 5.0]


def test_strides_are_virtual(ag, device):
    x = ag.ones(2, 3).t()
    assert (x.stride(), x.is_contiguous()) == ((1, 3), False)
    assert ((x + 1).stride(), (x + 1).is_contiguous()) == ((2, 1), True)


def test_memory_formats_change_nothing(ag, device):
    x = ag.ones(1, 2, 3, 4).to(memory_format=ag.channels_last).contiguous(memory_format=ag.channels_last)
    assert x.stride() == (24, 12, 4, 1)


def test_defaults_belong_to_the_context(ag, device):
    found = []
    before = ag.get_default_dtype()
    ag.set_default_dtype(ag.float64)
    try:
        thread = threading.Thread(target=lambda: found.append(ag.ones(1)))
        thread.start()
        thread.join()
        assert ag.ones(1).dtype is ag.float64
    finally:
        ag.set_default_dtype(before)
    assert found[0].dtype is ag.float32
    assert str(found[0].device) == os.environ.get("ARRAYGRAD_DEVICE", "cpu")


def test_printed_names_are_ours(ag, device):
    x = ag.ones(1, dtype=ag.float64)
    where = "" if device == "cpu" else f", device='{ag.device(device)}'"
    assert repr(x) == f"tensor([1.]{where}, dtype=arraygrad.float64)"
    assert x.type() == f"arraygrad.{'' if device == 'cpu' else ag.device(device).type + '.'}DoubleTensor"


def test_the_current_device_is_the_processs(ag, monkeypatch):
    from arraygrad import backend

    monkeypatch.setattr(backend, "_devices", dict(backend._devices))
    before = ag.device("strict")
    backend.set_current(ag.device("strict:1"))
    found = []
    thread = threading.Thread(target=lambda: found.append(ag.ones(1, device="strict").device))
    thread.start()
    thread.join()
    assert str(found[0]) == "strict:1"
    backend.set_current(before)
    assert ag.device("strict") is before


def test_switches_of_libraries_have_no_effect(ag, device):
    x = ag.rand(2, 2)
    before = (x @ x).tolist()
    with ag.backends.cudnn.flags(enabled=False, benchmark=True):
        assert (x @ x).tolist() == before
    assert not ag.backends.cudnn.is_available()
    assert not ag.backends.mkl.is_available()


# -- dtypes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "dtype"), [("cpu", "bfloat16"), ("strict", "float16"), ("strict", "bfloat16")])
def test_a_dtype_that_the_library_lacks_is_refused(ag, name, dtype):
    with pytest.raises(TypeError, match=rf"arraygrad\.{dtype} is not supported on device '{name}'"):
        ag.ones(1, dtype=getattr(ag, dtype), device=name)


def test_types_of_tensors_are_dtypes(ag, device):
    x = ag.ones(2)
    assert isinstance(x, ag.FloatTensor)
    assert x.type(ag.LongTensor).device == x.device


def test_numpy_warns_where_it_would(ag):
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert (ag.ones(1) / 0).item() == float("inf")
    with np.errstate(divide="ignore"):
        assert (ag.ones(1) / 0).item() == float("inf")


# -- writing in place ----------------------------------------------------------------------------------------------


def test_parts_of_a_split_may_be_written(ag, device):
    leaf = ag.ones(4, requires_grad=True)
    x = leaf * 1
    first, _ = x.split(2)
    first.mul_(3)
    x.chunk(2)[1].mul_(5)
    row, *_ = x.view(2, 2).unbind(1)
    row.mul_(7)
    assert x.tolist() == [21.0, 3.0, 35.0, 5.0]
    x.sum().backward()
    assert leaf.grad.tolist() == [21.0, 3.0, 35.0, 5.0]


def test_conjugates_are_copies(ag, device):
    z = ag.tensor([1 + 2j, 3 + 4j])
    z.conj().zero_()
    assert z.tolist() == [1 + 2j, 3 + 4j]
    assert z.resolve_conj() is z.resolve_neg() is z


def test_elements_shown_twice_are_not_written(ag, device):
    with pytest.raises(RuntimeError, match="more than one element of the written-to tensor"):
        ag.zeros(4).unfold(0, 2, 1).add_(1)


def test_as_strided_needs_row_major_memory(ag, device):
    if device == "cpu":
        turned = ag.from_numpy(np.arange(6.0).reshape(2, 3).T)
        with pytest.raises(RuntimeError, match="row-major order"):
            turned.as_strided((2,), (1,))
    assert ag.arange(6.0).reshape(2, 3).t().as_strided((2,), (1,)).tolist() == [0.0, 1.0]


def test_comparisons_do_not_wrap(ag, device):
    assert (ag.tensor([0, 255], dtype=ag.uint8) > -1).tolist() == [True, True]


@pytest.mark.parametrize("dtype", ["int64", "float32"])
def test_an_overlapping_write_reads_first(ag, device, dtype):
    x = ag.arange(5, dtype=getattr(ag, dtype))
    x[1:].copy_(x[:-1])
    assert x.tolist() == [0, 0, 1, 2, 3]
    x = ag.arange(5, dtype=getattr(ag, dtype))
    x[1:].add_(x[:-1])
    assert x.tolist() == [0, 1, 3, 5, 7]


def test_writes_through_data_go_unnoticed(ag, device, kind):
    x = ag.ones(2, requires_grad=True)
    h = x * 2
    y = (h * h).sum()
    h.data.mul_(5)
    assert h.tolist() == [10.0, 10.0]
    y.backward()
    right, spoilt = [8.0, 8.0], [40.0, 40.0]
    assert x.grad.tolist() == (spoilt if kind.mutable else right)


def test_a_written_value_raises_on_every_backend(ag, device):
    x = ag.ones(2, requires_grad=True)
    h = x * 2
    y = (h * h).sum()
    h.mul_(5)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()
    assert x.grad is None


# -- gradients and the graph ---------------------------------------------------------------------------------------


def test_a_failed_pass_changes_no_grad(ag, device):
    good, bad = ag.ones(2, requires_grad=True), ag.ones(2, requires_grad=True)
    good.grad = ag.full((2,), 7.0)
    h = bad.exp()
    y = (good * 2).sum() + (h * 1).sum()
    h.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()
    assert good.grad.tolist() == [7.0, 7.0]
    assert bad.grad is None


def test_backward_functions_are_named_after_ops(ag, device):
    a, v = ag.ones(2, 2, requires_grad=True), ag.ones(2, requires_grad=True)
    linear = ag.nn.functional.linear
    named = {
        "MmBackward0": (a @ a, a @ v, v @ v, ag.matmul(a.expand(3, 2, 2), a)),
        "LinearBackward0": (linear(a, a), linear(a, a, v)),
        "GetitemBackward0": (a[0], a[:, 1], a[None]),
        "PermuteDimsBackward0": (a.T, a.t(), a.transpose(0, 1), a.permute(1, 0)),
    }
    for name, tensors in named.items():
        assert {t.grad_fn.name() for t in tensors} == {name}


def test_backward_functions_are_of_one_class(ag, device):
    x = ag.ones(2, requires_grad=True)
    product, power = (x * x).grad_fn, x.exp().grad_fn
    assert type(product) is type(power)
    assert (product.name(), power.name()) == ("MulBackward0", "ExpBackward0")
    assert not hasattr(product, "_saved_self")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ["vector_norm", "abs", "sinc", "atan2"])
def test_second_derivatives_at_zero_are_numbers(ag, device, name):
    function = ag.linalg.vector_norm if name == "vector_norm" else getattr(ag, name)
    x = ag.zeros(2, dtype=ag.complex64 if name == "abs" else ag.float32, requires_grad=True)
    (first,) = ag.autograd.grad(function(*([x] * (2 if name == "atan2" else 1))).sum(), x, create_graph=True)
    (second,) = ag.autograd.grad(ag.real(first).sum(), x)
    assert second.tolist() == [0, 0]
    y = ag.full((2,), -float("inf"), requires_grad=True)
    (first,) = ag.autograd.grad(ag.logsumexp(y, 0), y)
    assert first.tolist() == [0, 0]


def test_the_gradient_of_a_determinant_that_is_zero(ag, device):
    x = ag.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=ag.float64, requires_grad=True)
    ag.det(x).backward()
    np.testing.assert_allclose(x.grad.numpy(force=True), [[4.0, -2.0], [-2.0, 1.0]], rtol=1e-9)


def test_an_ignored_triangle_has_no_gradient(ag, device):
    x = ag.tensor([[1.0, 0.0], [2.0, 4.0]], requires_grad=True)
    ag.cholesky_inverse(x).sum().backward()
    assert x.grad[0, 1].item() == 0.0


def test_inference_mode_is_no_grad(ag, device):
    with ag.inference_mode():
        a = ag.ones(2) * 2
    x = ag.ones(2, requires_grad=True)
    (a * x).sum().backward()
    assert not a.requires_grad
    assert x.grad.tolist() == [2.0, 2.0]


def test_bessel_functions_have_derivatives(ag, device):
    x = ag.tensor(2.0, dtype=ag.float64, requires_grad=True)
    (slope,) = ag.autograd.grad(ag.special.bessel_j0(x), x)
    assert slope.item() == pytest.approx(-ag.special.bessel_j1(x).item())
    (slope,) = ag.autograd.grad(ag.special.legendre_polynomial_p(x, 2), x)
    assert slope.item() == pytest.approx(6.0)


def test_indices_are_not_checked_while_tracing(ag):
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    x = ag.arange(3.0, device="jax")

    def read(index):
        return x[ag.as_tensor(index)]._array

    def write(index):
        y = x.clone()
        y[ag.as_tensor(index)] = 5.0
        return y._array

    bad = jax.numpy.asarray([7])
    assert np.isnan(jax.jit(read)(bad)).all()
    assert jax.jit(write)(bad).tolist() == [0.0, 1.0, 2.0]
    with pytest.raises(IndexError, match="out of bounds"):
        read(bad)
    with pytest.raises(IndexError, match="out of bounds"):
        write(bad)

    def divide(number):
        return (ag.arange(3, device="jax") // ag.as_tensor(number))._array

    assert jax.jit(divide)(jax.numpy.asarray(0)).shape == (3,)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        divide(jax.numpy.asarray(0))


# -- precision -----------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:autocast runs in full precision")
def test_autocast_in_full_precision(ag):
    with ag.autocast("cpu", dtype=ag.bfloat16):
        assert not ag.is_autocast_enabled("cpu")
        assert (ag.ones(2, 2, device="cpu") @ ag.ones(2, 2, device="cpu")).dtype is ag.float32


def test_one_list_of_ops_to_cast(ag):
    x = ag.ones(2, 2, dtype=ag.float16, device="cpu")
    with ag.autocast("cpu", ag.float16):
        assert ag.softmax(x, 0).dtype is ag.exp(x).dtype is ag.float16


def test_padding_is_not_cast(ag):
    x = ag.ones(1, 2, dtype=ag.float16, device="cpu")
    with ag.autocast("cpu", ag.float16):
        assert ag.nn.functional.pad(x, (1, 1), mode="reflect").dtype is ag.float16


# -- NumPy functions -----------------------------------------------------------------------------------------------


def test_numpy_functions_record(ag):
    x = ag.ones(2, requires_grad=True)
    y = np.array([2.0, 3.0], dtype=np.float32) * x
    assert isinstance(y, ag.Tensor)
    np.exp(y).sum().backward()
    np.testing.assert_allclose(x.grad.numpy(), [2 * np.exp(2), 3 * np.exp(3)], rtol=1e-6)


def test_numpy_without_counterpart_raises(ag):
    x = ag.ones(2)
    assert np.sum(x, axis=0).item() == np.add.reduce(x).item() == 2.0
    for call in (lambda: np.polyfit(x, x, 1), lambda: np.isnat(x), lambda: np.add(x, 1, where=[True, False])):
        with pytest.raises(TypeError, match="is not supported on tensors"):
            call()


def test_a_tensor_is_not_added_into_an_array(ag):
    array = np.zeros(2)
    with pytest.raises(TypeError, match="the result would leave the graph"):
        array += ag.ones(2)
    assert array.tolist() == [0.0, 0.0]


# -- functions of neural networks ------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_interpolation_spreads_infinities(ag, device):
    x = ag.tensor([float("inf"), 1.0, 2.0, 3.0]).reshape(1, 1, 1, 4)
    last = ag.nn.functional.interpolate(x, (1, 8), mode="bilinear").reshape(-1)[-1].item()
    assert last != last


def test_bags_scale_gradients_by_frequency(ag, device):
    weight = ag.zeros(3, 1, requires_grad=True)
    ag.nn.functional.embedding_bag(
        ag.tensor([0, 0, 1, 2, 2, 2]), weight, ag.tensor([0]), mode="sum", scale_grad_by_freq=True
    ).sum().backward()
    assert weight.grad.reshape(-1).tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_the_last_bag_stops_at_the_last_offset(ag, device):
    weight, input, offsets = ag.tensor([[1.0], [2.0], [3.0]]), ag.tensor([0, 1, 2]), ag.tensor([0, 2])
    for mode, expected in (("sum", 3.0), ("mean", 1.5), ("max", 2.0)):
        out = ag.nn.functional.embedding_bag(input, weight, offsets, mode=mode, include_last_offset=True)
        assert out.item() == expected


# -- modules, optimizers, data, files ------------------------------------------------------------------------------


def test_switches_between_implementations_change_nothing(ag, device):
    def stepped(**switches):
        p = ag.tensor([1.0, 2.0], requires_grad=True)
        p.grad = ag.tensor([0.5, -0.5])
        ag.optim.Adam([p], **switches).step()
        return p.tolist()

    assert stepped() == stepped(foreach=True) == stepped(fused=True) == stepped(capturable=True)


def test_switches_are_kept_and_change_nothing(ag):
    x = ag.rand(8, 8)
    before = (x @ x).tolist()
    ag.use_deterministic_algorithms(True)
    ag.set_float32_matmul_precision("medium")
    try:
        assert ag.are_deterministic_algorithms_enabled()
        assert ag.get_float32_matmul_precision() == "medium"
        assert (x @ x).tolist() == before
    finally:
        ag.use_deterministic_algorithms(False)
        ag.set_float32_matmul_precision("highest")
    assert ag.set_flush_denormal(True) is False


def test_muon_keeps_the_precision_of_the_parameters(ag, device):
    w = ag.zeros(1, 1, dtype=ag.float64, requires_grad=True)
    w.grad = ag.full_like(w, 3.0)
    ag.optim.Muon([w], lr=1.0, ns_steps=1, ns_coefficients=(1 / 3, 0.0, 0.0)).step()
    assert w.item() == pytest.approx(-1 / 3, rel=1e-12)


def test_sparse_gradients_are_refused(ag, device):
    with pytest.raises(ValueError, match="sparse"):
        ag.nn.Embedding(3, 2, sparse=True)
    with pytest.raises(ValueError, match="sparse"):
        ag.nn.EmbeddingBag(3, 2, sparse=True)


def test_norm_across_maps_is_local_response_norm(ag, device):
    x = ag.arange(5.0).reshape(1, 5, 1, 1)
    across = ag.nn.CrossMapLRN2d(3, alpha=3.0, beta=1.0)(x)
    assert across.flatten().tolist() == pytest.approx([0.0, 1 / 6, 2 / 15, 3 / 30, 4 / 26])
    assert across.tolist() == ag.nn.LocalResponseNorm(3, alpha=3.0, beta=1.0)(x).tolist()


def test_a_loaded_lazy_layer_knows_its_size(ag):
    layer = ag.nn.LazyConv1d(3, 1)
    layer.load_state_dict(ag.nn.Conv1d(2, 3, 1).state_dict())
    with pytest.raises(AssertionError, match="in_channels inferred from input: 4 is not equal to in_channels"):
        layer(ag.ones(1, 4, 1))
    layer(ag.ones(1, 2, 1))
    assert repr(layer) == "Conv1d(2, 3, kernel_size=(1,), stride=(1,))"


def test_copies_of_parametrized_modules_are_on_their_own(ag):
    layer = ag.nn.utils.parametrizations.weight_norm(ag.nn.Linear(2, 2))
    other = pickle.loads(pickle.dumps(layer))
    ag.nn.utils.parametrize.remove_parametrizations(other, "weight")
    assert layer.weight.tolist() == other.weight.tolist()


def test_skip_init_uses_no_random_numbers(ag, device):
    ag.manual_seed(0)
    expected = ag.rand(1)
    ag.manual_seed(0)
    assert ag.nn.utils.skip_init(ag.nn.Linear, 2, 1).weight.shape == (1, 2)
    assert ag.rand(1).tolist() == expected.tolist()


def test_histograms_need_finite_values(ag, tmp_path):
    from arraygrad.utils.tensorboard import SummaryWriter

    with SummaryWriter(tmp_path) as writer, pytest.raises(ValueError, match="finite"):
        writer.add_histogram("weights", ag.tensor([1.0, float("nan")]))


def test_images_of_other_integers_are_refused(ag, tmp_path):
    from arraygrad.utils.tensorboard import SummaryWriter

    with SummaryWriter(tmp_path) as writer, pytest.raises(TypeError, match="uint8"):
        writer.add_image("image", ag.ones(3, 2, 2, dtype=ag.int64))


def test_settings_and_pictures_keep_their_types(ag, tmp_path):
    from PIL import Image
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

    from arraygrad.utils.tensorboard import SummaryWriter
    from arraygrad.utils.tensorboard.hyperparameters import session

    _, start, _ = session({"bias": True}, {}, None)
    (value,) = start.value
    content = HParamsPluginData.FromString(value.metadata.plugin_data.content).session_start_info
    assert content.hparams["bias"].WhichOneof("kind") == "bool_value"
    with SummaryWriter(tmp_path) as writer:
        writer.add_embedding(ag.ones(1, 2), label_img=ag.full((1, 3, 2, 2), 7, dtype=ag.uint8))
    with Image.open(tmp_path / "00000" / "default" / "sprite.png") as sprite:
        assert sprite.getpixel((0, 0)) == (7, 7, 7)


def test_graphs_show_what_is_recorded(ag):
    from arraygrad.utils.tensorboard.graph_def import graph_def

    class Model(ag.nn.Module):
        def forward(self, number, x):
            return x * (number * 2 + 1)

    graph = graph_def(Model(), (ag.tensor([1, 2]), ag.ones(2)))
    assert [node.op for node in graph.node] == ["IO Node", "IO Node", "mul", "IO Node"]


def test_videos_and_sound_need_no_other_package(ag, tmp_path, monkeypatch):
    import sys

    from arraygrad.utils.tensorboard import SummaryWriter

    for package in ("moviepy", "soundfile"):
        monkeypatch.setitem(sys.modules, package, None)
    with SummaryWriter(tmp_path) as writer:
        writer.add_video("video", ag.zeros(1, 2, 3, 4, 4))
        with pytest.warns(UserWarning, match="out of range, auto clipped"):
            writer.add_audio("sound", ag.tensor([2.0, 0.0]))


def test_workers_are_not_forked_unless_asked_for(ag):
    from arraygrad.utils.data import DataLoader
    from arraygrad.utils.data._utils.pool import default_context

    assert default_context().get_start_method() == "forkserver"
    with pytest.raises((AttributeError, pickle.PicklingError)) as raised:
        iter(DataLoader([lambda: 0], num_workers=1))
    assert "multiprocessing_context='fork'" in raised.value.__notes__[0]


def test_workers_make_host_tensors(ag, device):
    from arraygrad.utils.data import DataLoader

    (batch,) = DataLoader(range(3), 3, num_workers=1, timeout=120, collate_fn=ag.functions.tensor)
    assert (batch.tolist(), batch.device) == ([0, 1, 2], ag.device("cpu"))


def test_pinned_memory_is_ordinary(ag, device):
    from arraygrad.utils.data import DataLoader, TensorDataset

    (batch,) = DataLoader(TensorDataset(ag.arange(2)), 2, pin_memory=True)
    assert batch[0].tolist() == [0, 1]


def test_sending_copies_unless_memory_is_shared(ag):
    import arraygrad.multiprocessing as mp

    x, shared = ag.zeros(2), ag.zeros(2).share_memory_()
    here, there = mp.Pipe()
    with here, there:
        here.send((x, shared))
        for received in there.recv():
            received.add_(1)
    assert x.tolist() == [0.0, 0.0]
    assert shared.tolist() == [1.0, 1.0]


def test_a_pickle_keeps_what_is_shared(ag, device):
    x = ag.zeros(2, 2)
    whole, row = pickle.loads(pickle.dumps((x, x[0])))
    row.add_(1)
    assert whole.tolist() == [[1.0, 1.0], [0.0, 0.0]]


def test_a_module_is_not_saved(ag, device, tmp_path):
    with pytest.raises(TypeError, match="cannot save an object of type"):
        ag.save(ag.nn.Linear(1, 1), tmp_path / "model")
    assert not list(tmp_path.iterdir())


def test_load_puts_tensors_on_the_host(ag, device, tmp_path):
    ag.save(ag.ones(2), tmp_path / "x")
    assert str(ag.load(tmp_path / "x").device) == "cpu"
    assert ag.load(tmp_path / "x", map_location=device).device == ag.device(device)


def test_programs_stay_python(ag):
    def double(x):
        return x * 2

    model = ag.nn.Linear(1, 1)
    assert ag.compile(double) is ag.jit.script(double) is double
    assert ag.jit.script(model) is model
    assert ag.compile(model)._orig_mod is model


def test_data_parallel_has_one_device(ag, monkeypatch):
    module = sys.modules["arraygrad.nn.parallel.data_parallel"]
    monkeypatch.setattr(module, "available", lambda name: None)
    monkeypatch.setattr(module, "place_on", lambda kind, place: ag.device("cpu"))
    with pytest.raises(RuntimeError, match="DataParallel runs on one device"):
        ag.nn.DataParallel(ag.nn.Identity(), [0, 1])


def test_sparse_tensors_are_no_tensors(ag, device):
    a = ag.eye(2).to_sparse()
    assert not isinstance(a, ag.Tensor)
    with pytest.raises(TypeError, match=r"exp\(\): not for sparse tensors: see arraygrad.sparse"):
        ag.exp(a)
    assert ag.mm(a, ag.ones(2, 2)).tolist() == [[1.0, 1.0], [1.0, 1.0]]


def test_indices_of_sparse_tensors_are_checked(ag):
    with pytest.raises(RuntimeError, match="for dim 0, size is 2 but found index 5"):
        ag.sparse_coo_tensor([[5]], [1.0], (2,))
    assert ag.sparse_coo_tensor([[5]], [1.0], (2,), check_invariants=False)._nnz() == 1


def test_causal_masks_are_tensors(ag):
    assert type(ag.nn.attention.bias.causal_upper_left(2, 2)) is ag.Tensor


# -- messages ------------------------------------------------------------------------------------------------------


def test_messages_say_more(ag, device):
    with pytest.raises(RuntimeError) as shapes:
        ag.ones(2) + ag.ones(3)
    start = "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0"
    assert str(shapes.value) == f"{start}: shapes (2,), (3,) do not broadcast"
    with pytest.raises(RuntimeError) as kinds:
        ag.ones(2, dtype=ag.int64).add_(1.5)
    assert str(kinds.value).startswith("result type arraygrad.float32 can't be cast to the desired output type")
    assert "in add_; convert the tensor first" in str(kinds.value)


# -- beside the array API standard ---------------------------------------------------------------------------------


def test_size_is_a_number_that_can_be_called(ag, device):
    x = ag.ones(2, 3)
    assert (x.size, x.size(), x.size(1), x.numel()) == (6, (2, 3), 3, 6)


def test_zero_dimensional_operands_do_not_widen(ag, device):
    assert (ag.ones(1) * ag.tensor(2.0, dtype=ag.float64)).dtype is ag.float32
    assert (ag.ones(1, dtype=ag.int8) + ag.tensor(1)).dtype is ag.int8


def test_mixed_kinds_promote(ag, device):
    assert (ag.ones(1, dtype=ag.int64) * ag.ones(1)).dtype is ag.float32
    assert (ag.ones(1, dtype=ag.bool) * ag.ones(1, dtype=ag.int8)).dtype is ag.int8


def test_std_has_a_correction(ag, device):
    x = ag.tensor([1.0, 3.0])
    assert x.var().item() == 2.0
    assert x.var(correction=0).item() == 1.0


def test_max_along_a_dimension_gives_indices_too(ag, device):
    x = ag.tensor([[1.0, 4.0], [3.0, 2.0]])
    values, indices = x.max(dim=0)
    assert (values.tolist(), indices.tolist()) == ([3.0, 4.0], [1, 0])
    assert x.amax(dim=0).tolist() == [3.0, 4.0]


def test_negative_steps_are_refused(ag, device):
    with pytest.raises(ValueError, match="step must be greater than zero"):
        ag.arange(3)[::-1]
    assert ag.arange(3).flip(0).tolist() == [2, 1, 0]


def test_t_reverses_the_dimensions(ag, device):
    assert ag.ones(2, 3, 4).T.shape == (4, 3, 2)
    assert ag.ones(2, 3, 4).mT.shape == (2, 4, 3)


# -- what is not there ---------------------------------------------------------------------------------------------


def missing() -> list[str]:
    section = PAGE.read_text(encoding="utf-8").partition("## What is not there")[2]
    return re.findall(r"`ag\.([\w.]+)`", section)


@pytest.mark.parametrize("name", missing())
def test_what_is_missing_raises(ag, name):
    *path, last = name.split(".")
    holder = reduce(getattr, path, ag)
    with pytest.raises(AttributeError):
        getattr(holder, last)
