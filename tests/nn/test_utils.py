"""Clipping gradients, and parameters as one vector."""

from __future__ import annotations

import math

import pytest


@pytest.fixture
def pair(ag, device):
    """Two tensors with gradients (3, 4) and (12)."""
    a, b, c = ag.zeros(2, requires_grad=True), ag.zeros(1, requires_grad=True), ag.zeros(1, requires_grad=True)
    (a @ ag.tensor([3.0, 4.0]) + b.sum() * 12).backward()
    return [a, b, c]


@pytest.mark.parametrize(("kind", "total"), [(2.0, 13.0), (1.0, 19.0), (math.inf, 12.0)])
def test_clip_norm(ag, pair, kind, total):
    norm = ag.nn.utils.clip_grad_norm_(pair, total / 2, norm_type=kind)
    assert norm.item() == pytest.approx(total)
    assert pair[0].grad.tolist() == pytest.approx([1.5, 2.0], rel=1e-4)
    assert pair[1].grad.tolist() == pytest.approx([6.0], rel=1e-4)
    assert pair[2].grad is None


def test_clip_norm_leaves_small_gradients(ag, pair):
    grad = pair[0].grad
    assert ag.nn.utils.clip_grad_norm_(iter(pair), 20.0).item() == pytest.approx(13.0)
    assert pair[0].grad is grad
    assert grad.tolist() == [3.0, 4.0]


def test_clip_norm_of_one_tensor_and_of_none(ag, pair):
    assert ag.nn.utils.clip_grad_norm_(pair[0], 1.0).item() == pytest.approx(5.0)
    assert ag.nn.utils.clip_grad_norm_([pair[2]], 1.0).item() == 0.0


def test_clip_norm_can_refuse_what_is_not_finite(ag, pair):
    pair[1].grad = ag.tensor([math.nan])
    with pytest.raises(
        RuntimeError, match=r"The total norm of order 2.0 for gradients from `parameters` is non-finite"
    ):
        ag.nn.utils.clip_grad_norm_(pair, 1.0, error_if_nonfinite=True)
    assert pair[0].grad.tolist() == [3.0, 4.0]
    assert math.isnan(ag.nn.utils.clip_grad_norm_(pair, 1.0).item())


def test_clip_value(ag, pair):
    ag.nn.utils.clip_grad_value_(pair, 3.5)
    assert pair[0].grad.tolist() == [3.0, 3.5]
    assert pair[1].grad.tolist() == [3.5]


def test_vector_and_back(ag, device):
    layer = ag.nn.Linear(2, 1)
    vector = ag.nn.utils.parameters_to_vector(layer.parameters())
    assert vector.requires_grad
    assert tuple(vector.shape) == (3,)
    ag.nn.utils.vector_to_parameters(ag.tensor([1.0, 2.0, 3.0]), layer.parameters())
    assert layer.weight.tolist() == [[1.0, 2.0]]
    assert layer.bias.tolist() == [3.0]
    assert layer.weight.requires_grad
    assert layer.weight.is_leaf
    with pytest.raises(TypeError, match=r"expected .*Tensor, but got"):
        ag.nn.utils.vector_to_parameters([1.0], layer.parameters())


@pytest.mark.only_arraygrad("PyTorch has changed the first ones by then")
def test_too_short_a_vector_changes_nothing(ag, device):
    layer = ag.nn.Linear(2, 1)
    before = layer.weight.tolist()
    with pytest.raises(RuntimeError):
        ag.nn.utils.vector_to_parameters(ag.ones(2), layer.parameters())
    assert layer.weight.tolist() == before


def test_clip_with_a_known_norm(ag, pair):
    utils = ag.nn.utils
    total = utils.get_total_norm([p.grad for p in pair[:2]])
    utils.clip_grads_with_norm_(pair, 6.5, total)
    assert pair[0].grad.tolist() == pytest.approx([1.5, 2.0], rel=1e-4)
    utils.clip_grads_with_norm_(pair, 100.0, utils.get_total_norm(p.grad for p in pair[:2]))
    assert pair[0].grad.tolist() == pytest.approx([1.5, 2.0], rel=1e-4)
    with pytest.warns(FutureWarning, match="clip_grad_norm` is now deprecated"):
        assert utils.clip_grad_norm(pair, 100.0).item() == pytest.approx(6.5, rel=1e-4)
    with pytest.warns(UserWarning, match="empty generator"):
        utils.clip_grad_norm_((p for p in ()), 1.0)


# -- weights by hooks: torch.nn.utils.weight_norm and its relatives --------------------------------------------------


@pytest.fixture
def layer(ag):
    layer = ag.nn.Linear(2, 2, bias=False)
    layer.load_state_dict({"weight": ag.tensor([[3.0, 4.0], [0.0, 2.0]])})
    return layer


def test_weight_norm(ag, device, layer):
    with pytest.warns(FutureWarning, match="deprecated in favor of"):
        assert ag.nn.utils.weight_norm(layer) is layer
    assert layer.weight_g.tolist() == [[5.0], [2.0]]
    assert list(layer.state_dict()) == ["weight_g", "weight_v"]
    with ag.no_grad():
        layer.weight_g.fill_(1.0)
    assert layer(ag.eye(2)).T.flatten().tolist() == pytest.approx([0.6, 0.8, 0.0, 1.0])
    with pytest.warns(FutureWarning), pytest.raises(RuntimeError, match="Cannot register two weight_norm hooks"):
        ag.nn.utils.weight_norm(layer)
    ag.nn.utils.remove_weight_norm(layer)
    assert layer.weight.flatten().tolist() == pytest.approx([0.6, 0.8, 0.0, 1.0])
    assert not layer._forward_pre_hooks
    with pytest.raises(ValueError, match="weight_norm of 'weight' not found"):
        ag.nn.utils.remove_weight_norm(layer)


def test_spectral_norm(ag, device, layer):
    utils, largest = ag.nn.utils, ag.linalg.matrix_norm(layer.weight, 2).item()
    weight = layer.weight
    assert utils.spectral_norm(layer, n_power_iterations=10) is layer
    assert layer.weight_orig is weight
    layer(ag.eye(2))
    assert layer.weight.flatten().tolist() == pytest.approx([x / largest for x in (3.0, 4.0, 0.0, 2.0)], rel=1e-3)
    layer(ag.eye(2)).sum().backward()
    assert weight.grad is not None
    with pytest.raises(RuntimeError, match="Cannot register two spectral_norm hooks"):
        utils.spectral_norm(layer)
    before = layer.eval().weight_u.tolist()
    layer(ag.eye(2))
    assert layer.weight_u.tolist() == before
    utils.remove_spectral_norm(layer)
    assert list(layer.state_dict()) == ["weight"]
    assert not layer._forward_pre_hooks
    assert not layer._state_dict_hooks
    with pytest.raises(ValueError, match="spectral_norm of 'weight' not found"):
        utils.remove_spectral_norm(layer)


def test_spectral_norm_understands_states_without_v(ag):
    layer = ag.nn.utils.spectral_norm(ag.nn.Linear(3, 2, bias=False).double(), n_power_iterations=3)
    layer(ag.ones(1, 3, dtype=ag.float64))
    state = layer.state_dict()
    assert state._metadata[""]["spectral_norm"] == {"weight.version": 1}
    old = {"weight": layer.weight.detach(), "weight_orig": state["weight_orig"], "weight_u": state["weight_u"]}
    other = ag.nn.utils.spectral_norm(ag.nn.Linear(3, 2, bias=False).double())
    other.load_state_dict(old)
    x = ag.tensor([[1.0, 2.0, 3.0]], dtype=ag.float64)
    assert other.eval()(x)[0].tolist() == pytest.approx(layer.eval()(x)[0].tolist())


@pytest.mark.parametrize("name", ["weight_norm", "spectral_norm"])
@pytest.mark.filterwarnings("ignore:.*deprecated:FutureWarning")
def test_norms_need_values(ag, name):
    with pytest.raises(ValueError, match="can't have uninitialized parameters"):
        getattr(ag.nn.utils, name)(ag.nn.LazyLinear(2))
    bilinear = ag.nn.Linear(2, 2, bias=False)
    if name == "spectral_norm":
        with pytest.raises(ValueError, match="parameter `bias` is None"):
            ag.nn.utils.spectral_norm(bilinear, "bias")


# -- others --------------------------------------------------------------------------------------------------------


def test_fusion_is_for_evaluation(ag):
    utils = ag.nn.utils
    conv, norm = ag.nn.Conv1d(1, 2, 1), ag.nn.BatchNorm1d(2)
    with pytest.raises(AssertionError, match="Fusion only for eval!"):
        utils.fuse_conv_bn_eval(conv, norm)
    fused = utils.fuse_conv_bn_eval(conv.eval(), norm.eval())
    assert fused is not conv
    x = ag.ones(1, 1, 3)
    assert fused(x).flatten().tolist() == pytest.approx(norm(conv(x)).flatten().tolist(), rel=1e-5)
    with pytest.raises(AssertionError, match=r"linear.out_features == bn.num_features"):
        utils.fuse_linear_bn_eval(ag.nn.Linear(2, 3).eval(), norm)
    with pytest.raises(AssertionError, match="running_mean"):
        utils.fuse_linear_bn_eval(ag.nn.Linear(2, 2).eval(), ag.nn.BatchNorm1d(2, track_running_stats=False).eval())


def test_skip_init(ag):
    layer = ag.nn.utils.skip_init(ag.nn.Linear, 3, 2, dtype=ag.float64)
    assert (layer.weight.shape, layer.weight.dtype) == ((2, 3), ag.float64)
    with pytest.raises(RuntimeError, match="Expected a Module"):
        ag.nn.utils.skip_init(dict)
    with pytest.raises(RuntimeError, match="Module must support a 'device' arg"):
        ag.nn.utils.skip_init(ag.nn.ReLU)


def test_stateless_call(ag, layer):
    x = ag.tensor([[1.0, 1.0]])
    with pytest.warns(FutureWarning, match="stateless.functional_call` is deprecated"):
        out = ag.nn.utils.stateless.functional_call(layer, {"weight": ag.ones(2, 2)}, x)
    assert out.tolist() == [[2.0, 2.0]]
    assert layer(x).tolist() == [[7.0, 2.0]]
