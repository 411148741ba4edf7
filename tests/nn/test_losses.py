"""The losses."""

from __future__ import annotations

import numpy as np
import pytest


def close(t, expected):
    np.testing.assert_allclose(np.asarray(t.tolist()), np.asarray(expected), rtol=1e-5, atol=1e-6)


LOGITS = np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0], [2.0, -2.0, 0.0], [0.0, 0.0, 0.0]])
TARGET = np.array([1, 0, 2, 1])
LOG_P = LOGITS - np.log(np.exp(LOGITS).sum(1, keepdims=True))
PICKED = -LOG_P[np.arange(4), TARGET]
WEIGHT = np.array([1.0, 2.0, 0.5])


@pytest.mark.parametrize(
    ("kwargs", "expected"),
    [
        ({}, PICKED.mean()),
        ({"reduction": "sum"}, PICKED.sum()),
        ({"reduction": "none"}, PICKED),
        ({"size_average": False}, PICKED.sum()),
        ({"weight": True}, (PICKED * WEIGHT[TARGET]).sum() / WEIGHT[TARGET].sum()),
        ({"ignore_index": 1}, PICKED[[1, 2]].mean()),
        ({"label_smoothing": 0.2}, (0.8 * PICKED - 0.2 * LOG_P.mean(1)).mean()),
    ],
)
@pytest.mark.filterwarnings("ignore:size_average")
def test_cross_entropy(ag, device, kwargs, expected):
    if kwargs.get("weight"):
        kwargs = {"weight": ag.tensor(WEIGHT.tolist())}
    loss = ag.nn.CrossEntropyLoss(**kwargs)
    close(loss(ag.tensor(LOGITS.tolist()), ag.tensor(TARGET.tolist())), expected)


def test_cross_entropy_with_probabilities(ag, device):
    target = np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0], [0.2, 0.3, 0.5], [1.0, 0.0, 0.0]])
    out = ag.nn.CrossEntropyLoss()(ag.tensor(LOGITS.tolist()), ag.tensor(target.tolist()))
    close(out, -(target * LOG_P).sum(1).mean())


def test_nll(ag, device):
    for kwargs, expected in (({}, PICKED.mean()), ({"reduction": "none"}, PICKED)):
        close(ag.nn.NLLLoss(**kwargs)(ag.tensor(LOG_P.tolist()), ag.tensor(TARGET.tolist())), expected)


A, B = np.array([0.2, 0.9, 0.4, 0.7]), np.array([0.0, 1.0, 1.0, 0.3])
D = A - B
BCE = -(B * np.log(A) + (1 - B) * np.log(1 - A))


@pytest.mark.parametrize(
    ("name", "kwargs", "expected"),
    [
        ("MSELoss", {}, (D**2).mean()),
        ("MSELoss", {"reduction": "sum"}, (D**2).sum()),
        ("MSELoss", {"reduction": "none"}, D**2),
        ("L1Loss", {}, np.abs(D).mean()),
        ("SmoothL1Loss", {"beta": 0.3}, np.where(np.abs(D) < 0.3, D**2 / 0.6, np.abs(D) - 0.15).mean()),
        ("HuberLoss", {"delta": 0.3}, np.where(np.abs(D) < 0.3, D**2 / 2, 0.3 * (np.abs(D) - 0.15)).mean()),
        ("BCELoss", {}, BCE.mean()),
        ("KLDivLoss", {"log_target": True, "reduction": "sum"}, (np.exp(B) * (B - A)).sum()),
    ],
)
def test_losses_of_pairs(ag, device, name, kwargs, expected):
    loss = getattr(ag.nn, name)(**kwargs)
    close(loss(ag.tensor(A.tolist()), ag.tensor(B.tolist())), expected)


def test_bce_with_logits(ag, device):
    logits = np.log(A / (1 - A))
    close(ag.nn.BCEWithLogitsLoss()(ag.tensor(logits.tolist()), ag.tensor(B.tolist())), BCE.mean())
    loss = ag.nn.BCEWithLogitsLoss(pos_weight=ag.tensor([3.0]), weight=ag.tensor([2.0]))
    weighted = -2 * (3 * B * np.log(A) + (1 - B) * np.log(1 - A))
    close(loss(ag.tensor(logits.tolist()), ag.tensor(B.tolist())), weighted.mean())
    assert list(loss.state_dict()) == ["weight", "pos_weight"]


def test_weights_are_buffers(ag, device):
    loss = ag.nn.CrossEntropyLoss(weight=ag.ones(3))
    assert list(loss.state_dict()) == ["weight"]
    assert loss.double().weight.dtype == ag.float64
    assert list(ag.nn.CrossEntropyLoss().state_dict()) == []


def test_gradient_of_cross_entropy(ag, device):
    x = ag.tensor(LOGITS.tolist(), requires_grad=True)
    ag.nn.CrossEntropyLoss()(x, ag.tensor(TARGET.tolist())).backward()
    close(x.grad, (np.exp(LOG_P) - np.eye(3)[TARGET]) / 4)
