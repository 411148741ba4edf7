"""Pooling, padding, transposed convolution, normalisation and dropout: what the table beside PyTorch cannot say."""

from __future__ import annotations

import pytest


def test_a_transposed_convolution_gets_the_size_wanted(ag, device):
    layer = ag.nn.ConvTranspose1d(1, 1, 3, stride=2, padding=1)
    x = ag.zeros(1, 1, 4)
    assert tuple(layer(x).shape) == (1, 1, 7)
    assert tuple(layer(x, output_size=[8]).shape) == (1, 1, 8)
    with pytest.raises(ValueError, match="requested an output size of"):
        layer(x, output_size=[9])
    with pytest.raises(ValueError, match="output_size must have 1 or 3 elements"):
        layer(x, output_size=[9, 9])


def test_unpooling_puts_elements_back(ag, device):
    x = ag.tensor([[1.0, 3.0, 2.0, 0.0]], requires_grad=True)
    values, indices = ag.nn.MaxPool1d(2, return_indices=True)(x)
    back = ag.nn.MaxUnpool1d(2)(values, indices)
    assert back.tolist() == [[0.0, 3.0, 2.0, 0.0]]
    (back * back).sum().backward()
    assert x.grad.tolist() == [[0.0, 6.0, 4.0, 0.0]]


def test_fractional_pooling_needs_one_size(ag):
    with pytest.raises(ValueError, match="requires specifying either"):
        ag.nn.FractionalMaxPool2d(2)
    with pytest.raises(ValueError, match="only one of"):
        ag.nn.FractionalMaxPool2d(2, output_size=2, output_ratio=0.5)
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        ag.nn.FractionalMaxPool3d(2, output_ratio=1.5)


@pytest.mark.parametrize(
    ("build", "shape", "message"),
    [
        (lambda nn: nn.CircularPad1d(1), (2,), "expected 2D or 3D input"),
        (lambda nn: nn.BatchNorm3d(2), (2, 2), "expected 5D input"),
        (lambda nn: nn.InstanceNorm1d(2), (2,), "expected 2D or 3D input"),
        (lambda nn: nn.InstanceNorm1d(2, affine=True), (1, 3, 2), "to match num_features"),
        (lambda nn: nn.GroupNorm(2, 3), (), "must be divisible by num_groups"),
        (lambda nn: nn.ConvTranspose1d(1, 1, 2, padding_mode="circular"), (), 'Only "zeros" padding mode'),
        (lambda nn: nn.Dropout2d(1.5), (), "has to be between 0 and 1"),
    ],
)
def test_what_does_not_fit_is_refused(ag, build, shape, message):
    with pytest.raises(ValueError, match=message):
        build(ag.nn)(ag.zeros(shape))


@pytest.mark.parametrize("name", ["Dropout1d", "Dropout2d", "Dropout3d", "FeatureAlphaDropout"])
def test_whole_channels_are_dropped(ag, device, name):
    ag.manual_seed(0)
    layer = getattr(ag.nn, name)(0.5)
    x = ag.ones((1, 16, *(2,) * (int(name[7]) if name[7].isdigit() else 1)))
    channels = layer(x)[0].flatten(1)
    assert bool((channels == channels[:, :1]).all())
    assert len({round(value, 4) for value in channels[:, 0].tolist()}) == 2
    assert layer.eval()(x).tolist() == x.tolist()
