"""The settings of a training run; they are written to the run's `config.json`."""

from __future__ import annotations

from dataclasses import dataclass

from .network import SIZE


@dataclass(frozen=True)
class TrainConfig:
    data: str
    run: str
    budget_minutes: float = 65.0
    batch: int = 16
    head_rate: float = 1.5e-3
    backbone_rate: float = 2e-4
    weight_decay: float = 0.02
    warmup_steps: int = 150
    freeze_stages: int = 2
    rate: float = 1.0
    """Both rates are multiplied by this: less than 1 to finish a network that is good already."""
    quantisation_aware: bool = False
    """Fold the norms and round as int8 does in the forward pass; to finish a trained network (`start_from`)."""
    ema_decay: float = 0.998
    size: int = SIZE
    backbone: str = "lite0"
    start_from: str | None = None
    """Checkpoint whose averaged weights to begin with, instead of the starting weights of the backbone."""
    held_out: tuple[str, ...] = ()
    """Sources kept from training (`source` or `source:part/parts`)."""
    teachers: tuple[str, ...] = ()
    """Checkpoints whose mean answer the network learns beside the labels."""
    teacher_mirror: bool = False
    """Ask the teachers about the mirror image too, and take the mean."""
    distil_weight: float = 0.5
    """Share of the teachers' word in the loss, 0…1; the labels have the rest."""
    unlabelled: int = 200
    """Unlabelled pictures drawn a round; only with teachers, who are all that can be learnt from there."""
    self_taught: float = 0.0
    """Weight of the labels that the network's own average gives to unlabelled pictures; 0: none (not together with teachers)."""
    blind: tuple[str, ...] = ()
    """Sources whose training pictures are seen without their labels; nothing is chosen or calibrated on them either."""
    site: str | None = None
    """An index beside `data`: a hospital's own recordings, unlabelled but for what its doctors corrected."""
    pasted: float = 0.0
    """Share of the pictures without a known lesion that get one of another picture."""
    device: str = "auto"
    """auto, cpu or cuda."""
    threads: int = 2
    loaders: int | None = None
    """Processes that prepare pictures, for each training process (None: 1 beside a CPU, up to 8 beside a GPU)."""
    seed: int = 7
    evaluate_every: int = 4
    rounds: int | None = None
    """Train so many rounds, however long they take: the rates follow the steps, and a run that was stopped ends as if it had not been."""
    round_length: int | None = None
    """Labelled pictures of a round, where it should be shorter than usual."""
    stop_rounds: int = 0
    """Stop after so many rounds (0: when the time budget is spent)."""
