"""Random sequences of changes and decisions, after which an update must equal a rebuild.

    python benchmarks/update_sequences.py [--sequences 2000] [--steps 30] [--seed 1]

The sequences are those of `tests/indexing/test_update_sequences.py`, but longer and more. Between
the steps an update is killed at some moment, and the next one must still equal a rebuild.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from support.update_sequences import UpdateSequence

LONGEST = 0.5  # s after which an update is killed


class KilledUpdates(UpdateSequence):
    """An archive whose updates are killed now and then."""

    @rule(moment=st.floats(0, LONGEST))
    def kill(self, moment: float) -> None:
        """Kill an update after a while."""
        process = os.fork()
        if not process:
            self.build()
            os._exit(0)
        time.sleep(moment)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def main() -> None:
    """Play the sequences; the first that fails is printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sequences", type=int, default=2_000)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    limits = settings(
        max_examples=asked.sequences,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(asked.seed)(KilledUpdates), settings=limits)
    print(f"{asked.sequences} sequences of at most {asked.steps} steps: every update is a rebuild")


if __name__ == "__main__":
    main()
