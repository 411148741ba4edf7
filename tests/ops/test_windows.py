"""Convolution, pooling, padding and normalization: sizes, modes, statistics and errors."""

from __future__ import annotations

import math

import numpy as np
import pytest


def images(ag, *shape):
    return ag.tensor(np.random.default_rng(0).standard_normal(shape).tolist())


def test_convolution_sums_products(ag, device):
    F = ag.nn.functional
    x, w = images(ag, 1, 2, 4, 4), images(ag, 3, 2, 2, 2)
    out = F.conv2d(x, w, stride=2)
    assert out.shape == (1, 3, 2, 2)
    assert out[0, 1, 1, 0].item() == pytest.approx((x[0, :, 2:, :2] * w[1]).sum().item(), rel=1e-4)


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize(
    ("kwargs", "shape"),
    [
        ({}, (2, 4, 6, 7)),
        ({"padding": 1}, (2, 4, 8, 9)),
        ({"padding": "same"}, (2, 4, 8, 8)),
        ({"padding": "valid"}, (2, 4, 6, 7)),
        ({"stride": (2, 1), "padding": (1, 0)}, (2, 4, 4, 7)),
        ({"dilation": 2}, (2, 4, 4, 6)),
    ],
)
def test_sizes_of_convolutions(ag, device, kwargs, shape):
    out = ag.nn.functional.conv2d(ag.ones(2, 3, 8, 8), ag.ones(4, 3, 3, 2), **kwargs)
    assert out.shape == shape


def test_convolution_without_a_batch_and_of_none(ag, device):
    F = ag.nn.functional
    w = ag.ones(4, 3, 3, 3)
    assert F.conv2d(ag.ones(3, 5, 5), w).shape == (4, 3, 3)
    assert F.conv2d(ag.ones(0, 3, 5, 5), w).shape == (0, 4, 3, 3)
    with pytest.raises(TypeError):
        F.conv2d(ag.ones(3, 5, 5))


@pytest.mark.parametrize(
    ("shape", "kwargs", "message"),
    [
        ((3, 2, 7, 7), {}, "Kernel size can't be greater than actual input size"),
        ((3, 1, 3, 3), {}, "to have 1 channels, but got 2 channels instead"),
        ((3, 2, 3, 3), {"bias": (2,)}, "expected bias to be 1-dimensional with 3 elements"),
        ((3, 2, 3, 3), {"stride": 0}, "non-positive stride"),
        ((3, 2, 3, 3), {"padding": -1}, "negative padding"),
        ((3, 2, 3, 3), {"padding": "same", "stride": 2}, "not supported for strided"),
        ((3, 1, 3, 3), {"groups": 2}, "expected weight to be divisible by 2"),
        ((3, 2, 3, 3), {"stride": (1, 2, 3)}, "expected stride to be a single integer value or a list of 2 values"),
    ],
)
def test_convolution_refuses(ag, device, shape, kwargs, message):
    if "bias" in kwargs:
        kwargs = {"bias": ag.ones(kwargs["bias"])}
    with pytest.raises(RuntimeError, match=message):
        ag.nn.functional.conv2d(ag.ones(1, 2, 5, 5), ag.ones(shape), **kwargs)


def test_grouped_convolution_keeps_channels_apart(ag, device):
    F = ag.nn.functional
    x, w = images(ag, 1, 4, 5, 5), images(ag, 4, 1, 2, 2)
    out = F.conv2d(x, w, groups=4)
    for c in range(4):
        alone = F.conv2d(x[:, c : c + 1], w[c : c + 1])
        np.testing.assert_allclose(out[:, c : c + 1].tolist(), alone.tolist(), rtol=1e-5, atol=1e-6)


def test_transposed_convolution_is_the_adjoint(ag, device):
    F = ag.nn.functional
    w = images(ag, 3, 2, 3, 3)
    x, g = images(ag, 1, 2, 7, 7), images(ag, 1, 3, 4, 4)
    left = (F.conv2d(x, w, stride=2, padding=1) * g).sum().item()
    right = (F.conv_transpose2d(g, w, stride=2, padding=1) * x).sum().item()
    assert left == pytest.approx(right, rel=1e-4)


def test_max_pool_gives_indices(ag, device):
    x = ag.tensor([[[[1.0, 5.0, 2.0], [3.0, 4.0, 9.0], [7.0, 7.0, 0.0]]]])
    out, index = ag.nn.functional.max_pool2d(x, 2, 1, return_indices=True)
    assert out.tolist() == [[[[5.0, 9.0], [7.0, 9.0]]]]
    assert index.tolist() == [[[[1, 5], [6, 5]]]]
    assert index.dtype is ag.int64


def test_max_pool_gradient_goes_to_the_first_of_equals(ag, device):
    x = ag.zeros(1, 1, 2, 4, requires_grad=True)
    ag.nn.functional.max_pool2d(x, 2).sum().backward()
    assert x.grad.tolist() == [[[[1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]]]]


def test_max_pool_of_the_lowest_values(ag, device):
    x = ag.full((1, 1, 3, 3), -math.inf).requires_grad_()
    out, index = ag.nn.functional.max_pool2d(x, 2, padding=1, return_indices=True)
    assert index.tolist() == [[[[0, 1], [3, 4]]]]
    out.sum().backward()
    assert x.grad.sum().item() == 4.0


def test_pooling_with_a_last_window_over_the_edge(ag, device):
    F = ag.nn.functional
    x = ag.arange(5.0).reshape(1, 5)
    assert F.max_pool1d(x, 2, ceil_mode=True).tolist() == [[1.0, 3.0, 4.0]]
    assert F.avg_pool1d(x, 2, ceil_mode=True).tolist() == [[0.5, 2.5, 4.0]]
    np.testing.assert_allclose(F.avg_pool1d(x, 3, 2, 1).tolist(), [[1 / 3, 2.0, 7 / 3]], rtol=1e-6)
    np.testing.assert_allclose(F.avg_pool1d(x, 3, 2, 1, count_include_pad=False).tolist(), [[0.5, 2.0, 3.5]], rtol=1e-6)


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"kernel_size": 2, "padding": 2}, "pad should be at most half of effective kernel size"),
        ({"kernel_size": 6}, "Output size is too small"),
        ({"kernel_size": 2, "stride": 0}, "stride should not be zero"),
    ],
)
def test_pooling_refuses(ag, device, kwargs, message):
    for function in (ag.nn.functional.max_pool2d, ag.nn.functional.avg_pool2d):
        with pytest.raises(RuntimeError, match=message):
            function(ag.ones(1, 2, 5, 5), **kwargs)


def test_adaptive_pooling(ag, device):
    F = ag.nn.functional
    x = ag.arange(7.0).reshape(1, 7)
    assert F.adaptive_avg_pool1d(x, 3).tolist() == [[1.0, 3.0, 5.0]]
    assert F.adaptive_max_pool1d(x, 3, return_indices=True)[1].tolist() == [[2, 4, 6]]
    assert F.adaptive_avg_pool2d(ag.ones(2, 3, 5, 4), (None, 2)).shape == (2, 3, 5, 2)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("constant", [0.0, 0.0, 1.0, 2.0, 3.0, 0.0]),
        ("reflect", [3.0, 2.0, 1.0, 2.0, 3.0, 2.0]),
        ("replicate", [1.0, 1.0, 1.0, 2.0, 3.0, 3.0]),
        ("circular", [2.0, 3.0, 1.0, 2.0, 3.0, 1.0]),
    ],
)
def test_pad(ag, device, mode, expected):
    x = ag.tensor([[[1.0, 2.0, 3.0]]])
    assert ag.nn.functional.pad(x, (2, 1), mode).tolist() == [[expected]]


def test_pad_refuses(ag, device):
    pad = ag.nn.functional.pad
    with pytest.raises(RuntimeError, match="divisible by 2"):
        pad(ag.ones(3), (1,))
    with pytest.raises(RuntimeError, match="two times the input dimension"):
        pad(ag.ones(3), (1, 1, 1, 1))
    with pytest.raises(NotImplementedError, match="Unrecognised padding mode foo"):
        pad(ag.ones(3), (1, 1), "foo")
    with pytest.raises(RuntimeError, match="less than the corresponding input dimension"):
        pad(ag.ones(1, 3), (3, 1), "reflect")
    with pytest.raises(NotImplementedError, match="Padding size 2 is not supported for 1D"):
        pad(ag.ones(3), (1, 1), "reflect")


def test_batch_norm_updates_running_statistics(ag, device):
    F = ag.nn.functional
    x = ag.tensor([[1.0, 2.0], [3.0, 6.0]], requires_grad=True)
    mean, var = ag.zeros(2), ag.ones(2)
    out = F.batch_norm(x, mean, var, training=True, momentum=0.5)
    np.testing.assert_allclose(out.tolist(), [[-1.0, -1.0], [1.0, 1.0]], rtol=1e-4)
    assert mean.tolist() == [1.0, 2.0]
    assert var.tolist() == [1.5, 4.5]  # of the unbiased variances 2 and 8
    assert not mean.requires_grad
    F.batch_norm(x, mean, var)
    assert mean.tolist() == [1.0, 2.0]


def test_normalization_refuses(ag, device):
    F = ag.nn.functional
    with pytest.raises(ValueError, match="Expected more than 1 value per channel when training"):
        F.batch_norm(ag.ones(1, 3), ag.zeros(3), ag.ones(3), training=True)
    with pytest.raises(RuntimeError, match="running_mean must be defined in evaluation mode"):
        F.batch_norm(ag.ones(2, 3), None, None)
    with pytest.raises(RuntimeError, match="running_mean should contain 3 elements not 2"):
        F.batch_norm(ag.ones(2, 3), ag.zeros(2), ag.ones(3))
    with pytest.raises(RuntimeError, match=r"Given normalized_shape=\[2\]"):
        F.layer_norm(ag.ones(2, 3), (2,))
    with pytest.raises(RuntimeError, match="divisible by num_groups"):
        F.group_norm(ag.ones(2, 3), 2)
