"""The device to compute on."""

import os
from typing import TYPE_CHECKING

from lazyq.wording import worded

if TYPE_CHECKING:
    import torch

DEVICE_VARIABLE = "LAZYQ_DEVICE"
KINDS = ("cuda", "mps", "cpu")


def choose_device(name: "str | torch.device | None" = None) -> "torch.device":
    """Return the device: the argument, else LAZYQ_DEVICE, else the first of cuda, mps, cpu that is there.

    Parameters
    ----------
    name : "cuda", "cuda:1" and so on, "mps" or "cpu"

    Raises
    ------
    ValueError : a name that is none of these, or a device that this machine does not have
    """
    import torch

    source, value = ("name", name) if name is not None else (DEVICE_VARIABLE, os.environ.get(DEVICE_VARIABLE))
    available = available_devices()
    if not value:
        return torch.device(next(kind for kind in KINDS if kind in available))
    refusal = worded(
        "{name} must be one of {kinds} or cuda:0, cuda:1, …; here there is {available}, got {got}",
        name=source,
        kinds=", ".join(KINDS),
        available=", ".join(available),
        got=repr(str(value) if isinstance(value, torch.device) else value),
    )
    try:
        device = torch.device(value)
    except (RuntimeError, TypeError):
        raise ValueError(refusal) from None
    plain = device if device.type == "cuda" or device.index else torch.device(device.type)
    if str(plain) not in available:
        raise ValueError(refusal)
    return plain


def available_devices() -> list[str]:
    """Return the names that :func:`choose_device` takes on this machine."""
    import torch

    names = []
    if torch.cuda.is_available():
        names += ["cuda", *(f"cuda:{index}" for index in range(torch.cuda.device_count()))]
    if torch.backends.mps.is_available():
        names.append("mps")
    return [*names, "cpu"]


def describe_device(device: "torch.device") -> str:
    """Return the device in plain words, such as "CPU, 2 threads" or "NVIDIA H200, 139 GiB"."""
    import torch

    if device.type == "cuda":
        properties = torch.cuda.get_device_properties(device)
        return f"{properties.name}, {properties.total_memory // 2**30} GiB"
    if device.type == "mps":
        return "Apple GPU (Metal)"
    threads = torch.get_num_threads()
    return worded("CPU, 1 thread") if threads == 1 else worded("CPU, {count} threads", count=threads)
