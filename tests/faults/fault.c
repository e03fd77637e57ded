/* A preloaded library that makes the n-th write-path call of a program fail.

   FAULT_ROOT     only calls on paths below this folder count
   FAULT_COUNTER  a file of 8 bytes shared by all processes of the program: the calls so far
   FAULT_AT       the call that goes wrong, from 1; 0 or absent: none, the calls are only counted
   FAULT_HOW      eio, enospc, eintr... an errno by name; "short" writes half;
                  "kill", "int", "term" send that signal before the call, "kill+", "int+", "term+"
                  after it
   FAULT_LOG      a file to which each counted call is written, with its path
   FAULT_READS    1: open and read count as well

   Built by `harness.py` with the C compiler of the machine: cc -shared -fPIC fault.c -ldl
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static _Atomic long *calls;
static const char *root, *how;
static long at;
static int log_fd = -1, reads;
static __thread int inside;

static struct { const char *name; int number; } ERRORS[] = {
    {"eio", EIO}, {"enospc", ENOSPC}, {"eacces", EACCES}, {"emfile", EMFILE}, {"erofs", EROFS},
    {"eperm", EPERM}, {"edquot", EDQUOT}, {"estale", ESTALE},
};

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void start(void) {
    int (*real_open)(const char *, int, ...) = next("open");
    const char *counter = getenv("FAULT_COUNTER");
    root = getenv("FAULT_ROOT");
    how = getenv("FAULT_HOW");
    at = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 0;
    reads = getenv("FAULT_READS") != NULL;
    if (!root || !counter) { root = NULL; return; }
    int fd = real_open(counter, O_RDWR | O_CLOEXEC);
    if (fd < 0) { root = NULL; return; }
    calls = mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (calls == MAP_FAILED) root = NULL;
    if (getenv("FAULT_LOG")) log_fd = real_open(getenv("FAULT_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static int below(const char *path) {
    return root && path && strncmp(path, root, strlen(root)) == 0;
}

static const char *absolute(int folder, const char *path, char *full) {
    char place[64];
    if (!path) return NULL;
    if (path[0] == '/') return path;
    if (folder == AT_FDCWD) {
        if (!getcwd(full, PATH_MAX)) return NULL;
    } else {
        snprintf(place, sizeof place, "/proc/self/fd/%d", folder);
        ssize_t size = readlink(place, full, PATH_MAX - 1);
        if (size < 0) return NULL;
        full[size] = 0;
    }
    size_t size = strlen(full);
    snprintf(full + size, PATH_MAX - size, "/%s", path);
    return full;
}

static const char *of_fd(int fd, char *full) {
    char place[64];
    snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(place, full, PATH_MAX - 1);
    if (size < 0) return NULL;
    full[size] = 0;
    return full;
}

static int signal_named(const char *name) {
    return !strncmp(name, "kill", 4) ? SIGKILL : !strncmp(name, "int", 3) ? SIGINT : !strncmp(name, "term", 4) ? SIGTERM : 0;
}

/* 0: go on; 1: a short write; 2: send the signal after the call; -1: fail, errno is set. */
static int verdict(const char *name, const char *path) {
    if (inside || !below(path)) return 0;
    inside = 1;
    long number = atomic_fetch_add(calls, 1) + 1;
    if (log_fd >= 0) dprintf(log_fd, "%ld %s %s\n", number, name, path);
    inside = 0;
    if (number != at || !how) return 0;
    int sent = signal_named(how);
    if (sent && strchr(how, '+')) return 2;
    if (sent) { raise(sent); return 0; }
    if (!strcmp(how, "short")) return 1;
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
        if (!strcmp(how, ERRORS[i].name)) { errno = ERRORS[i].number; return -1; }
    return 0;
}

static void after(int found) {
    if (found == 2) raise(signal_named(how));
}

#define PATH_CALL(result, name, parameters, arguments, folder, path)                         \
    result name parameters {                                                                  \
        static result(*real) parameters;                                                      \
        if (!real) real = next(#name);                                                        \
        char full[PATH_MAX];                                                                  \
        int saved = errno;                                                                    \
        int found = verdict(#name, absolute(folder, path, full));                             \
        if (found < 0) return -1;                                                             \
        errno = saved;                                                                        \
        result value = real arguments;                                                        \
        after(found);                                                                         \
        return value;                                                                         \
    }

#define FD_CALL(name, parameters, arguments, fd)                                              \
    int name parameters {                                                                     \
        static int(*real) parameters;                                                         \
        if (!real) real = next(#name);                                                        \
        char full[PATH_MAX];                                                                  \
        int saved = errno;                                                                    \
        int found = verdict(#name, of_fd(fd, full));                                          \
        if (found < 0) return -1;                                                             \
        errno = saved;                                                                        \
        int value = real arguments;                                                           \
        after(found);                                                                         \
        return value;                                                                         \
    }

PATH_CALL(int, rename, (const char *old, const char *new), (old, new), AT_FDCWD, new)
PATH_CALL(int, renameat, (int a, const char *old, int b, const char *new), (a, old, b, new), b, new)
PATH_CALL(int, unlink, (const char *path), (path), AT_FDCWD, path)
PATH_CALL(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), folder, path)
PATH_CALL(int, rmdir, (const char *path), (path), AT_FDCWD, path)
PATH_CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path)
PATH_CALL(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), folder, path)
PATH_CALL(int, link, (const char *old, const char *new), (old, new), AT_FDCWD, new)
PATH_CALL(int, linkat, (int a, const char *old, int b, const char *new, int flags), (a, old, b, new, flags), b, new)
PATH_CALL(int, symlink, (const char *old, const char *new), (old, new), AT_FDCWD, new)
PATH_CALL(int, chmod, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path)
PATH_CALL(int, truncate, (const char *path, off_t size), (path, size), AT_FDCWD, path)
FD_CALL(fsync, (int fd), (fd), fd)
FD_CALL(fdatasync, (int fd), (fd), fd)
FD_CALL(ftruncate, (int fd, off_t size), (fd, size), fd)
FD_CALL(ftruncate64, (int fd, off64_t size), (fd, size), fd)
FD_CALL(fchmod, (int fd, mode_t mode), (fd, mode), fd)

ssize_t write(int fd, const void *bytes, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = next("write");
    char full[PATH_MAX];
    int saved = errno;
    int found = verdict("write", root && fd > 2 ? of_fd(fd, full) : NULL);
    if (found < 0) return -1;
    errno = saved;
    ssize_t value = real(fd, bytes, found == 1 && size > 1 ? size / 2 : size);
    after(found);
    return value;
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t size, unsigned int flags) {
    static ssize_t (*real)(int, off64_t *, int, off64_t *, size_t, unsigned int);
    if (!real) real = next("copy_file_range");
    char full[PATH_MAX];
    int saved = errno;
    int found = verdict("copy_file_range", of_fd(out, full));
    if (found < 0) return -1;
    errno = saved;
    ssize_t value = real(in, in_at, out, out_at, size, flags);
    after(found);
    return value;
}

ssize_t read(int fd, void *bytes, size_t size) {
    static ssize_t (*real)(int, void *, size_t);
    if (!real) real = next("read");
    char full[PATH_MAX];
    int saved = errno;
    int found = reads && root && fd > 2 ? verdict("read", of_fd(fd, full)) : 0;
    if (found < 0) return -1;
    errno = saved;
    ssize_t value = real(fd, bytes, found == 1 && size > 1 ? size / 2 : size);
    after(found);
    return value;
}

#define OPEN_CALL(name)                                                                       \
    int name(const char *path, int flags, ...) {                                              \
        static int (*real)(const char *, int, ...);                                           \
        if (!real) real = next(#name);                                                        \
        va_list rest;                                                                         \
        va_start(rest, flags);                                                                \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;               \
        va_end(rest);                                                                         \
        char full[PATH_MAX];                                                                  \
        int saved = errno;                                                                    \
        int counted = root && (reads || flags & (O_WRONLY | O_RDWR | O_CREAT));               \
        int found = counted ? verdict("open", absolute(AT_FDCWD, path, full)) : 0;            \
        if (found < 0) return -1;                                                             \
        errno = saved;                                                                        \
        int value = real(path, flags, mode);                                                  \
        after(found);                                                                         \
        return value;                                                                         \
    }

OPEN_CALL(open)
OPEN_CALL(open64)
