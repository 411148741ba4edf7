"""Claims 95 to 114: the linear regression tutorial, from arithmetic by hand to checkpoints."""

from __future__ import annotations

import copy
import re

import numpy as np
import pytest

from ._helpers import array, close, sub

pytestmark = pytest.mark.usefixtures("device")

#: Least squares fit of the tutorial's training points.
FIT = (1.02354, 1.96896)


@pytest.fixture(scope="module")
def points():
    """The tutorial's points: x and y for training, x and y for validation."""
    random = np.random.RandomState(42)
    x = random.rand(100, 1)
    y = 1 + 2 * x + 0.1 * random.randn(100, 1)
    index = np.arange(100)
    random.shuffle(index)
    return x[index[:80]], y[index[:80]], x[index[80:]], y[index[80:]]


@pytest.fixture
def train(ag, device, points):
    """The training points on the device."""
    return tuple(ag.from_numpy(a).float().to(device) for a in points[:2])


@pytest.fixture
def data(ag):
    return sub(ag, "utils.data")


@pytest.fixture
def optim(ag):
    return sub(ag, "optim")


def scalars(ag):
    ag.manual_seed(42)
    return [ag.randn(1, requires_grad=True, dtype=ag.float32) for _ in range(2)]


def regression(ag):
    class Regression(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.a = ag.nn.Parameter(ag.randn(1))
            self.b = ag.nn.Parameter(ag.randn(1))

        def forward(self, x):
            return self.a + self.b * x

    return Regression()


def test_claim_095_five_steps_by_hand(ag, train, points):
    design = np.c_[np.ones(80), points[0]]
    close(ag.tensor(np.linalg.lstsq(design, points[1], rcond=None)[0][:, 0]), FIT, atol=1e-5)
    x, y = train
    a, b = (t.detach() for t in scalars(ag))
    for _ in range(300):
        error = y - (a + b * x)
        loss = (error**2).mean()
        a -= 0.5 * (-2 * error.mean())
        b -= 0.5 * (-2 * (x * error).mean())
    close(a, [FIT[0]], atol=1e-4)
    close(b, [FIT[1]], atol=1e-4)
    assert loss.item() < 0.01


def test_claim_096_backward_replaces_manual_gradients(ag, train):
    x, y = train
    a, b = scalars(ag)
    for epoch in range(300):
        error = y - (a + b * x)
        (error**2).mean().backward()
        if epoch % 100 == 0:
            close(a.grad, array(-2 * error.mean())[None], atol=1e-5)
            close(b.grad, array(-2 * (x * error).mean())[None], atol=1e-5)
        with ag.no_grad():
            a -= 0.5 * a.grad
            b -= 0.5 * b.grad
        a.grad.zero_()
        b.grad.zero_()
    close(a, [FIT[0]], atol=1e-4)
    close(b, [FIT[1]], atol=1e-4)


def test_claim_097_an_optimizer_takes_any_list_of_tensors(ag, train, optim):
    x, y = train
    a, b = scalars(ag)
    optimizer = optim.SGD([a, b], lr=0.5)
    loss_fn = ag.nn.MSELoss(reduction="mean")
    for _ in range(300):
        loss_fn(a + b * x, y).backward()
        optimizer.step()
        optimizer.zero_grad()
    close(a, [FIT[0]], atol=1e-4)
    close(b, [FIT[1]], atol=1e-4)
    with pytest.raises(ValueError, match="can't optimize a non-leaf Tensor"):
        optim.SGD([a * 2], lr=0.5)
    with pytest.raises(ValueError, match="empty parameter list"):
        optim.SGD([], lr=0.5)


def test_claim_098_mse_loss_with_mean_and_sum(ag):
    predictions, labels = ag.tensor([0.5, 1.0, 2.0]), ag.tensor([1.5, 1.0, 4.0])
    assert ag.nn.MSELoss()(predictions, labels).item() == pytest.approx(5 / 3)
    assert ag.nn.MSELoss(reduction="sum")(predictions, labels).item() == 5.0
    assert ag.nn.MSELoss(reduction="none")(predictions, labels).tolist() == [1.0, 0.0, 4.0]


def test_claim_099_a_model_is_a_module_with_init_and_forward(ag):
    model = regression(ag)
    x = ag.tensor([[2.0]])
    close(model(x), array(model.a + model.b * x).reshape(1, 1))
    assert isinstance(model, ag.nn.Module)
    assert isinstance(model.a, ag.nn.Parameter)
    assert isinstance(model.a, ag.Tensor)
    assert model.a.requires_grad
    assert model.a.is_leaf

    class Empty(ag.nn.Module):
        def __init__(self):
            self.a = ag.nn.Parameter(ag.ones(1))

    with pytest.raises(AttributeError, match=r"before Module.__init__\(\) call"):
        Empty()


def test_claim_100_parameters_are_found_by_assignment(ag):
    model = regression(ag)
    model.inner = ag.nn.Linear(1, 2)
    model.unused = ag.nn.Parameter(ag.zeros(1))
    model.plain = ag.ones(1, requires_grad=True)
    names = ["a", "b", "unused", "inner.weight", "inner.bias"]
    assert [name for name, _ in model.named_parameters()] == names
    assert next(iter(model.parameters())) is model.a
    model.twice = model.inner
    assert len(list(model.parameters())) == 5
    del model.unused
    assert "unused" not in dict(model.named_parameters())
    with pytest.raises(TypeError, match="cannot assign"):
        model.a = ag.ones(1)


def test_claim_101_state_dict_maps_names_to_tensors(ag):
    model = regression(ag)
    model.inner = ag.nn.Linear(1, 2)
    state = model.state_dict()
    assert list(state) == ["a", "b", "inner.weight", "inner.bias"]
    assert state["a"].tolist() == model.a.tolist()
    assert not state["a"].requires_grad
    with ag.no_grad():
        model.a.add_(1)
    assert state["a"].tolist() == model.a.tolist()


def test_claim_102_the_optimizer_has_a_state_dict(ag, optim):
    a, b = scalars(ag)
    optimizer = optim.SGD([a, b], lr=0.1, momentum=0.9)
    assert optimizer.state_dict()["state"] == {}
    (a * b).sum().backward()
    optimizer.step()
    state = optimizer.state_dict()
    group = state["param_groups"][0]
    assert (group["lr"], group["momentum"], group["params"]) == (0.1, 0.9, [0, 1])
    assert state["state"][0]["momentum_buffer"].tolist() == a.grad.tolist()
    assert optimizer.param_groups[0]["params"][0] is a
    assert a in optimizer.state

    twins = [t.detach().clone().requires_grad_() for t in (a, b)]
    other = optim.SGD(twins, lr=5.0)
    other.load_state_dict(copy.deepcopy(state))
    assert (other.param_groups[0]["lr"], other.param_groups[0]["momentum"]) == (0.1, 0.9)
    for t, twin in zip((a, b), twins, strict=True):
        twin.grad = t.grad.clone()
    optimizer.step()
    other.step()
    assert [t.tolist() for t in twins] == [a.tolist(), b.tolist()]


def test_claim_103_calling_the_model_runs_its_hooks(ag):
    model = regression(ag)
    calls = []
    handle = model.register_forward_hook(lambda module, args, out: calls.append((module, args, out)))
    before = model.register_forward_pre_hook(lambda module, args: (args[0] * 2,))
    x = ag.tensor([1.0])
    assert model.forward(x).tolist() == (model.a + model.b).tolist()
    assert calls == []
    out = model(x)
    close(out, array(model.a + 2 * model.b))
    assert calls[0][0] is model
    assert calls[0][1][0].tolist() == [2.0]
    assert calls[0][2] is out
    handle.remove()
    before.remove()
    assert model(x).tolist() == model.forward(x).tolist()
    assert len(calls) == 1


def test_claim_104_train_and_eval_only_set_the_mode(ag):
    ag.manual_seed(0)
    model = ag.nn.Sequential(ag.nn.Linear(1, 1), ag.nn.Sequential(ag.nn.Dropout(0.25)))
    assert model.training
    assert model.eval() is model
    assert [m.training for m in model.modules()] == [False] * 4
    assert model.train() is model
    assert [m.training for m in model.modules()] == [True] * 4
    assert all(p.requires_grad for p in model.eval().parameters())
    dropout, x = model[1][0], ag.ones(4000, requires_grad=True)
    assert dropout(x).tolist() == x.tolist()
    dropout.train()
    out = dropout(x)
    values = array(out)
    np.testing.assert_allclose(np.unique(values), [0.0, 1 / 0.75], rtol=1e-6)
    assert abs((values == 0).mean() - 0.25) < 0.03
    out.sum().backward()
    assert x.grad.tolist() == out.tolist()
    assert dropout(x).tolist() != out.tolist()


def test_claim_105_models_nest(ag):
    class Layered(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = ag.nn.Linear(3, 2)

        def forward(self, x):
            return self.linear(x)

    model = Layered()
    assert {name: tuple(p.shape) for name, p in model.named_parameters()} == {
        "linear.weight": (2, 3),
        "linear.bias": (2,),
    }
    x = ag.randn(4, 3)
    close(model(x), array(x) @ array(model.linear.weight).T + array(model.linear.bias))
    assert abs(array(model.linear.weight)).max() <= 1 / np.sqrt(3)
    assert [name for name, _ in model.named_modules()] == ["", "linear"]


def test_claim_106_sequential_for_straightforward_models(ag):
    model = ag.nn.Sequential(ag.nn.Linear(1, 4), ag.nn.ReLU(), ag.nn.Linear(4, 1))
    assert list(model.state_dict()) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert isinstance(model[1], ag.nn.ReLU)
    assert isinstance(model[-1], ag.nn.Linear)
    assert len(model) == 3
    x = ag.randn(5, 1)
    assert model(x).tolist() == model[2](model[1](model[0](x))).tolist()
    assert model[:2](x).tolist() == model[1](model[0](x)).tolist()


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return train_step


def test_claim_107_a_function_builds_the_train_step(ag, train, optim):
    ag.manual_seed(42)
    model = ag.nn.Sequential(ag.nn.Linear(1, 1))
    step = make_train_step(model, ag.nn.MSELoss(), optim.SGD(model.parameters(), lr=0.5))
    losses = [step(*train) for _ in range(300)]
    assert all(type(loss) is float for loss in losses)
    assert losses[-1] < losses[0]
    close(model[0].bias, [FIT[0]], atol=1e-4)
    close(model[0].weight, [[FIT[1]]], atol=1e-4)


def test_claim_108_datasets(ag, data):
    class Custom(data.Dataset):
        def __init__(self, x, y):
            self.x, self.y = x, y

        def __getitem__(self, index):
            return self.x[index], self.y[index]

        def __len__(self):
            return len(self.x)

    x, y = ag.arange(3.0), ag.arange(3.0) * 2
    for dataset in (Custom(x, y), data.TensorDataset(x, y)):
        assert len(dataset) == 3
        assert isinstance(dataset[1], tuple)
        assert [t.item() for t in dataset[1]] == [1.0, 2.0]
        assert [t.item() for t in dataset[-1]] == [2.0, 4.0]
        with pytest.raises(IndexError):
            dataset[3]
    with pytest.raises(AssertionError, match=r"[Ss]ize mismatch"):
        data.TensorDataset(x, ag.zeros(2))


def test_claim_109_loaders_slice_into_mini_batches(ag, data):
    x = ag.arange(10.0)
    dataset = data.TensorDataset(x, x * 2)
    loader = data.DataLoader(dataset, batch_size=4)
    batches = list(loader)
    assert len(loader) == len(batches) == 3
    assert all(type(batch) is list and len(batch) == 2 for batch in batches)
    assert [batch[0].tolist() for batch in batches] == [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0]]
    assert [len(batch[0]) for batch in data.DataLoader(dataset, batch_size=4, drop_last=True)] == [4, 4]
    assert len(data.DataLoader(dataset, batch_size=4, drop_last=True)) == 2
    assert len(data.DataLoader(dataset)) == 10


def test_claim_109_shuffled_anew_in_each_pass(ag, data):
    x = ag.arange(20.0)
    loader = data.DataLoader(data.TensorDataset(x, x * 2), batch_size=6, shuffle=True)

    def one_pass():
        pairs = [(a, b) for xb, yb in loader for a, b in zip(xb.tolist(), yb.tolist(), strict=True)]
        assert all(b == 2 * a for a, b in pairs)
        return [a for a, _ in pairs]

    ag.manual_seed(0)
    first, second = one_pass(), one_pass()
    assert sorted(first) == sorted(second) == x.tolist()
    assert first != second
    assert first != x.tolist()
    ag.manual_seed(0)
    assert [one_pass(), one_pass()] == [first, second]


def test_claim_110_random_split(ag, data):
    dataset = data.TensorDataset(ag.arange(100.0))

    def split(seed):
        ag.manual_seed(seed)
        return [[point[0].item() for point in part] for part in data.random_split(dataset, [80, 20])]

    train, validation = split(0)
    assert (len(train), len(validation)) == (80, 20)
    assert sorted(train + validation) == [float(i) for i in range(100)]
    assert train != sorted(train)
    assert split(0) == [train, validation]
    assert split(1) != [train, validation]
    assert sub(ag, "utils.data.dataset").random_split is data.random_split
    with pytest.raises(ValueError, match="Sum of input lengths does not equal the length"):
        data.random_split(dataset, [80, 30])


def test_claim_111_evaluation_under_no_grad(ag, device, points, data, optim):
    ag.manual_seed(42)
    x_val, y_val = (ag.tensor(a, dtype=ag.float32, device="cpu") for a in points[2:])
    x, y = (ag.tensor(a, dtype=ag.float32, device="cpu") for a in points[:2])
    model = ag.nn.Sequential(ag.nn.Linear(1, 1), ag.nn.Dropout(0.0)).to(device)
    loss_fn = ag.nn.MSELoss()
    step = make_train_step(model, loss_fn, optim.SGD(model.parameters(), lr=0.3))
    loader = data.DataLoader(data.TensorDataset(x, y), batch_size=16, shuffle=True)
    validation = data.DataLoader(data.TensorDataset(x_val, y_val), batch_size=20)
    losses = []
    for _ in range(40):
        for xb, yb in loader:
            step(xb.to(device), yb.to(device))
        with ag.no_grad():
            for xb, yb in validation:
                model.eval()
                loss = loss_fn(model(xb.to(device)), yb.to(device))
                assert not loss.requires_grad
                assert loss.grad_fn is None
                losses.append(loss.item())
        assert not any(m.training for m in model.modules())
    assert losses[-1] < 0.02 < losses[0]
    close(model[0].weight, [[FIT[1]]], atol=0.2)


@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_claim_112_training_resumes_from_a_checkpoint(ag, train, optim, tmp_path, name):
    def build():
        model = ag.nn.Linear(1, 1)
        optimizer = getattr(optim, name)(model.parameters(), lr=0.1, **({"momentum": 0.9} if name == "SGD" else {}))
        return model, optimizer, make_train_step(model, ag.nn.MSELoss(), optimizer)

    ag.manual_seed(42)
    model, optimizer, step = build()
    losses = [step(*train) for _ in range(5)]
    checkpoint = {
        "epoch": 5,
        "model_state_dict": model.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "losses": losses,
        "note": "first run",
    }
    ag.save(checkpoint, tmp_path / "checkpoint.pth")
    uninterrupted = [step(*train) for _ in range(5)]

    loaded = ag.load(tmp_path / "checkpoint.pth")
    model2, optimizer2, step2 = build()
    model2.load_state_dict(loaded["model_state_dict"])
    optimizer2.load_state_dict(loaded["optimizer_state_dict"])
    assert (loaded["epoch"], loaded["losses"], loaded["note"]) == (5, losses, "first run")
    assert [step2(*train) for _ in range(5)] == uninterrupted
    assert [p.tolist() for p in model2.parameters()] == [p.tolist() for p in model.parameters()]


def test_claim_112_nested_values_survive(ag, tmp_path):
    tensors = {
        str(t.dtype): t for t in (ag.ones(2), ag.zeros(2, 0), ag.tensor(3), ag.tensor([True]), ag.ones(1).double())
    }
    nested = {"tensors": tensors, "list": [1, 2.5, None, True, "text"], "tuple": (1, (2,)), 0: {"a": []}}
    ag.save(nested, str(tmp_path / "file"))
    loaded = ag.load(str(tmp_path / "file"))
    assert {k: v for k, v in loaded.items() if k != "tensors"} == {k: v for k, v in nested.items() if k != "tensors"}
    for name, t in tensors.items():
        assert (loaded["tensors"][name].dtype, loaded["tensors"][name].shape) == (t.dtype, t.shape)
        assert loaded["tensors"][name].tolist() == t.tolist()


@pytest.mark.only_arraygrad(reason="PyTorch has no other backends")
def test_claim_112_a_checkpoint_goes_to_another_device(ag, other_device, tmp_path):
    ag.save({"w": ag.arange(3.0)}, tmp_path / "file")
    with ag.device(other_device):
        target = ag.nn.Linear(3, 1, bias=False)
        target.load_state_dict({"weight": ag.load(tmp_path / "file", map_location=other_device)["w"].view(1, 3)})
        assert target.weight.device == ag.device(other_device)
    assert target.weight.tolist() == [[0.0, 1.0, 2.0]]


def test_claim_113_schedulers_write_the_learning_rate(ag, optim):
    lr_scheduler = sub(ag, "optim.lr_scheduler")

    def rates(make, metrics=None):
        optimizer = optim.SGD([ag.ones(1, requires_grad=True)], lr=1.0)
        scheduler = make(optimizer)
        seen = []
        for epoch in range(6):
            seen.append(round(optimizer.param_groups[0]["lr"], 10))
            optimizer.step()
            scheduler.step(*([] if metrics is None else [metrics[epoch]]))
        return seen

    assert rates(lambda o: lr_scheduler.StepLR(o, step_size=2, gamma=0.5)) == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    assert rates(lambda o: lr_scheduler.MultiStepLR(o, [1, 4], gamma=0.1)) == [1.0, 0.1, 0.1, 0.1, 0.01, 0.01]
    plateau = [3.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    assert rates(lambda o: lr_scheduler.ReduceLROnPlateau(o, patience=1), plateau) == [1.0, 1.0, 1.0, 1.0, 0.1, 0.1]


def test_claim_114_the_graph_can_be_drawn(ag, train):
    x, y = train
    a, b = scalars(ag)
    loss = ((y - (a + b * x)) ** 2).mean()
    names = {id(a): "a", id(b): "b"}
    lines, todo, seen = ["digraph {"], [loss.grad_fn], []
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.append(node)
        label = f"{names[id(node.variable)]} {tuple(node.variable.shape)}" if hasattr(node, "variable") else node.name()
        lines.append(f'  "{id(node)}" [label="{label}"]')
        for child, _ in node.next_functions:
            if child is not None:
                lines.append(f'  "{id(child)}" -> "{id(node)}"')
                todo.append(child)
    text = "\n".join([*lines, "}"])
    assert sorted(re.findall(r'label="(.*?)"', text)) == sorted(
        ["MeanBackward0", "PowBackward0", "SubBackward0", "AddBackward0", "MulBackward0", "a (1,)", "b (1,)"]
    )
    assert text.count("->") == 6
