"""Claims 1 to 20: tensors and NumPy arrays."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from ._helpers import array, close, shown

pytestmark = pytest.mark.usefixtures("device")


def numpy_of(t, kind):
    return t.numpy() if kind.host else t.cpu().numpy()


def test_claim_001_to_numpy_and_back_is_one_call_each(ag, kind):
    t = ag.tensor([[1.0, 2.0], [3.0, 4.0]])
    a = numpy_of(t, kind)
    assert type(a) is np.ndarray
    assert a.dtype == np.float32
    assert a.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    for back in (ag.from_numpy, ag.as_tensor, ag.tensor):
        b = back(np.array(a))
        assert isinstance(b, ag.Tensor)
        assert b.dtype is ag.float32
        assert b.tolist() == a.tolist()


def test_claim_002_a_change_of_the_tensor_shows_in_its_array(ag, kind):
    t = ag.zeros(2, 3)
    a = numpy_of(t, kind)
    t.add_(1)
    t[0, 1] = 5.0
    assert t.tolist() == [[1.0, 5.0, 1.0], [1.0, 1.0, 1.0]]
    if kind.shares_memory:
        assert a.tolist() == t.tolist()
    else:
        assert a.tolist() == [[0.0] * 3] * 2


def test_claim_002_views_share_with_their_strides(ag, kind):
    t = ag.zeros(2, 3)
    column, turned = numpy_of(t[:, 1], kind), numpy_of(t.t(), kind)
    t[1, 1] = 7.0
    assert column.shape == (2,)
    assert turned.shape == (3, 2)
    if kind.shares_memory:
        assert column.strides == (12,)
        assert turned.strides == (4, 12)
        assert column.tolist() == [0.0, 7.0]
        assert turned[1, 1] == 7.0
    else:
        assert column.tolist() == [0.0, 0.0]
        assert not turned.any()


def test_claim_003_a_change_of_the_array_shows_in_the_tensor(ag, kind):
    t = ag.ones(3)
    a = numpy_of(t, kind)
    before = (t * 2).tolist()
    if kind.shares_memory:
        a[0] = 9.0
        assert t.tolist() == [9.0, 1.0, 1.0]
        assert (t * 2).tolist() == [18.0, 2.0, 2.0]
    else:
        if kind.host:
            with pytest.raises(ValueError, match="read-only"):
                a[0] = 9.0
        else:
            a[0] = 9.0
        assert t.tolist() == [1.0, 1.0, 1.0]
        assert (t * 2).tolist() == before


def test_claim_004_from_numpy_shares_both_ways(ag, device, kind):
    a = np.arange(4.0)
    t = ag.from_numpy(a)
    assert t.dtype is ag.float64
    if t.device.type == "cpu":
        a[0] = 7.0
        t[1] = 8.0
        assert t.tolist() == a.tolist() == [7.0, 8.0, 2.0, 3.0]
    moved = ag.from_numpy(a).to(device)
    before = a.tolist()
    moved.add_(1)
    assert moved.tolist() == [v + 1 for v in before]
    assert a.tolist() == (moved.tolist() if kind.shares_memory else before)


def test_claim_004_strides_of_the_array_are_kept(ag):
    a = np.arange(6.0).reshape(2, 3)
    assert ag.from_numpy(a.T).tolist() == a.T.tolist()
    assert ag.from_numpy(a[:, ::2]).tolist() == a[:, ::2].tolist()


def test_claim_004_a_read_only_array_is_not_written(ag, request):
    a = np.arange(3.0)
    a.flags.writeable = False
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        t = ag.from_numpy(a)
    assert t.tolist() == [0.0, 1.0, 2.0]
    if request.config.getoption("--oracle"):  # PyTorch warns; a write would be undefined behaviour
        assert any("not writable" in str(w.message) for w in caught)
    elif t.device.type == "cpu":
        with pytest.raises(RuntimeError, match=r"read-only|not writ"):
            t.add_(1)
        assert t.tolist() == [0.0, 1.0, 2.0]
    else:
        t.add_(1)
    assert a.tolist() == [0.0, 1.0, 2.0]


def test_claim_005_only_the_host_hands_out_memory(ag, kind):
    t = ag.ones(2)
    if not kind.host:
        with pytest.raises(TypeError, match=r"\.cpu\(\)"):
            t.numpy()
    elif not kind.shares_memory:
        assert not t.numpy().flags.writeable
    else:
        assert np.shares_memory(t.numpy(), t.numpy())
    assert t.cpu().numpy().tolist() == [1.0, 1.0]


def test_claim_006_prints_as_pytorch_does(ag, kind):
    a = ag.ones(5)
    assert shown(a) == str(a).replace(f", device='{a.device}'", "") == "tensor([1., 1., 1., 1., 1.])"
    assert str(numpy_of(a, kind)) == "[1. 1. 1. 1. 1.]"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ([1, 2, 10], "tensor([ 1,  2, 10])"),
        ([1.0, 2.5], "tensor([1.0000, 2.5000])"),
        ([[1.0, -2.0], [3.0, 4.0]], "tensor([[ 1., -2.],\n        [ 3.,  4.]])"),
        ([True, False], "tensor([ True, False])"),
        (2.0, "tensor(2.)"),
        ([], "tensor([])"),
        ([float("nan"), 1.0], "tensor([nan, 1.])"),
        ([1e-6, 1.0], "tensor([1.0000e-06, 1.0000e+00])"),
    ],
)
def test_claim_006_shared_precision(ag, data, text):
    assert shown(ag.tensor(data)) == text


def test_claim_006_dtype_suffix(ag):
    assert shown(ag.ones(1, dtype=ag.float64)) == f"tensor([1.], dtype={ag.__name__}.float64)"
    assert shown(ag.ones(1, dtype=ag.int32)) == f"tensor([1], dtype={ag.__name__}.int32)"


def test_claim_007_add_one_in_place(ag, kind):
    a = ag.ones(5)
    b = numpy_of(a, kind)
    assert a.add_(1) is a
    assert shown(a) == "tensor([2., 2., 2., 2., 2.])"
    assert str(b) == ("[2. 2. 2. 2. 2.]" if kind.shares_memory else "[1. 1. 1. 1. 1.]")


def test_claim_008_dtypes_are_kept_and_cast(ag):
    a = np.array([0.25, 1.5])
    t = ag.from_numpy(a)
    assert t.dtype is ag.float64
    single = t.float()
    assert single.dtype is ag.float32
    single.add_(1)
    assert t.tolist() == a.tolist() == [0.25, 1.5]
    assert t.double() is t
    assert (t.long().dtype, t.long().tolist()) == (ag.int64, [0, 1])
    assert (t.to(ag.int32).dtype, t.to(ag.int32).tolist()) == (ag.int32, [0, 1])
    assert single.double().dtype is ag.float64
    assert (ag.float, ag.double, ag.long) == (ag.float32, ag.float64, ag.int64)


def test_claim_008_sixty_four_bits_are_sixty_four_bits(ag):
    third = ag.tensor([1.0], dtype=ag.float64) / 3
    assert third.dtype is ag.float64
    assert third.item() == 1 / 3
    assert ag.tensor([2**40 + 1]).item() == 2**40 + 1


@pytest.mark.parametrize(
    ("name", "argument", "expected"),
    [
        ("add_", 2.0, [3.0, 4.0, 6.0]),
        ("sub_", 2.0, [-1.0, 0.0, 2.0]),
        ("mul_", 2.0, [2.0, 4.0, 8.0]),
        ("div_", 2.0, [0.5, 1.0, 2.0]),
        ("zero_", None, [0.0, 0.0, 0.0]),
        ("fill_", 7.0, [7.0, 7.0, 7.0]),
        ("copy_", [5.0, 6.0, 7.0], [5.0, 6.0, 7.0]),
    ],
)
def test_claim_009_underscore_methods_change_every_alias(ag, name, argument, expected):
    x = ag.tensor([1.0, 2.0, 4.0])
    alias, view = x.detach(), x[1:]
    arguments = () if argument is None else (ag.tensor(argument) if isinstance(argument, list) else argument,)
    assert getattr(x, name)(*arguments) is x
    assert x.tolist() == alias.tolist() == expected
    assert view.tolist() == expected[1:]


def test_claim_010_view_and_reshape_write_through_both_ways(ag):
    t = ag.zeros(2, 3)
    v, r, flat = t.view(3, 2), t.reshape(6), t.view(-1)
    assert (tuple(v.shape), tuple(t.reshape(3, -1).shape)) == ((3, 2), (3, 2))
    t[0, 0] = 1.0
    v[2, 1] = 2.0
    r[1] = 3.0
    flat[2:4].add_(4.0)
    expected = [1.0, 3.0, 4.0, 4.0, 0.0, 2.0]
    assert t.tolist() == [expected[:3], expected[3:]]
    assert v.tolist() == [expected[:2], expected[2:4], expected[4:]]
    assert r.tolist() == flat.tolist() == expected


def test_claim_010_view_refuses_where_it_would_copy(ag):
    t = ag.arange(6.0).view(2, 3)
    with pytest.raises(RuntimeError, match="invalid for input of size 6"):
        t.view(4)
    with pytest.raises(RuntimeError, match="view size is not compatible"):
        t.t().view(6)
    copy = t.t().reshape(6)
    copy.zero_()
    assert t.view(-1).tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def test_claim_011_clone_and_copy_duplicate(ag):
    source = ag.tensor([1.0, 2.0])
    twin, target = source.clone(), ag.zeros(2)
    target.copy_(source)
    source.zero_()
    assert twin.tolist() == target.tolist() == [1.0, 2.0]
    twin.add_(1)
    assert source.tolist() == [0.0, 0.0]
    assert ag.zeros(2, dtype=ag.int64).copy_(twin).tolist() == [2, 3]


def test_claim_012_tensor_copies_as_tensor_shares(ag, kind):
    a = np.array([1.0, 2.0])
    copy, shared, cast = ag.tensor(a), ag.as_tensor(a), ag.as_tensor(a, dtype=ag.float32)
    a[0] = 9.0
    assert copy.tolist() == cast.tolist() == [1.0, 2.0]
    assert shared.tolist() == ([9.0, 2.0] if kind.shares_memory else [1.0, 2.0])
    assert ag.as_tensor(copy) is copy


def test_claim_013_constructors_and_default_dtypes(ag, device):
    for t, dtype in [
        (ag.tensor([1.0, 2.0]), ag.float32),
        (ag.tensor([1, 2]), ag.int64),
        (ag.tensor([True, False]), ag.bool),
        (ag.ones(2), ag.float32),
        (ag.zeros(2), ag.float32),
        (ag.rand(2), ag.float32),
        (ag.randn(2), ag.float32),
        (ag.arange(2), ag.int64),
        (ag.arange(0, 1, 0.5), ag.float32),
    ]:
        assert (t.dtype, tuple(t.shape)) == (dtype, (2,))
        assert str(t.device) == str(ag.device(device))
    assert ag.arange(1, 10, 3).tolist() == [1, 4, 7]
    assert ag.zeros(2, 3).tolist() == [[0.0] * 3] * 2
    assert ag.ones((2, 1)).tolist() == [[1.0]] * 2
    t = ag.ones(2, dtype=ag.float64, device=device, requires_grad=True)
    assert (t.dtype, t.requires_grad) == (ag.float64, True)


def test_claim_013_random_numbers_are_distributed_as_named(ag):
    ag.manual_seed(0)
    uniform, normal = array(ag.rand(4000)), array(ag.randn(4000))
    assert uniform.min() >= 0
    assert uniform.max() < 1
    np.testing.assert_allclose([uniform.mean(), uniform.var()], [0.5, 1 / 12], atol=0.02)
    np.testing.assert_allclose([normal.mean(), normal.var()], [0, 1], atol=0.1)
    assert np.unique(uniform).size > 3900


def test_claim_014_dimensions_and_sizes(ag):
    for data, dims in [(1.0, 0), ([1.0, 2.0], 1), ([[1.0, 2.0]], 2), ([[[1.0]]], 3)]:
        t = ag.tensor(data)
        assert t.dim() == t.ndim == len(t.shape) == dims
    t = ag.zeros(2, 3, 4)
    assert isinstance(t.shape, ag.Size)
    assert isinstance(t.shape, tuple)
    assert t.size() == t.shape == (2, 3, 4)
    assert (t.size(0), t.size(-1), t.numel(), len(t)) == (2, 4, 24, 2)
    assert repr(t.shape) == f"{ag.__name__}.Size([2, 3, 4])"
    assert t.shape.numel() == 24
    with pytest.raises(TypeError, match="0-d tensor"):
        len(ag.tensor(1.0))


def test_claim_015_a_seed_makes_results_repeatable(ag):
    def draw():
        return [ag.rand(3).tolist(), ag.randn(2, 2).tolist(), ag.randperm(5).tolist()]

    ag.manual_seed(42)
    first, second = draw(), draw()
    assert first != second
    ag.manual_seed(42)
    assert [draw(), draw()] == [first, second]
    ag.manual_seed(43)
    assert draw() != first


@pytest.mark.only_arraygrad(reason="PyTorch's streams differ between devices")
def test_claim_015_the_numbers_do_not_depend_on_the_device(ag, device):
    ag.manual_seed(1)
    here = [ag.rand(5), ag.randn(5), ag.randint(0, 100, (5,)), ag.randperm(5)]
    ag.manual_seed(1)
    with ag.device("cpu"):
        there = [ag.rand(5), ag.randn(5), ag.randint(0, 100, (5,)), ag.randperm(5)]
    for i in (0, 2, 3):
        assert here[i].tolist() == there[i].tolist()
    close(here[1], array(there[1]))


def test_claim_016_type_names_kind_and_place(ag, device):
    for dtype, name in [(ag.float32, "FloatTensor"), (ag.float64, "DoubleTensor"), (ag.int64, "LongTensor")]:
        text = ag.zeros(1, dtype=dtype).type()
        assert text.startswith(f"{ag.__name__}.")
        assert text.endswith(f".{name}")
        if device in ("cpu", "cuda"):
            assert text == (f"{ag.__name__}.{name}" if device == "cpu" else f"{ag.__name__}.cuda.{name}")


def test_claim_017_tolist_and_item_give_python_scalars(ag):
    assert ag.tensor([[1, 2], [3, 4]]).tolist() == [[1, 2], [3, 4]]
    for data, cls in [(1.5, float), (3, int), (True, bool)]:
        assert type(ag.tensor(data).item()) is cls
        assert type(ag.tensor([data]).tolist()[0]) is cls
        assert type(ag.tensor(data).tolist()) is cls
        assert ag.tensor([[data]]).item() == data


def test_claim_018_item_prints_one_value_only(ag):
    loss = ag.tensor(0.25, requires_grad=True) * 2
    assert f"{loss.item():.3f}" == "0.500"
    assert (float(loss.detach()), int(ag.tensor(3)), bool(ag.tensor([0.0]))) == (0.5, 3, False)
    for many in (ag.zeros(2), ag.zeros(0)):
        with pytest.raises(RuntimeError, match="cannot be converted to Scalar"):
            many.item()
    with pytest.raises(RuntimeError, match="more than one value is ambiguous"):
        bool(ag.zeros(2))


def test_claim_019_numpy_of_a_tracked_tensor_says_detach(ag, kind):
    x = ag.ones(2, requires_grad=True)
    for t in (x, x * 2):
        with pytest.raises(RuntimeError if kind.host else (RuntimeError, TypeError), match=r"detach\(\)|\.cpu\(\)"):
            t.numpy()
    if kind.host:
        with pytest.raises(RuntimeError, match=r"requires grad.*detach\(\)\.numpy\(\)"):
            x.numpy()
    assert (x * 2).sum().detach().cpu().numpy() == 4.0


def test_claim_020_only_floating_tensors_can_require_grad(ag):
    message = "(?i)only tensors of floating point"
    for data in (1, [True]):
        with pytest.raises(RuntimeError, match=message):
            ag.tensor(data, requires_grad=True)
        t = ag.tensor(data)
        with pytest.raises(RuntimeError, match=message):
            t.requires_grad_()
        with pytest.raises(RuntimeError, match=message):
            t.requires_grad = True
        assert not t.requires_grad
