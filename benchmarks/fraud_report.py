"""The fraud of a million payments, part by part, and its deepest case followed: `python -m benchmarks.fraud_report`."""

import argparse

from synfin_core.cli.fraud_report import report_text
from synfin_core.cli.fraud_trail import trail_text
from synfin_core.fidelity.fraud_report import fraud_report
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.trail import follow


def main() -> None:
    """Make the payments at the default rate and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="payments of the run")
    parser.add_argument("--seed", type=int, default=42, help="seed of the run")
    asked = parser.parse_args()
    dataset = generate(Spec(count=asked.count, seed=asked.seed))
    print(report_text(fraud_report(dataset)))
    print(f"\n{trail_text(follow(dataset))}")


if __name__ == "__main__":
    main()
