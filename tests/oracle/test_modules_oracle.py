"""Every module of PyTorch's own table of modules beside ours, with the settings and inputs that the table draws.

Text, names and values of the state, outputs, gradients of inputs and parameters, in training and evaluation. They use
public functions only, which are compared on every backend elsewhere; so NumPy's is enough here.
"""

from __future__ import annotations

import dataclasses
import re
import warnings

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch, the oracle, is not installed")
pytest.importorskip("expecttest", reason="PyTorch's table of modules needs expecttest")

import torch
from torch.testing._internal.common_modules import ModuleErrorEnum, module_db

from .comparison import Outcome, errors_differ, flat, host, outcome, values_differ
from .inputs import Untranslatable, arraygrad_of, mapped

#: Samples of one module in one mode.
MOST = 24
#: Modules whose results are random: shapes are compared.
RANDOM = {"FractionalMaxPool2d", "FractionalMaxPool3d"}


def ours_of(ag, value):
    """PyTorch's arguments as ours: tensors, functions, layers, and options."""

    def leaf(item):
        if isinstance(item, torch.nn.TransformerEncoderLayer):
            return encoder_layer(ag, item)
        if isinstance(item, torch.nn.LinearCrossEntropyOptions):
            fields = {f.name: leaf(getattr(item, f.name)) for f in dataclasses.fields(item)}
            return ag.nn.LinearCrossEntropyOptions(**fields)
        if callable(item) and not isinstance(item, torch.Tensor):
            return getattr(ag.nn.functional, item.__name__)
        return arraygrad_of(item)

    return mapped(value, leaf)


def encoder_layer(ag, layer):
    made = ag.nn.TransformerEncoderLayer(
        layer.self_attn.embed_dim,
        layer.self_attn.num_heads,
        layer.linear1.out_features,
        layer.dropout.p,
        getattr(ag.nn.functional, layer.activation.__name__),
        batch_first=layer.self_attn.batch_first,
        norm_first=layer.norm_first,
        bias=layer.linear1.bias is not None,
        dtype=ag.float64,
    )
    made.load_state_dict(state_of(layer))
    return made


def state_of(module):
    """PyTorch's state with our tensors."""
    state = module.state_dict()
    ours = type(state)((key, arraygrad_of(tensor.detach())) for key, tensor in state.items())
    ours._metadata = state._metadata
    return ours


def as_leaf(value):
    return value.detach().requires_grad_(value.requires_grad) if isinstance(value, torch.Tensor) else value


def samples_of(info, training):
    torch.manual_seed(0)
    found = info.module_inputs_func(info, device="cpu", dtype=torch.float64, requires_grad=True, training=training)
    return found[:: max(1, -(-len(found) // MOST))]


def text_of(module):
    return re.sub(r"\b(torch|arraygrad)\.", "", repr(module))


def differences(ag, info, sample, training):
    """What is not the same, in words."""
    cls = getattr(ag.nn, info.module_cls.__name__)
    args, kwargs = sample.constructor_input.args, sample.constructor_input.kwargs
    our_args, our_kwargs = ours_of(ag, (args, kwargs))
    theirs, ours = info.module_cls(*args, **kwargs), cls(*our_args, **our_kwargs)
    for module in (theirs, ours):
        module.double().train(training)
    if info.module_cls.__name__.startswith("Lazy"):  # a first call gives all parameters their shapes
        with torch.no_grad(), ag.no_grad():
            theirs(*sample.forward_input.args)
            ours(*ours_of(ag, sample.forward_input.args))
    if text_of(ours) != text_of(theirs):
        yield f"text: {text_of(ours)}, expected {text_of(theirs)}"
    state = state_of(theirs)
    if list(ours.state_dict()) != list(state) or ours.state_dict()._metadata != state._metadata:
        yield f"state: {list(ours.state_dict())}, expected {list(state)}"
        return
    ours.load_state_dict(state)

    args, kwargs = mapped((sample.forward_input.args, sample.forward_input.kwargs), as_leaf)
    our_args, our_kwargs = ours_of(ag, (args, kwargs))
    expected, found = outcome(theirs, *args, **kwargs), outcome(ours, *our_args, **our_kwargs)
    if expected.error is not None or found.error is not None:
        yield from errors(expected, found)
        return
    if info.module_cls.__name__ in RANDOM:
        shapes = [[tuple(r.shape) for r in flat(o.value)] for o in (expected, found)]
        if shapes[0] != shapes[1]:
            yield f"shapes: {shapes[1]}, expected {shapes[0]}"
        return
    why = values_differ(expected.value, found.value)
    if why:
        yield f"outputs: {why}"
        return
    yield from gradients(ag, (theirs, args, expected), (ours, our_args, found))
    after = values_differ(*(list(module.state_dict().values()) for module in (theirs, ours)))
    if after:
        yield f"state after the call: {after}"


def errors(expected: Outcome, found: Outcome):
    if expected.error is None:
        yield f"refused: {found.error!r}"
    elif found.error is None:
        yield f"accepted, expected {expected.error!r}"
    elif why := errors_differ(expected.error, found.error):
        yield f"error: {why}"


def gradients(ag, theirs, ours):
    collected = []
    for library, (module, args, result) in ((torch, theirs), (ag, ours)):
        outputs = [r for r in flat(result.value) if isinstance(r, library.Tensor) and r.requires_grad]
        if not outputs:
            return
        total = sum((r * library.tensor(weights(tuple(r.shape)))).sum() for r in outputs)
        total.backward()
        leaves = [t for t in flat(list(args)) if isinstance(t, library.Tensor) and t.is_leaf and t.requires_grad]
        collected.append([t.grad for t in (*leaves, *module.parameters())])
    for number, (a, b) in enumerate(zip(*collected, strict=True)):
        if (a is None) != (b is None):
            yield f"gradient {number}: {None if b is None else host(b)}, expected {None if a is None else host(a)}"
        elif a is not None and (why := values_differ(a, b)):
            yield f"gradient {number}: {why}"


def weights(shape):
    return np.random.default_rng(5).normal(size=shape)


@pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize("info", module_db, ids=lambda info: info.name.removeprefix("nn."))
def test_modules(ag, info, training):
    with ag.device("cpu"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, sample in enumerate(samples_of(info, training)):
            found = list(differences(ag, info, sample, training))
            assert not found, f"sample {number} ({sample.desc}, {sample.constructor_input}): {found}"


@pytest.mark.parametrize(
    "info", [info for info in module_db if info.module_error_inputs_func], ids=lambda info: info.name[3:]
)
def test_modules_refuse_what_pytorchs_do(ag, info):
    """The errors that the table has: of constructors, and of calls."""
    cls = getattr(ag.nn, info.module_cls.__name__)
    with ag.device("cpu"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        drawn = info.module_error_inputs_func(
            info, device="cpu", dtype=torch.float64, requires_grad=True, training=True
        )
        for number, bad in enumerate(drawn):
            made, called = bad.module_error_input.constructor_input, bad.module_error_input.forward_input
            try:
                args, kwargs = ours_of(ag, (made.args, made.kwargs))
            except Untranslatable:  # a dtype that NumPy's backend lacks
                continue
            if bad.error_on is ModuleErrorEnum.CONSTRUCTION_ERROR:
                theirs, ours = outcome(info.module_cls, *made.args, **made.kwargs), outcome(cls, *args, **kwargs)
            else:
                inputs, options = ours_of(ag, (called.args, called.kwargs))
                theirs = outcome(info.module_cls(*made.args, **made.kwargs).double(), *called.args, **called.kwargs)
                ours = outcome(cls(*args, **kwargs).double(), *inputs, **options)
            assert theirs.error is not None
            assert not list(errors(theirs, ours)), f"{number}: {list(errors(theirs, ours))}"
