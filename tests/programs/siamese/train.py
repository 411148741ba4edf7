"""Pictures of one class come to lie near each other: run as ``-m siamese.train``."""

import argparse
import json

import torch
from made import fill
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler

from .data import Triplets
from .model import Embedder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--margin", type=float, default=1.5)
    args = parser.parse_args()
    dataset = Triplets(18)
    loader = DataLoader(dataset, batch_sampler=BatchSampler(SequentialSampler(dataset), 6, drop_last=True))
    model = fill(Embedder())
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=3e-2, total_steps=2 * len(loader))
    loss_fn = torch.nn.TripletMarginLoss(margin=args.margin)
    losses = []
    for _ in range(2):
        for anchor, positive, negative in loader:
            loss = loss_fn(model(anchor), model(positive), model(negative))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
            losses += [loss.item(), scheduler.get_last_lr()[0]]
    with torch.inference_mode():
        embedded = model(torch.stack([a for a, _, _ in dataset]))
        losses.append(torch.cdist(embedded, embedded).mean().item())
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
