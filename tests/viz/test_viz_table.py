"""Tables of what a model consists of."""

from __future__ import annotations

import pytest

from arraygrad import viz

pytestmark = pytest.mark.only_arraygrad(reason="speaks of what PyTorch does not have")


@pytest.fixture
def model(ag):
    """A model with a layer in two places, one that is frozen, one that is never called, and batch-norm."""
    nn = ag.nn

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout())
            self.twice = nn.Linear(4, 4, bias=False)
            self.again = self.twice
            self.frozen = nn.Linear(4, 2).requires_grad_(False)
            self.idle = nn.Linear(4, 1)
            self.scale = nn.Parameter(ag.ones(3))

        def forward(self, x, more=None):
            h = self.again(self.twice(self.first(x)))
            return {"out": self.frozen(h), "more": (h, more)}

    return Model()


@pytest.mark.usefixtures("device")
def test_rows(ag, model):
    table = viz.summary(model, ag.ones(5, 4))
    rows = {row.name: row for row in table.rows}
    assert list(rows) == ["", "first", "first.0", "first.1", "first.2", "first.3", "twice", "frozen", "idle"]
    assert [row.depth for row in table.rows] == [0, 1, 2, 2, 2, 2, 1, 1, 1]
    linear = rows["first.0"]
    assert (linear.type, linear.calls, linear.output_shape) == ("Linear", 1, (5, 4))
    assert (linear.parameters, linear.trainable, linear.frozen) == (20, 20, 0)
    assert (linear.parameter_bytes, linear.output_bytes) == (80, 80)
    assert rows[""].output_shape == {"out": (5, 2), "more": ((5, 4), None)}
    assert (rows[""].parameters, rows[""].output_bytes) == (3, 0)  # its own; its results are those of layers below
    assert (rows["first"].parameters, rows["first"].output_bytes) == (0, 0)
    assert rows["first.3"].output_bytes == 0  # dropout hands on what it gets
    assert (rows["twice"].calls, rows["twice"].parameters, rows["twice"].output_bytes) == (2, 16, 160)
    assert (rows["frozen"].trainable, rows["frozen"].frozen) == (0, 10)
    assert (rows["idle"].calls, rows["idle"].output_shape) == (0, None)


@pytest.mark.usefixtures("device")
def test_totals(ag, model):
    table = viz.summary(model, ag.ones(5, 4), more=ag.ones(2))
    assert table.parameters == sum(p.numel() for p in model.parameters()) == 62
    assert (table.trainable, table.frozen) == (52, 10)
    assert table.parameter_bytes == 4 * 62
    assert table.buffer_bytes == 4 * 4 * 2 + 8
    assert table.input_bytes == 4 * (20 + 2)
    assert table.output_bytes == 4 * (3 * 20 + 2 * 20 + 10)


def test_less_depth_is_the_same_in_fewer_rows(ag, model):
    whole = viz.summary(model, ag.ones(5, 4))
    for depth, names in ((0, [""]), (1, ["", "first", "twice", "frozen", "idle"])):
        table = viz.summary(model, ag.ones(5, 4), depth=depth)
        assert [row.name for row in table.rows] == names
        for total in ("parameters", "trainable", "frozen", "parameter_bytes", "output_bytes"):
            assert getattr(table, total) == getattr(whole, total) == sum(getattr(row, total) for row in table.rows)
    assert [row.parameters for row in viz.summary(model, depth=1).rows] == [3, 28, 16, 10, 5]


def test_shapes_in_place_of_inputs(ag, model):
    table = viz.summary(model, input_size=(5, 4))
    assert table.rows[2].output_shape == (5, 4)
    assert viz.summary(model.double(), input_size=[(5, 4), (3,)]).input_bytes == 8 * (20 + 3)
    assert viz.summary(model).rows[2].calls == 0
    with pytest.raises(ValueError, match="inputs or input_size"):
        viz.summary(model, ag.ones(5, 4), input_size=(5, 4))


def test_inputs_are_moved(ag):
    with ag.device("cpu"):
        model = ag.nn.Linear(2, 1).to("strict")
        seen = []
        model.register_forward_pre_hook(lambda module, args: seen.append(str(args[0].device)))
        viz.summary(model, ag.ones(1, 2), device="strict")
        viz.summary(model, input_size=(1, 2))
        viz.summary(model, input_size=(1, 2), device="strict")
    assert seen == ["strict"] * 3


def everything(model):
    """What must be as before: modes, values and versions of buffers, hooks."""
    return (
        [module.training for module in model.modules()],
        {name: (id(buffer), buffer.tolist()) for name, buffer in model.named_buffers()},
        [(len(module._forward_hooks), len(module._forward_pre_hooks)) for module in model.modules()],
    )


@pytest.mark.usefixtures("device")
def test_the_model_is_left_as_it_was(ag, model):
    model.first[1].eval()
    model.first.register_forward_hook(lambda *args: None)
    before, draws = everything(model), ag.get_rng_state().tolist()
    viz.summary(model, ag.ones(5, 4))
    assert everything(model) == before
    assert ag.get_rng_state().tolist() == draws
    assert model.scale.grad is None


def test_it_is_left_so_after_an_error_too(ag):
    class Counting(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = ag.nn.BatchNorm1d(2)
            self.register_buffer("count", ag.zeros(1))
            self.register_buffer("replaced", ag.zeros(1))

        def forward(self, x):
            self.count += 1
            self.replaced = self.replaced + ag.rand(1)
            self.inner.train()
            raise LookupError(self.inner(x))

    model = Counting()
    before, draws = everything(model), ag.get_rng_state().tolist()
    with pytest.raises(LookupError):
        viz.summary(model, ag.ones(3, 2))
    assert everything(model) == before
    assert ag.get_rng_state().tolist() == draws


def test_a_graph_that_saved_a_buffer_can_still_be_used(ag):
    """Buffers that the call did not write to keep their version."""
    model = ag.nn.BatchNorm1d(2).eval()
    x = ag.ones(3, 2, requires_grad=True)
    loss = model(x).sum()
    viz.summary(model, ag.ones(3, 2))
    loss.backward()
    assert x.grad is not None


def test_recurrent_layers(ag):
    model = ag.nn.LSTM(3, 2, num_layers=2)
    (row,) = viz.summary(model, ag.ones(4, 1, 3)).rows
    assert row.output_shape == ((4, 1, 2), ((2, 1, 2), (2, 1, 2)))


def test_layers_that_are_made_in_the_first_call(ag):
    class Late(ag.nn.Module):
        def forward(self, x):
            if not hasattr(self, "inner"):
                self.inner = ag.nn.Linear(x.shape[-1], 2)
            return self.inner(x)

    model = Late()
    assert viz.summary(model, ag.ones(1, 3)).parameters == 8
    assert [row.calls for row in viz.summary(model, ag.ones(1, 3)).rows] == [1, 1]


def test_parameters_without_values_yet_are_not_counted(ag):
    model = ag.nn.Linear(2, 1)
    model.weight.materialize = lambda shape: None  # as lazy modules have them
    assert viz.summary(model).parameters == 1


def test_text_and_html(ag, model):
    table = viz.summary(model, ag.ones(1000, 4))
    lines = str(table).splitlines()
    assert lines[0].split("  ")[0] == "layer"
    assert next(line for line in lines if "twice" in line).split() == [
        "twice",
        "(Linear)",
        "(1000,",
        "4)",
        "16",
        "64",
        "B",
        "31.2",
        "KiB",
    ]
    assert "10 frozen" in str(table)
    assert lines[-2] == "62 parameters: 52 trainable, 10 frozen"
    assert lines[-1] == "parameters 248 B, buffers 40 B, inputs 15.6 KiB, results 85.9 KiB"
    html = table._repr_html_()
    assert html.count("<tr>") == len(table.rows) + 2
    assert "{&#x27;out&#x27;: (1000, 2)" in html


def test_a_long_shape_is_cut_in_the_text_only(ag):
    class Many(ag.nn.Module):
        def forward(self, x):
            return [x] * 50

    table = viz.summary(Many(), ag.ones(2))
    assert len(table.rows[0].output_shape) == 50
    assert max(map(len, str(table).splitlines())) < 130
