"""A pole that is to be balanced on a cart: many copies at once, as NumPy arrays.

The classic task of Barto, Sutton and Anderson (1983): at each moment the cart is pushed to the left or to the right; an
episode ends when the pole leans too far, the cart leaves its track, or the time is up. The reward is one for each
moment.
"""

from __future__ import annotations

import numpy as np

GRAVITY, CART, POLE, HALF_LENGTH = 9.8, 1.0, 0.1, 0.5
FORCE, SECONDS = 10.0, 0.02
FARTHEST, STEEPEST = 2.4, np.deg2rad(12)


class CartPoles:
    """Copies of the task, each of which starts anew as soon as it has ended.

    Parameters
    ----------
    copies : int
        How many.
    longest : int
        Moments after which an episode ends well.
    seed : int
        Decides where episodes begin.

    Attributes
    ----------
    state : numpy.ndarray
        Place of the cart, its speed, angle of the pole, its speed: float64 of shape (copies, 4).
    returns : list of int
        Lengths of the episodes that have ended.
    """

    def __init__(self, copies: int, longest: int, seed: int) -> None:
        self.longest, self.random = longest, np.random.default_rng(seed)
        self.state = self._begin(copies)
        self.age = np.zeros(copies, int)
        self.returns: list[int] = []

    def _begin(self, copies: int) -> np.ndarray:
        return self.random.uniform(-0.05, 0.05, (copies, 4))

    def step(self, right: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Push each cart to the right or the left.

        Parameters
        ----------
        right : numpy.ndarray
            For each copy 1 or 0.

        Returns
        -------
        fallen, timed_out : numpy.ndarray
            For each copy whether its episode has ended, and how.
        reached : numpy.ndarray
            The states that the pushes led to; `state` has beginnings in the place of ends.
        """
        _, speed, angle, turning = self.state.T
        sine, cosine = np.sin(angle), np.cos(angle)
        push = np.where(right == 1, FORCE, -FORCE) + POLE * HALF_LENGTH * turning**2 * sine
        push /= CART + POLE
        bend = (GRAVITY * sine - cosine * push) / (HALF_LENGTH * (4 / 3 - POLE * cosine**2 / (CART + POLE)))
        pull = push - POLE * HALF_LENGTH * bend * cosine / (CART + POLE)
        reached = self.state + SECONDS * np.stack([speed, pull, turning, bend], axis=1)
        self.age += 1
        fallen = (np.abs(reached[:, 0]) > FARTHEST) | (np.abs(reached[:, 2]) > STEEPEST)
        timed_out = ~fallen & (self.age >= self.longest)
        over = fallen | timed_out
        self.returns += self.age[over].tolist()
        self.age[over] = 0
        self.state = reached.copy()
        self.state[over] = self._begin(int(over.sum()))
        return fallen, timed_out, reached
