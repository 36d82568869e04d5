#!/usr/bin/env bash
# Installs what the project needs and this machine lacks: prepare.sh build|demo|test|release
# Only Debian's packages (by apt-get, with sudo when not root) and, for the tests, PyPI's into .venv.
set -euo pipefail
cd "$(dirname "$0")/../.."

purpose=${1:?usage: prepare.sh build|demo|test|release}
# g++ and the libraries below it are what a Swift toolchain on Debian needs to link at all.
packages=(git g++ libc6-dev zlib1g-dev tzdata libcurl4 libxml2 libedit2 libncurses6 libsqlite3-0
    libssl-dev libcurl4-openssl-dev ca-certificates)
case $purpose in
build) ;;
demo) packages+=(postgresql) ;;
test) packages+=(libpq-dev postgresql python3 python3-venv openssl procps bash curl fish mandoc time valgrind zsh) ;;
release) packages+=(binutils dpkg debootstrap mandoc openssl python3) ;;
*) echo "prepare.sh: unknown purpose '$purpose'; use build, demo, test or release." >&2; exit 64 ;;
esac

command -v swift >/dev/null || {
    echo "No Swift toolchain found. Install Swift 6.2 or later from https://www.swift.org/install and put it on PATH." >&2
    exit 69
}

missing=()
if command -v dpkg-query >/dev/null; then
    for package in "${packages[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
    done
else
    echo "This is not a Debian system: make sure that the equivalents of these are installed: ${packages[*]}"
fi

if [ ${#missing[@]} -gt 0 ]; then
    sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    if [ ${#sudo[@]} -gt 0 ] && ! command -v sudo >/dev/null; then
        echo "These packages are missing, and there is no sudo to install them with: ${missing[*]}" >&2
        echo "As root: apt-get install ${missing[*]}" >&2
        exit 69
    fi
    echo "Installing with apt-get: ${missing[*]}"
    # The private server that the stand-in starts is all that is wanted: Debian's own cluster stays uncreated.
    no_cluster=/etc/postgresql-common/createcluster.d/aurora-dsql-swift.conf
    "${sudo[@]}" mkdir -p "${no_cluster%/*}"
    echo 'create_main_cluster = false' | "${sudo[@]}" tee "$no_cluster" >/dev/null
    trap '"${sudo[@]}" rm -f "$no_cluster"' EXIT
    log=$(mktemp)
    if ! { "${sudo[@]}" apt-get update && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        echo "apt-get could not install: ${missing[*]}" >&2
        exit 69
    fi
    rm -f "$log"
fi

if [ "$purpose" = test ]; then
    wanted=Tests/Scripts/requirements.txt
    if ! cmp -s "$wanted" .venv/requirements.txt; then
        echo "Installing with pip into .venv: $(tr '\n' ' ' <"$wanted")"
        rm -rf .venv
        python3 -m venv .venv
        .venv/bin/pip install --quiet --disable-pip-version-check -r "$wanted"
        cp "$wanted" .venv/requirements.txt
    fi
fi
