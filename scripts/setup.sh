#!/bin/sh
# Makes ready what `make run` or `make test` needs:   scripts/setup.sh run|test
#
#   - system libraries, where the system has apt-get (scripts/system_packages.py)
#   - .venv with the locked dependencies, and the project itself in editable mode
#
# The second time it only looks whether anything changed, which takes a moment.
set -eu
cd "$(dirname "$0")/.."
kind=$1
stamp=.venv/.installed

# What the environment was made from. A copied or moved tree counts as changed: paths are written into the scripts.
made_from=$(cat pyproject.toml constraints.txt | cksum)" $(pwd)"

is_ready() {
    [ -x .venv/bin/python ] && [ -f "$stamp" ] || return 1
    { read -r had; read -r from; } <"$stamp" || return 1
    [ "$from" = "$made_from" ] && { [ "$had" = "$kind" ] || [ "$had" = test ]; } &&
        .venv/bin/python -c '' 2>/dev/null
}

if is_ready; then
    exec .venv/bin/python scripts/system_packages.py "$kind"
fi

python=$(scripts/find_python.sh)
"$python" scripts/system_packages.py "$kind"

# Keep an environment that works; one that was made elsewhere, or with a Python that is gone, is made anew.
if ! { grep -qF "$(pwd)/.venv" .venv/bin/activate && PYTHON=.venv/bin/python scripts/find_python.sh &&
    .venv/bin/python -m pip --version; } >/dev/null 2>&1; then
    "$python" -m venv --clear .venv
fi
rm -f "$stamp"

echo "Installing the dependencies into .venv ..."
pip() { .venv/bin/python -m pip -qq --disable-pip-version-check --no-input "$@" </dev/null; }
[ "$kind" = test ] && project='.[dev]' || project='.'
# The build backend first, so that it is a locked one too.
pip install --constraint constraints.txt hatchling editables
pip install --constraint constraints.txt --no-build-isolation --editable "$project"

printf '%s\n%s\n' "$kind" "$made_from" >"$stamp"
