"""Results of experiments, computed once for all visitors."""

from lazyq.compute import ResultStore, choose_device, describe_device
from lazyq.ui.kept import Kept
from lazyq.ui.language import tr


@Kept
def store() -> ResultStore:
    """Return the store that all sessions share."""
    return ResultStore()


def machine() -> str:
    """Say what computes here, in one sentence."""
    import torch

    device = describe_device(choose_device())
    return tr("Computed with PyTorch {version} on {device}.", version=torch.__version__, device=device)
