"""Graphs of models and points for the projector in `SummaryWriter`'s folder."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from arraygrad.utils.tensorboard import SummaryWriter


@pytest.fixture
def net(ag):
    """A model with a shared module, frozen parameters, buffers, dropout, integer inputs, several results, a write."""
    nn = ag.nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.words = nn.Embedding(5, 4)
            self.body = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4), nn.Dropout())
            self.shared = nn.ModuleList([nn.Linear(4, 3)] * 2)
            self.shared[0].weight.requires_grad_(False)

        def forward(self, number, x, scale=2.0):
            h = self.body(self.words(number) * x["more"][0])
            h[:, 0] = 0
            values, places = self.shared[1](h).max(dim=1)
            return {"values": values * scale, "more": [places, self.shared[0](h)]}

    return Net()


def drawn(writer, read, *call):
    with writer:
        writer.add_graph(*call)
    return {node.name: node for node in read().Graph().node}


def shapes(node):
    return [[dim.size for dim in shape.dim] for shape in node.attr["_output_shapes"].list.shape]


@pytest.mark.usefixtures("device")
def test_the_graph_of_a_model(ag, tmp_path, read, net):
    nodes = drawn(SummaryWriter(tmp_path), read, net, (ag.tensor([1, 2]), {"more": [ag.ones(2, 4)]}))
    rows, product = nodes["Net/Embedding[words]/embedding_rows"], nodes["Net/mul"]
    assert list(rows.input) == ["Net/Embedding[words]/weight", "input/0"]
    assert (rows.op, shapes(rows)) == ("embedding_rows", [[2, 4]])
    assert (product.op, list(product.input)) == ("mul", [rows.name, "input/1"])
    assert product.device == str(ag.ones(1).device)
    weight = nodes["Net/Sequential[body]/Linear[0]/weight"]
    assert (weight.op, shapes(weight)) == ("Parameter", [[4, 4]])
    assert not [name for name in nodes if "Dropout" in name]  # it does nothing when a model is evaluated
    # A module with two names is one module; its parameters are drawn once, the frozen one too.
    assert [name for name in nodes if name.endswith("Linear[shared.0]/weight")] == ["Net/Linear[shared.0]/weight"]
    linear = [node for name, node in nodes.items() if name.startswith("Net/Linear[shared.0]/linear")]
    assert len(linear) == 2
    assert all("Net/Linear[shared.0]/weight" in node.input for node in linear)
    assert any(node.op == "put_item" for node in nodes.values())  # the write
    most = nodes["Net/max_along"]
    assert shapes(most) == [[2], [2]]
    assert most.attr["dim"].s == b"1"
    assert [list(nodes[f"output/{i}"].input) for i in range(3)] == [
        ["Net/mul_1"],
        ["Net/max_along:1"],
        ["Net/Linear[shared.0]/linear_1"],
    ]


def test_every_edge_of_a_graph_leads_to_a_node(ag, tmp_path, read, net):
    nodes = drawn(SummaryWriter(tmp_path), read, net, (ag.tensor([1, 2]), {"more": [ag.ones(2, 4)]}))
    assert {name.partition(":")[0] for node in nodes.values() for name in node.input} <= set(nodes)
    assert read().Graph().versions.producer


@pytest.mark.usefixtures("device")
def test_drawing_leaves_the_model_as_it_was(ag, tmp_path, read, net):
    net.body[1].eval()
    state = {name: (value.clone(), value._version) for name, value in net.state_dict().items()}
    before = ag.get_rng_state().tolist()
    with ag.no_grad():
        drawn(SummaryWriter(tmp_path), read, net, [ag.tensor([1, 2]), {"more": [ag.ones(2, 4)]}])
        assert not ag.is_grad_enabled()
    assert ag.get_rng_state().tolist() == before
    assert net.training
    assert not net.body[1].training
    assert net.body[2].training
    assert [p.requires_grad for p in net.shared.parameters()] == [False, True]
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in net.modules())
    for name, value in net.state_dict().items():
        assert value.tolist() == state[name][0].tolist()
        assert value._version == state[name][1]


def test_a_model_that_fails_is_left_as_it_was(ag, tmp_path, read):
    class Failing(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = ag.nn.Linear(2, 2)
            self.register_buffer("count", ag.zeros(1))

        def forward(self, x):
            self.count += 1
            self.inner(ag.zeros(5))

    model = Failing()
    model.inner.requires_grad_(False)
    with SummaryWriter(tmp_path) as writer, pytest.raises(RuntimeError, match="shapes"):
        writer.add_graph(model, ag.zeros(2))
    assert model.training
    assert model.count.tolist() == [0.0]
    assert not model.inner.weight.requires_grad
    assert not model.inner._forward_hooks
    assert ag.ones(1, requires_grad=True).exp().grad_fn is not None
    assert not read().Tags()["graph"]


def test_a_graph_can_be_printed(ag, tmp_path, capsys):
    with SummaryWriter(tmp_path) as writer:
        writer.add_graph(ag.nn.ReLU(), ag.zeros(2), verbose=True)
    assert 'name: "ReLU/relu"' in capsys.readouterr().out


def test_onnx_files(tmp_path, monkeypatch, read):
    empty = SimpleNamespace(dim=[SimpleNamespace(dim_value=2)])
    value = SimpleNamespace(name="x", type=SimpleNamespace(tensor_type=SimpleNamespace(shape=empty, elem_type=1)))
    graph = SimpleNamespace(input=[value], output=[], node=[])
    onnx = ModuleType("onnx")
    monkeypatch.setattr(onnx, "load", lambda path: SimpleNamespace(graph=graph), raising=False)
    with SummaryWriter(tmp_path) as writer:
        monkeypatch.setitem(sys.modules, "onnx", None)
        with pytest.raises(ImportError, match="pip install onnx"):
            writer.add_onnx_graph("model.onnx")
        monkeypatch.setitem(sys.modules, "onnx", onnx)
        writer.add_onnx_graph("model.onnx")
    assert [node.name for node in read().Graph().node] == ["x"]


@pytest.mark.usefixtures("device")
def test_points_for_the_projector(ag, tmp_path):
    from google.protobuf import text_format
    from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig

    points = ag.tensor([[0.5, 1.0], [2.0, 3.0], [4.0, 5.0]], requires_grad=True)
    pictures = ag.tensor([[[[i, 0]]] for i in (1, 2, 3)], dtype=ag.uint8)
    with SummaryWriter(tmp_path) as writer:
        writer.add_embedding(points, ["a", "b\nc", 3], pictures, global_step=7, tag="x/y")
        writer.add_embedding(points, [["a", 1], ["b", 2], ["c", 3]], metadata_header=["name", "number"])
    config = text_format.Parse((tmp_path / "projector_config.pbtxt").read_text(encoding="utf-8"), ProjectorConfig())
    first, second = config.embeddings
    assert (first.tensor_name, second.tensor_name) == ("x/y:00007", "default:00000")
    assert (tmp_path / first.tensor_path).read_text() == "0.5\t1.0\n2.0\t3.0\n4.0\t5.0\n"
    assert (tmp_path / first.metadata_path).read_text() == "a\nb c\n3\n"
    assert (tmp_path / second.metadata_path).read_text() == "name\tnumber\na\t1\nb\t2\nc\t3\n"
    assert list(first.sprite.single_image_dim) == [2, 1]
    assert not second.sprite.image_path
    sprite = np.asarray(Image.open(tmp_path / first.sprite.image_path))
    assert sprite.shape == (4, 4, 3)
    assert sprite[:2, ::2, 0].tolist() == [[1, 2], [3, 0]]


@pytest.mark.parametrize(("height", "width", "side"), [(4, 1, 5), (1, 4, 12)])
def test_pictures_in_a_row_are_counted_from_the_width(tmp_path, height, width, side):
    """The projector finds picture i from the width of the whole, so nothing may be added at the right."""
    pictures = np.ones((5, 1, height, width))
    with SummaryWriter(tmp_path) as writer:
        writer.add_embedding(np.zeros((5, 2)), label_img=pictures)
    sprite = np.asarray(Image.open(tmp_path / "00000" / "default" / "sprite.png"))
    assert sprite.shape == (side, side, 3)
    assert (sprite > 0).sum() == pictures.size * 3


def test_embeddings_that_are_refused(tmp_path):
    points = np.zeros((2, 3))
    with SummaryWriter(tmp_path) as writer:
        for message, args in {
            "mat should be 2D": (np.zeros(3),),
            "#labels should equal with #data points": (points, ["a"]),
            "#images should equal with #data points": (points, None, np.zeros((1, 3, 2, 2))),
            "1 or 3 channels": (points, None, np.zeros((2, 2, 2, 2))),
            "len of header": (points, [["a"], ["b"]], None, None, "default", ["a", "b"]),
        }.items():
            with pytest.raises(AssertionError, match=message):
                writer.add_embedding(*args)
        with pytest.raises(ValueError, match="8192"):
            writer.add_embedding(points, label_img=np.broadcast_to(np.uint8(0), (2, 1, 9000, 5000)))
        assert not [path for path in tmp_path.iterdir() if "tfevents" not in path.name]
        (tmp_path / "00000").mkdir()
        (tmp_path / "00000" / "default").write_text("")
        with pytest.raises(NotADirectoryError, match="is a file"):
            writer.add_embedding(points)
        writer.add_embedding(points, global_step=1)
        with pytest.warns(UserWarning, match="did you set global_step"):
            writer.add_embedding(points, global_step=1)
