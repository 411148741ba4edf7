"""Recurrent networks, attention and transformers beside PyTorch's: text, state, values and gradients.

They use public functions only, which are compared on every backend elsewhere; so NumPy's is enough here.
"""

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
def test_cells(ag, name, kwargs, batch):
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
def test_networks(ag, name, kwargs, form, given):
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


def test_packing(ag):
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


# -- attention -----------------------------------------------------------------------------------------------------

CAUSAL = np.triu(np.full((5, 5), True), 1)
PADDED = np.array([[False] * 5, [False] * 3 + [True] * 2])
ATTENTION = [
    ({}, {}),
    ({"bias": False}, {"need_weights": False}),
    ({"kdim": 3, "vdim": 2, "batch_first": True}, {"average_attn_weights": False}),
    ({"add_bias_kv": True, "add_zero_attn": True}, {"attn_mask": CAUSAL, "key_padding_mask": PADDED}),
    ({"add_bias_kv": True, "kdim": 2}, {"attn_mask": np.where(CAUSAL, -1.5, 0.5)}),
    ({"batch_first": True}, {"attn_mask": CAUSAL, "is_causal": True, "need_weights": False}),
    ({}, {"attn_mask": numbers((4, 5, 5), 3), "key_padding_mask": np.where(PADDED, -np.inf, 0.0)}),
    ({"dropout": 1.0}, {}),
]


@pytest.mark.parametrize(
    ("form", "kwargs", "options"),
    [
        *(("self", *given) for given in ATTENTION[:1] + ATTENTION[5:]),
        *(("other", *given) for given in ATTENTION[1:5]),
        *(("no batch", *given) for given in (ATTENTION[2], ATTENTION[3], ATTENTION[6])),
    ],
)
def test_attention(ag, form, kwargs, options):
    ours, theirs = pair(ag, "MultiheadAttention", 4, 2, **kwargs)
    batch = () if form == "no batch" else (2,)
    options = dict(options)
    if not batch:
        if "key_padding_mask" in options:
            options["key_padding_mask"] = options["key_padding_mask"][1]
        if np.ndim(options.get("attn_mask")) == 3:
            options["attn_mask"] = options["attn_mask"][:2]

    def call(library, module, *inputs):
        given = {k: library.tensor(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}
        return module(*(inputs if len(inputs) == 3 else inputs * 3), **given)

    def sized(width, seed):
        shape = (*batch, 5, width) if ours.batch_first else (5, *batch, width)
        return numbers(shape, seed)

    data = [sized(4, 0), sized(ours.kdim, 1), sized(ours.vdim, 2)]
    if form == "self" and (ours.kdim, ours.vdim) == (4, 4):
        data = data[:1]
    compare(ag, ours, theirs, call, *data)


# -- transformers --------------------------------------------------------------------------------------------------

LAYERS = [
    {"dropout": 0.0},
    {"dropout": 0.0, "norm_first": True, "batch_first": True, "activation": "gelu"},
    {"dropout": 1.0, "bias": False, "layer_norm_eps": 0.1},
]


def masks(library, *names):
    """Masks of a source of 5 and a target of 4 steps, in a batch of 2."""
    known = {
        "src_mask": CAUSAL,
        "tgt_mask": CAUSAL[:4, :4],
        "memory_mask": np.arange(20).reshape(4, 5) % 3 == 1,
        "src_key_padding_mask": PADDED,
        "memory_key_padding_mask": PADDED,
        "tgt_key_padding_mask": PADDED[:, 1:],
    }
    return {name: library.tensor(known[name]) for name in names}


def steps(kwargs, length, seed, batch=True):
    if not batch:
        return numbers((length, 4), seed)
    return numbers((2, length, 4) if kwargs.get("batch_first") else (length, 2, 4), seed)


@pytest.mark.parametrize(
    ("kwargs", "names"),
    list(zip(LAYERS, [("src_mask", "src_key_padding_mask"), ("src_mask",), ()], strict=True)),
)
def test_encoder_layers(ag, kwargs, names):
    ours, theirs = pair(ag, "TransformerEncoderLayer", 4, 2, 6, **kwargs)
    compare(ag, ours, theirs, lambda lib, m, x: m(x, **masks(lib, *names)), steps(kwargs, 5, 0))


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors:UserWarning")
@pytest.mark.parametrize(
    ("layer", "encoder", "padded"),
    [
        ({}, {}, [[0, 0, 0, 1], [0, 1, 1, 1]]),
        ({}, {}, [[0, 0, 1, 0], [0, 0, 0, 0]]),
        ({}, {"mask_check": False}, [[0, 0, 0, 1], [0, 0, 0, 0]]),
        ({}, {"enable_nested_tensor": False}, [[0, 0, 0, 1], [0, 0, 0, 0]]),
        ({"norm_first": True}, {}, [[0, 0, 0, 1], [0, 0, 0, 0]]),
        ({"activation": "gelu"}, {}, [[0, 0, 0, 1], [0, 0, 0, 0]]),
    ],
)
def test_encoders_leave_padding_zero_as_pytorchs_do(ag, layer, encoder, padded):
    sides, norm = [], numbers((4,), 3)
    for library in (ag, torch):
        one = library.nn.TransformerEncoderLayer(4, 2, 6, 0.0, batch_first=True, **layer)
        sides.append(library.nn.TransformerEncoder(one, 2, library.nn.LayerNorm(4), **encoder).double())
    ours, theirs = sides
    with torch.no_grad():
        theirs.norm.bias.copy_(torch.tensor(norm))
    ours.load_state_dict({key: ag.tensor(value.numpy()) for key, value in theirs.state_dict().items()})
    data = numbers((2, 4, 4), 1)
    for mask in (np.array(padded, dtype=bool), np.where(np.array(padded) == 1, -np.inf, 0.0)):
        for training, recorded in ((False, False), (False, True), (True, False)):
            results = []
            for library, module in ((ag, ours), (torch, theirs)):
                with library.set_grad_enabled(recorded):
                    results.append(
                        module.train(training)(library.tensor(data), src_key_padding_mask=library.tensor(mask))
                    )
            close(*results)


@pytest.mark.parametrize(
    ("kwargs", "names"),
    list(
        zip(
            LAYERS,
            [("tgt_mask", "memory_mask"), ("tgt_key_padding_mask", "memory_key_padding_mask"), ()],
            strict=True,
        )
    ),
)
def test_decoder_layers(ag, kwargs, names):
    ours, theirs = pair(ag, "TransformerDecoderLayer", 4, 2, 6, **kwargs)
    data = steps(kwargs, 4, 0), steps(kwargs, 5, 1)
    compare(ag, ours, theirs, lambda lib, m, x, memory: m(x, memory, **masks(lib, *names)), *data)


@pytest.mark.parametrize("activation", ["tanh", "Tanh"])
def test_activations_that_are_called(ag, activation):
    sides = []
    for library in (ag, torch):
        function = library.nn.Tanh() if activation == "Tanh" else library.tanh
        layers = (
            getattr(library.nn, f"Transformer{kind}Layer")(4, 2, 6, 0.0, function).double()
            for kind in ("Encoder", "Decoder")
        )
        sides.append(library.nn.ModuleDict(dict(zip(("encoder", "decoder"), layers, strict=True))))
    ours, theirs = sides
    assert repr(ours) == repr(theirs)
    ours.load_state_dict({key: ag.tensor(value.numpy()) for key, value in theirs.state_dict().items()})
    compare(ag, ours, theirs, lambda _, m, x: m["decoder"](m["encoder"](x), x), steps({}, 5, 0))


@pytest.mark.parametrize(
    ("kwargs", "names", "batch"),
    [
        (LAYERS[0], ("src_mask", "tgt_mask", "memory_mask"), True),
        (LAYERS[1], ("src_key_padding_mask", "tgt_key_padding_mask"), True),
        (LAYERS[1], ("tgt_mask",), False),
        (LAYERS[2], (), True),
    ],
)
def test_transformers(ag, kwargs, names, batch):
    ours, theirs = pair(ag, "Transformer", 4, 2, 2, 2, 6, **kwargs)
    data = steps(kwargs, 5, 0, batch), steps(kwargs, 4, 1, batch)
    compare(ag, ours, theirs, lambda lib, m, x, y: m(x, y, **masks(lib, *names)), *data)


def test_the_causal_mask(ag):
    close(
        ag.nn.Transformer.generate_square_subsequent_mask(4, dtype=ag.float64),
        torch.nn.Transformer.generate_square_subsequent_mask(4, dtype=torch.float64),
    )
    kwargs = {"batch_first": True, "dropout": 0.0}
    ours, theirs = pair(ag, "Transformer", 4, 2, 1, 1, 6, **kwargs)

    def call(library, module, x, y):
        mask, short = (module.generate_square_subsequent_mask(n, dtype=x.dtype) for n in (5, 4))
        return module(x, y, mask, short, src_is_causal=True, tgt_is_causal=True)

    compare(ag, ours, theirs, call, steps(kwargs, 5, 0), steps(kwargs, 4, 1))
