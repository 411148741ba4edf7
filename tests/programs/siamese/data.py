import torch
from made import pictures
from torch.utils.data import Dataset


class Triplets(Dataset):
    """An anchor, a picture of the same class, and one of another."""

    def __init__(self, n, seed=0):
        self.images, self.labels = pictures(n, 8, 3, seed)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        label = self.labels[index]
        same = [i for i in range(len(self)) if self.labels[i] == label and i != index] or [index]
        other = [i for i in range(len(self)) if self.labels[i] != label]
        chosen = index, same[index % len(same)], other[index % len(other)]
        return tuple(torch.from_numpy(self.images[i]) for i in chosen)
