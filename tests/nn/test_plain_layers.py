"""Pooling, padding, transposed convolution, normalisation and dropout: what the table beside PyTorch cannot say."""

from __future__ import annotations

import math

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


def test_bags_are_reduced(ag):
    table = ag.tensor([[0.0, 0.0], [1.0, 2.0], [3.0, 6.0]])
    bags = ag.nn.EmbeddingBag.from_pretrained(table, mode="sum", padding_idx=-1)
    assert (bags.padding_idx, bags.weight.requires_grad) == (2, False)
    assert bags(ag.tensor([[1, 1], [1, 2]])).tolist() == [[2.0, 4.0], [1.0, 2.0]]
    assert bags(ag.tensor([1, 1, 2]), ag.tensor([0, 1]), ag.tensor([3.0, 1.0, 1.0])).tolist() == [
        [3.0, 6.0],
        [1.0, 2.0],
    ]
    assert repr(bags) == "EmbeddingBag(3, 2, mode='sum', padding_idx=2)"
    fresh = ag.nn.EmbeddingBag(3, 2, padding_idx=1)
    assert fresh.weight[1].tolist() == [0.0, 0.0]
    with pytest.raises(AssertionError, match="padding_idx must be within num_embeddings"):
        ag.nn.EmbeddingBag(3, 2, padding_idx=3)
    with pytest.raises(AssertionError, match="Shape of weight does not match"):
        ag.nn.EmbeddingBag(3, 3, _weight=table)
    with pytest.raises(AssertionError, match="expected to be 2-dimensional"):
        ag.nn.EmbeddingBag.from_pretrained(table[0])


def test_random_slopes(ag, device):
    layer, x = ag.nn.RReLU(0.25, 0.5), -ag.ones(50)
    drawn = -layer(x)
    assert ((drawn >= 0.25) & (drawn <= 0.5)).all()
    assert len(set(drawn.tolist())) > 1
    assert layer.eval()(x).tolist() == [-0.375] * 50
    inplace = ag.nn.RReLU(0.5, 0.5, inplace=True)
    inplace(x)
    assert x.tolist() == [-0.5] * 50


def test_adaptive_softmax_is_a_distribution(ag):
    model = ag.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4], div_value=2.0)
    x = ag.arange(12.0).reshape(3, 4) / 4
    scores = model.log_prob(x)
    assert scores.exp().sum(1).tolist() == pytest.approx([1.0] * 3, rel=1e-5)
    assert model.predict(x).tolist() == scores.argmax(1).tolist()
    target = ag.tensor([0, 5, 2])
    output, loss = model(x, target)
    assert output.tolist() == pytest.approx(scores.gather(1, target.unsqueeze(1)).squeeze(1).tolist(), rel=1e-5)
    assert loss.item() == pytest.approx(-output.mean().item())
    before = model.head.weight.tolist()
    model.reset_parameters()
    assert model.head.weight.tolist() != before


def test_adaptive_softmax_refuses(ag):
    for cutoffs in ([2, 2], [0], [6], [3, 2], [1.5]):
        with pytest.raises(ValueError, match="cutoffs should be a sequence of unique, positive integers"):
            ag.nn.AdaptiveLogSoftmaxWithLoss(4, 6, cutoffs)
    with pytest.raises(ValueError, match="length larger than 0"):
        ag.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [])
    model, x = ag.nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2]), ag.ones(2, 4)
    for inputs, target, message in (
        (x, ag.tensor([0, 6]), r"Target values should be in \[0, 5\], but values in range \[0, 6\] were found"),
        (x, ag.tensor([0]), "same size in the batch dimension"),
        (x[0], ag.tensor([0, 0, 0, 0]), "1D target tensor expects 2D input"),
        (x, ag.tensor(0), "0D target tensor expects 1D input"),
        (x, ag.tensor([[0], [1]]), "multi-target not supported"),
    ):
        with pytest.raises(RuntimeError, match=message):
            model(inputs, target)


def test_options_of_the_linear_cross_entropy_are_checked(ag):
    options = ag.nn.LinearCrossEntropyOptions
    assert options(chunking_method="aspect_ratio:3", acc_dtype=ag.float32).acc_policy == "auto"
    for wrong in (
        {"acc_policy": "best"},
        {"chunking_method": "aspect_ratio:0"},
        {"chunking_method": "halves"},
        {"batch_chunk_size": 0},
        {"acc_dtype": ag.int64},
    ):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            options(**wrong)
    loss = ag.nn.LinearCrossEntropyLoss(2, 3)
    assert loss(ag.zeros(1, 2), ag.tensor([1])).item() == pytest.approx(math.log(3))
    with pytest.raises(RuntimeError, match="expected weight shape to be"):
        ag.nn.LinearCrossEntropyLoss(2, 3, weight=ag.ones(2))
    with pytest.raises(RuntimeError, match="label_smoothing to be in range"):
        ag.nn.LinearCrossEntropyLoss(2, 3, label_smoothing=2.0)


def test_batch_norms_are_converted(ag):
    model = ag.nn.Sequential(ag.nn.BatchNorm2d(2, bias=False), ag.nn.Sequential(ag.nn.BatchNorm1d(2))).eval()
    inner, weight, mean = model[1][0], model[0].weight, model[0].running_mean
    assert ag.nn.SyncBatchNorm.convert_sync_batchnorm(model) is model
    sync = model[0]
    assert type(sync) is type(model[1][0]) is ag.nn.SyncBatchNorm
    assert sync.weight is weight
    assert sync.running_mean is mean
    assert (sync.bias, sync.training) == (None, False)
    assert sync(ag.ones(1, 2, 1, 1, 1)).shape == (1, 2, 1, 1, 1)
    alone = ag.nn.SyncBatchNorm.convert_sync_batchnorm(inner)
    assert alone is not inner
    with pytest.raises(ValueError, match="expected at least 2D input"):
        alone(ag.ones(2))


def test_an_empty_batch_leaves_statistics_alone(ag, device):
    layer = ag.nn.BatchNorm1d(2)
    assert layer(ag.ones(0, 2, 3)).shape == (0, 2, 3)
    assert (layer.running_mean.tolist(), layer.running_var.tolist()) == ([0.0, 0.0], [1.0, 1.0])
