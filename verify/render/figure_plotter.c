/* gnuplot as one process for all figures of a rendering: scripts go to its standard input, SVG documents come from its standard output,
   both over one socket, so that neither side waits for the other and no file name passes through gnuplot. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "verify/render/figure_parts.h"

#define ANSWER_END  FIGURE_END "\n"
#define ANSWER_MOST (64u << 20)

extern char **environ;

/* The environment with nothing in it that changes a picture. */
static char **plain_environment(void)
{
    static const char *const dropped[] = {"LC_", "LANG", "GNUTERM=", "GNUPLOT", "FIT_", "GDFONTPATH="};
    static char locale[] = "LC_ALL=C";
    size_t count = 0, kept = 0;
    while (environ[count] != NULL) count++;
    char **result = report_memory(malloc((count + 2) * sizeof *result));
    for (size_t k = 0; k < count; k++) {
        int keep = 1;
        for (size_t j = 0; j < sizeof dropped / sizeof *dropped; j++)
            keep &= strncmp(environ[k], dropped[j], strlen(dropped[j])) != 0;
        if (keep) result[kept++] = environ[k];
    }
    result[kept++] = locale;
    result[kept] = NULL;
    return result;
}

/* 0, or the error's number. */
static int start(pages_struct *p)
{
    static char program[] = "gnuplot", defaults[] = "-d"; /* no start-up files */
    char *const arguments[] = {program, defaults, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, standard;
    int end[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end) != 0) return errno;
    char **environment = plain_environment();
    sigemptyset(&none);
    sigemptyset(&standard);
    sigaddset(&standard, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, end[1], 0);
    posix_spawn_file_actions_adddup2(&actions, end[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    /* A group of its own: what hangs is ended with whatever it started. */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &standard);
    int state = posix_spawnp(&p->plotter, program, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(environment);
    close(end[1]);
    if (state == 0) {
        fcntl(end[0], F_SETFL, O_NONBLOCK);
        p->plotter_socket = end[0];
    } else {
        p->plotter = 0;
        close(end[0]);
    }
    return state;
}

void plotter_end(pages_struct *p)
{
    if (p->plotter <= 0) return;
    close(p->plotter_socket);
    kill(-p->plotter, SIGKILL);
    while (waitpid(p->plotter, NULL, 0) < 0 && errno == EINTR) continue;
    p->plotter = 0;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Sends the script and receives the answer; NULL with the reason. */
static char *exchange(pages_struct *p, const char *script, size_t length, const char **why)
{
    double until = seconds_now() + p->plotter_seconds;
    size_t sent = 0, size = 0, room = 1u << 16;
    char *answer = report_memory(malloc(room + 1));
    *answer = '\0';
    *why = "it ended early";
    for (;;) {
        struct pollfd wait = {p->plotter_socket, (short)(POLLIN | (sent < length ? POLLOUT : 0)), 0};
        double left = until - seconds_now();
        if (!(left > 0)) {
            *why = "it took too long";
            break;
        }
        if (poll(&wait, 1, 1 + (int)(1000 * left)) < 0 && errno != EINTR) break;
        if (wait.revents & POLLOUT) {
            ssize_t done = send(p->plotter_socket, script + sent, length - sent, MSG_NOSIGNAL);
            if (done > 0) sent += (size_t)done;
            if (done < 0 && errno != EAGAIN && errno != EINTR) break;
        }
        if (wait.revents & (POLLIN | POLLHUP | POLLERR)) {
            if (room - size < 4096) answer = report_memory(realloc(answer, (room *= 2) + 1));
            ssize_t done = recv(p->plotter_socket, answer + size, room - size, 0);
            if (done == 0 || (done < 0 && errno != EAGAIN && errno != EINTR) || size > ANSWER_MOST) break;
            if (done < 0) continue;
            if (memchr(answer + size, '\0', (size_t)done) != NULL) break;
            size_t before = size > strlen(ANSWER_END) ? size - strlen(ANSWER_END) : 0;
            size += (size_t)done;
            answer[size] = '\0';
            char *end = strstr(answer + before, ANSWER_END);
            if (end != NULL) {
                *end = '\0';
                return answer;
            }
        }
    }
    free(answer);
    return NULL;
}

void figure_plot_failed(pages_t p, const char *why)
{
    fprintf(stderr, "deqcert: gnuplot drew no figures: %s; the reports link their data instead\n", why);
    plotter_end(p);
    p->plotter_failed = 1;
}

char *figure_plot(pages_t p, const char *script, size_t length)
{
    const char *why;
    char *answer = NULL;
    if (p->plotter_failed) return NULL;
    int state = p->plotter > 0 ? 0 : start(p);
    if (state != 0)
        why = state == ENOENT ? "it is not on PATH" : strerror(state);
    else
        answer = exchange(p, script, length, &why);
    if (answer == NULL) figure_plot_failed(p, why);
    return answer;
}
