"""The stored encoders of the page Steering, made once from a seed: ``python -m docs.steering``.

It needs MNIST, and writes ``lazyq/experiments/steering/encoders.safetensors``: weights in half precision, the
training curves, and what they come from. No pixel of a digit is in it.
"""

import json

import safetensors.torch
import torch

from lazyq.experiments.digits import load_collection
from lazyq.experiments.steering.encoders import CHECKPOINT, LEARNED, state_of, trained_encoder, training_of
from lazyq.experiments.steering.spec import METHODS, WEIGHTS, LiveTraining

MNIST = 20_000
REPEATED = 5
STEPS = 1_200
SEED = 0


def main() -> None:
    """Train all encoders, write them, and say how large the file is."""
    mnist = load_collection("mnist-train").images[:MNIST]
    sklearn = load_collection("sklearn").images[: LEARNED["sklearn"]]
    images = torch.cat([mnist, *[sklearn] * REPEATED]).float() / 255
    live = LiveTraining(steps=STEPS, seed=SEED)
    tensors = {}
    for dimension, methods in METHODS.items():
        for method in methods:
            trained = trained_encoder(method, dimension, live, images)
            tensors |= state_of(method, dimension, trained)
            print(dimension, method, training_of(method, dimension, live), trained.equivariance[-1].item())
    provenance = {
        "made by": "python -m docs.steering",
        "seed": SEED,
        "steps": STEPS,
        "learned from": f"the first {MNIST:,} training digits of MNIST and {LEARNED['sklearn']:,} of "
        f"scikit-learn, the latter {REPEATED} times",
        "weights of the loss": ", ".join(f"{weight:g} for d = {d}" for d, weight in WEIGHTS.items()),
        "positives": f"turns up to {live.positives:g}°; all turns for “everything is a positive”",
        "torch": torch.__version__,
    }
    safetensors.torch.save_file(tensors, str(CHECKPOINT), metadata={"provenance": json.dumps(provenance)})
    print(f"{CHECKPOINT.name}: {CHECKPOINT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
