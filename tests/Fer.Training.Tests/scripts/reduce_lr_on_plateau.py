"""Writes ../fixtures/reduce_lr_on_plateau.csv: learning rates of PyTorch's ReduceLROnPlateau (made with PyTorch 1.13).

One line per case: mode, factor, patience, threshold, cooldown, min_lr, the metric of each epoch and the learning rate after it,
both separated by blanks.
"""
import os
import random

import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau

random.seed(1)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "reduce_lr_on_plateau.csv")
with open(path, "w") as file:
    file.write("mode,factor,patience,threshold,cooldown,min_lr,metrics,learning_rates\n")
    for case in range(60):
        mode = random.choice(["min", "max"])
        factor = random.choice([0.1, 0.2, 0.5, 0.75])
        patience = random.choice([0, 1, 2, 4])
        threshold = random.choice([0.0, 1e-4, 0.01, 0.1])
        cooldown = random.choice([0, 1, 2, 3])
        min_lr = random.choice([0.0, 1e-5, 3e-4])
        value, metrics, rates = 1.0, [], []
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1e-3)
        scheduler = ReduceLROnPlateau(optimizer, mode=mode, factor=factor, patience=patience, threshold=threshold,
                                      threshold_mode="abs", cooldown=cooldown, min_lr=min_lr, eps=0)
        for _ in range(40):
            value += random.gauss(-0.01 if mode == "min" else 0.01, 0.05)
            if random.random() < 0.2 and metrics:
                value = metrics[-1]
            metrics.append(value)
            scheduler.step(value)
            rates.append(optimizer.param_groups[0]["lr"])
        file.write(",".join([mode, repr(factor), str(patience), repr(threshold), str(cooldown), repr(min_lr),
                             " ".join(map(repr, metrics)), " ".join(map(repr, rates))]) + "\n")
