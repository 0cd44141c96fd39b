"""The quality gate: figures on the development sets may not fall below the floors in gate.json.

    python -m tests.gate                              check
    python -m tests.gate --update                     raise floors to what is measured now, pin the sets' checksums
    python -m tests.gate --update --allow-regression  lower them too; say why in the commit

Figures may differ in the third decimal from one processor to another: a floor is what was measured less MARGIN.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from stanceboard.evaluation import evaluate, read_gold
from stanceboard.scoring import Scorer, load_scorer
from tests.conftest import SHARED

BASELINE = Path(__file__).with_name("gate.json")
MARGIN = 0.005
SETS = {
    "dev": (SHARED / "gold" / "dev.jsonl", ("actor_f1", "actor_f1_by_name", "silent", "wrong_topic", "offsets")),
    "voa-dev": (SHARED / "gold" / "voa-dev.jsonl", ("macro_f1", "accuracy", "wrong_topic")),
    "dev_rw": (SHARED / "datasets" / "newsmtsc" / "dev_rw.jsonl", ("macro_f1",)),
    "dev_mt": (SHARED / "datasets" / "newsmtsc" / "dev_mt.jsonl", ("macro_f1",)),
}

Floors = dict[str, dict[str, float | str]]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args(argv)
    if not all(path.is_file() for path, _ in SETS.values()):
        print("gate: the development sets are not here, nothing was checked")
        return 0
    floors: Floors = json.loads(BASELINE.read_text(encoding="utf-8"))
    measured = measure(load_scorer())
    if options.update:
        BASELINE.write_text(json.dumps(updated(floors, measured, options.allow_regression), indent=1) + "\n")
        return 0
    problems = compare(floors, measured)
    print("\n".join(problems) or "gate: every figure is at or above its floor")
    return 1 if problems else 0


def measure(scorer: Scorer) -> Floors:
    """Each set's checksum and its gated figures."""
    measured: Floors = {}
    for name, (path, figures) in SETS.items():
        found = evaluate(read_gold(path), scorer)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        measured[name] = {"sha256": digest, **{figure: round(found[figure], 4) for figure in figures}}
    return measured


def compare(floors: Mapping[str, Mapping[str, float | str]], measured: Floors) -> list[str]:
    """One line for each figure below its floor and each set that is not the pinned one."""
    problems = []
    for name, found in measured.items():
        for key, value in found.items():
            floor = floors[name][key]
            if isinstance(value, str) or isinstance(floor, str):
                if value != floor:
                    problems.append(f"{name}: expected the set with SHA-256 {floor}, found {value}. Run --update.")
            elif value < floor:
                problems.append(f"{name}: expected {key} of at least {floor:.4f}, found {value:.4f}.")
    return problems


def updated(floors: Floors, measured: Floors, allow_regression: bool) -> Floors:
    """New floors: what was measured less MARGIN, never lower than before unless allowed."""
    new: Floors = {}
    for name, found in measured.items():
        new[name] = {}
        for key, value in found.items():
            old = floors.get(name, {}).get(key)
            if isinstance(value, str):
                new[name][key] = value
                continue
            floor = round(max(0.0, value - (MARGIN if value < 1 else 0)), 4)
            keep = isinstance(old, float) and old > floor and not allow_regression
            new[name][key] = old if keep and old is not None else floor
    return new


if __name__ == "__main__":
    sys.exit(main())
