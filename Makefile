# The only two commands a newcomer needs: `make run` and `make test`.

.PHONY: run test test-peers lint bench packages test-packages

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

## Runs the tests against programs of others from PyPI: Amazon SES as moto plays it, and Alibaba
## Cloud's own signature. Needs Python with venv, and the network the first time.
test-peers: packages
	tests/peers/run.sh

## Format and lints, warnings refused.
lint:
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

## Prints the figures of the benchmarks.
bench: packages
	cargo bench --bench bench

packages:
	@.ci/packages

test-packages:
	@.ci/packages test
