"""A machine that writes new scores into all files of a folder without end. Started by the tests.

Half of the files it empties and writes anew, half it replaces. Standard output tells each score once it is written; a
line on standard input ends it.
"""

import random
import re
import select
import sys
from pathlib import Path

if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).rglob("*.md"))
    chance = random.Random(1)
    heat = 1_000
    print("go", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        file = chance.choice(files)
        heat += 1
        data = re.sub(rb"(?m)^heat: .*$", b"heat: %d" % heat, file.read_bytes())
        data = re.sub(rb"(?m)^secured: .*$", b"secured: s%d" % heat, data)
        if heat % 2:
            file.write_bytes(data)
        else:
            new = Path(sys.argv[2]) / "new"
            new.write_bytes(data)
            new.replace(file)
        print(file.name, heat, flush=True)
