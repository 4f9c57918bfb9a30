# The only two commands a newcomer needs: `make run` and `make test`.

.PHONY: run test test-peers lint bench caniemail packages peer-packages test-packages

## Installs what the system lacks, builds, and opens the window. WORKSPACE names a folder to open.
run: packages
	cargo build --release --bins
	target/release/letterhead $(WORKSPACE)

## Installs what the system lacks, then checks format, lints and runs every test.
test: test-packages lint
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run --lib --bins --tests $(if $(CI),--profile ci); \
	else \
		cargo test --lib --bins --tests; \
	fi

## Runs the tests against programs of others: Amazon SES as moto plays it and Alibaba Cloud's own
## signature, both from PyPI, and SpamAssassin. Needs Python with venv, and the network the first time.
test-peers: peer-packages
	tests/peers/run.sh

## Format and lints, warnings refused.
lint:
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

## Prints the figures of the benchmarks.
bench: packages
	cargo bench --bench bench

## Renews assets/caniemail.json, the facts on mail clients, from the npm package of that name.
caniemail:
	set -e; folder=$$(mktemp -d); trap 'rm -r "$$folder"' EXIT; \
	(cd "$$folder" && npm pack --silent caniemail >/dev/null && tar xzf caniemail-*.tgz); \
	cargo run --bin letterhead -- clients import "$$folder/package/data/caniemail.json" \
		>"$$folder/facts"; \
	cp "$$folder/facts" assets/caniemail.json

packages:
	@.ci/packages

peer-packages:
	@.ci/packages peers

test-packages:
	@.ci/packages test
