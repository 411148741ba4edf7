"""`compile`, `jit` and wrappers of modules: the same results, and PyTorch's keys."""

from __future__ import annotations

import copy
import importlib
import sys

import pytest


def test_a_compiled_function_does_the_same(ag, device):
    def double(x):
        return x * 2

    for made in (ag.compiler.disable(double), ag.compiler.disable(reason="why not")(double)):
        assert made(ag.ones(2)).tolist() == [2.0, 2.0]
    assert not ag.compiler.is_compiling()


@pytest.mark.only_arraygrad(reason="PyTorch compiles")
def test_compiling_gives_the_function(ag):
    def double(x):
        return x * 2

    assert ag.compile(double) is double
    assert ag.compile(fullgraph=True, dynamic=False, mode="reduce-overhead")(double) is double
    assert ag.compiler.compile is ag.compile
    for same in (ag.compiler.allow_in_graph, ag.compiler.assume_constant_result):
        assert same(double) is double
    assert not ag.compiler.is_dynamo_compiling()
    assert not ag.compiler.is_exporting()
    assert "inductor" in ag.compiler.list_backends()
    ag.compiler.reset()
    ag.compiler.cudagraph_mark_step_begin()


@pytest.mark.only_arraygrad(reason="PyTorch compiles")
def test_training_a_compiled_module(ag, device):
    model = ag.nn.Linear(2, 1)
    made = ag.compile(model)
    assert made._orig_mod is model
    assert made.weight is model.weight
    assert made(ag.ones(1, 2)).tolist() == model(ag.ones(1, 2)).tolist()
    optimizer = ag.optim.SGD(made.parameters(), lr=0.1)
    before = model.weight.tolist()
    made(ag.ones(1, 2)).sum().backward()
    optimizer.step()
    assert model.weight.tolist() != before
    again = ag.compile(ag.nn.Linear(2, 1))
    again.load_state_dict(made.state_dict())
    assert again.bias.tolist() == model.bias.tolist()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_compiled_modules_have_pytorchs_keys(ag):
    model = ag.nn.Sequential(ag.nn.Linear(2, 1), ag.nn.ReLU())
    made = ag.compile(model)
    assert list(made.state_dict()) == ["_orig_mod.0.weight", "_orig_mod.0.bias"]
    assert isinstance(made, ag.nn.Module)
    made.eval()
    assert not model.training
    made.note = 3
    assert made.note == 3
    assert len(made) == 2
    assert ag.compile(model, disable=True) is model


@pytest.mark.only_arraygrad(reason="PyTorch copies what was compiled")
def test_attributes_are_those_of_the_module(ag):
    model = ag.nn.Linear(2, 1)
    made = ag.compile(model)
    made.note = 3
    assert model.note == 3
    del made.note
    with pytest.raises(AttributeError, match="'Linear' object has no attribute 'note'"):
        _ = made.note
    assert made
    twin = copy.deepcopy(made)
    assert twin.weight is not model.weight
    assert twin.weight.tolist() == model.weight.tolist()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_compile_refuses(ag):
    with pytest.raises(RuntimeError, match="Unrecognized mode=nothing, should be one of: default"):
        ag.compile(abs, mode="nothing")
    with pytest.raises(RuntimeError, match="Either mode or options can be specified"):
        ag.compile(abs, mode="default", options={"a": 1})
    with pytest.raises(AssertionError, match="A callable function is expected"):
        ag.compile(3)
    with pytest.raises(RuntimeError, match="Invalid backend: 'nothing'"):
        ag.compile(abs, backend="nothing")


# -- jit -----------------------------------------------------------------------------------------------------------


@pytest.mark.only_arraygrad(reason="PyTorch makes programs")
def test_scripting_gives_what_it_was_given(ag):
    def double(x):
        return x * 2

    model = ag.nn.Linear(1, 1)
    jit = ag.jit
    for same in (jit.script, jit.script_method, jit.export, jit.unused, jit.ignore, jit.ignore(drop=True)):
        assert same(double) is double
    assert jit.script_if_tracing(double) is jit.interface(double) is double
    assert jit.script(model) is model
    with pytest.raises(RuntimeError, match=r"jit.script takes a function"):
        jit.script(3)
    assert jit.freeze(model.eval()) is jit.optimize_for_inference(model) is model
    assert isinstance(jit.ScriptModule(), ag.nn.Module)
    assert jit.Attribute(3, int).value == 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_words_of_scripts(ag):
    jit = ag.jit
    assert jit.annotate(int, 3) == 3
    assert not jit.is_scripting()
    assert not jit.is_tracing()
    assert jit.wait(jit.fork(lambda x, y: x + y, 1, y=2)) == 3
    assert jit.fork(lambda: 1).then(lambda task: task.value() + 1).wait() == 2
    with pytest.raises(ZeroDivisionError):
        jit.fork(lambda: 1 / 0)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_freezing_is_for_evaluation(ag):
    with pytest.raises(RuntimeError, match="only implemented for modules in eval mode"):
        ag.jit.freeze(ag.jit.script(ag.nn.Linear(1, 1)))
    with pytest.raises(RuntimeError, match="Freezing expects a"):
        ag.jit.freeze(3)


@pytest.mark.only_arraygrad(reason="PyTorch makes programs")
def test_tracing_runs_and_checks(ag, device):
    seen = []

    def double(x):
        seen.append(ag.jit.is_tracing())
        return x * 2, (x,)

    x = ag.ones(2, requires_grad=True)
    assert ag.jit.trace(double, (x,)) is double
    assert seen == [True, True]
    assert not ag.jit.is_tracing()
    ag.jit.trace(double, example_kwarg_inputs={"x": x}, check_trace=False)
    assert len(seen) == 3
    ag.jit.trace(double, x, check_inputs=[(ag.zeros(1),)])
    assert len(seen) == 7
    model = ag.nn.Linear(2, 1)
    assert ag.jit.trace_module(model, {"forward": ag.ones(1, 2)}) is model
    with pytest.raises(AttributeError, match="expected a module as the first argument"):
        ag.jit.trace_module(double, {"forward": x})

    def write(x):
        return x.mul_(2)

    y = ag.ones(2)
    ag.jit.trace(write, y)
    assert y.tolist() == [1.0, 1.0]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tracing_refuses_and_warns(ag):
    x = ag.ones(2)
    with pytest.raises(RuntimeError, match="Only tensors, lists, tuples of tensors, or dictionary of tensors"):
        ag.jit.trace(lambda x: 3, x)
    with pytest.raises(RuntimeError, match="Encountering a dict at the output of the tracer"):
        ag.jit.trace(lambda x: {"a": x}, x)
    ag.jit.trace(lambda x: {"a": x}, x, strict=False)
    with pytest.raises(RuntimeError, match="example_kwarg_inputs should be a dict"):
        ag.jit.trace(ag.nn.Identity())


@pytest.mark.only_arraygrad(reason="PyTorch warns twice")
def test_runs_that_differ(ag):
    with pytest.warns(ag.jit.TracerWarning, match=r"Output nr 1. of the traced function does not match"):
        ag.jit.trace(lambda x: x + ag.rand(1), ag.ones(2))
    outputs = iter([(ag.ones(1),), (ag.ones(1), ag.ones(1))])
    with pytest.warns(ag.jit.TracerWarning, match="different numbers of outputs"):
        ag.jit.trace(lambda x: next(outputs), ag.ones(1))


@pytest.mark.only_arraygrad(reason="PyTorch has programs")
def test_programs_are_not_saved(ag, tmp_path):
    with pytest.raises(RuntimeError, match=r"save the values with arraygrad.save\(module.state_dict\(\), path\)"):
        ag.jit.save(ag.nn.Linear(1, 1), tmp_path / "program")
    with pytest.raises(RuntimeError, match="programs are not read"):
        ag.jit.load(tmp_path / "program")
    assert not list(tmp_path.iterdir())


# -- wrappers and choices of neural networks -----------------------------------------------------------------------


def test_data_parallel(ag, device):
    model = ag.nn.Linear(2, 1)
    wrapped = ag.nn.DataParallel(model)
    assert list(wrapped.state_dict()) == ["module.weight", "module.bias"]
    assert wrapped.module is model
    x = ag.ones(3, 2)
    assert wrapped(x).tolist() == model(x).tolist()
    wrapped(x).sum().backward()
    assert model.weight.grad.tolist() == [[3.0, 3.0]]


@pytest.mark.only_arraygrad(reason="PyTorch splits the batch")
def test_data_parallel_on_devices(ag, monkeypatch):
    from arraygrad.nn.parallel import data_parallel

    module = sys.modules[data_parallel.__module__]
    devices = {"cuda": ag.device("readonly"), 0: ag.device("readonly"), 1: ag.device("strict")}
    monkeypatch.setattr(module, "available", lambda name: None)
    monkeypatch.setattr(module, "place_on", lambda kind, place: devices[place])
    model = ag.nn.Linear(2, 1)
    wrapped = ag.nn.DataParallel(model, output_device=1)
    out = wrapped(ag.ones(1, 2))
    assert (str(model.weight.device), str(out.device)) == ("readonly", "strict")
    both = data_parallel(ag.nn.Identity(), ({"a": [ag.ones(1)]},))
    assert str(both["a"][0].device) == "readonly"
    model.cpu()
    with pytest.raises(RuntimeError, match="module must have its parameters and buffers on device readonly"):
        wrapped(ag.ones(1, 2))
    with pytest.raises(RuntimeError, match="runs on one device, got readonly, strict: run a process on each"):
        ag.nn.DataParallel(model, [0, 1])


def test_ways_of_attention(ag, device):
    attention, bias = ag.nn.attention, importlib.import_module(f"{ag.__name__}.nn.attention.bias")
    q = ag.tensor([[[[1.0], [2.0]]]])
    plain = ag.nn.functional.scaled_dot_product_attention(q, q, q, is_causal=True)
    with attention.sdpa_kernel([attention.SDPBackend.MATH]):
        assert ag.backends.cuda.math_sdp_enabled()
        assert not ag.backends.cuda.flash_sdp_enabled()
        mask = bias.causal_upper_left(2, 2)
        masked = ag.nn.functional.scaled_dot_product_attention(q, q, q, attn_mask=mask)
        assert masked.tolist() == plain.tolist()
    assert ag.backends.cuda.flash_sdp_enabled()
    with pytest.raises(AssertionError, match="Backend must be an instance of SDPBackend"):
        attention.sdpa_kernel(3).__enter__()


@pytest.mark.only_arraygrad(reason="PyTorch's masks have a class of their own")
def test_causal_masks(ag, device):
    bias = ag.nn.attention.bias
    assert bias.causal_upper_left(2, 3).tolist() == [[True, False, False], [True, True, False]]
    assert bias.causal_lower_right(2, 3).tolist() == [[True, True, False], [True, True, True]]
    with pytest.raises(RuntimeError, match="only supports 2D"):
        bias.causal_lower_right(2)
