"""A generator and a discriminator of pictures, both convolutional, train against each other."""

import argparse
import json

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from made import fill, pictures


class Generator(nn.Module):
    def __init__(self, nz, ngf):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 2, 3, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, input):
        return self.main(input)


class Discriminator(nn.Module):
    def __init__(self, ndf):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf, ndf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 2, 1, 3, 1, 0, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, input):
        return self.main(input).view(-1, 1).squeeze(1)


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        m.weight.data.mul_(0.9)
    elif classname.find("BatchNorm") != -1:
        torch.nn.init.constant_(m.weight, 1.0)
        torch.nn.init.zeros_(m.bias)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--niter", type=int, default=4)
    parser.add_argument("--beta1", type=float, default=0.5)
    opt = parser.parse_args()

    nz, batch = 4, 8
    images, _ = pictures(batch, 12, 4)
    real = torch.from_numpy(2 * images - 1)
    noise = np.random.default_rng(1)
    netG, netD = fill(Generator(nz, 4), 1), fill(Discriminator(4), 2)
    netG.apply(weights_init)
    netD.apply(weights_init)
    criterion = nn.BCELoss()
    optimizerD = optim.Adam(netD.parameters(), lr=2e-3, betas=(opt.beta1, 0.999))
    optimizerG = optim.Adam(netG.parameters(), lr=2e-3, betas=(opt.beta1, 0.999))
    losses = []
    for _ in range(opt.niter):
        netD.zero_grad()
        label = torch.full((batch,), 1.0, dtype=real.dtype)
        errD_real = criterion(netD(real), label)
        errD_real.backward()
        fake = netG(torch.from_numpy(noise.standard_normal((batch, nz, 1, 1)).astype("float32")))
        label.fill_(0.0)
        errD_fake = criterion(netD(fake.detach()), label)
        errD_fake.backward()
        optimizerD.step()

        netG.zero_grad()
        label.fill_(1.0)
        errG = criterion(netD(fake), label)
        errG.backward()
        optimizerG.step()
        losses += [(errD_real + errD_fake).item(), errG.item()]
    losses.append(netG.main[1].running_var.sum().item())
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
