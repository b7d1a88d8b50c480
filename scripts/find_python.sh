#!/bin/sh
# Prints the Python to make the virtual environment with: the first that is 3.11 to 3.13 and can make one.
# PYTHON=... chooses one by hand.

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    # A name that is there may still be a shim that only complains, or lack the venv package: run it.
    if "$python" -c '
import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; then
        command -v "$python"
        exit 0
    fi
done

echo "No Python 3.11, 3.12 or 3.13 that can make virtual environments was found" \
    "(on Debian and Ubuntu: apt-get install python3 python3-venv; or name one: make PYTHON=/path/to/python3)." >&2
exit 1
