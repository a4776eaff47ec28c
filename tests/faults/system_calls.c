/* system_calls: a preloaded library in which the kernel refuses or curtails chosen calls, below the C library, so that stdio is reached too
   (a seccomp filter raises SIGSYS, whose handler answers).  x86-64 Linux.  DEQCERT_FAULT_CALL is
     NAME:ERROR:K     call K of NAME and all after it fail with ERROR (ENOSPC, EIO, EROFS, EACCES, EMFILE)
     NAME:EINTR:K     every other call from K on is interrupted
     NAME:short:K     calls from K on transfer half of what was asked, at least one byte
   NAME is read (pread64, readv), write (pwrite64, writev), sync (fsync, fdatasync), open (opening for writing only) or rename.
   Standard error is left alone. */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

/* The sixth argument of calls that the handler makes itself: none of these calls has one. */
#define PASS 0x64716331
enum { CALLS_MOST = 3 };

static const struct {
    const char *name;
    int count, call[CALLS_MOST];
} families[] = {{"read", 3, {SYS_read, SYS_pread64, SYS_readv}},
                {"write", 3, {SYS_write, SYS_pwrite64, SYS_writev}},
                {"sync", 2, {SYS_fsync, SYS_fdatasync, 0}},
                {"open", 2, {SYS_open, SYS_openat, 0}},
                {"rename", 2, {SYS_rename, SYS_renameat, 0}}};
static const struct {
    const char *name;
    int number;
} errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO},       {"EROFS", EROFS},
              {"EACCES", EACCES}, {"EMFILE", EMFILE}, {"EINTR", EINTR}};

static int wrong; /* an error's number, 0: short */
static long first;
static atomic_long calls;

static long truly(const greg_t *r, long count)
{
    return syscall(r[REG_RAX], r[REG_RDI], r[REG_RSI], count, r[REG_R10], r[REG_R8], PASS);
}

/* Opening for reading is no write, and neither files nor lists of pieces are cut. */
static int concerned(const greg_t *r)
{
    long call = r[REG_RAX];
    if (call == SYS_open) return (r[REG_RSI] & O_ACCMODE) != O_RDONLY;
    if (call == SYS_openat) return (r[REG_RDX] & O_ACCMODE) != O_RDONLY;
    if (call == SYS_rename || call == SYS_renameat) return 1;
    return r[REG_RDI] != STDERR_FILENO;
}

static void answer(int signal, siginfo_t *info, void *context)
{
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    int before = errno;
    long count = r[REG_RDX], result;
    (void)signal;
    r[REG_RAX] = info->si_syscall;
    long k = concerned(r) ? atomic_fetch_add(&calls, 1) + 1 : 0;
    if (k >= first && k > 0 && wrong == 0 && (r[REG_RAX] == SYS_readv || r[REG_RAX] == SYS_writev)) {
        result = truly(r, count > 1 ? 1 : count);
    } else if (k >= first && k > 0 && wrong == 0) {
        result = truly(r, count > 1 ? count / 2 : count);
    } else if (k >= first && k > 0 && (wrong != EINTR || k % 2 == 0)) {
        errno = wrong;
        result = -1;
    } else {
        result = truly(r, count);
    }
    r[REG_RAX] = result < 0 ? -errno : result;
    errno = before;
}

static void filter(const int *call, int count)
{
    struct sock_filter code[CALLS_MOST + 8];
    int at = 0;
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5]));
    code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PASS, 0, 1);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int k = 0; k < count; k++)
        code[at++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call[k], (unsigned char)(count - k), 0);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {(unsigned short)at, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        _exit(99);
}

static __attribute__((constructor)) void begin(void)
{
    const char *wish = getenv("DEQCERT_FAULT_CALL"), *error;
    if (wish == NULL || (error = strchr(wish, ':')) == NULL) return;
    const char *from = strchr(++error, ':');
    first = from == NULL ? 1 : strtol(from + 1, NULL, 10);
    for (size_t k = 0; k < sizeof errors / sizeof *errors; k++)
        if (strncmp(error, errors[k].name, strlen(errors[k].name)) == 0) wrong = errors[k].number;
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSYS, &action, NULL);
    for (size_t k = 0; k < sizeof families / sizeof *families; k++)
        if (strncmp(wish, families[k].name, (size_t)(error - 1 - wish)) == 0)
            filter(families[k].call, families[k].count);
}
