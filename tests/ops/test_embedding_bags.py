"""Bags of embeddings: offsets, modes, what is left out, errors."""

from __future__ import annotations

import pytest


def weights(ag):
    return ag.tensor([[1.0], [2.0], [3.0], [4.0]])


def test_modes_and_empty_bags(ag, device):
    bag = ag.nn.functional.embedding_bag
    input, offsets = ag.tensor([0, 1, 3]), ag.tensor([0, 2, 2])
    for mode, expected in (("sum", [3.0, 0.0, 4.0]), ("mean", [1.5, 0.0, 4.0]), ("max", [2.0, 0.0, 4.0])):
        assert bag(input, weights(ag), offsets, mode=mode).reshape(-1).tolist() == expected
        assert bag(input.reshape(1, 3), weights(ag), mode=mode).shape == (1, 1)


def test_a_row_may_not_count(ag, device):
    bag = ag.nn.functional.embedding_bag
    input = ag.tensor([[1, 3, 3], [3, 3, 3]])
    for mode, expected in (("sum", [2.0, 0.0]), ("mean", [2.0, 0.0]), ("max", [2.0, 0.0])):
        w = weights(ag).requires_grad_()
        out = bag(input, w, mode=mode, padding_idx=-1)
        assert out.reshape(-1).tolist() == expected
        out.sum().backward()
        assert w.grad.reshape(-1).tolist() == [0.0, 1.0, 0.0, 0.0]


def test_weights_of_samples_have_gradients(ag, device):
    factors = ag.tensor([0.5, 2.0], requires_grad=True)
    out = ag.nn.functional.embedding_bag(
        ag.tensor([1, 2]), weights(ag), ag.tensor([0]), mode="sum", per_sample_weights=factors
    )
    assert out.tolist() == [[7.0]]
    out.backward(ag.ones(1, 1))
    assert factors.grad.tolist() == [2.0, 3.0]


def test_offsets_may_say_where_the_last_bag_stops(ag, device):
    out = ag.nn.functional.embedding_bag(
        ag.tensor([0, 1, 3]), weights(ag), ag.tensor([0, 1, 3]), mode="sum", include_last_offset=True
    )
    assert out.tolist() == [[1.0], [6.0]]


def test_rows_are_limited_in_place(ag, device):
    w = weights(ag)
    ag.nn.functional.embedding_bag(ag.tensor([[3, 0]]), w, max_norm=2.0)
    assert w.reshape(-1).tolist() == pytest.approx([1.0, 2.0, 3.0, 2.0])


def test_embedding_bag_refuses(ag, device):
    bag = ag.nn.functional.embedding_bag
    flat, w = ag.tensor([0, 1]), weights(ag)
    for arguments, options, message in (
        ((flat, w), {}, "offsets has to be a 1D Tensor but got None"),
        ((flat.reshape(1, 2), w, ag.tensor([0])), {}, "if input is 2D, then offsets has to be None"),
        ((flat, w, ag.tensor([0])), {"mode": "min"}, "mode has to be one of sum, mean or max"),
        ((flat, w[0], ag.tensor([0])), {}, "weight has to be a 2D Tensor"),
    ):
        with pytest.raises(ValueError, match=message):
            bag(*arguments, **options)
    with pytest.raises(RuntimeError, match="offsets\\[0\\] has to be 0"):
        bag(flat, w, ag.tensor([1]))
    with pytest.raises(RuntimeError, match=r"idx < num_embeddings|valid range"):
        bag(ag.tensor([4]), w, ag.tensor([0]))
    with pytest.raises(NotImplementedError, match="only supported for mode='sum'"):
        bag(flat, w, ag.tensor([0]), per_sample_weights=ag.ones(2))


@pytest.mark.only_arraygrad("there are no sparse gradients")
def test_sparse_gradients_are_refused(ag, device):
    with pytest.raises(ValueError, match="sparse gradients are not supported"):
        ag.nn.functional.embedding_bag(ag.tensor([0]), weights(ag), ag.tensor([0]), sparse=True)
