"""What every training run of ours does with its examples and its loss, whatever it trains."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

IGNORED = -100  # a target that the loss leaves out, as torch has it

Item = TypeVar("Item")


def descend(
    loss: torch.Tensor, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LRScheduler
) -> None:
    """Take one step down the gradient of `loss`, whose norm is cut at 1."""
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_([one for group in optimizer.param_groups for one in group["params"]], 1.0)
    optimizer.step()
    schedule.step()
    optimizer.zero_grad()


def shuffled_batches(
    items: Sequence[Item], size: int, length: Callable[[Item], int], draw: random.Random
) -> list[list[Item]]:
    """Batches of `size` items of like length (sorted within pools of 20 batches) in random order."""
    order = list(items)
    draw.shuffle(order)
    batches = []
    for first in range(0, len(order), 20 * size):
        pool = sorted(order[first : first + 20 * size], key=length)
        batches += [pool[start : start + size] for start in range(0, len(pool), size)]
    draw.shuffle(batches)
    return batches
