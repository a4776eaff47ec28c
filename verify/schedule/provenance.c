/* What the results were computed with: versions, compiler, processor. */
#include <cblas.h>
#include <gnu/libc-version.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>
#include "verify/schedule/units.h"

static void processor_name(char *name, size_t size)
{
    char line[512];
    snprintf(name, size, "unknown");
    FILE *file = fopen("/proc/cpuinfo", "r");
    if (file == NULL) return;
    while (fgets(line, sizeof line, file) != NULL) {
        char *colon = strchr(line, ':');
        if (colon == NULL || strncmp(line, "model name", 10) != 0) continue;
        colon[strcspn(colon, "\n")] = '\0';
        snprintf(name, size, "%s", colon + 1 + (colon[1] == ' '));
        break;
    }
    fclose(file);
}

int provenance_register(const schedule_plan *plan, const char *code_version, store_t store, store_error_t error)
{
    char processor[256], precision[128];
    processor_name(processor, sizeof processor);
    snprintf(precision, sizeof precision, "%ld bits asked of every enclosure (working precision is raised as needed)",
             (long)plan->bits);
    const char *const fact[][2] = {
#if !__has_include(<flint/arb.h>)
        {"Arb", arb_version},
#endif
        {"C compiler", __VERSION__},
        {"C library", gnu_get_libc_version()},
        {"FLINT", FLINT_VERSION},
        {"GMP", gmp_version},
        {"MPFR", mpfr_get_version()},
        {"OpenBLAS", openblas_get_config()},
        {"code version", code_version},
        {"libyaml", yaml_get_version_string()},
        {"precision", precision},
        {"processor", processor},
        {"profile", profile_name(plan->profile)},
        {"weights generator", "Philox4x32-10 (Random123), keyed by (seed, width, trial, matrix, index)"},
    };
    for (size_t k = 0; k < sizeof fact / sizeof *fact; k++)
        if (store_put_provenance(store, fact[k][0], fact[k][1], error)) return -1;
    return 0;
}
