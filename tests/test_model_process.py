"""The dashboard's model in a process of its own."""

import os
import signal
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen

import numpy as np
import pytest
from loky.process_executor import TerminatedWorkerError

import stanceboard as sb
from dashboard.model_process import STEP_BACK, ProcessScorer, worker

pytestmark = pytest.mark.model

TOPIC = sb.Topic("Moscow talks")
ARTICLE = sb.Article(
    "t", "Iran said it would attend the Moscow talks. Kabul will not go. A diplomat saw no point in them."
)


@pytest.fixture(scope="module", autouse=True)
def ended():
    yield
    worker().shutdown(wait=True, kill_workers=True)


def test_it_scores_as_the_model_in_this_process_does():
    here, apart = sb.load_scorer(), ProcessScorer()
    assert apart.name == here.name
    mine, theirs = sb.analyse(ARTICLE, TOPIC, here), sb.analyse(ARTICLE, TOPIC, apart)
    assert [one.label for one in mine] == [one.label for one in theirs]
    for left, right in zip(mine, theirs, strict=True):
        assert np.allclose([*left.probabilities.values()], [*right.probabilities.values()], atol=1e-3)
    assert len(apart.stance_probabilities(["Iran agreed."], [(0, 4)], [TOPIC])[0]) == 4
    assert len(apart.sentiment_probabilities(["Iran agreed."], [(0, 4)])[0]) == 3


def test_it_gives_way_to_the_pages():
    process = worker().submit(os.getpid).result()
    assert process != os.getpid()
    assert os.getpriority(os.PRIO_PROCESS, process) == os.nice(0) + STEP_BACK


def test_a_process_that_is_killed_fails_one_call_and_is_replaced():
    scorer, first = ProcessScorer(), worker().submit(os.getpid).result()
    asked = worker().submit(time.sleep, 60)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(TerminatedWorkerError):
        asked.result(60)
    assert len(scorer.score(["Iran agreed."], [(0, 4)], [TOPIC])[0]) == 1
    assert worker().submit(os.getpid).result() != first


def test_a_model_that_is_missing_is_named(tmp_path):
    with pytest.raises(sb.ModelNotFound, match="Expected a model folder"):
        ProcessScorer(str(tmp_path / "nothing"))


def test_the_process_ends_with_a_server_that_is_killed():
    server = "import os\nfrom dashboard.model_process import worker\nprint(worker().submit(os.getpid).result(), flush=True)\ninput()"
    with Popen([sys.executable, "-c", server], stdin=PIPE, stdout=PIPE, text=True) as running:
        process = int(running.stdout.readline())
        running.kill()
    for _ in range(600):
        if not Path(f"/proc/{process}").exists():
            return
        time.sleep(0.1)
    raise AssertionError("it still runs a minute later")
