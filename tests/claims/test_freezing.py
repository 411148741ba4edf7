"""Claims 78 to 84: what detach and freezing are for."""

from __future__ import annotations

import numpy as np
import pytest

from ._helpers import SECOND_TIME, array, close, sub

pytestmark = pytest.mark.usefixtures("device")


def grads(module):
    return [p.grad for p in module.parameters()]


def test_claim_078_truncated_backpropagation_through_time(ag):
    w = ag.tensor(0.7, dtype=ag.float64, requires_grad=True)
    xs = [0.5, -0.3, 0.8, 0.1]

    def window(h, inputs):
        for x in inputs:
            h = ag.tanh(w * h + x)
        return h

    h = window(ag.tensor(0.2, dtype=ag.float64), xs[:2])
    h.backward()
    passed_on = h.detach()
    assert passed_on.item() == h.item()
    w.grad = None
    last = window(passed_on, xs[2:])
    last.backward()

    value, slope = h.item(), 0.0  # the derivative by hand, the incoming state held constant
    for x in xs[2:]:
        new = np.tanh(0.7 * value + x)
        value, slope = new, (1 - new**2) * (value + 0.7 * slope)
    assert last.item() == pytest.approx(value, rel=1e-12)
    assert w.grad.item() == pytest.approx(slope, rel=1e-12)


def test_claim_079_without_detach_the_second_window_errors(ag):
    w = ag.tensor(0.7, requires_grad=True)
    h = ag.tanh(w * ag.tensor(0.2))
    h.backward()
    first = w.grad.item()
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        ag.tanh(w * h).backward()
    assert first == pytest.approx(0.2 * (1 - h.item() ** 2), rel=1e-5)


def test_claim_080_a_loss_with_another_networks_output(ag):
    ag.manual_seed(0)
    net, other = ag.nn.Linear(2, 2), ag.nn.Linear(2, 2)
    x = ag.randn(4, 2)
    target = other(x)
    loss = ((net(x) - target.detach()) ** 2).mean()
    loss.backward()
    assert grads(other) == [None, None]
    error = array(net(x)) - array(target)
    close(net.weight.grad, 2 * error.T @ array(x) / error.size)
    close(net.bias.grad, 2 * error.sum(0) / error.size)


def test_claim_081_the_discriminator_learns_from_generated_samples(ag):
    ag.manual_seed(0)
    generator, discriminator = ag.nn.Linear(2, 2), ag.nn.Linear(2, 1)
    samples = generator(ag.randn(4, 2))
    discriminator(samples.detach()).sigmoid().mean().backward()
    assert grads(generator) == [None, None]
    assert all(abs(array(g)).sum() > 0 for g in grads(discriminator))
    before = [g.tolist() for g in grads(discriminator)]
    for p in discriminator.parameters():
        p.requires_grad = False
    (-discriminator(samples).sigmoid().log().mean()).backward()  # the same samples, now for the generator
    assert all(abs(array(g)).sum() > 0 for g in grads(generator))
    assert [g.tolist() for g in grads(discriminator)] == before


def test_claim_082_a_value_function_as_the_policys_baseline(ag):
    ag.manual_seed(0)
    torso, actor, critic = (ag.nn.Linear(*sizes).double() for sizes in ((2, 3), (3, 2), (3, 1)))
    state = ag.randn(5, 2, dtype=ag.float64)
    returns = ag.randn(5, dtype=ag.float64)
    features = torso(state).tanh()
    log_prob = actor(features).log_softmax(-1)[:, 0]
    value = critic(features).squeeze(-1)
    advantage = returns - value

    (-(log_prob * advantage.detach()).mean()).backward(retain_graph=True)
    assert grads(critic) == [None, None]
    shares = np.exp(array(actor(features).log_softmax(-1)))
    d_logits = -(np.array([1.0, 0.0]) - shares) * array(advantage)[:, None] / 5
    close(actor.weight.grad, d_logits.T @ array(features), rtol=1e-10)
    of_the_policy, torso_before = actor.weight.grad.tolist(), array(torso.weight.grad).copy()

    (advantage**2).mean().backward()
    close(critic.weight.grad, (-2 * array(advantage) @ array(features) / 5)[None], rtol=1e-10)
    assert actor.weight.grad.tolist() == of_the_policy
    assert abs(array(torso.weight.grad) - torso_before).max() > 1e-6


def test_claim_083_a_frozen_network_lets_the_gradient_through(ag):
    ag.manual_seed(0)
    generator, discriminator = ag.nn.Linear(2, 3), ag.nn.Linear(3, 1)
    z = ag.randn(4, 2)
    (discriminator(generator(z)).sum()).backward()
    expected = [g.tolist() for g in grads(generator)]
    for net in (generator, discriminator):
        net.zero_grad()
    for p in discriminator.parameters():
        p.requires_grad = False
    samples = generator(z)
    samples.retain_grad()
    out = discriminator(samples)
    assert out.requires_grad
    out.sum().backward()
    assert grads(discriminator) == [None, None]
    assert [g.tolist() for g in grads(generator)] == expected
    close(samples.grad, np.broadcast_to(array(discriminator.weight), (4, 3)))
    assert not discriminator(z @ ag.ones(2, 3)).requires_grad


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW"])
def test_claim_084_optimizers_skip_frozen_parameters(ag, name):
    ag.manual_seed(0)
    net = ag.nn.Sequential(ag.nn.Linear(2, 2), ag.nn.Linear(2, 1))
    options = {"momentum": 0.9} if name == "SGD" else {}
    optimizer = getattr(sub(ag, "optim"), name)(net.parameters(), lr=0.1, weight_decay=0.1, **options)
    x = ag.randn(4, 2)

    def train():
        before = [p.tolist() for p in net.parameters()]
        optimizer.zero_grad()
        net(x).square().mean().backward()
        optimizer.step()
        return [p.tolist() != b for p, b in zip(net.parameters(), before, strict=True)]

    assert train() == [True] * 4  # there is momentum now, which must not move what is frozen
    for p in net[0].parameters():
        p.requires_grad = False
    assert train() == [False, False, True, True]
    for p in net[0].parameters():
        p.requires_grad = True
    assert train() == [True] * 4
