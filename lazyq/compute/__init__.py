"""What every experiment needs from the machine: a device, and a store of results."""

from lazyq.compute.device import choose_device, describe_device
from lazyq.compute.keys import canonical, code_version
from lazyq.compute.store import ResultStore, StoreInfo, StoreWarning

__all__ = [
    "ResultStore",
    "StoreInfo",
    "StoreWarning",
    "canonical",
    "choose_device",
    "code_version",
    "describe_device",
]
