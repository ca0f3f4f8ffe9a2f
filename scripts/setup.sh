#!/bin/sh
# Does all set-up that is missing: system packages, virtual environment, locked dependencies.
#   scripts/setup.sh run|test|check|messages
# What is done leaves a stamp, so that a second start needs no network.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { echo "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
    else return 1
    fi
}

# The packages of a list that this machine lacks.
lacking() {
    while read -r package; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
            *" ok installed") ;;
            *) echo "$package" ;;
        esac
    done < "$1"
}

apt_install() {
    say "Installing $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# A Python of its own (not the system's) brings venv along and needs no package for it.
needs_venv_package() { ! "$(find_python)" -c 'import ensurepip, venv' 2>/dev/null; }

system_packages() {
    command -v dpkg-query >/dev/null || return 0
    packages=$(lacking "$1")
    needs_venv_package || packages=$(echo "$packages" | grep -vx python3-venv || true)
    [ -n "$packages" ] || return 0
    # shellcheck disable=SC2086
    apt_install $packages || say "Please install as root: apt-get install" $packages
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 or later is needed; install it, or name it: make run PYTHON=/path/to/python3."
    exit 1
}

virtual_environment() {
    .venv/bin/python -c '' 2>/dev/null && return 0
    python=$(find_python)
    say "Making the virtual environment .venv with $python"
    "$python" -m venv --clear .venv || {
        say "The virtual environment could not be made; install python3-venv and start again."
        exit 1
    }
}

# uv is quick, pip knows the machine's own index settings: where uv fails, pip has the last word.
install_locked() {
    if command -v uv >/dev/null; then
        VIRTUAL_ENV=.venv uv pip install -q --require-hashes -r "$1" && return 0
    fi
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-input \
        --require-hashes -r "$1"
}

dependencies() {
    stamp=.venv/$1.sha256
    sha256sum -c --status "$stamp" 2>/dev/null && return 0
    say "Installing the dependencies of $1"
    install_locked "$1" || {
        say "The dependencies of $1 could not be installed; see the lines above, then start again."
        exit 1
    }
    sha256sum "$1" > "$stamp"
}

has_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
        if [ -n "$name" ] && command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1
        then return 0; fi
    done
    return 1
}

browser() {
    has_browser || apt_install $(cat scripts/packages-test.txt) || true
    has_browser || .venv/bin/playwright install chromium ||
        say "The browser tests need Chromium; install it or name it: CHROMIUM=/path make test."
}

system_packages scripts/packages-run.txt
virtual_environment
case $purpose in
    run) dependencies requirements.txt ;;
    test) dependencies requirements-dev.txt; browser ;;
    check) dependencies requirements-dev.txt ;;
    messages) dependencies requirements-dev.txt; system_packages scripts/packages-messages.txt ;;
esac
