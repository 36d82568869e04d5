#!/usr/bin/env bash
# What is installed beside the tool, generated from its own declarations: make-extras.sh TOOL FOLDER
# FOLDER is a prefix such as /usr/local: the man page, completions for three shells, the licence.
set -euo pipefail
tool=$(realpath "$1")
mkdir -p "$2"
prefix=$(realpath "$2")
cd "$(dirname "$0")/../.."
man=$prefix/share/man/man1 bash=$prefix/share/bash-completion/completions
zsh=$prefix/share/zsh/site-functions fish=$prefix/share/fish/vendor_completions.d doc=$prefix/share/doc/dsql
mkdir -p "$man" "$bash" "$zsh" "$fish" "$doc"
"$tool" --experimental-dump-help | python3 Tests/Scripts/man-page.py >"$man/dsql.1"
"$tool" completions bash >"$bash/dsql"
"$tool" completions zsh >"$zsh/_dsql"
"$tool" completions fish >"$fish/dsql.fish"
install -m 644 LICENSE "$doc/LICENSE"
