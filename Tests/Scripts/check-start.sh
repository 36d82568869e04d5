#!/usr/bin/env bash
# Cold start must not grow: counts the instructions of whole runs of the static tool, and its peak memory.
# check-start.sh [TOOL]; the budgets are what docs/performance.md says was reached, and a tenth for the processor's kind.
set -euo pipefail
cd "$(dirname "$0")/../.."
tool=${1:-.build/package/dsql}
[ "$(uname -m)" = x86_64 ] || { echo "The budgets of cold start are for x86_64; nothing was checked."; exit 0; }
host=abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# check NAME BUDGET COMMAND...: instructions in thousands. The status is not looked at: exec has nothing to become.
check() {
    local name=$1 budget=$2 count
    shift 2
    env -i PATH=/usr/bin:/bin HOME=/nonexistent AWS_EC2_METADATA_DISABLED=true AWS_ACCESS_KEY_ID=AKIDEXAMPLE \
        AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY \
        valgrind --tool=callgrind --callgrind-out-file="$folder/profile" "$@" >"$folder/output" 2>&1 || true
    count=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$folder/output")
    [ -n "$count" ] || { cat "$folder/output" >&2; exit 1; }
    printf '%-28s %6d of %6d thousand instructions\n' "$name" $((count / 1000)) "$budget"
    [ $((count / 1000)) -le "$budget" ] || failed=1
}

check "dsql token" 8900 "$tool" token --host "$host"
check "dsql exec, to no command" 9350 "$tool" exec --host "$host" -- /nonexistent

# In a process of its own, so that nobody else's memory counts. How much of the file the system maps at once varies.
memory=$(env -i PATH=/usr/bin:/bin HOME=/nonexistent AWS_ACCESS_KEY_ID=AKIDEXAMPLE \
    AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY \
    /usr/bin/time -f %M "$tool" token --host "$host" 2>&1 >/dev/null)
printf '%-28s %6d of %6d KiB at most\n' "dsql token, memory" "$memory" 16384
[ "$memory" -le 16384 ] || failed=1
if [ $failed -ne 0 ]; then
    echo "The tool starts more slowly than it did. See docs/performance.md for what costs." >&2
    exit 1
fi
