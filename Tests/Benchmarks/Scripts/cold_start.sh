#!/usr/bin/env bash
# Whole processes beside a C program that makes the same token: cold_start.sh [TOOL]
# TOOL is the static tool that `make release` or Tests/Scripts/build-static.sh leaves in .build/package.
set -euo pipefail
tool=$(realpath "${1:-$(dirname "$0")/../../../.build/package/dsql}")
cd "$(dirname "$0")/.."
mkdir -p .build
floor=Sources/CTokenFloor
# Without allocations.c, which stands in for malloc to count.
cc -O2 -std=gnu11 -Wall -Wextra -o .build/cold-start -I $floor/include ColdStart/main.c $floor/floor.c -lcrypto
exec python3 Scripts/cold_start.py .build/cold-start "$tool"
