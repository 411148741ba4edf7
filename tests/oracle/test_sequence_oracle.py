"""Recurrent networks, attention and transformers beside PyTorch's: text, state, values and gradients."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.filterwarnings("ignore:enable_nested_tensor:UserWarning")


def numbers(shape, seed):
    return np.random.default_rng(seed).normal(size=shape)


def flat(result):
    """The tensors of a result, a nest of tuples (packed sequences too), without None."""
    if isinstance(result, tuple | list):
        return [tensor for part in result for tensor in flat(part)]
    return [] if result is None else [result]


def close(ours, theirs):
    expected = theirs.detach().numpy()
    assert tuple(ours.shape) == expected.shape
    np.testing.assert_allclose(np.asarray(ours.tolist()), expected, rtol=1e-7, atol=1e-10)


def pair(ag, name, *args, **kwargs):
    """One module of each library with the same double precision state."""
    ours, theirs = (getattr(nn, name)(*copy.deepcopy(args), **kwargs).double() for nn in (ag.nn, torch.nn))
    assert repr(ours) == repr(theirs)
    state = theirs.state_dict()
    assert list(ours.state_dict()) == list(state)
    values = {key: numbers(tuple(tensor.shape), seed) * 0.5 for seed, (key, tensor) in enumerate(state.items())}
    theirs.load_state_dict({key: torch.tensor(value) for key, value in values.items()})
    ours.load_state_dict({key: ag.tensor(value) for key, value in values.items()})
    return ours, theirs


def compare(ag, ours, theirs, call, *data):
    """Run both modules in both modes: ``call(library, module, *tensors)``; compare results and gradients."""
    for training in (True, False):
        leaves = []
        for library, module in ((ag, ours), (torch, theirs)):
            module.train(training).zero_grad()
            inputs = [library.tensor(x, requires_grad=x.dtype.kind == "f") for x in data]
            results = flat(call(library, module, *inputs))
            differentiable = [r for r in results if r.requires_grad]
            sum((r * library.tensor(numbers(r.shape, 50 + i))).sum() for i, r in enumerate(differentiable)).backward()
            grads = [t.grad for t in (*inputs, *module.parameters()) if t.requires_grad]
            leaves.append((results, grads))
        for a, b in zip(leaves[0][0] + leaves[0][1], leaves[1][0] + leaves[1][1], strict=True):
            assert (a is None) == (b is None)
            if a is not None:
                close(a, b)


# -- recurrent networks --------------------------------------------------------------------------------------------

CELLS = [
    ("RNNCell", {}),
    ("RNNCell", {"nonlinearity": "relu", "bias": False}),
    ("LSTMCell", {}),
    ("GRUCell", {}),
    ("GRUCell", {"bias": False}),
]


@pytest.mark.parametrize(("name", "kwargs"), CELLS)
@pytest.mark.parametrize("batch", [(), (2,)])
def test_cells(ag, device, name, kwargs, batch):
    ours, theirs = pair(ag, name, 3, 4, **kwargs)
    x, h, c = (numbers((*batch, n), seed) for seed, n in enumerate((3, 4, 4)))
    state = (lambda h, c: (h, c)) if name == "LSTMCell" else (lambda h, c: h)
    compare(ag, ours, theirs, lambda _, module, x: module(x), x)
    if name == "LSTMCell":
        compare(ag, ours, theirs, lambda _, module, x, h, c: module(x, state(h, c)), x, h, c)
    else:
        compare(ag, ours, theirs, lambda _, module, x, h: module(x, state(h, None)), x, h)


NETWORKS = [
    ("RNN", {}),
    ("RNN", {"nonlinearity": "relu", "num_layers": 2, "bidirectional": True}),
    ("RNN", {"bias": False, "batch_first": True}),
    ("LSTM", {"num_layers": 2}),
    ("LSTM", {"bidirectional": True, "batch_first": True, "num_layers": 2, "proj_size": 2}),
    ("LSTM", {"proj_size": 3, "bias": False}),
    ("GRU", {}),
    ("GRU", {"num_layers": 2, "bidirectional": True, "bias": False}),
    ("GRU", {"num_layers": 2, "batch_first": True, "dropout": 1.0}),
]
FORMS = ["batch", "no batch", "sorted", "unsorted"]


@pytest.mark.parametrize(("name", "kwargs"), NETWORKS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("given", [False, True])
def test_networks(ag, device, name, kwargs, form, given):
    ours, theirs = pair(ag, name, 3, 4, **kwargs)
    rows = ours.num_layers * (2 if ours.bidirectional else 1)
    batch = () if form == "no batch" else (3,)
    shape = (5, *batch, 3)
    if ours.batch_first and batch:
        shape = (3, 5, 3)
    states = [numbers((rows, *batch, ours.proj_size or 4), 1), numbers((rows, *batch, 4), 2)]
    states = states[: 2 if name == "LSTM" else 1] if given else []
    lengths = {"sorted": [5, 3, 3], "unsorted": [2, 5, 3]}.get(form)

    def call(library, module, x, *state):
        if lengths:
            x = library.nn.utils.rnn.pack_padded_sequence(x, lengths, module.batch_first, form == "sorted")
        return module(x, *([state if name == "LSTM" else state[0]] if given else []))

    compare(ag, ours, theirs, call, numbers(shape, 0), *states)


def test_packing(ag, device):
    sequences = [numbers((length, 2), length) for length in (2, 4, 1)]
    results = []
    for library in (ag, torch):
        rnn = library.nn.utils.rnn
        tensors = [library.tensor(x, requires_grad=True) for x in sequences]
        packed = rnn.pack_sequence(tensors, enforce_sorted=False)
        padded = [
            rnn.pad_packed_sequence(packed, batch_first=first, padding_value=value, total_length=total)
            for first, value, total in itertools.product((False, True), (0.0, 2.5), (None, 6))
        ]
        stacked = [rnn.pad_sequence(tensors, first, 1.5, side) for first in (True, False) for side in ("left", "right")]
        back = [rnn.unpack_sequence(packed), rnn.unpad_sequence(padded[-1][0], padded[-1][1], batch_first=True)]
        found = flat((packed, padded, stacked, back))
        sum((r**2).sum() for r in found if r.requires_grad).backward()
        results.append(found + [t.grad for t in tensors])
    for a, b in zip(*results, strict=True):
        close(a, b)
