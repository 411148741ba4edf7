"""Learn to balance a pole on a cart by trial and error.

    python examples/actor_critic.py
    python examples/actor_critic.py --device jax

The actor says how likely it pushes the cart to the right; the critic, on the same hidden units, how long the pole is
going to stay up. An action was good if things went better than the critic had thought: that difference, the advantage,
weighs the logarithm of the action's probability. There it is a number and no function of the critic's parameters:
`detach`. The critic learns from the square of the same difference, which keeps its gradient.

Sixteen copies of the task (`_cartpole.py`) run side by side in NumPy; the networks run on any backend, in float64, so
that differences of rounding between backends do not lead to other actions. The program stops when the mean return of
the last 100 episodes is 475 of at most 500: after 84,000 moments, 12 seconds on NumPy. The picture shows the returns,
and what the critic thinks of leaning poles.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from _cartpole import STEEPEST, CartPoles
from _figures import AMBER, BLUE, GREEN, INK, new_figure, plain, save, title
from _program import Interruption, list_files, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.nn import functional as F

COPIES, MOMENTS, LONGEST = 16, 32, 500
DISCOUNT, DECAY = 0.99, 0.95
REWARD = 1 - DISCOUNT  # For each moment, so that values are between 0 and 1.
THRESHOLD = 475
SCALE = np.array([2.4, 2.0, 0.2, 2.0])  # Brings the parts of a state to about the same size.


class ActorCritic(nn.Module):
    """The logits of both actions [N, 2], and the value [N], of states [N, 4]."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh())
        self.actor, self.critic = nn.Linear(width, 2), nn.Linear(width, 1)

    def forward(self, states: ag.Tensor) -> tuple[ag.Tensor, ag.Tensor]:
        hidden = self.body(states)
        return self.actor(hidden), self.critic(hidden)[:, 0]


@dataclass
class Experience:
    """What happened in all copies at some moments; arrays [moments, copies, ...]."""

    states: np.ndarray
    actions: np.ndarray
    targets: np.ndarray  #: what the critic should have said


def gather(model: ActorCritic, tasks: CartPoles, moments: int) -> Experience:
    """Act for so many moments."""
    states, actions, values, following, fallen, over = [], [], [], [], [], []
    for _ in range(moments):
        states.append(tasks.state / SCALE)
        with ag.no_grad():
            logits, value = model(ag.tensor(states[-1]))
            action = ag.multinomial(logits.softmax(dim=1), 1)[:, 0].cpu().numpy()
        fell, timed_out, reached = tasks.step(action)
        actions.append(action)
        values.append(value.cpu().numpy())
        following.append(reached / SCALE)
        fallen.append(fell)
        over.append(fell | timed_out)
    with ag.no_grad():
        _, after = model(ag.tensor(np.concatenate(following)))
    after = after.cpu().numpy().reshape(moments, -1) * ~np.array(fallen)
    # Generalised advantage estimation: a mean of looking one, two, three ... moments ahead, from the last one backward.
    advantage, targets = 0.0, np.empty_like(after)
    for moment in reversed(range(moments)):
        surprise = REWARD + DISCOUNT * after[moment] - values[moment]
        advantage = surprise + DISCOUNT * DECAY * ~over[moment] * advantage
        targets[moment] = advantage + values[moment]
    return Experience(np.array(states), np.array(actions), targets)


def loss(model: ActorCritic, experience: Experience) -> ag.Tensor:
    """Of the actor, of the critic, and a little for a policy that does not try anything new."""
    logits, value = model(ag.tensor(experience.states).flatten(0, 1))
    advantage = ag.tensor(experience.targets).flatten() - value
    log_probabilities = F.log_softmax(logits, dim=1)
    chosen = log_probabilities.gather(1, ag.tensor(experience.actions).flatten()[:, None])[:, 0]
    weight = advantage.detach()  # A number to the actor: it cannot make actions good by changing the critic.
    weight = (weight - weight.mean()) / (weight.std() + 1e-8)
    actor, critic = -(chosen * weight).mean(), advantage.square().mean()
    entropy = -(log_probabilities.exp() * log_probabilities).sum(dim=1).mean()
    return actor + critic - 0.01 * entropy


def draw(path: Path, returns: list[int], model: ActorCritic) -> None:
    """Save the picture: the return of each episode, and what critic and actor think of a cart that stands still."""
    figure = new_figure(13, 4.8)
    left, middle, right = figure.subplots(1, 3, width_ratios=(1.5, 1, 1))
    episodes = np.arange(1, len(returns) + 1)
    left.scatter(episodes, returns, s=6, color=BLUE, alpha=0.35, linewidths=0)
    window = min(100, len(returns))
    mean = np.convolve(returns, np.ones(window) / window, mode="valid")
    left.plot(episodes[window - 1 :], mean, color=GREEN, linewidth=2.2, label=f"mean of {window} episodes")
    left.axhline(THRESHOLD, color=AMBER, linewidth=1.4, linestyle="--", label=f"solved: {THRESHOLD}")
    left.set(xlabel="episode", ylabel="moments until the pole fell", ylim=(0, LONGEST * 1.02))
    left.legend(frameon=False, labelcolor=INK, loc="upper left")
    title(left, "Returns")
    plain(left)

    angle, turning = np.meshgrid(np.linspace(-STEEPEST, STEEPEST, 61), np.linspace(-2, 2, 61))
    states = np.stack([0 * angle, 0 * angle, angle, turning], axis=-1).reshape(-1, 4) / SCALE
    with ag.no_grad():
        logits, value = model(ag.tensor(states))
        right_push = logits.softmax(dim=1)[:, 1]
    box = (*np.rad2deg([-STEEPEST, STEEPEST]), -2, 2)
    for axes, shown, colors, heading in (
        (middle, value, "viridis", "How well the critic thinks it is going"),
        (right, right_push, "RdBu_r", "Probability of a push to the right"),
    ):
        content = shown.cpu().numpy().reshape(angle.shape)
        picture = axes.imshow(content, cmap=colors, extent=box, origin="lower", aspect="auto", interpolation="bilinear")
        figure.colorbar(picture, ax=axes, shrink=0.8).outline.set_visible(False)
        axes.set(xlabel="angle of the pole, degrees", ylabel="its speed, radians per second")
        plain(axes)
        axes.grid(False)
        axes.set_title(heading, color=INK, fontsize=11, fontweight="bold")
    save(figure, path)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/actor_critic")
    asked.add_argument("--updates", type=positive, default=400, help="steps of the optimizer at most (400)")
    asked.add_argument("--threshold", type=positive, default=THRESHOLD, help=f"mean return to stop at ({THRESHOLD})")
    asked.add_argument("--width", type=positive, default=32, help="units in each hidden layer (32)")
    options = parse(asked, command_line)
    options.out.mkdir(parents=True, exist_ok=True)
    ag.manual_seed(options.seed)
    tasks = CartPoles(COPIES, LONGEST, options.seed)
    started, mean = time.perf_counter(), 0.0
    with ag.device(options.device), Interruption().watched() as interruption:
        model = ActorCritic(options.width).double()
        optimizer = optim.Adam(model.parameters(), lr=5e-3)
        with progress(options.updates) as shown:
            for update in range(1, options.updates + 1):
                optimizer.zero_grad()
                loss(model, gather(model, tasks, MOMENTS)).backward()
                nn.utils.clip_grad_norm_(model.parameters(), 0.5)
                optimizer.step()
                mean = float(np.mean(tasks.returns[-100:] or [0]))
                figures = {"episodes": f"{len(tasks.returns):5}", "mean_return": f"{mean:6.1f}"}
                shown.update(update, **figures)
                over = mean >= options.threshold or update == options.updates or interruption.asked
                if update % 20 == 0 or over:
                    shown.line(update=f"{update:{len(str(options.updates))}}/{options.updates}", **figures)
                if over:
                    break
        took = time.perf_counter() - started
        verdict = "balanced" if mean >= options.threshold else "not yet balanced"
        print(f"{verdict}: mean return {mean:.1f} after {update * COPIES * MOMENTS:,} moments, {took:.1f} s")
        draw(options.out / "returns.png", tasks.returns, model)
    ag.save(model.state_dict(), options.out / "model.safetensors")
    list_files(options.out, picture="returns.png", weights="model.safetensors")
    return 130 if interruption.asked else 0


if __name__ == "__main__":
    sys.exit(main())
