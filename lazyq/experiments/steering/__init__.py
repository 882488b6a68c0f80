"""Turning the image, turning the embedding: how rigidly the space of an encoder moves with its digits."""

from lazyq.experiments.steering.encoders import LEARNED, checkpoint_checksum, following
from lazyq.experiments.steering.result import Steering
from lazyq.experiments.steering.spec import METHODS, LiveTraining, SteeringSpec
from lazyq.experiments.steering.turning import steering

__all__ = [
    "LEARNED",
    "METHODS",
    "LiveTraining",
    "Steering",
    "SteeringSpec",
    "checkpoint_checksum",
    "following",
    "steering",
]
