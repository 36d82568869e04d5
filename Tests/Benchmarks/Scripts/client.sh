#!/usr/bin/env bash
# Builds the Swift client and the floor in C, and measures both in turns: client.sh [--short] [--rounds N]
# Without --short Python's clients are measured as well; they are installed from PyPI into .venv of this folder.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product client-benchmark
floor=.build/client-floor
cc -O2 -std=gnu11 -Wall -Wextra -Werror -o "$floor" ClientFloor/*.c \
    -I"$(pg_config --includedir)" -L"$(pg_config --libdir)" -lpq

python=python3
case " $* " in
*" --short "*) ;;
*)
    python=.venv/bin/python3
    if ! cmp -s Scripts/requirements.txt .venv/requirements.txt; then
        rm -rf .venv
        python3 -m venv .venv
        .venv/bin/pip install --quiet --disable-pip-version-check -r Scripts/requirements.txt
        cp Scripts/requirements.txt .venv/requirements.txt
    fi
    ;;
esac
exec "$python" Scripts/client_benchmark.py "$floor" "$(swift build -c release --show-bin-path)/client-benchmark" "$@"
