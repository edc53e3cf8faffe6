"""Writes fixtures/ferplus_targets.json: what FER+'s reference implementation makes of votes.

Run: python3 ferplus_targets.py FERPLUS VOTES
where FERPLUS is the src folder of the repository microsoft/FERPlus and VOTES is fer2013new.csv. The counts are of the real
votes; the rows are random ones, drawn so that ties and unknowns are frequent.
"""
import csv
import json
import pathlib
import random
import sys
from unittest import mock

for module in ("matplotlib", "matplotlib.pyplot", "rect_util", "img_util"):
    sys.modules[module] = mock.MagicMock()
sys.path.insert(0, sys.argv[1])
from ferplus import FERPlusReader  # noqa: E402

EMOTIONS = 8


def target(votes, mode):
    """As load_folders does: the distribution over the emotions, or None where the picture is left out."""
    emotion = FERPlusReader._process_data(None, [float(v) for v in votes], mode)
    if emotion.index(max(emotion)) >= EMOTIONS:
        return None
    total = sum(emotion[:EMOTIONS])
    return [v / total for v in emotion[:EMOTIONS]]


def counts(mode):
    result = {}
    for row in csv.DictReader(open(sys.argv[2])):
        if not row["Image name"]:
            continue
        votes = [int(v) for v in list(row.values())[2:]]
        distribution = target(votes, mode)
        if distribution:
            per_class = result.setdefault(row["Usage"], [0] * EMOTIONS)
            per_class[distribution.index(max(distribution))] += 1
    return result


draw = random.Random(7)
rows = []
for _ in range(400):
    kinds = draw.sample(range(EMOTIONS + 2), draw.randint(1, 6))
    votes = [0] * (EMOTIONS + 2)
    for _ in range(10):
        votes[draw.choice(kinds)] += 1
    rows.append({"votes": votes, "majority": target(votes, "majority"), "probability": target(votes, "probability")})
result = {"rows": rows, "counts": {mode: counts(mode) for mode in ("majority", "probability")}}
path = pathlib.Path(__file__).parent.parent / "fixtures" / "ferplus_targets.json"
path.write_text(json.dumps(result) + "\n")
for mode, usage in result["counts"].items():
    print(mode, {name: (sum(n), n) for name, n in usage.items()})
