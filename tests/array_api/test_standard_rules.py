"""Where the standard's rules are not PyTorch's: tensors made through the namespace follow the standard's."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")


@pytest.fixture
def xp(ag, device):
    return ag.array_api


def test_zero_dimensional_arrays_count_in_promotion(ag, xp):
    assert (xp.ones(2) * xp.asarray(2.0, dtype=xp.float64)).dtype is xp.float64
    assert xp.result_type(xp.ones(2), xp.asarray(2.0, dtype=xp.float64)) is xp.float64
    assert xp.add(ag.ones(2), ag.tensor(1.0, dtype=ag.float64)).dtype is xp.float64
    assert (xp.ones(2) * 2.0).dtype is xp.float32
    assert xp.result_type(xp.int8, 1) is xp.int8


def test_deviations_divide_by_n(xp):
    x = xp.asarray([1.0, 2.0, 3.0, 4.0])
    assert xp.var(x).item() == 1.25
    assert xp.var(x, correction=1).item() == pytest.approx(5 / 3)
    assert xp.std(x).item() == pytest.approx(1.25**0.5)


def test_means_of_integers_are_floating(xp):
    x = xp.asarray([1, 2])
    assert [f(x).item() for f in (xp.mean, xp.std, xp.var)] == [1.5, 0.5, 0.25]
    assert xp.mean(x).dtype is xp.float32


def test_max_gives_values_only(xp):
    x = xp.asarray([[1.0, 3.0], [2.0, 0.0]])
    assert xp.max(x, axis=0).tolist() == [2.0, 3.0]
    assert xp.sort(x, descending=True).tolist() == [[3.0, 1.0], [2.0, 0.0]]


def test_slices_run_backwards(xp):
    x = xp.asarray([0.0, 1.0, 2.0, 3.0])
    assert x[::-1].tolist() == [3.0, 2.0, 1.0, 0.0]
    assert x[2:0:-1].tolist() == [2.0, 1.0]
    assert x[0:2:-1].tolist() == []
    x[::-2] = xp.asarray([5.0, 6.0])
    assert x.tolist() == [0.0, 6.0, 2.0, 5.0]
    x[::-1][0] = 9.0
    assert x[-1].item() == 9.0
    with pytest.raises(ValueError, match="step must be greater than zero"):
        x[::0]


def test_a_backward_slice_has_a_gradient(xp):
    x = xp.asarray([1.0, 2.0, 3.0])
    x.requires_grad = True
    (x[::-1] * xp.asarray([1.0, 10.0, 100.0])).sum().backward()
    assert x.grad.tolist() == [100.0, 10.0, 1.0]


def test_sums_of_small_integers_keep_their_sign(xp):
    assert xp.sum(xp.ones(3, dtype=xp.uint8)).dtype is xp.uint64
    assert xp.prod(xp.ones(3, dtype=xp.int16)).dtype is xp.int64
    for dtype in (xp.int8, xp.uint8):
        assert xp.sum(xp.ones(3, dtype=xp.uint8), dtype=dtype).dtype is dtype
    assert xp.cumulative_sum(xp.asarray([1, 2]), include_initial=True).tolist() == [0, 1, 3]


def test_an_empty_tuple_reduces_nothing(xp):
    x = xp.asarray([[1.0, 2.0]])
    assert xp.sum(x, axis=()).tolist() == xp.prod(x, axis=()).tolist() == xp.max(x, axis=()).tolist() == [[1.0, 2.0]]
    assert xp.sum(x, axis=(), keepdims=True).shape == (1, 2)
    assert xp.count_nonzero(x, axis=()).tolist() == [[1, 1]]
    assert xp.linalg.vector_norm(x, axis=()).tolist() == [[1.0, 2.0]]


def test_products_over_several_axes(xp):
    x = xp.reshape(xp.arange(1.0, 9.0), (2, 2, 2))
    assert xp.prod(x, axis=(0, 2)).tolist() == [1.0 * 2 * 5 * 6, 3.0 * 4 * 7 * 8]
    assert xp.prod(x, axis=(0, -1), keepdims=True).shape == (1, 2, 1)


def test_a_saved_value_may_be_written(xp):
    x = xp.asarray([1.0, 4.0])
    x.requires_grad = True
    y = xp.sqrt(x)
    y[y > 1.5] = 1.0
    xp.sum(y).backward()
    assert x.grad.tolist() == [0.5, 0.0]


@pytest.mark.filterwarnings("ignore:(divide by zero|invalid value):RuntimeWarning")
def test_special_values(xp):
    inf, nan = math.inf, math.nan
    x = xp.asarray([inf, -inf, 1.0, -1.0, -0.0], dtype=xp.float64)
    y = xp.asarray([2.0, 2.0, -inf, inf, 2.0], dtype=xp.float64)
    quotient = xp.floor_divide(x, y)
    assert quotient.tolist() == [inf, -inf, 0.0, 0.0, 0.0]
    assert xp.signbit(quotient).tolist() == [False, True, True, True, True]
    assert (x // 2.0).tolist() == [inf, -inf, 0.0, -1.0, 0.0]
    assert xp.signbit(xp.remainder(xp.asarray([0.0, -0.0]), xp.asarray([-2.0, 2.0]))).tolist() == [True, False]
    z = xp.asarray([complex(inf, 0), complex(-inf, nan), complex(nan, 0)], dtype=xp.complex128)
    assert repr(xp.expm1(z).tolist()) == repr([complex(inf, 0), complex(-1, 0), complex(nan, 0)])
    assert xp.sign(xp.asarray([-0.0, 0.0, -3.0])).tolist() == [0.0, 0.0, -1.0]


def test_numpy_gets_an_array_it_may_write_to(xp):
    x = xp.asarray([1.0, 2.0])
    assert np.asarray(x).flags.writeable
    x.requires_grad = True
    with pytest.warns(UserWarning, match="gradients do not flow"):
        values = np.asarray(x)
    assert values.tolist() == [1.0, 2.0]


def test_nonzero_takes_no_numbers(xp):
    assert [i.tolist() for i in xp.nonzero(xp.asarray([[0, 1], [2, 0]]))] == [[0, 1], [1, 0]]
    with pytest.raises(ValueError, match="at least one dimension"):
        xp.nonzero(xp.asarray(1))


def test_a_mask_may_be_empty_along_an_axis(ag, xp):
    x, mask = xp.ones((3, 2)), xp.zeros((3, 0), dtype=xp.bool)
    assert x[mask].shape == (0,)
    assert x[xp.zeros(0, dtype=xp.bool)].shape == (0, 2)
    for tensor, index in ((x, xp.zeros((3, 1), dtype=xp.bool)), (ag.ones(3, 2), mask)):
        with pytest.raises(IndexError, match="shape of the mask"):
            tensor[index]


def test_squeeze_takes_axes_of_size_one_only(xp):
    assert xp.squeeze(xp.ones((1, 2)), 0).shape == (2,)
    with pytest.raises(ValueError, match="cannot squeeze axis 1 of size 2"):
        xp.squeeze(xp.ones((1, 2)), 1)


def test_truth_is_bool_whatever_the_elements_are(xp):
    for dtype in (xp.uint8, xp.int64, xp.float32):
        assert xp.all(xp.ones(2, dtype=dtype)).dtype is xp.any(xp.ones(2, dtype=dtype)).dtype is xp.bool


def test_new_axes_have_different_places(xp):
    assert xp.expand_dims(xp.ones(3), (0, -1)).shape == (1, 3, 1)
    with pytest.raises(ValueError, match="different places"):
        xp.expand_dims(xp.ones(3), (0, -3))


def test_can_cast_follows_values(xp):
    assert xp.can_cast(xp.int16, xp.float32)
    assert xp.can_cast(xp.uint8, xp.int16)
    assert xp.can_cast(xp.float32, xp.complex64)
    for source, target in ((xp.int64, xp.float64), (xp.uint64, xp.int64), (xp.float64, xp.complex64)):
        assert not xp.can_cast(source, target)


def test_isdtype_knows_the_standards_words(xp):
    assert xp.isdtype(xp.uint8, "integral")
    assert xp.isdtype(xp.float32, ("bool", xp.float32))
    with pytest.raises(ValueError, match="kind must be one of"):
        xp.isdtype(xp.uint8, "integer")


def test_limits_are_python_numbers(xp):
    assert type(xp.finfo(xp.float32).eps) is float
    assert xp.finfo(xp.ones(1, dtype=xp.complex64)).dtype is xp.float32
    assert xp.iinfo(xp.asarray(1, dtype=xp.int8)).max == 127


def test_functions_take_plain_tensors(ag, xp):
    x = ag.tensor([1.0, 4.0], requires_grad=True)
    y = xp.sum(xp.sqrt(x))
    y.backward()
    assert x.grad.tolist() == [0.5, 0.25]
    assert (y * ag.tensor(1.0, dtype=ag.float64)).dtype is ag.float64


def test_functions_refuse_what_is_no_array(xp):
    with pytest.raises(TypeError, match="expected an array, got float"):
        xp.sin(1.0)
    with pytest.raises(TypeError, match="at least one array"):
        xp.add(1, 2)
    with pytest.raises(TypeError, match="expected a tensor, an array or a number"):
        xp.sin("1")


def test_the_page_names_these_tests():
    page = Path(__file__).resolve().parents[2] / "docs" / "array-api.md"
    rows = re.findall(r"^\|.*\| `(test_\w+)` \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 10
    assert set(rows) <= set(globals())
