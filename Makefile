# deqcert: one Makefile for everything.  `make help` lists the targets.
SHELL := /bin/bash
BUILD ?= build
PREFIX ?= /usr/local
VERSION := 0.1
ifeq ($(origin CC),default)
CC := gcc
endif
OPT ?= -O2 -march=x86-64-v2 -g
# -ffp-contract=off: the running error analysis of activation/ and deq/ counts one rounding per operation.
WARN := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
# Neither the checkout's path nor the build directory's is in the binaries: two builds are the same bytes (make reproducible).
PREFIX_MAP = -ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(BUILD)=build -ffile-prefix-map=$(abspath $(BUILD))=build
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE $(OPT) -fPIE -ffp-contract=off -fno-fast-math $(WARN) $(SAN) $(PREFIX_MAP) -I. $(FLINT_INCLUDE) $(CFLAGS)
# FLINT >= 3 contains Arb; Debian 12 has it apart as libflint-arb.  FLINT_PREFIX=DIR: a FLINT >= 3 installed below DIR instead.
ifdef FLINT_PREFIX
FLINT_INCLUDE := -isystem $(abspath $(FLINT_PREFIX))/include
FLINT_LIB := -L$(abspath $(FLINT_PREFIX))/lib -Wl,-rpath,$(abspath $(FLINT_PREFIX))/lib
else
ARB_LIB := $(shell printf 'int main(void){return 0;}' | $(CC) -x c - -lflint-arb -o /dev/null 2>/dev/null && echo -lflint-arb)
endif
MATH_LIBS = $(FLINT_LIB) $(ARB_LIB) -lflint -lmpfr -lgmp
BLAS_LIBS = -llapacke -lopenblas
LIBS = -lyaml -lsqlite3 -lz $(MATH_LIBS) $(BLAS_LIBS) -lpthread -lm

# Rooms in the order of the data's path: a room may use only those before it on its line of ROOMS_OF_*.
ROOMS := ball activation hermite gram api deq mondeq verify/input verify/statistics verify/store verify/claims verify/schedule verify/render
# verify/schedule/ranks_*.c are two versions of one interface: the link chooses (MPI=1: several machines).
ROOM_SOURCES = $(sort $(filter-out verify/schedule/ranks_%.c,$(wildcard $(1)/*.c $(1)/*/*.c)))
lib_of = $(BUILD)/lib/$(subst /,-,$(1)).a

BELOW_ball :=
BELOW_activation := ball
BELOW_hermite := activation ball
BELOW_gram := hermite activation ball
BELOW_api := gram hermite activation ball
BELOW_deq := activation ball
BELOW_mondeq := ball
BELOW_verify-input := activation ball
BELOW_verify-statistics := ball
BELOW_verify-store :=
BELOW_verify-claims := verify/input verify/statistics mondeq deq gram hermite activation ball
BELOW_verify-schedule := verify/claims verify/store verify/input verify/statistics mondeq deq gram hermite activation ball
BELOW_verify-render := verify/store verify/statistics ball
ALL_LIBS := $(foreach r,verify/render verify/schedule verify/claims verify/store verify/input verify/statistics mondeq deq gram hermite activation ball,$(call lib_of,$(r)))

CLI_OBJECTS = $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard verify/cli/*.c)))

.DEFAULT_GOAL := all
.PHONY: all help setup verify test reports bench bench-setup trust-setup trust-page reproducible hunt mutants asan tsan valgrind lint fuzz fuzz-programs coverage faults lib man install uninstall clean FORCE
all: $(BUILD)/deqcert $(BUILD)/deqcert-check lib

help:
	@printf '%s\n' 'make setup     install the Debian packages deqcert needs' \
	  'make all       build build/deqcert and build/deqcert-check; MPI=1: for several machines, on Open MPI' \
	  'make verify    check every shipped case, write build/reports' \
	  'make reports   the standard profile and the topics into reports/; TOPIC=NAME: that topic alone (topics/NAME.yaml);' \
	  '               PDF=1: build/deqcert-report.pdf too, with pandoc' \
	  'make test      run the test suite' \
	  'make asan      the test suite under AddressSanitizer and UBSan' \
	  'make tsan      the test suite under ThreadSanitizer' \
	  'make valgrind  the test programs under valgrind memcheck, JOBS at once (hours; resumes)' \
	  'make lint      clang-tidy and cppcheck over every source' \
	  'make fuzz      every reader of outside bytes under libFuzzer, TIME seconds each; TARGET=NAME: one (after make trust-setup)' \
	  'make bench     time deqcert against its peers (after make bench-setup), write docs/performance.md' \
	  'make hunt      random questions for TIME seconds, answers compared with mpmath and PARI (after make trust-setup)' \
	  'make mutants   MUTANTS=240 small changes of the code that decides, one at a time: does a test fail? (hours; resumes)' \
	  'make faults    every allocation, file operation and numerical library made to fail in turn (docs/faults.md)' \
	  'make coverage  lines and branches of every room that the test suite executes; build-coverage/report.txt names the missing ones' \
	  'make trust-page write docs/trust.md from docs/trust.json, into which the targets above write what they measured' \
	  'make reproducible  the same results under other jobs, machines, compilers, FLINT (FLINT_PREFIX=DIR); the same binaries twice' \
	  'make lib       the C library alone: build/libdeqcert.a and .so (api/deqcert.h)' \
  'make man       the manual pages and the completion for bash, in build/share' \
  'make install   PREFIX=/usr/local DESTDIR=: programs, cases, library, manual pages, completion' \
  'make uninstall PREFIX=/usr/local DESTDIR=: takes away what install put there' \
	  'make clean     remove build/'

# ---- compiling ----------------------------------------------------------------------------------
$(BUILD)/obj/%.o: %.c
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
# Loops over blocks of doubles: sqrt without errno and both branches of a selection evaluated, so that they vectorise; the values
# are the same.
$(BUILD)/obj/deq/variates.o $(BUILD)/obj/deq/block_loops.o $(BUILD)/obj/deq/rounding.o $(BUILD)/obj/activation/block_values.o: CFLAGS += -O3 -fno-math-errno -fno-trapping-math
$(BUILD)/obj/deq/sample.o: CFLAGS += -O3
$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

define room_library
$(call lib_of,$(1)): $(patsubst %.c,$(BUILD)/obj/%.o,$(call ROOM_SOURCES,$(1))) $(GENERATED_$(subst /,-,$(1)))
	@mkdir -p $$(dir $$@)
	@rm -f $$@
	ar rcsD $$@ $$^
endef
# The claim registry is generated from the files: each verify/claims/<family>/<name>.c exports
# `const claim_t claims_<family>_<name>[]`, so no claim can be forgotten.
CLAIM_FILES := $(sort $(wildcard verify/claims/*/*.c))
GENERATED_verify-claims := $(BUILD)/obj/gen/claim_registry.o
$(BUILD)/gen/claim_registry.c: tools/claim_registry.sh $(CLAIM_FILES)
	@mkdir -p $(dir $@)
	bash tools/claim_registry.sh $(CLAIM_FILES) > $@.tmp && mv $@.tmp $@
$(foreach r,$(ROOMS),$(eval $(call room_library,$(r))))

ONE_RANK := $(BUILD)/obj/verify/schedule/ranks_none.o
MPI_RANKS := $(BUILD)/obj/verify/schedule/ranks_mpi.o
MPICC ?= mpicc
$(MPI_RANKS): CFLAGS += $(patsubst -I%,-isystem %,$(shell $(MPICC) --showme:compile 2>/dev/null))
$(BUILD)/deqcert-one: $(CLI_OBJECTS) $(ALL_LIBS) $(ONE_RANK)
	$(CC) $(SAN) -o $@ $(CLI_OBJECTS) $(ALL_LIBS) $(ONE_RANK) $(LIBS)
$(BUILD)/deqcert-mpi: $(CLI_OBJECTS) $(ALL_LIBS) $(MPI_RANKS)
	$(CC) $(SAN) -o $@ $(CLI_OBJECTS) $(ALL_LIBS) $(MPI_RANKS) $(LIBS) $$($(MPICC) --showme:link)
# The program is the link asked for last; each is up to date by itself.
$(BUILD)/deqcert: $(BUILD)/deqcert-$(if $(MPI),mpi,one) $(if $(filter $(if $(MPI),mpi,one),$(shell cat $(BUILD)/gen/linked 2>/dev/null)),,FORCE)
	@mkdir -p $(BUILD)/gen
	ln -f $< $@ && echo $(if $(MPI),mpi,one) > $(BUILD)/gen/linked
FORCE:

# The certificate checker: GMP only, nothing of the other rooms.
$(BUILD)/deqcert-check: $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard checker/*.c)))
	$(CC) $(SAN) -o $@ $^ -lgmp

# The version that keys stored results: a hash of every source the verdicts depend on.
VERSION_SOURCES := $(sort $(wildcard ball/*.[ch] activation/*.[ch] hermite/*.[ch] gram/*.[ch] deq/*.[ch] mondeq/*.[ch] verify/input/*.[ch] \
  verify/statistics/*.[ch] verify/claims/*.[ch] verify/claims/*/*.c verify/schedule/*.[ch]))
$(BUILD)/gen/code_version.h: $(VERSION_SOURCES)
	@mkdir -p $(dir $@)
	@printf '#define DEQCERT_CODE_VERSION "%s"\n' "$$(cat $(VERSION_SOURCES) | sha256sum | cut -c1-16)" > $@.tmp
	@cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@
SCHEDULE_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard verify/schedule/*.c))
$(SCHEDULE_OBJECTS): CFLAGS += -include $(BUILD)/gen/code_version.h
$(SCHEDULE_OBJECTS): $(BUILD)/gen/code_version.h
$(CLI_OBJECTS) $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard api/*.c)): CFLAGS += -DDEQCERT_VERSION='"$(VERSION)"'
# Where the installed cases are stands in the program: another PREFIX compiles that file again.
$(BUILD)/gen/prefix.h: $(if $(findstring "$(PREFIX)/share/deqcert",$(shell cat $(BUILD)/gen/prefix.h 2>/dev/null)),,FORCE)
	@mkdir -p $(dir $@)
	@printf '#define DEQCERT_DATADIR "%s/share/deqcert"\n' '$(PREFIX)' > $@
$(BUILD)/obj/verify/cli/command_verify.o: CFLAGS += -include $(BUILD)/gen/prefix.h
$(BUILD)/obj/verify/cli/command_verify.o: $(BUILD)/gen/prefix.h

# ---- tests: tests/<room>/test_*.c, each its own program, linked with its room and the rooms below ----
TEST_SOURCES := $(sort $(wildcard tests/*/test_*.c))
TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TEST_SOURCES))
define test_rule
$(BUILD)/tests/$(1)/test_%: $(BUILD)/obj/tests/$(1)/test_%.o $(2) $(3)
	@mkdir -p $$(dir $$@)
	$(CC) $(SAN) -o $$@ $$< $(2) $(3) -lcmocka $(LIBS)
endef
$(foreach r,ball activation hermite gram api deq mondeq,$(eval $(call test_rule,$(r),$(call lib_of,$(r)) $(foreach b,$(BELOW_$(r)),$(call lib_of,$(b))))))
$(eval $(call test_rule,verify,$(ALL_LIBS),$(ONE_RANK)))
# The certificate tests write a certificate, change it and run the checker; they share no code with it.
$(eval $(call test_rule,checker,$(foreach r,gram hermite activation ball,$(call lib_of,$(r)))))
$(BUILD)/obj/tests/checker/%.o: CFLAGS += -DCHECKER='"$(BUILD)/deqcert-check"'
# The fuzz targets: under libFuzzer (make fuzz), and replay_NAME, which runs each file of tests/fuzz/corpus/NAME once.
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
TEST_PROGRAMS += $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/replay_%)
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/scratch.o $(BUILD)/obj/tests/fuzz/replay_main.o $(ALL_LIBS) $(ONE_RANK)
	@mkdir -p $(dir $@)
	$(CC) $(SAN) -o $@ $^ $(LIBS)
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/scratch.o $(ALL_LIBS) $(ONE_RANK)
	@mkdir -p $(dir $@)
	$(CC) $(SAN) -fsanitize=fuzzer -o $@ $^ $(LIBS)
fuzz-programs: $(FUZZ_TARGETS:%=$(BUILD)/fuzz/%)
.SECONDARY:

SHELL_TESTS := $(sort $(wildcard tests/cli/*.sh tests/house/*.sh tests/checker/*.sh))
# Preloaded libraries in which something fails; a sanitizer wants to come first itself, so it goes without.
FAULT_LIBRARIES := $(if $(SAN),,$(patsubst tests/faults/%.c,$(BUILD)/faults/%.so,$(wildcard tests/faults/*.c)))
$(BUILD)/faults/%.so: tests/faults/%.c
	@mkdir -p $(dir $@)
	$(CC) -std=c17 -D_GNU_SOURCE -O2 $(WARN) -fPIC -shared -o $@ $< -ldl
# Every registered test is run and every case counted; the last line is "N passed, N failed".
test: $(TEST_PROGRAMS) $(FAULT_LIBRARIES) $(BUILD)/deqcert $(BUILD)/deqcert-check $(if $(shell command -v $(MPICC)),$(BUILD)/deqcert-mpi)
	$(OBSERVER) bash tools/run_tests.sh $(BUILD)/deqcert $(TEST_PROGRAMS) -- $(SHELL_TESTS)

# gcc 12 reports string overflows that are not there once the sanitizers have rewritten the code.
asan:
	$(MAKE) BUILD=$(BUILD)-asan SAN='-fsanitize=address,undefined -fno-sanitize-recover=undefined -Wno-stringop-overflow -Wno-stringop-overread' \
	  OBSERVER='bash tools/sanitize.sh address $(BUILD)-asan/sanitize $(TRUST)' test
# FLINT, GMP and SQLite are not instrumented: their locks are seen, their reads and writes are not.  The loader chooses among
# target_clones before ThreadSanitizer is there, and dies of it: one version of each function.
tsan:
	$(MAKE) BUILD=$(BUILD)-tsan SAN='-fsanitize=thread "-DFUNCTION_CLONES(...)=" -Wno-stringop-overflow -Wno-stringop-overread' OPT='-O1 -march=x86-64-v2 -g' \
	  OBSERVER='bash tools/sanitize.sh thread $(BUILD)-tsan/sanitize $(TRUST)' test
# The test programs and every child of theirs, hours in all, resumed; the scripts, which start the program a thousand times, are left to
# make asan.
valgrind: $(TEST_PROGRAMS) $(BUILD)/deqcert $(BUILD)/deqcert-check
	@command -v valgrind >/dev/null || { echo 'make valgrind: no valgrind: run `make trust-setup`' >&2; exit 2; }
	bash tools/memcheck.sh $(BUILD) $(TRUST) $(JOBS) $(TEST_PROGRAMS)

# One file of findings for each source, made again when its object is, so after a change of it or of a header.
LINT_JOBS ?= $(shell nproc)
LINTED := $(sort $(foreach r,$(ROOMS),$(call ROOM_SOURCES,$(r))) $(wildcard verify/schedule/ranks_none.c verify/cli/*.c checker/*.c bench/*/*.c))
LINT_FLAGS = -std=c17 -D_GNU_SOURCE -I. -DDEQCERT_VERSION='"$(VERSION)"' -include $(BUILD)/gen/code_version.h -include $(BUILD)/gen/prefix.h
$(BUILD)/lint/%.c.tidy: $(BUILD)/obj/%.o .clang-tidy
	@mkdir -p $(dir $@)
	@clang-tidy --quiet $*.c -- $(LINT_FLAGS) > $@.tmp 2> $@.messages || [ -s $@.tmp ] || { cat $@.messages; exit 2; }
	@mv $@.tmp $@
lint:
	@command -v clang-tidy >/dev/null && command -v cppcheck >/dev/null || { echo 'make lint: clang-tidy and cppcheck are needed: run `make trust-setup`' >&2; exit 2; }
	@$(MAKE) --no-print-directory -j$(LINT_JOBS) $(LINTED:%=$(BUILD)/lint/%.tidy)
	@bash tools/lint.sh $(BUILD) $(TRUST) $(LINT_JOBS) $(LINTED)

setup:
	bash tools/setup.sh build $(if $(MPI),mpi)
verify: $(BUILD)/deqcert
	$(BUILD)/deqcert verify --profile quick --store $(BUILD)/deqcert.db --reports $(BUILD)/reports
reports: $(BUILD)/deqcert
	$(if $(TOPIC),,$(BUILD)/deqcert verify --profile standard --store $(BUILD)/deqcert.db --reports reports)
	$(BUILD)/deqcert topic $(if $(TOPIC),topics/$(TOPIC).yaml,$(sort $(wildcard topics/*.yaml))) --store $(BUILD)/deqcert.db --reports reports
	$(if $(PDF),bash tools/reports_pdf.sh reports $(BUILD)/deqcert-report.pdf)

# ---- bench: deqcert against its peers in one run; writes docs/performance.md.  QUICK=1 or ONLY=NAME (a file of
# bench/measurements without .py) is for development and writes build/bench/performance.md instead. ----
PYTHON ?= /usr/bin/python3
BENCH_PEERS := $(patsubst bench/peers/%.c,$(BUILD)/bench/%,$(wildcard bench/peers/*.c))
$(BUILD)/bench/engine: $(BUILD)/obj/bench/programs/engine.o $(call lib_of,deq) $(foreach b,$(BELOW_deq),$(call lib_of,$(b)))
	@mkdir -p $(dir $@)
	$(CC) $(SAN) -o $@ $^ $(LIBS)
$(BUILD)/bench/%: $(BUILD)/obj/bench/peers/%.o
	@mkdir -p $(dir $@)
	$(CC) $(SAN) -o $@ $< $(MATH_LIBS) $(BLAS_LIBS) -lm
bench-setup:
	bash tools/setup.sh bench
bench: all $(BENCH_PEERS) $(BUILD)/bench/engine
	@command -v $(PYTHON) >/dev/null || { echo 'make bench: no $(PYTHON): run `make bench-setup`, or set PYTHON' >&2; exit 2; }
	PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m bench --build $(BUILD) --compiler '$(CC)' $(if $(QUICK),--quick) $(addprefix --only ,$(ONLY)) \
	  --document $(if $(QUICK)$(ONLY),$(BUILD)/bench,docs)/performance.md

# ---- the C library: the rooms up to gram/ as one object in which only the names of api/deqcert.h are global; so -fPIE is enough
# for the shared library too ----
API_MAJOR := 0
API_LIBS := $(foreach r,api $(BELOW_api),$(call lib_of,$(r)))
API_NEEDS = $(MATH_LIBS) $(BLAS_LIBS) -lpthread -lm
LD ?= ld
OBJCOPY ?= objcopy
# The sanitizers' code for -fPIE cannot go into a shared library.
API_SHARED := $(if $(SAN),,$(BUILD)/libdeqcert.so.$(API_MAJOR))
lib: $(BUILD)/libdeqcert.a $(API_SHARED)
$(BUILD)/obj/gen/libdeqcert.o: $(API_LIBS)
	@mkdir -p $(dir $@)
	$(LD) -r -o $@.tmp --whole-archive $^
	$(OBJCOPY) --wildcard --keep-global-symbol='deqcert_*' $@.tmp $@ && rm $@.tmp
$(BUILD)/libdeqcert.a: $(BUILD)/obj/gen/libdeqcert.o
	@rm -f $@
	ar rcsD $@ $<
$(BUILD)/libdeqcert.so.$(API_MAJOR): $(BUILD)/obj/gen/libdeqcert.o
	$(CC) $(SAN) -shared -Wl,-soname,$(notdir $@) -o $@ $< $(API_NEEDS)

# ---- what is made from the commands' table ----
man: $(BUILD)/share/deqcert.1 $(BUILD)/share/deqcert
$(BUILD)/share/deqcert.1: $(BUILD)/deqcert
	@mkdir -p $(dir $@)
	$(BUILD)/deqcert help --man > $@.tmp && mv $@.tmp $@
$(BUILD)/share/deqcert: $(BUILD)/deqcert
	@mkdir -p $(dir $@)
	$(BUILD)/deqcert help --completion > $@.tmp && mv $@.tmp $@
$(BUILD)/share/deqcert.pc: FORCE
	@mkdir -p $(dir $@)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' 'Name: deqcert' \
	  'Description: Certified numbers of deep equilibrium models' 'Version: $(VERSION)' 'Libs: -L$${libdir} -ldeqcert' \
	  'Libs.private: $(API_NEEDS)' 'Cflags: -I$${includedir}' > $@

# ---- install: every file is in this list, so that uninstall knows it too.  From:to, to below PREFIX. ----
INSTALLED = $(BUILD)/deqcert:bin/deqcert $(BUILD)/deqcert-check:bin/deqcert-check api/deqcert.h:include/deqcert.h \
  $(BUILD)/libdeqcert.a:lib/libdeqcert.a $(if $(API_SHARED),$(API_SHARED):lib/$(notdir $(API_SHARED))) \
  $(BUILD)/share/deqcert.pc:lib/pkgconfig/deqcert.pc $(BUILD)/share/deqcert.1:share/man/man1/deqcert.1 \
  docs/deqcert-check.1:share/man/man1/deqcert-check.1 $(BUILD)/share/deqcert:share/bash-completion/completions/deqcert \
  docs/example.c:share/doc/deqcert/example.c docs/case.schema.json:share/deqcert/case.schema.json \
  $(foreach f,$(sort $(wildcard cases/*.* cases/*/*.* topics/*.* topics/*/*.*)),$(f):share/deqcert/$(f))
INSTALL_ROOT = $(DESTDIR)$(PREFIX)
install: all man $(BUILD)/share/deqcert.pc
	@set -e; for pair in $(INSTALLED); do \
	  from=$${pair%%:*} to="$(INSTALL_ROOT)/$${pair#*:}" mode=644; \
	  case $$to in */bin/*) mode=755 ;; esac; \
	  install -D -m $$mode "$$from" "$$to"; done
	@$(if $(API_SHARED),ln -sf $(notdir $(API_SHARED)) "$(INSTALL_ROOT)/lib/libdeqcert.so")
	@echo "installed below $(INSTALL_ROOT)"
uninstall:
	@for pair in $(INSTALLED); do rm -f "$(INSTALL_ROOT)/$${pair#*:}"; done
	@rm -f "$(INSTALL_ROOT)/lib/libdeqcert.so"
	@cd "$(INSTALL_ROOT)" 2>/dev/null && rmdir share/deqcert/cases/* share/deqcert/cases share/deqcert/topics/* share/deqcert/topics share/deqcert share/doc/deqcert 2>/dev/null; \
	  echo "uninstalled from $(INSTALL_ROOT)"

# ---- trust: how deqcert itself is tested; measured values go to the flat file TRUST, tools/trust/ ----
TRUST ?= docs/trust.json
trust-setup:
	bash tools/setup.sh trust
trust-page: all
	$(PYTHON) tools/trust/base.py $(BUILD) $(TRUST)
	$(PYTHON) tools/trust/document.py $(TRUST) $(TRUST:.json=.md)
# Mutation testing: a seeded sample of small changes of the code that decides, each against the whole test suite (tests/mutation/README.md).
MUTANTS ?= 240
mutants:
	@command -v $(PYTHON) >/dev/null || { echo 'make mutants: no $(PYTHON): run `make trust-setup`, or set PYTHON' >&2; exit 2; }
	PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/mutation/mutate.py --build $(BUILD) --count $(MUTANTS) --jobs $(JOBS) $(if $(SEED),--seed $(SEED)) \
	  --record $(TRUST)
# The soundness hunt: random questions for TIME seconds, every answer compared with an independent one (tests/hunt/README.md).
# SEED=, ONLY=NAME, ROUND=: a part of it, or a round again.  RECORD=1: the counts go into TRUST.
TIME ?= 60
JOBS ?= 1
HUNT_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard tests/hunt/*.c)))
$(BUILD)/hunt/engine: $(HUNT_OBJECTS) $(ALL_LIBS) $(ONE_RANK)
	@mkdir -p $(dir $@)
	$(CC) $(SAN) -o $@ $^ $(LIBS)
hunt: $(BUILD)/deqcert $(BUILD)/deqcert-check $(BUILD)/hunt/engine
	@command -v $(PYTHON) >/dev/null || { echo 'make hunt: no $(PYTHON): run `make trust-setup`, or set PYTHON' >&2; exit 2; }
	PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/hunt --build $(BUILD) --time $(TIME) --jobs $(JOBS) $(if $(SEED),--seed $(SEED)) \
	  $(addprefix --only ,$(ONLY)) $(if $(ROUND),--round $(ROUND)) $(if $(RECORD),--record $(TRUST))
# Fuzzing: every reader of outside bytes under libFuzzer, TIME seconds each (default 1800); TARGET=NAME: one of them (tests/fuzz/README.md).
FUZZ_SAN := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz:
	@command -v clang >/dev/null || { echo 'make fuzz: no clang: run `make trust-setup`' >&2; exit 2; }
	$(MAKE) BUILD=$(BUILD)-fuzz CC=clang WARN= SAN='$(FUZZ_SAN)' fuzz-programs
	bash tests/fuzz/run.sh $(BUILD)-fuzz $(TRUST) $(if $(filter command% environment%,$(origin TIME)),$(TIME),1800) $(or $(TARGET),$(FUZZ_TARGETS))
# The quick profile again under every condition that must not matter (tests/reproducibility/run.sh); about 25 minutes on two cores.
# PARTS="conditions rebuild": those alone; FLINT_PREFIX=DIR: also built with the FLINT below DIR; PARTS=performance: seconds before and after.
reproducible:
	$(MAKE) FLINT_PREFIX= $(BUILD)/deqcert
	FLINT_PREFIX=$(FLINT_PREFIX) bash tests/reproducibility/run.sh $(BUILD) $(TRUST) $(PARTS)
# Faults: every site of the tests of faults, about an hour on two cores.
faults: $(FAULT_LIBRARIES) $(BUILD)/deqcert $(BUILD)/deqcert-check
	FAULTS=every TRUST=$(abspath $(TRUST)) bash tools/run_tests.sh $(BUILD)/deqcert -- $(sort $(wildcard tests/cli/faults_*.sh))
# What every process of the test suite executed, lines and branches by room, from gcc's counters.  -O1 is fast enough for the tests'
# time limits, and gcc counts before it merges conditions.  PREFIX_MAP=: the counters' files are named after the objects.
coverage:
	@{ command -v gcov && command -v $(PYTHON); } >/dev/null || { echo 'make coverage: gcov (of gcc) and $(PYTHON) are needed' >&2; exit 2; }
	@mkdir -p $(BUILD)-coverage && find $(BUILD)-coverage -name '*.gcda' -delete
	GCOV_ERROR_FILE=/dev/null $(MAKE) BUILD=$(BUILD)-coverage CC=gcc OPT='-O1 -march=x86-64-v2 -g' SAN='--coverage -fprofile-update=atomic -include tools/coverage/exit.h' \
	  PREFIX_MAP= test
	$(PYTHON) tools/coverage/coverage.py $(BUILD)-coverage . --record $(TRUST)

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-tsan $(BUILD)-fuzz $(BUILD)-coverage
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
