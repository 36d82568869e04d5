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

step tests "Format" swift format lint --strict --parallel $(git ls-files '*.swift')
step tests "Source rules" Tests/Scripts/check-source.sh
step tests "Code in the documentation" python3 Tests/Scripts/check-docs.py
step build "Build" swift build --build-tests
step build "Build the stand-in" swift build --package-path Tests/LocalCluster --build-tests
step build "Build the examples" swift build --package-path Examples
step tests "libpq 18, from PyPI" Tests/LocalCluster/Scripts/libpq18.sh "$DSQL_TEST_LIBPQ18"
step tests "Linkage" Tests/Scripts/check-linkage.sh
step tests "Tests of the stand-in" swift test --package-path Tests/LocalCluster --skip-build
step tests "Tests" swift test --skip-build
step tests "The first session in the README" Tests/Scripts/new-user.sh --check
step tests "Examples against the stand-in" Tests/Scripts/run-examples.sh

printf '\nCPU minutes: build %d.%d, tests %d.%d\n' \
    $((spent[build] / 60)) $((spent[build] % 60 / 6)) $((spent[tests] / 60)) $((spent[tests] % 60 / 6))
