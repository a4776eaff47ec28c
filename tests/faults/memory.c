/* memory: a preloaded library in which chosen allocations fail.  DEQCERT_FAULT_MEMORY is
     sites:FILE   nothing fails; appends "HASH K" for the first allocation K of each call site (DEPTH return addresses)
     fail:K       allocation K fails, those after it do not
     from:K       allocation K and all after it fail
   Allocations are counted from this library's constructor on, which runs after those of the libraries the program uses; a child
   goes on with its parent's count. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unwind.h>

/* glibc's own names, so that nothing has to be looked up before the first allocation. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

enum { DEPTH = 6, SLOTS = 1 << 16 };
static enum { OFF, SITES, FAIL, FROM } mode;
static _Thread_local int inside;
static atomic_long count;
static long chosen;
static int out = -1;
static _Atomic uint64_t known[SLOTS];

typedef struct {
    uint64_t hash;
    int depth;
} walk;

static _Unwind_Reason_Code one_frame(struct _Unwind_Context *context, void *argument)
{
    walk *w = argument;
    if (++w->depth <= 3) return _URC_NO_REASON; /* this library's own frames */
    uint64_t address = (uint64_t)_Unwind_GetIP(context);
    Dl_info object; /* an address within its object is the same in every run */
    if (dladdr((void *)address, &object) != 0) address -= (uint64_t)object.dli_fbase;
    w->hash = (w->hash ^ address) * 0x100000001b3;
    return w->depth < DEPTH + 3 ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static __attribute__((noinline)) void note_site(long k)
{
    walk w = {0xcbf29ce484222325, 0};
    _Unwind_Backtrace(one_frame, &w);
    uint64_t hash = w.hash | 1, empty;
    for (size_t at = hash % SLOTS;; at = (at + 1) % SLOTS) {
        empty = 0;
        if (atomic_compare_exchange_strong(&known[at], &empty, hash)) break;
        if (empty == hash) return;
    }
    char line[64];
    int length = snprintf(line, sizeof line, "%016llx %ld\n", (unsigned long long)hash, k);
    if (write(out, line, (size_t)length) != length) abort();
}

/* Whether this allocation is to fail. */
static __attribute__((noinline)) int fails(void)
{
    if (mode == OFF || inside) return 0;
    long k = atomic_fetch_add(&count, 1) + 1;
    if (mode == SITES) {
        inside = 1;
        note_site(k);
        inside = 0;
        return 0;
    }
    if (mode == FAIL ? k != chosen : k < chosen) return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
    return fails() ? NULL : __libc_calloc(number, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size)
{
    void *made = memalign(alignment, size);
    if (made == NULL) return ENOMEM;
    *result = made;
    return 0;
}

static __attribute__((constructor)) void begin(void)
{
    const char *wish = getenv("DEQCERT_FAULT_MEMORY");
    if (wish == NULL) return;
    if (strncmp(wish, "sites:", 6) == 0) {
        out = open(wish + 6, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        mode = out >= 0 ? SITES : OFF;
    } else if (strncmp(wish, "fail:", 5) == 0 || strncmp(wish, "from:", 5) == 0) {
        chosen = strtol(wish + 5, NULL, 10);
        mode = wish[1] == 'a' ? FAIL : FROM;
    }
}
