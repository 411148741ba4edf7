"""The text of tensors, against strings that PyTorch prints for the same values."""

from __future__ import annotations

import numpy as np
import pytest

from arraygrad.dtypes import DTYPES, set_default_dtype
from arraygrad.formatting import format_scalar, format_tensor, get_printoptions, set_printoptions


@pytest.fixture(autouse=True)
def _default_options():
    set_printoptions(profile="default")
    yield
    set_printoptions(profile="default")


def text(values, dtype="float32", **options):
    return format_tensor(
        np.asarray(values, dtype=None if dtype == "bfloat16" else dtype), dtype=DTYPES[dtype], **options
    )


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([1, 1, 1], "float32", "tensor([1., 1., 1.])"),
        (2.0, "float32", "tensor(2.)"),
        (1.5, "float32", "tensor(1.5000)"),
        (7, "int64", "tensor(7)"),
        (True, "bool", "tensor(True)"),
        ([True, False], "bool", "tensor([ True, False])"),
        ([1, -10, 100], "int64", "tensor([  1, -10, 100])"),
        ([1, 2], "int32", "tensor([1, 2], dtype=arraygrad.int32)"),
        ([1, 2], "float64", "tensor([1., 2.], dtype=arraygrad.float64)"),
        ([0.5, -2], "float16", "tensor([ 0.5000, -2.0000], dtype=arraygrad.float16)"),
        ([0.1, 20], "float32", "tensor([ 0.1000, 20.0000])"),
        ([1e-5, 1], "float32", "tensor([1.0000e-05, 1.0000e+00])"),
        ([1e9], "float32", "tensor([1.0000e+09])"),
        ([1, 2000], "float32", "tensor([1.0000e+00, 2.0000e+03])"),
        ([1, 1000], "float32", "tensor([   1., 1000.])"),
        ([1.5, NAN, INF, -INF], "float32", "tensor([1.5000,    nan,    inf,   -inf])"),
        ([1, NAN, -INF], "float32", "tensor([1., nan, -inf])"),
        ([0, -0.0], "float32", "tensor([0., -0.])"),
        ([1 + 2j, -0.5j], "complex64", "tensor([1.+2.0000j, -0.-0.5000j])"),
        ([0.5 - 1j], "complex128", "tensor([0.5000-1.j], dtype=arraygrad.complex128)"),
        ([], "float32", "tensor([])"),
        ([], "int64", "tensor([], dtype=arraygrad.int64)"),
        (np.zeros((0, 3)), "float32", "tensor([], size=(0, 3))"),
        ([[1, 2], [3, 4]], "float32", "tensor([[1., 2.],\n        [3., 4.]])"),
        (
            np.arange(8).reshape(2, 2, 2),
            "int64",
            "tensor([[[0, 1],\n         [2, 3]],\n\n        [[4, 5],\n         [6, 7]]])",
        ),
        (np.arange(1001), "int64", "tensor([   0,    1,    2,  ...,  998,  999, 1000])"),
        (
            np.arange(20),
            "float32",
            "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,\n"
            "        14., 15., 16., 17., 18., 19.])",
        ),
        (
            np.ones((1, 1200)) * 0.5,
            "float32",
            "tensor([[0.5000, 0.5000, 0.5000,  ..., 0.5000, 0.5000, 0.5000]])",
        ),
        (
            np.arange(1400).reshape(7, 200),
            "int64",
            "tensor([[   0,    1,    2,  ...,  197,  198,  199],\n"
            "        [ 200,  201,  202,  ...,  397,  398,  399],\n"
            "        [ 400,  401,  402,  ...,  597,  598,  599],\n"
            "        ...,\n"
            "        [ 800,  801,  802,  ...,  997,  998,  999],\n"
            "        [1000, 1001, 1002,  ..., 1197, 1198, 1199],\n"
            "        [1200, 1201, 1202,  ..., 1397, 1398, 1399]])",
        ),
    ],
)
def test_values(values, dtype, expected):
    assert text(values, dtype) == expected


def test_what_is_told_besides_the_values():
    assert text([1.0], requires_grad=True) == "tensor([1.], requires_grad=True)"
    assert text([1.0], grad_fn="MulBackward0", requires_grad=True) == "tensor([1.], grad_fn=<MulBackward0>)"
    assert text([1.0], device="jax:0") == "tensor([1.], device='jax:0')"
    everything = text([1, 2], "float64", device="cuda:0", grad_fn="AddBackward0")
    assert everything == "tensor([1., 2.], device='cuda:0', dtype=arraygrad.float64,\n       grad_fn=<AddBackward0>)"


def test_another_opening_moves_the_indentation():
    assert text([[1.0], [2.0]], prefix="Weight(") == "Weight([[1.],\n        [2.]])"


def test_bfloat16_values_come_as_float32():
    assert text(np.asarray([0.5], dtype="float32"), "bfloat16") == "tensor([0.5000], dtype=arraygrad.bfloat16)"


def test_the_default_dtype_is_not_told():
    set_default_dtype(DTYPES["float64"])
    try:
        assert text([1.0], "float64") == "tensor([1.])"
        assert text([1.0], "complex128") == "tensor([1.+0.j])"
        assert text([1.0], "float32") == "tensor([1.], dtype=arraygrad.float32)"
    finally:
        set_default_dtype(DTYPES["float32"])


def test_non_contiguous_values():
    assert text(np.arange(6).reshape(2, 3).T, "int64") == "tensor([[0, 3],\n        [1, 4],\n        [2, 5]])"


def test_precision():
    set_printoptions(precision=2)
    assert text([1.12345]) == "tensor([1.12])"


def test_scientific_notation_on_request():
    set_printoptions(sci_mode=True)
    assert text([1.5]) == "tensor([1.5000e+00])"
    set_printoptions(sci_mode=False)
    assert text([1e-6, 1e3]) == "tensor([   0.0000, 1000.0000])"
    set_printoptions(precision=4)
    assert get_printoptions()["sci_mode"] is None


def test_threshold_and_edgeitems():
    set_printoptions(threshold=4, edgeitems=1)
    assert text(range(5), "int64") == "tensor([0,  ..., 4])"
    set_printoptions(edgeitems=0)
    assert text(range(5), "int64") == "tensor([...], size=(5,))"


def test_linewidth():
    set_printoptions(linewidth=20)
    assert text(range(6), "int64") == "tensor([0, 1, 2, 3,\n        4, 5])"
    assert text([1.0], requires_grad=True) == "tensor([1.],\n       requires_grad=True)"


def test_profiles():
    set_printoptions(profile="short")
    assert get_printoptions() == {"precision": 2, "threshold": 1000, "edgeitems": 2, "linewidth": 80, "sci_mode": None}
    set_printoptions(profile="full")
    assert "..." not in text(np.zeros(2000))
    set_printoptions(profile="default", precision=1)
    assert get_printoptions() == {"precision": 1, "threshold": 1000, "edgeitems": 3, "linewidth": 80, "sci_mode": None}


def test_scalars_in_format_strings():
    assert format_scalar(2.0, "") == "2.0"
    assert format_scalar(2.5, ".2f") == "2.50"
    assert format_scalar(7, "03d") == "007"
    assert format_scalar(True, "") == "True"
