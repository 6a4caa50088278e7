"""`python -m tests.kills --kills 10 --seed 7`; exit code 1 when anything was lost, doubled or left undone."""

import argparse
import os
import random
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    chosen = parser.parse_args()
    # Read while the settings are imported: a folder, servers and a database of the run's own.
    os.environ["CALLCENTRE_STATE"] = str(Path(__file__).resolve().parents[2] / ".state" / "kills")
    os.environ["DJANGO_SETTINGS_MODULE"] = "callcentre.settings"
    os.environ["CALLCENTRE_DEMO"] = "1"
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"):
        os.environ.pop(name, None)
    import django

    django.setup()
    from tests.kills.run import Run

    print(f"{chosen.kills} kills with seed {chosen.seed}", flush=True)
    return 0 if Run(kills=chosen.kills, seed=chosen.seed).do() else 1


if __name__ == "__main__":
    sys.exit(main())
