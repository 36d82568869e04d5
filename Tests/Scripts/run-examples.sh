#!/usr/bin/env bash
# Runs every example against a stand-in cluster and looks at what it says.
set -euo pipefail
cd "$(dirname "$0")/../.."
examples=$PWD/Examples/.build/debug
PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH

# expect TITLE TEXT COMMAND...: the command must succeed and its output hold the text.
expect() {
    local title=$1 text=$2 output
    shift 2
    output=$("$@") || { echo "$title: exit status $?" >&2; exit 1; }
    grep -qF -- "$text" <<<"$output" || { printf '%s: no "%s" in:\n%s\n' "$title" "$text" "$output" >&2; exit 1; }
    echo "$title: ok"
}

if [ "${1-}" != inside ]; then
    exec "${DSQL_LOCAL:-Tests/LocalCluster/.build/debug/dsql-local}" --quiet -- "$0" inside
fi
export PGUSER=admin PGDATABASE=postgres PGSSLMODE=verify-full
PGPASSWORD=$("$examples/MintToken" "$PGHOST" admin) \
    expect "MintToken: the stand-in takes the token" "logged in as admin" \
    psql --no-psqlrc -tAc "SELECT 'logged in as ' || current_user"
PGPASSWORD=$("$examples/PasswordCallback" "$PGHOST" admin) \
    expect "PasswordCallback: the stand-in takes the password" "logged in as admin" \
    psql --no-psqlrc -tAc "SELECT 'logged in as ' || current_user"
expect "WritingADriver" "BEGIN; UPDATE accounts SET balance = 0; COMMIT" "$examples/WritingADriver"
expect "ConnectionSettings" "reporting of postgres on abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws" "$examples/ConnectionSettings"
