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
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE $(OPT) -fPIE -ffp-contract=off -fno-fast-math $(WARN) $(SAN) -I. $(CFLAGS)
# FLINT >= 3 contains Arb; Debian 12 has it apart as libflint-arb.
ARB_LIB := $(shell printf 'int main(void){return 0;}' | $(CC) -x c - -lflint-arb -o /dev/null 2>/dev/null && echo -lflint-arb)
MATH_LIBS = $(ARB_LIB) -lflint -lmpfr -lgmp
BLAS_LIBS = -llapacke -lopenblas
LIBS = -lyaml -lsqlite3 -lz $(MATH_LIBS) $(BLAS_LIBS) -lpthread -lm

# Rooms in the order of the data's path: a room may use only those before it on its line of ROOMS_OF_*.
ROOMS := ball activation hermite gram api deq mondeq verify/input verify/statistics verify/store verify/claims verify/schedule verify/render
# verify/schedule/ranks_*.c are two versions of one interface: the link chooses (MPI=1: several machines).
ROOM_SOURCES = $(filter-out verify/schedule/ranks_%.c,$(wildcard $(1)/*.c) $(wildcard $(1)/*/*.c))
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

CLI_OBJECTS = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard verify/cli/*.c))

.DEFAULT_GOAL := all
.PHONY: all help setup verify test reports bench bench-setup trust-setup trust-page asan valgrind fuzz coverage lib man install uninstall clean FORCE
all: $(BUILD)/deqcert $(BUILD)/deqcert-check lib

help:
	@printf '%s\n' 'make setup     install the Debian packages deqcert needs' \
	  'make all       build build/deqcert and build/deqcert-check; MPI=1: for several machines, on Open MPI' \
	  'make verify    check every shipped case, write build/reports' \
	  'make reports   the standard profile and the topics into reports/; TOPIC=NAME: that topic alone (topics/NAME.yaml);' \
	  '               PDF=1: build/deqcert-report.pdf too, with pandoc' \
	  'make test      run the test suite' \
	  'make asan      the test suite under AddressSanitizer and UBSan' \
	  'make valgrind  the test suite under valgrind memcheck' \
	  'make bench     time deqcert against its peers (after make bench-setup), write docs/performance.md' \
	  'make trust-page write docs/trust.md from docs/trust.json, into which the targets above write what they measured' \
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
$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(dir $@)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

define room_library
$(call lib_of,$(1)): $(patsubst %.c,$(BUILD)/obj/%.o,$(call ROOM_SOURCES,$(1))) $(GENERATED_$(subst /,-,$(1)))
	@mkdir -p $$(dir $$@)
	@rm -f $$@
	ar rcs $$@ $$^
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
$(BUILD)/deqcert-check: $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard checker/*.c))
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
.SECONDARY:

SHELL_TESTS := $(sort $(wildcard tests/cli/*.sh tests/house/*.sh tests/checker/*.sh))
# Every registered test is run and every case counted; the last line is "N passed, N failed".
test: $(TEST_PROGRAMS) $(BUILD)/deqcert $(BUILD)/deqcert-check $(if $(shell command -v $(MPICC)),$(BUILD)/deqcert-mpi)
	bash tools/run_tests.sh $(BUILD)/deqcert $(TEST_PROGRAMS) -- $(SHELL_TESTS)

# gcc 12 reports string overflows that are not there once the sanitizers have rewritten the code.
asan:
	$(MAKE) BUILD=$(BUILD)-asan SAN='-fsanitize=address,undefined -fno-sanitize-recover=undefined -Wno-stringop-overflow -Wno-stringop-overread' test
valgrind: $(TEST_PROGRAMS) $(BUILD)/deqcert $(BUILD)/deqcert-check
	WRAPPER='valgrind --quiet --error-exitcode=9 --leak-check=full' bash tools/run_tests.sh $(BUILD)/deqcert $(TEST_PROGRAMS) --

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
	ar rcs $@ $<
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
fuzz coverage:
	@echo 'make $@: not available in this version' >&2; exit 2

clean:
	rm -rf $(BUILD) $(BUILD)-asan
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
