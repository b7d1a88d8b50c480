#!/bin/bash
# Proves that the committed tree runs and passes its tests on a bare Debian, as `make run` and `make test` promise.
#
#   scripts/bare_debian.sh          as root; needs debootstrap, git and the network
#
# It makes debootstrap's smallest system with nothing but python3, python3-venv, make, git and ca-certificates,
# clones HEAD into it, watches `make run` stay up, and runs `make test`. How this machine reaches package servers
# (settings of apt and pip, proxies, certificates, local folders that they name) holds in there too.
#
#   ROOT=...            where the system goes, made anew each time; by default a folder beside other temporary ones
#   SUITE=bookworm      or trixie
#   UP_SECONDS=20       how long the window has to stay up
#   ONLY=run            leaves out `make test`
set -euo pipefail

ROOT=${ROOT:-${TMPDIR:-/tmp}/bare}
SUITE=${SUITE:-bookworm}
UP_SECONDS=${UP_SECONDS:-20}
SOURCE=$(cd "$(dirname "$0")/.." && pwd)
MARK=$ROOT/etc/made-by-bare-debian
INSIDE=/root/editor-app

if [ "$(id -u)" != 0 ]; then
    echo "This has to be run as root." >&2
    exit 1
fi
if [ -z "${IN_OWN_NAMESPACE:-}" ]; then
    # Mounts and processes of its own, which end with it: nothing is left behind, whatever happens.
    IN_OWN_NAMESPACE=1 exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

say() { printf '\n== %s\n' "$*"; }

# The words among the arguments, settings of apt or pip, that name a file or folder of this machine.
# Of an index at file:///... the folder around it, since it points to the files beside it.
paths_in() {
    printf '%s\n' "$@" | tr -s " '\"=;," '\n' | sed -n 's,^file://\(/.*\)/[^/][^/]*/*$,\1,; /^\/[^/]/p' |
        grep -vE '^/(dev|proc|sys|tmp|var|bin|usr/(s?bin|lib)|lib)(/|$)' | sort -u || true
}

pip_settings() {
    python3 -m pip config list 2>/dev/null || true
    env | grep '^PIP_' || true
}

apt_settings() { apt-config dump | grep '^Acquire::' | grep -v '^Acquire::IndexTargets' || true; }

# What programs in the new system see of this machine's environment: the way to the package servers.
environment() {
    env | grep -E '^(PIP_[A-Z_]+|(https?|ftp|no|all)_proxy|(HTTPS?|FTP|NO|ALL)_PROXY|[A-Z_]*(SSL_CERT|CA_BUNDLE|CAINFO)[A-Z_]*)=' || true
    printf '%s\n' HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb
}

inside() {
    local -a variables
    mapfile -t variables < <(environment)
    env -i "${variables[@]}" chroot "$ROOT" "$@"
}

make_system() {
    say "A bare $SUITE in $ROOT"
    if [ -e "$ROOT" ]; then
        [ -e "$MARK" ] || { echo "$ROOT is not of this script's making: remove it first." >&2; exit 1; }
        rm -rf "$ROOT"
    fi
    mkdir -p "$ROOT/etc"
    touch "$MARK"
    local mirror
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
    debootstrap --variant=minbase "$SUITE" "$ROOT" "$mirror" >"$ROOT.log" 2>&1 || { tail "$ROOT.log"; exit 1; }
    mount -t proc proc "$ROOT/proc"
    mount -t tmpfs tmpfs "$ROOT/dev/shm"
}

# This machine's way to the package servers, for apt.
pass_apt_settings_on() {
    local host_suite name
    host_suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    cp --remove-destination -L /etc/resolv.conf /etc/hosts "$ROOT/etc/"
    rm -f "$ROOT/etc/apt/sources.list"
    for name in sources.list sources.list.d auth.conf auth.conf.d keyrings trusted.gpg trusted.gpg.d; do
        [ ! -e "/etc/apt/$name" ] || cp -rL "/etc/apt/$name" "$ROOT/etc/apt/"
    done
    find "$ROOT"/etc/apt/sources.list* -type f -exec sed -i "s/\b$host_suite\b/$SUITE/g" {} +
    cp -rL /usr/share/keyrings/. "$ROOT/usr/share/keyrings/"
    apt_settings >"$ROOT/etc/apt/apt.conf.d/99-of-the-host"
    show_inside $(paths_in "$(apt_settings)")
}

install_the_few_packages() {
    inside apt-get -qq update
    inside env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
        python3 python3-venv make git ca-certificates >>"$ROOT.log" 2>&1 || { tail "$ROOT.log"; exit 1; }
}

# And for pip, with the certificates that this machine trusts beyond the usual ones.
pass_pip_settings_on() {
    local name
    for name in "$HOME/.config/pip" "$HOME/.pip"; do
        [ ! -d "$name" ] || { mkdir -p "$ROOT/root/.config" && cp -rL "$name" "$ROOT${name/#$HOME//root}"; }
    done
    show_inside /etc/ssl/certs/ca-certificates.crt /etc/pip.conf /etc/xdg/pip $(paths_in "$(pip_settings)")
}

# Shows files and folders of this machine in the new system: copies of the files, the folders read-only.
show_inside() {
    local path
    for path in "$@"; do
        if [ "$path" -ef "$ROOT$path" ]; then
            continue # in a folder that is shown already
        elif [ -d "$path" ]; then
            mkdir -p "$ROOT$path"
            mount --bind "$path" "$ROOT$path"
            mount -o remount,bind,ro "$ROOT$path"
        elif [ -e "$path" ]; then
            mkdir -p "$(dirname "$ROOT$path")"
            cp --remove-destination -L "$path" "$ROOT$path"
        fi
    done
}

# The process of the window, once `make run` got that far.
window_process() { grep -lzx 'editor_ap[p]' /proc/[0-9]*/cmdline 2>/dev/null | head -n 1 | cut -d/ -f3; }

watch_run() {
    say "make run, without a display"
    if inside make -C "$INSIDE" run; then
        echo "It should have said that there is no display." >&2
        exit 1
    fi
    say "QT_QPA_PLATFORM=offscreen make run"
    local running process=
    inside env QT_QPA_PLATFORM=offscreen make -C "$INSIDE" run &
    running=$!
    while kill -0 "$running" 2>/dev/null && [ -z "$process" ]; do
        sleep 1
        process=$(window_process || true)
    done
    sleep "$UP_SECONDS"
    if [ -z "$process" ] || ! kill -0 "$process" 2>/dev/null; then
        echo "The window did not stay up." >&2
        exit 1
    fi
    kill "$process"
    wait "$running" || true
    echo "The window stayed up for $UP_SECONDS s."
}

make_system
pass_apt_settings_on
install_the_few_packages
pass_pip_settings_on
git clone --quiet --no-hardlinks "$SOURCE" "$ROOT$INSIDE"
watch_run
if [ "${ONLY:-}" != run ]; then
    say "make test"
    inside make -C "$INSIDE" test
fi
say "All is well on a bare $SUITE."
