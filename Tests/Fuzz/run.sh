#!/bin/sh
# run.sh SECONDS [PROPERTY...]: builds the fuzzers and runs each (JSONAnswers, Dates, ...) for so long.
# New inputs are kept in .build/corpus, those that break something in .build/artifacts; Corpus is only read.
set -eu
cd "$(dirname "$0")"
seconds=${1:?usage: run.sh SECONDS [PROPERTY...]}
shift
[ $# -gt 0 ] || set -- $(ls Corpus)

mkdir -p .build/artifacts
swift build --sanitize=fuzzer --sanitize=address -Xswiftc -parse-as-library > .build/artifacts/build.log 2>&1 \
    || { grep -v 'ld.gold: warning' .build/artifacts/build.log; exit 1; }
for property in "$@"; do
    echo "== $property"
    mkdir -p ".build/corpus/$property"
    ".build/debug/Fuzz$property" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix=".build/artifacts/$property-" ".build/corpus/$property" "Corpus/$property" \
        2> ".build/artifacts/$property.log" || { tail -n 40 ".build/artifacts/$property.log"; exit 1; }
    grep -E '^(Done|stat::(number_of_executed_units|peak_rss_mb))' ".build/artifacts/$property.log"
done
