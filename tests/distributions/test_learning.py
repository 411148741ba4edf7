"""Distributions as programs use them: policies, encoders, constrained parameters, mixtures."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _default_generator_as_it_was(ag):
    with ag.random.fork_rng():
        yield


def test_a_policy_learns_by_its_log_probabilities(ag):
    """REINFORCE on a bandit with three arms."""
    ag.manual_seed(0)
    rewards = ag.tensor([0.0, 1.0, 0.2])
    logits = ag.zeros(3, requires_grad=True)
    optimizer = ag.optim.Adam([logits], lr=0.1)
    for _ in range(60):
        policy = ag.distributions.Categorical(logits=logits)
        actions = policy.sample((16,))
        advantage = rewards[actions] - rewards[actions].mean()
        loss = -(policy.log_prob(actions) * advantage).mean() - 0.01 * policy.entropy()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert policy.probs[1].item() > 0.8


def test_the_score_has_the_gradient_of_the_expectation(ag):
    """The mean of the rewards times the gradient of the log probability is the gradient of the mean reward."""
    ag.manual_seed(1)
    rewards = ag.tensor([1.0, 3.0, -2.0], dtype=ag.float64)
    logits = ag.tensor([0.2, -0.5, 0.4], dtype=ag.float64, requires_grad=True)
    policy = ag.distributions.Categorical(logits=logits)
    actions = policy.sample((20_000,))
    (ours,) = ag.autograd.grad((policy.log_prob(actions) * rewards[actions]).mean(), logits)
    (wanted,) = ag.autograd.grad((logits.softmax(-1) * rewards).sum(), logits)
    assert ag.allclose(ours, wanted, atol=0.05)


def test_an_encoder_learns_through_its_samples(ag):
    """The variational bound of a model with a known posterior: mean x / 2, variance 1 / 2."""
    D = ag.distributions
    ag.manual_seed(0)
    x = ag.tensor([1.0, -2.0])
    loc, log_scale = ag.zeros(2, requires_grad=True), ag.zeros(2, requires_grad=True)
    optimizer = ag.optim.SGD([loc, log_scale], lr=0.2)
    prior = D.Normal(ag.zeros(2), ag.ones(2))
    for _ in range(25):
        posterior = D.Normal(loc, log_scale.exp())
        z = posterior.rsample((16,))
        bound = D.Normal(z, ag.ones(2)).log_prob(x).mean(0) - D.kl_divergence(posterior, prior)
        optimizer.zero_grad()
        (-bound.sum()).backward()
        optimizer.step()
    assert ag.allclose(loc.detach(), x / 2, atol=0.25)
    assert ag.allclose(log_scale.detach().exp(), ag.full((2,), 0.5**0.5), atol=0.25)


def test_a_gamma_is_fitted_with_constrained_parameters(ag):
    D = ag.distributions
    ag.manual_seed(0)
    data = D.Gamma(ag.tensor(3.0), 2.0).sample((2000,))
    free = ag.zeros(2, requires_grad=True)
    to_positive = D.transform_to(D.Gamma.arg_constraints["rate"])
    optimizer = ag.optim.Adam([free], lr=0.1)
    for _ in range(150):
        optimizer.zero_grad()
        (-D.Gamma(*to_positive(free)).log_prob(data).mean()).backward()
        optimizer.step()
    concentration, rate = to_positive(free.detach())
    assert concentration.item() == pytest.approx(3.0, rel=0.15)
    assert rate.item() == pytest.approx(2.0, rel=0.15)


def test_a_flow_has_the_density_of_its_samples(ag):
    """A distribution through a transform with parameters: the gradient of the log probability by these."""
    D = ag.distributions
    scale = ag.tensor(2.0, dtype=ag.float64, requires_grad=True)
    flow = D.TransformedDistribution(
        D.Normal(ag.zeros((), dtype=ag.float64), 1.0), [D.AffineTransform(1.0, scale), D.ExpTransform()]
    )
    same = D.LogNormal(ag.tensor(1.0, dtype=ag.float64), scale)
    x = ag.tensor([0.5, 3.0], dtype=ag.float64)
    assert ag.allclose(flow.log_prob(x), same.log_prob(x))
    ours, wanted = (ag.autograd.grad(d.log_prob(x).sum(), scale)[0] for d in (flow, same))
    assert ag.allclose(ours, wanted)


def test_a_module_with_a_distribution_is_differentiated(ag):
    """Gradients of log probabilities reach the weights of a network."""
    ag.manual_seed(0)
    net = ag.nn.Linear(2, 2)
    loc, log_scale = net(ag.ones(4, 2)).unbind(-1)
    ag.distributions.Normal(loc, log_scale.exp()).log_prob(ag.zeros(4)).sum().backward()
    assert bool((net.weight.grad != 0).all())
