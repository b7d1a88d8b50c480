"""A machine that writes new scores into all files of a folder without end. Started by the tests.

Half of the files it empties and writes anew, half it replaces. Every other one is one of those that are saved right
now, which it finds by where the published ones end. Standard output tells each score once it is written; a line on
standard input ends it.
"""

import random
import re
import select
import sys
from pathlib import Path


def place_of_the_save(files: list[Path]) -> int:
    """How many of the files have been published, as they are saved in this order."""
    low, high = 0, len(files)
    while low < high:
        middle = (low + high) // 2
        if b"\npublished: true" in files[middle].read_bytes():
            low = middle + 1
        else:
            high = middle
    return low


if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).rglob("*.md"))
    chance = random.Random(1)
    heat = 1_000
    print("go", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        heat += 1
        file = chance.choice(files)
        if chance.random() < 0.5:
            place = place_of_the_save(files) + chance.randrange(-3, 6)
            file = files[min(max(place, 0), len(files) - 1)]
        data = re.sub(rb"(?m)^heat: .*$", b"heat: %d" % heat, file.read_bytes())
        data = re.sub(rb"(?m)^secured: .*$", b"secured: s%d" % heat, data)
        if heat % 2:
            file.write_bytes(data)
        else:
            new = Path(sys.argv[2]) / "new"
            new.write_bytes(data)
            new.replace(file)
        print(file.name, heat, flush=True)
