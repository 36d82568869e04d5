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

# What the library needs to know, as a URL: it reads none of the variables above.
url="postgres://admin@$PGHOST:$PGPORT/postgres?hostaddr=$PGHOSTADDR&sslrootcert=$PGSSLROOTCERT"
expect "Quickstart" "Jupiter has 97 moons." "$examples/Quickstart" "$url"
expect "Quickstart, again" "Mars has 2 moons." "$examples/Quickstart" "$url"
expect "LibpqGuide: queries" "Ada has 100, without a note." "$examples/LibpqGuide" "$url"
expect "LibpqGuide: streaming" "The sum is 50005000." "$examples/LibpqGuide" "$url"
expect "LibpqGuide: errors" "account_pkey says no." "$examples/LibpqGuide" "$url"
expect "LibpqGuide: executor" "Counted on the driver's thread." "$examples/LibpqGuide" "$url"
expect "SingleConnection" "100000 rows, a chunk at a time" "$examples/SingleConnection" "$url"
expect "ConflictRetry" "The counter is 100." "$examples/ConflictRetry" "$url"
expect "CustomTokenProvider" "logged in as admin" "$examples/CustomTokenProvider" "$url"
expect "Service" "drained: 0 connections are left" "$examples/Service" "$url"
