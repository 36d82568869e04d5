#!/usr/bin/env bash
# Whoever does not ask for a trait does not pay for it: SwiftPM must not even look for what only the trait needs, neither
# for this package nor for one that depends on it. Git's own trace says what was asked for.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
optional='postgres-nio|swift-nio|swift-service-lifecycle'

# resolve TITLE PACKAGE [OPTION...]: resolves with caches of its own; leaves the trace in $folder/TITLE.
resolve() {
    local title=$1 package=$2
    shift 2
    GIT_TRACE=$folder/$title timeout 300 swift package --package-path "$package" --scratch-path "$folder/scratch-$title" \
        --cache-path "$folder/cache-$title" "$@" resolve >"$folder/$title.log" 2>&1
}

# expect_untouched TITLE PACKAGE
expect_untouched() {
    resolve "$1" "$2" || { cat "$folder/$1.log"; echo "$1: does not resolve" >&2; exit 1; }
    if grep -E "$optional" "$folder/$1" "$2/Package.resolved"; then
        echo "$1: SwiftPM looked for a dependency of a trait that is off" >&2
        exit 1
    fi
    grep -q 'swift-log' "$folder/$1" || { echo "$1: there is no trace of what was resolved" >&2; exit 1; }
    echo "$1: nothing of a trait that is off was asked for"
}

mkdir -p "$folder/aurora-dsql-swift" "$folder/dependent/Sources/Dependent"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [ ! -e "$file" ] || printf '%s\0' "$file"
done | xargs -0 cp --no-dereference --parents -t "$folder/aurora-dsql-swift"
git -C "$folder/aurora-dsql-swift" -c init.defaultBranch=main init --quiet
git -C "$folder/aurora-dsql-swift" add --all
git -C "$folder/aurora-dsql-swift" -c user.name=check -c user.email=check@localhost commit --quiet --message check
git -C "$folder/aurora-dsql-swift" tag 1.0.0

cat >"$folder/dependent/Package.swift" <<END
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "dependent",
    platforms: [.macOS(.v26)],
    dependencies: [.package(url: "file://$folder/aurora-dsql-swift", from: "1.0.0")],
    targets: [
        .target(name: "Dependent", dependencies: [.product(name: "AuroraDSQL", package: "aurora-dsql-swift")])
    ]
)
END
echo 'import AuroraDSQL' >"$folder/dependent/Sources/Dependent/Dependent.swift"

expect_untouched "this-package" "$folder/aurora-dsql-swift"
expect_untouched "a-package-that-depends-on-it" "$folder/dependent"

# The same way of looking sees the dependency where the trait is on, whether or not it can be had here.
resolve with-the-trait "$folder/aurora-dsql-swift" --traits PostgresNIOSupport || true
grep -q 'postgres-nio' "$folder/with-the-trait" || { echo "the trait does not ask for postgres-nio" >&2; exit 1; }
echo "with-the-trait: postgres-nio was asked for"
