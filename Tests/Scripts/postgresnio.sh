#!/usr/bin/env bash
# Builds and runs what needs PostgresNIO, its tests and its examples, where SwiftPM can get it; elsewhere says so.
set -euo pipefail
cd "$(dirname "$0")/../.."
service=$PWD/Examples/PostgresNIO/.build/debug/AccountService

# Everything below runs inside of a stand-in cluster, with its settings in the environment.
if [ "${1-}" = inside ]; then
    export PORT=${2:?}
    "$service" 2>"$DSQL_EXAMPLE_LOG" &
    server=$!
    trap 'kill "$server" 2>/dev/null || true' EXIT
    address=http://127.0.0.1:$PORT

    # answer STATUS TEXT METHOD PATH [BODY]: the status, and what the answer must hold.
    answer() {
        local status=$1 text=$2 method=$3 path=$4 body=${5-} said
        said=$(curl -s --max-time 60 -w ' %{http_code}' -X "$method" \
            -H 'Content-Type: application/json' ${body:+-d "$body"} "$address/$path") || true
        if [[ "$said" != *"$text"*" $status" ]]; then
            echo "$method $path answered '$said', not $status with '$text':" >&2
            cat "$DSQL_EXAMPLE_LOG" >&2
            exit 1
        fi
        echo "$method /$path:$said"
    }

    for _ in $(seq 300); do
        [ "$(curl -s -o /dev/null -w '%{http_code}' "$address/health" || true)" != 200 ] || break
        sleep 0.2
    done
    answer 200 '' GET health
    answer 200 '"balance":100' PUT accounts/1 '{"id": 1, "balance": 100}'
    answer 200 '"balance":0' PUT accounts/2 '{"id": 2, "balance": 0}'
    python3 - "$DSQL_LOCAL_CONTROL" <<'END'
import socket, sys
control = socket.socket(socket.AF_UNIX)
control.connect(sys.argv[1])
control.sendall(b"conflict-at-commit OC000 count=2\n")
assert b'"ok":true' in control.recv(4096)
END
    answer 204 '' POST transfers '{"from": 1, "to": 2, "amount": 30}'
    answer 409 '' POST transfers '{"from": 1, "to": 2, "amount": 1000}'
    answer 404 '' GET accounts/3
    answer 200 '"balance":70' GET accounts/1
    answer 200 '"balance":30' GET accounts/2
    kill -TERM "$server"
    wait "$server" || { echo "AccountService ended with status $?" >&2; exit 1; }
    trap - EXIT
    echo "AccountService: graceful shutdown"
    exit 0
fi

log=$(mktemp)
trap 'rm -f "$log" "$log".*' EXIT
options=(--scratch-path .build-postgresnio --traits "PostgresNIOSupport,ServiceLifecycleSupport")
if ! timeout 300 swift package resolve "${options[@]}" >"$log" 2>&1; then
    echo "PostgresNIO: https://github.com/vapor/postgres-nio cannot be had here, so its driver is not built or tested."
    exit 0
fi
echo "PostgresNIO: $(grep -oE 'postgres-nio resolved at [0-9.]+' "$log" || echo 'resolved before')"
swift build --build-tests "${options[@]}"
swift test --skip-build "${options[@]}" --filter AuroraDSQLPostgresNIOTests
swift build --package-path Examples/PostgresNIO
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
DSQL_EXAMPLE_LOG=$log.service "${DSQL_LOCAL:-Tests/LocalCluster/.build/debug/dsql-local}" --quiet -- \
    "$0" inside "$port"
