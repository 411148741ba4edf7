"""An actor and a critic learn to keep a ball near the middle of a line."""

import argparse
import json
from collections import namedtuple

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from made import fill

SavedAction = namedtuple("SavedAction", ["log_prob", "value"])


class Line:
    """A ball with a place and a speed; each action pushes it to one side."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def reset(self):
        self.state = self.rng.uniform(-0.5, 0.5, 2)
        return self.state

    def step(self, action):
        place, speed = self.state
        speed += 0.2 * (2 * action - 1) + 0.1 * place
        self.state = np.array([place + 0.3 * speed, speed])
        return self.state, 1.0, bool(abs(self.state[0]) > 1.0)


class Policy(nn.Module):
    """The chances of the actions, and what the state is worth."""

    def __init__(self):
        super().__init__()
        self.affine1 = nn.Linear(2, 16)
        self.action_head = nn.Linear(16, 2)
        self.value_head = nn.Linear(16, 1)
        self.saved_actions = []
        self.rewards = []

    def forward(self, x):
        x = F.relu(self.affine1(x))
        return F.softmax(self.action_head(x), dim=-1), self.value_head(x)


def select_action(model, state, chance):
    probs, state_value = model(torch.from_numpy(state).double())
    action = torch.searchsorted(probs.detach().cumsum(0), torch.tensor(chance, dtype=torch.double)).clamp(max=1)
    model.saved_actions.append(SavedAction(probs.log().gather(0, action.view(1)).squeeze(0), state_value))
    return action.item()


def finish_episode(model, optimizer, gamma, eps=np.finfo(np.float64).eps.item()):
    R = 0
    policy_losses, value_losses, returns = [], [], []
    for r in model.rewards[::-1]:
        R = r + gamma * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + eps)
    for (log_prob, value), R in zip(model.saved_actions, returns):
        advantage = R - value.item()
        policy_losses.append(-log_prob * advantage)
        value_losses.append(F.smooth_l1_loss(value, torch.tensor([R])))
    optimizer.zero_grad()
    loss = torch.stack(policy_losses).sum() + torch.stack(value_losses).sum()
    loss.backward()
    optimizer.step()
    del model.rewards[:]
    del model.saved_actions[:]
    return loss.item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gamma", type=float, default=0.99)
    parser.add_argument("--episodes", type=int, default=4)
    args = parser.parse_args()
    torch.set_default_dtype(torch.float64)
    env, chances = Line(1), np.random.default_rng(2)
    model = fill(Policy())
    optimizer = optim.Adam(model.parameters(), lr=3e-2)
    losses, running_reward = [], 10
    for _ in range(args.episodes):
        state, ep_reward = env.reset(), 0
        for _ in range(12):
            action = select_action(model, state, chances.random())
            state, reward, done = env.step(action)
            model.rewards.append(reward)
            ep_reward += reward
            if done:
                break
        running_reward = 0.05 * ep_reward + (1 - 0.05) * running_reward
        losses.append(finish_episode(model, optimizer, args.gamma))
    print(json.dumps({"losses": [*losses, running_reward]}))


if __name__ == "__main__":
    main()
