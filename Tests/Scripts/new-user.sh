#!/usr/bin/env bash
# A new user's first session, against a stand-in cluster on this machine, as the README shows it: new-user.sh [--check]
# Prints the transcript; with --check compares it with the one in README.md, but for what differs from run to run.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

if [ "${1-}" != inside ]; then
    transcript=$("${DSQL_LOCAL:-Tests/LocalCluster/.build/debug/dsql-local}" --quiet -- "$0" inside)
    if [ "${1-}" != --check ]; then
        printf '%s\n' "$transcript"
        exit
    fi
    # The block of the README that begins with this session's first line.
    wanted=$(awk '/^```/ { open = 0 } open; /^```console/ { getline; open = /dsql exec -- psql -tAc/; if (open) print }' README.md)
    diff <(printf '%s\n' "$wanted") <(printf '%s\n' "$transcript") || {
        echo "The README's first session is not what the tool says; Tests/Scripts/new-user.sh prints the new one." >&2
        exit 1
    }
    echo "The README's first session is what the tool says."
    exit
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder AWS_EC2_METADATA_DISABLED=true LC_ALL=C.UTF-8
unset AWS_PROFILE
PATH=$folder/bin:$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH
mkdir -p "$folder/bin" "$folder/.aws/sso/cache"
ln -s "$root/.build/debug/dsql" "$folder/bin/dsql"
cd "$folder"

# A profile whose SSO login has expired, with the cache file that the AWS CLI names by the SHA-1 of the session.
cat >"$folder/.aws/config" <<'CONFIG'
[profile work]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Developer
region = us-east-1
[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = us-east-1
CONFIG
cache=$(printf company | sha1sum | cut -d ' ' -f 1)
echo '{"startUrl": "https://company.awsapps.com/start", "region": "us-east-1", "accessToken": "expired",
    "expiresAt": "2026-01-01T00:00:00Z"}' >"$folder/.aws/sso/cache/$cache.json"

# show COMMAND: prints a prompt, the command and what it says, whatever it ends with.
show() {
    printf '$ %s\n' "$1"
    { bash -c "$1" 2>&1 || true; } | sed "s#$folder#~#g"
}
show "dsql exec -- psql -tAc \"SELECT 'I am ' || current_user\""
show "dsql exec --profile wrok -- psql"
show "dsql exec --profile work -- psql"
show "dsql doctor --user reporting > report.txt"
