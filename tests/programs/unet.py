"""A U-Net marks the bright places of pictures."""

import json
from collections import OrderedDict

import torch
import torch.nn as nn
import torch.nn.functional as F
from made import fill, pictures


class DoubleConv(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.double_conv = nn.Sequential(
            OrderedDict(
                [
                    ("conv1", nn.Conv2d(in_channels, out_channels, 3, padding=1)),
                    ("norm1", nn.BatchNorm2d(out_channels)),
                    ("relu1", nn.ReLU(inplace=True)),
                    ("conv2", nn.Conv2d(out_channels, out_channels, 3, padding=1)),
                    ("norm2", nn.BatchNorm2d(out_channels)),
                    ("relu2", nn.ReLU(inplace=True)),
                ]
            )
        )

    def forward(self, x):
        return self.double_conv(x)


class Up(nn.Module):
    def __init__(self, in_channels, out_channels, bilinear):
        super().__init__()
        self.bilinear = bilinear
        if not bilinear:
            self.up = nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)
        else:
            self.reduce = nn.Conv2d(in_channels, in_channels // 2, 1)
        self.conv = DoubleConv(in_channels, out_channels)

    def forward(self, x1, x2):
        if self.bilinear:
            x1 = self.reduce(F.interpolate(x1, scale_factor=2, mode="bilinear", align_corners=True))
        else:
            x1 = self.up(x1)
        dy, dx = x2.size()[2] - x1.size()[2], x2.size()[3] - x1.size()[3]
        x1 = F.pad(x1, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return self.conv(torch.cat([x2, x1], dim=1))


class UNet(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.inc = DoubleConv(1, width)
        self.down1 = nn.Sequential(nn.MaxPool2d(2), DoubleConv(width, width * 2))
        self.down2 = nn.Sequential(nn.MaxPool2d(2), DoubleConv(width * 2, width * 4))
        self.up1 = Up(width * 4, width * 2, bilinear=True)
        self.up2 = Up(width * 2, width, bilinear=False)
        self.outc = nn.Conv2d(width, 1, kernel_size=1)

    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        return self.outc(self.up2(self.up1(x3, x2), x1))


def dice_loss(logits, target, eps=1e-6):
    probabilities = logits.sigmoid()
    overlap = (probabilities * target).sum(dim=(1, 2, 3))
    return 1 - ((2 * overlap + eps) / (probabilities.sum((1, 2, 3)) + target.sum((1, 2, 3)) + eps)).mean()


def main():
    images, _ = pictures(4, 10, 3)
    x = torch.from_numpy(images)
    target = (x > 0.4).float()
    model = fill(UNet())
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, weight_decay=1e-8, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, "max", patience=0)
    losses = []
    for _ in range(3):
        optimizer.zero_grad(set_to_none=True)
        logits = model(x)
        loss = F.binary_cross_entropy_with_logits(logits, target) + dice_loss(logits, target)
        loss.backward()
        torch.nn.utils.clip_grad_value_(model.parameters(), 0.1)
        optimizer.step()
        scheduler.step(-loss.item() * 0)
        losses += [loss.item(), optimizer.param_groups[0]["lr"]]
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
