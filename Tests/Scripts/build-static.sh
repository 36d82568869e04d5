#!/usr/bin/env bash
# Builds the tool as one file that needs nothing but the C library: .build/package/dsql, stripped.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$PWD/.build/static

# A folder with the archives and without the shared objects beside them: so the linker takes the archives.
mkdir -p "$scratch/archives" .build/package
for name in libstdc++.a libcrypto.a; do
    archive=$(g++ -print-file-name="$name")
    [ -f "$archive" ] || { echo "build-static.sh: there is no $name; install the packages of prepare.sh." >&2; exit 69; }
    ln -sf "$archive" "$scratch/archives/"
done

# Outside a checkout there is none, and the tool says so.
DSQL_COMMIT=$(git describe --always --dirty --exclude '*' --abbrev=12 2>/dev/null || true)
export DSQL_COMMIT
linker() { printf -- '-Xswiftc -Xclang-linker -Xswiftc %s ' "$@"; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Without the local rpath: a library beside the tool would be loaded in place of the system's. Without exported symbols:
# libraries that are loaded later, such as libcurl, must find their own libcrypto and never the tool's.
# shellcheck disable=SC2046
if ! swift build -c release --product dsql --scratch-path "$scratch" --static-swift-stdlib --disable-local-rpath \
    -Xlinker "-L$scratch/archives" -Xlinker --no-export-dynamic $(linker -no-pie -static-libgcc) >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    exit 1
fi
strip -o "$scratch/dsql" "$scratch/release/dsql"
install -m 755 "$scratch/dsql" .build/package/dsql
