#!/usr/bin/env bash
# Every check there is, in the order in which a failure costs the least. Called by `make test`.
set -euo pipefail
cd "$(dirname "$0")/../.."
# Swift Testing starts all tests at once, and those with a time limit would time the others. As many as two cores carry:
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
export DSQL_TEST_PYTHON=$PWD/.venv/bin/python3
export DSQL_LOCAL=$PWD/Tests/LocalCluster/.build/debug/dsql-local
export DSQL_TEST_LIBPQ18=$PWD/.venv/libpq18

# Runs a step and adds the processor time of it and its children to the account named first.
declare -A spent=([build]=0 [tests]=0)
step() {
    local account=$1 title=$2 before after
    shift 2
    printf '\n== %s\n' "$title"
    times >"$clock"
    before=$(processor_seconds)
    "$@"
    times >"$clock"
    after=$(processor_seconds)
    spent[$account]=$((${spent[$account]} + after - before))
}

# User and system time of all finished children, in whole seconds; `times` counts only in the shell itself, not in a
# pipe or a substitution, hence the file.
clock=$(mktemp)
trap 'rm -f "$clock"' EXIT
processor_seconds() {
    awk 'NR == 2 { gsub(/[ms]/, " "); print int($1 * 60 + $2 + $3 * 60 + $4) }' "$clock"
}

# Runs tests and, where some fail, names them once more at the end: what they print in between is long.
run_tests() {
    local log status=0
    log=$(mktemp)
    swift test --skip-build "$@" 2>&1 | tee "$log" || status=$?
    if [ "$status" -ne 0 ]; then
        printf '\nFailed:\n'
        grep -E -A 3 '^✘|error:|Fatal error' "$log" | grep -vE '^(◇|✔)' || true
    fi
    rm -f "$log"
    return "$status"
}

run_with_libpq18() { LD_LIBRARY_PATH=$DSQL_TEST_LIBPQ18 run_tests "$@"; }

step tests "Format" swift format lint --strict --parallel $(git ls-files '*.swift')
step tests "Source rules" Tests/Scripts/check-source.sh
step tests "Code in the documentation" python3 Tests/Scripts/check-docs.py
step build "Build" swift build --build-tests
step build "Build the stand-in" swift build --package-path Tests/LocalCluster --build-tests
step build "Build the examples" swift build --package-path Examples
step tests "libpq 18, from PyPI" Tests/LocalCluster/Scripts/libpq18.sh "$DSQL_TEST_LIBPQ18"
step tests "Linkage" Tests/Scripts/check-linkage.sh
step tests "Tests of the stand-in" run_tests --package-path Tests/LocalCluster
step tests "Tests" run_tests
step tests "Tests of the driver on libpq 18" run_with_libpq18 --filter AuroraDSQLLibpqTests
step tests "The first session in the README" Tests/Scripts/new-user.sh --check
step tests "Examples against the stand-in" Tests/Scripts/run-examples.sh
step tests "Traits that are off" Tests/Scripts/check-traits.sh
step build "Build the static tool" Tests/Scripts/build-static.sh
step tests "Cold start" Tests/Scripts/check-start.sh
step build "PostgresNIO, where it can be had" Tests/Scripts/postgresnio.sh

printf '\nCPU minutes: build %d.%d, tests %d.%d\n' \
    $((spent[build] / 60)) $((spent[build] % 60 / 6)) $((spent[tests] / 60)) $((spent[tests] % 60 / 6))
