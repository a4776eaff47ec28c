/* certificate: the checker on a file of any bytes.  What it accepts must be true: the oracle of tests/checker decides the statement from
   the file alone, in ball arithmetic.

   The checker ends the process when it rejects, and frees nothing.  Here its sources are compiled with an exit that jumps back, and
   everything allocated meanwhile, GMP's integers included, is in one list that is freed afterwards. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/checker/oracle.h"
#include "tests/fuzz/fuzz.h"

/* ---- memory ------------------------------------------------------------------------------------ */

typedef struct block {
    struct block *next, **link;
    size_t size;
} block;

static block *first;
static int listing; /* 1 while the checker runs: FLINT uses GMP too */

static void *list_malloc(size_t size)
{
    if (!listing) return malloc(size);
    block *b = malloc(sizeof *b + size);
    if (b == NULL) return NULL;
    *b = (block){first, &first, size};
    if (first != NULL) first->link = &b->next;
    first = b;
    return b + 1;
}

static void list_free(void *memory)
{
    block *b = (block *)memory - 1;
    if (!listing || memory == NULL) {
        free(memory);
        return;
    }
    *b->link = b->next;
    if (b->next != NULL) b->next->link = b->link;
    free(b);
}

static void *list_realloc(void *memory, size_t size)
{
    if (!listing) return realloc(memory, size);
    void *more = list_malloc(size);
    if (more != NULL && memory != NULL) {
        size_t before = ((block *)memory - 1)->size;
        memcpy(more, memory, before < size ? before : size);
        list_free(memory);
    }
    return more;
}

static void *list_calloc(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) return NULL;
    void *memory = list_malloc(count * size);
    return memory == NULL ? NULL : memset(memory, 0, count * size);
}

static char *list_strdup(const char *text)
{
    char *copy = list_malloc(strlen(text) + 1);
    return copy == NULL ? NULL : strcpy(copy, text);
}

/* ---- the checker ------------------------------------------------------------------------------- */

static jmp_buf back;
static int ended_with;

static void leave(int status) __attribute__((noreturn));
static void leave(int status)
{
    ended_with = status;
    longjmp(back, 1);
}

int checker_main(int argc, char **argv);
#define main    checker_main
#define exit    leave
#define malloc  list_malloc
#define free    list_free
#define calloc  list_calloc
#define realloc list_realloc
#undef strdup
#define strdup list_strdup
#include "checker/memory.c"
#include "checker/reader.c"
#include "checker/model.c"
#include "checker/limit.c"
#include "checker/least_eigenvalue.c"
#include "checker/main.c"
#undef main
#undef exit
#undef malloc
#undef free
#undef calloc
#undef realloc
#undef strdup

static int check(const char *path)
{
    static certificate c;
    static reader r;
    memset(&c, 0, sizeof c);
    memset(&r, 0, sizeof r);
    listing = 1;
    if (setjmp(back) == 0) ended_with = prove(&c, &r, path);
    if (r.in != NULL) fclose(r.in);
    while (first != NULL) list_free(first + 1);
    listing = 0;
    return ended_with;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int ready;
    if (!ready) memory_begin();
    ready = 1;
    int status = check(scratch_write("certificate", data, size));
    require(status == PROVED || status == REJECTED, "exit status %d", status);
    if (status == REJECTED) return 0;
    statement *f = statement_new((const char *)data, size);
    int comparable = f->ok; /* the oracle reads at most ORACLE_POINTS points and ORACLE_TERMS terms */
    statement_free(f);
    require(!comparable || oracle((const char *)data, size), "accepted, but its statement does not hold");
    return 0;
}
