"""Turning the image, turning the embedding: how rigidly the space of an encoder moves with its digits."""

from lazyq.experiments.steering.encoders import LEARNED, checkpoint_checksum, following
from lazyq.experiments.steering.files import steering_npz, steering_python
from lazyq.experiments.steering.result import Steering
from lazyq.experiments.steering.spec import METHODS, WEIGHTS, LiveTraining, SteeringSpec
from lazyq.experiments.steering.turning import steering

__all__ = [
    "LEARNED",
    "METHODS",
    "WEIGHTS",
    "LiveTraining",
    "Steering",
    "SteeringSpec",
    "checkpoint_checksum",
    "following",
    "steering",
    "steering_npz",
    "steering_python",
]
