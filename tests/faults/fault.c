/* A preloaded library that makes the n-th call of a program on some files fail.

   FAULT_CONTROL names a file that all processes of the program share; `harness.py` writes it:

   calls  the calls so far
   at     the call that goes wrong, from 1; 0: none, the calls are only counted
   reads  1: calls that only read count as well
   logs   1: each call is written to the file FAULT_LOG, with its path
   how    an errno by name (eio, enospc ...); "short": half is read or written; "kill", "int",
          "term": that signal before the call, and "kill+", "int+", "term+" after it
   root   only calls on paths below this folder count
   path   instead of `at`: every call on this path goes wrong, if its name contains `call`
   untyped  1: folders do not say of what type their entries are, as on some network drives

   Built by `harness.py` with the C compiler of the machine: cc -shared -fPIC fault.c -ldl
*/
#define _GNU_SOURCE
#include <dirent.h>
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
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

struct control {
    _Atomic long calls;
    long at, reads, logs, untyped;
    char how[32];
    char call[32];
    char root[PATH_MAX];
    char path[PATH_MAX];
};

static struct control *control;
static int log_fd = -1;
static __thread int inside;

static struct { const char *name; int number; } ERRORS[] = {
    {"eio", EIO}, {"enospc", ENOSPC}, {"eacces", EACCES}, {"emfile", EMFILE}, {"erofs", EROFS},
    {"eperm", EPERM}, {"edquot", EDQUOT}, {"estale", ESTALE}, {"enoent", ENOENT},
    {"enomem", ENOMEM}, {"etimedout", ETIMEDOUT}, {"eintr", EINTR},
};

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void start(void) {
    int (*real_open)(const char *, int, ...) = next("open");
    const char *place = getenv("FAULT_CONTROL"), *log = getenv("FAULT_LOG");
    int fd = place ? real_open(place, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (log) log_fd = real_open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (mapped != MAP_FAILED) control = mapped;
}

static int reads(void) {
    return control && control->reads;
}

static int below(const char *path) {
    size_t size = control ? strlen(control->root) : 0;
    return size && path && strncmp(path, control->root, size) == 0;
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
    long number = atomic_fetch_add(&control->calls, 1) + 1;
    if (log_fd >= 0 && control->logs) dprintf(log_fd, "%ld %s %s\n", number, name, path);
    inside = 0;
    const char *how = control->how;
    int is_here = control->path[0] && !strcmp(path, control->path) && strstr(name, control->call);
    if (number != control->at && !is_here) return 0;
    int sent = signal_named(how);
    if (sent && strchr(how, '+')) return 2;
    if (sent) { raise(sent); return 0; }
    if (!strcmp(how, "short")) return 1;
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
        if (!strcmp(how, ERRORS[i].name)) { errno = ERRORS[i].number; return -1; }
    return 0;
}

static void after(int found) {
    int saved = errno;
    if (found == 2) raise(signal_named(control->how));
    errno = saved;
}

/* A function that counts where `counted` holds; `failed` is what it returns when it fails. */
#define CALL(result, failed, name, parameters, arguments, counted, place)                     \
    result name parameters {                                                                  \
        static result(*real) parameters;                                                      \
        if (!real) real = next(#name);                                                        \
        char full[PATH_MAX];                                                                  \
        int saved = errno;                                                                    \
        int found = control && (counted) ? verdict(#name, place) : 0;                         \
        if (found < 0) return failed;                                                         \
        errno = saved;                                                                        \
        result value = real arguments;                                                        \
        after(found);                                                                         \
        return value;                                                                         \
    }

#define PATH_CALL(result, name, parameters, arguments, folder, path)                         \
    CALL(result, -1, name, parameters, arguments, 1, absolute(folder, path, full))
#define FD_CALL(name, parameters, arguments, fd)                                              \
    CALL(int, -1, name, parameters, arguments, 1, of_fd(fd, full))
#define STAT_CALL(name, parameters, arguments, path)                                          \
    CALL(int, -1, name, parameters, arguments, reads(), path)

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
FD_CALL(fchown, (int fd, uid_t user, gid_t group), (fd, user, group), fd)
FD_CALL(flock, (int fd, int operation), (fd, operation), fd)

STAT_CALL(stat64, (const char *path, struct stat64 *status), (path, status), absolute(AT_FDCWD, path, full))
STAT_CALL(lstat64, (const char *path, struct stat64 *status), (path, status), absolute(AT_FDCWD, path, full))
STAT_CALL(fstat64, (int fd, struct stat64 *status), (fd, status), fd > 2 ? of_fd(fd, full) : NULL)
STAT_CALL(fstatat64, (int folder, const char *path, struct stat64 *status, int flags),
          (folder, path, status, flags), absolute(folder, path, full))
STAT_CALL(access, (const char *path, int mode), (path, mode), absolute(AT_FDCWD, path, full))
CALL(DIR *, NULL, opendir, (const char *path), (path), reads(), absolute(AT_FDCWD, path, full))

struct dirent64 *readdir64(DIR *folder) {
    static struct dirent64 *(*real)(DIR *);
    if (!real) real = next("readdir64");
    char full[PATH_MAX];
    int saved = errno;
    int found = reads() ? verdict("readdir64", of_fd(dirfd(folder), full)) : 0;
    if (found < 0) return NULL;
    errno = saved;
    struct dirent64 *value = real(folder);
    if (value && control && control->untyped) value->d_type = DT_UNKNOWN;
    after(found);
    return value;
}

CALL(void *, MAP_FAILED, mmap64, (void *at, size_t size, int protection, int flags, int fd, off64_t start),
     (at, size, protection, flags, fd, start), reads() && fd > 2, of_fd(fd, full))

ssize_t write(int fd, const void *bytes, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = next("write");
    char full[PATH_MAX];
    int saved = errno;
    int found = verdict("write", control && fd > 2 ? of_fd(fd, full) : NULL);
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
    int found = control ? verdict("copy_file_range", of_fd(out, full)) : 0;
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
    int found = reads() && fd > 2 ? verdict("read", of_fd(fd, full)) : 0;
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
        int counted = control && (reads() || flags & (O_WRONLY | O_RDWR | O_CREAT));               \
        int found = counted ? verdict("open", absolute(AT_FDCWD, path, full)) : 0;            \
        if (found < 0) return -1;                                                             \
        errno = saved;                                                                        \
        int value = real(path, flags, mode);                                                  \
        after(found);                                                                         \
        return value;                                                                         \
    }

OPEN_CALL(open)
OPEN_CALL(open64)
