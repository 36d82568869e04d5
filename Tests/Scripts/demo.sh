#!/usr/bin/env bash
# psql, logged in by dsql to a stand-in cluster on this machine. Called by `make demo`; needs no AWS account.
set -euo pipefail
cd "$(dirname "$0")/../.."

echo "Building the tool and the stand-in (minutes the first time) ..."
log=$(mktemp)
folder=$(mktemp -d)
stand_in=
finish() {
    [ -z "$stand_in" ] || { kill "$stand_in" 2>/dev/null && wait "$stand_in" 2>/dev/null; } || true
    rm -rf "$log" "$folder"
}
trap finish EXIT
build() { swift build "$@" >"$log" 2>&1 || { tail -n 30 "$log" >&2; exit 1; }; }
build --product dsql
build --package-path Tests/LocalCluster --product dsql-local
dsql=$PWD/.build/debug/dsql
# Debian's psql is a wrapper that looks for clusters of Debian's; the real one comes first where it is there.
PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH

echo "Starting a stand-in cluster on loopback ..."
Tests/LocalCluster/.build/debug/dsql-local --quiet --events "$folder/events" >"$folder/settings" &
stand_in=$!
for _ in $(seq 300); do
    grep -q '^# ready' "$folder/settings" && break
    kill -0 "$stand_in" 2>/dev/null || { echo "The stand-in did not start." >&2; exit 1; }
    sleep 0.1
done
# shellcheck disable=SC1091
source "$folder/settings"

cat <<DEMO

These are all the settings there are; no password is among them:
$(sed -n 's/^export \(PG[A-Z]*\|AWS_REGION\)=/    \1=/p' "$folder/settings")

\$ dsql exec -- psql
DEMO
cat >"$folder/demo.sql" <<'SQL'
CREATE TABLE planet (name text PRIMARY KEY, moons int);
INSERT INTO planet VALUES ('Earth', 1), ('Mars', 2), ('Jupiter', 97);
SELECT name, moons FROM planet WHERE moons > 1 ORDER BY moons;
DROP TABLE planet;
SQL
"$dsql" exec -- psql --no-psqlrc --echo-queries --set ON_ERROR_STOP=1 --file "$folder/demo.sql"

# field NAME: a field of the one log-in that the stand-in saw.
field() { sed -n "/\"event\":\"login\"/s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$folder/events"; }
case $(field tls) in
direct) negotiation="direct TLS" ;;
*) negotiation="TLS after an SSLRequest (as libpq does before version 17)" ;;
esac
cat <<DEMO

What happened:
  * psql connected by $negotiation, $(field tlsVersion), and checked that the server is
    $(field sni).
  * dsql signed a token for $(field action), since the user is $(field user).
  * The stand-in verified the signature by its own code: $(field outcome).
  * Nothing left this machine; the stand-in and its PostgreSQL are being stopped.
DEMO
