# What there is to run. Each target works as root and as an ordinary user, from a clean clone, and again.
#
#   make demo       psql logs in to a stand-in cluster that verifies the token; needs no AWS account
#   make test       format check, build with warnings as errors, all tests, examples
#   make tsan       the tests of pool, caches and drivers under the thread sanitizer
#   make benchmark  the client beside a C program and Python's: the figures of docs/performance.md
#   make build      the tool, at .build/release/dsql
#   make release    the tool as one file, a tar and a .deb, in .build/package
#   make format     formats the sources in place
#   make clean      removes what was built

SHELL := /bin/bash
.PHONY: help demo test tsan benchmark build release format clean

help:
	@sed -n '3,10s/^# *//p' Makefile

demo:
	@Tests/Scripts/prepare.sh demo
	@Tests/Scripts/demo.sh

test:
	@Tests/Scripts/prepare.sh test
	@Tests/Scripts/test.sh

tsan:
	@Tests/Scripts/prepare.sh test
	@Tests/Scripts/tsan.sh

benchmark:
	@Tests/Scripts/prepare.sh test
	@Tests/Benchmarks/Scripts/client.sh

build:
	@Tests/Scripts/prepare.sh build
	swift build -c release --product dsql

release:
	@Tests/Scripts/prepare.sh release
	@Tests/Scripts/release.sh

format:
	swift format -i -r $$(git ls-files '*.swift')

clean:
	rm -rf .build .build-tsan .venv Tests/LocalCluster/.build Tests/Benchmarks/.build Tests/Benchmarks/.venv Tests/Fuzz/.build Examples/.build \
		Examples/PostgresNIO/.build Tests/Benchmarks/PostgresNIO/.build .build-postgresnio
