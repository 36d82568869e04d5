#!/usr/bin/env bash
# The tests of pool, caches and drivers under the thread sanitizer. Called by `make tsan`.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
export DSQL_TEST_PYTHON=${DSQL_TEST_PYTHON:-$PWD/.venv/bin/python3}
export DSQL_LOCAL=${DSQL_LOCAL:-$PWD/Tests/LocalCluster/.build/debug/dsql-local}
export DSQL_TEST_LIBPQ18=${DSQL_TEST_LIBPQ18:-$PWD/.venv/libpq18}
# The sanitizer's own memory grows, so the test that watches memory is left out. The first report fails the run.
export TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS:-}"

[ -x "$DSQL_LOCAL" ] || swift build --package-path Tests/LocalCluster --product dsql-local
build=(--sanitize=thread --scratch-path .build-tsan)
swift build "${build[@]}" --build-tests
mutex=.build-tsan/tsan_mutex.so
clang -O1 -Wall -Werror -shared -fPIC -o "$mutex" Tests/Scripts/tsan_mutex.c -ldl
LD_PRELOAD=$PWD/$mutex exec swift test "${build[@]}" --skip-build \
    --filter '^AuroraDSQLTests\.|^AuroraDSQLLibpqTests\.|CachingCredentialsProvider|CredentialsCache|IAMTokenProvider' \
    --skip 'leave neither descriptors nor memory' "$@"
