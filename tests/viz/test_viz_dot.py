"""Pictures of the recorded graph: what is in them, as text in the DOT language."""

from __future__ import annotations

import re
import shutil
import sys

import pytest

from arraygrad import viz

pytestmark = pytest.mark.only_arraygrad(reason="speaks of what PyTorch does not have")


class Picture:
    """Boxes and arrows of a text in the DOT language."""

    def __init__(self, text):
        self.labels = dict(re.findall(r'^\t(\w+) \[label="((?:[^"\\]|\\.)*)"', text, re.MULTILINE))
        self.styles = dict(re.findall(r'^\t(\w+) \[label=.* style="([\w,]+)"', text, re.MULTILINE))
        self.arrows = re.findall(r"^\t(\w+) -> (\w+)", text, re.MULTILINE)

    def named_arrows(self):
        return sorted((self.labels[a], self.labels[b]) for a, b in self.arrows)


def picture(*args, **options):
    return Picture(viz.to_dot(*args, **options))


@pytest.mark.usefixtures("device")
def test_operations_leaves_and_results(ag):
    w, b = ag.ones(2, 3, requires_grad=True), ag.ones(3, requires_grad=True)
    drawn = picture((w * w + b).exp(), params={"w": w})
    assert drawn.named_arrows() == [
        ("add", "exp"),
        (r"exp", r"output\n(2, 3)"),
        (r"leaf\n(3,)", "add"),
        ("mul", "add"),
        (r"w\n(2, 3)", "mul"),
        (r"w\n(2, 3)", "mul"),
    ]


def test_leaves_are_named_by_a_module(ag):
    model = ag.nn.Sequential(ag.nn.Linear(2, 3), ag.nn.ReLU())
    drawn = picture(model(ag.ones(1, 2)), params=model)
    assert set(drawn.labels.values()) == {
        r"0.weight\n(3, 2)",
        r"0.bias\n(3,)",
        "linear",
        "relu",
        r"output\n(1, 3)",
    }


def test_several_results_share_what_is_behind_them(ag):
    x = ag.tensor([[1.0, 2.0]], requires_grad=True)
    values, places = (x * 2).max(dim=1)
    drawn = picture({"values": values, "more": [places, x]}, params={"x": x})
    assert drawn.named_arrows() == [
        ("max_along", r"values\n(1,)"),
        ("mul", "max_along"),
        (r"x\n(1, 2)", "mul"),
        (r"x\n(1, 2)", r"x\n(1, 2)"),
    ]
    assert r"output\n(1,)\nnot recorded" in drawn.labels.values()


@pytest.mark.usefixtures("device")
def test_views_and_writes_can_be_told(ag):
    x = ag.ones(2, 3, requires_grad=True)
    h = x * 2
    h[0] = 5.0
    h[:, 1].mul_(3)
    drawn = picture(h.T)
    assert drawn.named_arrows() == [
        (r"getitem\nkey=[0, :]", "overwrite"),
        (r"getitem\nkey=[:, 1]", "mul"),
        (r"leaf\n(2, 3)", "mul"),
        ("mul", r"getitem\nkey=[0, :]"),
        ("mul", r"put_item\nkey=[0, :]"),
        ("mul", r"put_item\nkey=[:, 1]"),
        ("overwrite", r"put_item\nkey=[0, :]"),
        (r"permute_dims\ndims=(1, 0)", r"output\n(3, 2)"),
        (r"put_item\nkey=[0, :]", r"getitem\nkey=[:, 1]"),
        (r"put_item\nkey=[0, :]", r"put_item\nkey=[:, 1]"),
        (r"put_item\nkey=[:, 1]", r"permute_dims\ndims=(1, 0)"),
    ]
    styles = {label.partition(r"\n")[0]: drawn.styles[name] for name, label in drawn.labels.items()}
    assert styles["getitem"] == styles["permute_dims"] == "rounded,filled,dashed"
    assert styles["put_item"] == styles["mul"] == "rounded,filled"


def test_settings_of_operations(ag):
    x = ag.ones(2, 3, requires_grad=True)
    y = x.softmax(dim=1)
    assert "softmax" in picture(y).labels.values()
    assert r"softmax\ndim=1\ndtype=None" in picture(y, show_attrs=True).labels.values()
    assert r"softmax\ndim=1\ndtype=No..." in picture(y, show_attrs=True, max_attr_chars=2).labels.values()


@pytest.mark.usefixtures("device")
def test_what_is_saved(ag):
    x = ag.ones(2, requires_grad=True)
    y = x.exp() * 2
    assert not [name for name in picture(y).labels if "saved" in name]
    drawn = picture(y, show_saved=True)
    assert (r"out\n(2,)", "exp") in drawn.named_arrows()
    y.sum().backward()
    assert ("freed by a backward pass", "exp") in picture(y, show_saved=True).named_arrows()
    with ag.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t):
        z = x.exp()
    assert (r"out\npacked by a hook", "exp") in picture(z, show_saved=True).named_arrows()


def test_functions_of_the_user(ag):
    class Square(ag.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, g):
            return g

    drawn = picture(Square.apply(ag.ones(2, requires_grad=True)), show_saved=True)
    assert (r"saved 0\n(2,)", "Square") in drawn.named_arrows()
    assert ("Square", r"output\n(2,)") in drawn.named_arrows()


def test_parts_of_a_tensor(ag):
    first, second = (ag.ones(4, 3, requires_grad=True) * 2).split(2)
    drawn = picture(first * second)
    assert drawn.named_arrows() == [
        (r"leaf\n(4, 3)", "mul"),
        ("mul", r"output\n(2, 3)"),
        ("mul", "split"),
        ("split", "mul"),
        ("split", "mul"),
    ]


def test_moves_between_devices(ag):
    drawn = picture(ag.ones(2, requires_grad=True).to("strict"), show_attrs=True)
    assert r"to_copy\ndevice='strict'" in drawn.labels.values()


def test_large_graphs_are_cut(ag):
    x = ag.ones(1, requires_grad=True)
    y = x
    for _ in range(2000):
        y = y * 0.5 + x
    drawn = picture(y, max_nodes=4)
    assert "3996 earlier operations, not drawn (max_nodes=4)" in drawn.labels.values()
    assert sorted(drawn.labels) == ["leaf0", "op0", "op1", "op2", "op3", "out0", "rest"]
    assert [arrow for arrow in drawn.arrows if "rest" in arrow] == [("rest", "op0")]
    assert len(picture(y).labels) == 1003
    assert len(picture(y, max_nodes=None).labels) == 4002


def test_names_with_marks(ag):
    x = ag.ones(1, requires_grad=True)
    assert r"a \"b\" \\c\n(1,)" in picture(x * 2, params={'a "b" \\c': x}).labels.values()


def test_what_has_no_graph(ag):
    drawn = picture(ag.ones(2))
    assert drawn.labels == {"out0": r"output\n(2,)\nnot recorded"}
    with pytest.raises(TypeError, match="expected a tensor, or tensors in a tuple, list or dict, got float"):
        viz.to_dot(1.0)


def test_a_picture_is_a_digraph_over_the_same_text(ag):
    graphviz = pytest.importorskip("graphviz", reason="its class is what make_dot gives")
    x = ag.ones(2, requires_grad=True)
    drawn = viz.make_dot(x * 2, params={"x": x}, show_attrs=True)
    assert isinstance(drawn, graphviz.Digraph)
    assert drawn.source == viz.to_dot(x * 2, params={"x": x}, show_attrs=True)


def test_without_the_package(ag, monkeypatch):
    monkeypatch.delitem(sys.modules, "arraygrad.viz.drawing", raising=False)
    monkeypatch.setitem(sys.modules, "graphviz", None)
    with pytest.raises(ImportError, match=r"^viz.make_dot needs the package graphviz: pip install 'arraygrad\[viz\]'$"):
        viz.make_dot(ag.ones(1))
    assert viz.to_dot(ag.ones(1)).startswith("digraph {")


def test_without_the_program(ag, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    drawn = viz.make_dot(ag.ones(1, requires_grad=True) * 2)
    for draw in (drawn.pipe, lambda: drawn.render(tmp_path / "picture")):
        with pytest.raises(RuntimeError, match=r"^drawing a graph needs Graphviz's program dot: apt install "):
            draw()
    assert list(drawn._repr_mimebundle_()) == ["text/plain"]  # a line in a notebook, no traceback
    assert "apt install graphviz" in drawn._repr_mimebundle_()["text/plain"]
    assert "mul" in drawn.source


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz's program dot is not installed")
def test_a_picture_is_drawn(ag, tmp_path):
    x = ag.ones(2, 3, requires_grad=True)
    h = x * 2
    h[0] = 1.0
    drawn = viz.make_dot({'a "b" \\c': h.exp()}, {"x": x}, show_attrs=True, show_saved=True)
    assert "<svg" in drawn._repr_mimebundle_()["image/svg+xml"]
    drawn.render(tmp_path / "picture", format="png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
