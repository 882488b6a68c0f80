"""A process that was forked from one that computes: it has one thread."""

import os
import threading

import torch

from lazyq.kernels.awaiting import wait_for_all

_forked = threading.Event()


def is_forked() -> bool:
    """Return whether this process was forked from one that had lazyq: it must do with one thread.

    The pool of threads of torch is not forked with it, and what asks for several waits for them for ever.
    """
    return _forked.is_set()


def _alone() -> None:
    _forked.set()
    torch.set_num_threads(1)


if hasattr(os, "register_at_fork"):  # a fork would inherit the compiler's lock, and no thread that opens it
    os.register_at_fork(before=wait_for_all, after_in_child=_alone)
