"""Connectionist temporal classification: forms of the arguments, impossible targets, gradients, errors."""

from __future__ import annotations

import math

import pytest


def close(x, expected, tolerance=1e-5):
    values = x.detach().reshape(-1).tolist()
    return len(values) == len(expected) and all(abs(v - e) <= tolerance for v, e in zip(values, expected, strict=True))


def even(ag, steps, batch, classes):
    """Equal probabilities for all classes at all times."""
    return ag.full((steps, batch, classes), -math.log(classes))


def test_likelihoods_count_alignments(ag, device):
    ctc = ag.nn.functional.ctc_loss
    # Three steps, two classes beside the blank: six paths to "1" (1--, -1-, --1, 11-, -11, 111), one to "11".
    targets = ag.tensor([[1, 1], [1, 1]])
    losses = ctc(even(ag, 3, 2, 3), targets, (3, 3), (1, 2), reduction="none")
    assert close(losses, [math.log(27 / 6), math.log(27)])
    joined = ag.tensor([1, 1, 1])
    assert close(
        ctc(even(ag, 3, 2, 3), joined, ag.tensor([3, 3]), ag.tensor([1, 2]), reduction="none"), losses.tolist()
    )
    assert close(ctc(even(ag, 3, 2, 3), joined, (3, 3), (1, 2), reduction="sum"), [sum(losses.tolist())])
    assert close(ctc(even(ag, 3, 2, 3), joined, (3, 3), (1, 2)), [(losses[0].item() + losses[1].item() / 2) / 2])


def test_one_sample_needs_no_batch(ag, device):
    ctc = ag.nn.functional.ctc_loss
    log_probs = even(ag, 3, 1, 3)[:, 0]
    length = ag.tensor(1)
    loss = ctc(log_probs, ag.tensor([1]), ag.tensor(3), length, reduction="none")
    assert loss.shape == ()
    assert close(loss, [math.log(27 / 6)])


def test_shorter_inputs_and_another_blank(ag, device):
    ctc = ag.nn.functional.ctc_loss
    x = even(ag, 5, 1, 3).requires_grad_()
    loss = ctc(x, ag.tensor([[0]]), (3,), (1,), blank=2)
    assert close(loss, [math.log(27 / 6)])
    loss.backward()
    assert close(x.grad[3:], [0.0] * 6)
    assert close(ctc(even(ag, 2, 1, 3), ag.tensor([[0]]), (2,), (0,), blank=2), [math.log(9)])


def test_the_gradient_is_that_of_logits(ag, device):
    ctc = ag.nn.functional.ctc_loss
    logits = ag.tensor([[[0.3, -0.2, 0.1]], [[0.5, 0.4, -0.6]], [[0.0, 0.2, 0.7]]], dtype=ag.float64)
    x = logits.clone().requires_grad_()
    targets = ag.tensor([[1, 2]])
    ctc(x.log_softmax(-1), targets, (3,), (2,)).backward()
    for t, c in ((0, 1), (1, 0), (2, 2)):
        step = ag.zeros(3, 1, 3, dtype=ag.float64)
        step[t, 0, c] = 1e-5
        ahead, behind = (ctc((logits + s).log_softmax(-1), targets, (3,), (2,)).item() for s in (step, -step))
        assert x.grad[t, 0, c].item() == pytest.approx((ahead - behind) / 2e-5, abs=1e-7)


def test_targets_that_cannot_be_aligned(ag, device):
    ctc = ag.nn.functional.ctc_loss
    x = even(ag, 2, 1, 3).requires_grad_()
    targets = ag.tensor([[1, 1]])  # needs a blank between
    assert math.isinf(ctc(x, targets, (2,), (2,)).item())
    loss = ctc(x, targets, (2,), (2,), zero_infinity=True)
    assert loss.item() == 0.0
    loss.backward()
    assert close(x.grad, [0.0] * 6)


def test_ctc_loss_refuses(ag, device):
    ctc = ag.nn.functional.ctc_loss
    x, targets = even(ag, 3, 2, 3), ag.tensor([[1, 2], [2, 1]])
    for arguments, message in (
        (((4, 3), (1, 1)), "Expected input_lengths to have value at most 3"),
        (((3, 3, 3), (1, 1)), "input_lengths must be of size batch_size"),
        (((3, 3), (1,)), "target_lengths must be of size batch_size"),
        (((3, 3), (1, 1), 3), "blank must be in label range"),
    ):
        with pytest.raises(RuntimeError, match=message):
            ctc(x, targets, *arguments)
    with pytest.raises(ValueError, match="is not a valid value for reduction"):
        ctc(x, targets, (3, 3), (1, 1), reduction="all")
