/* A clock that is wrong: loaded before libc, it moves the time of day, and the times of files with it, by as
 * many seconds as the file FALSE_CLOCK says, in all processes at once. Time that only goes on (monotonic)
 * stays true, as it does when a real clock is set. (libfaketime cannot do that: with its monotonic clock left
 * true, Python's sleep fails.) */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

static const volatile int64_t *wrong_by;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FALSE_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *there = file < 0 ? MAP_FAILED : mmap(NULL, 8, PROT_READ, MAP_SHARED, file, 0);
    if (there != MAP_FAILED) wrong_by = there;
}

static int64_t wrong(void) { return wrong_by ? *wrong_by : 0; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = REAL(clock_gettime);
    int failed = real(which, now);
    if (!failed && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += wrong();
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec at;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &at);
    now->tv_sec = at.tv_sec;
    now->tv_usec = at.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    if (now) *now = at.tv_sec;
    return at.tv_sec;
}

#define MOVED(file) \
    if (!failed) (file)->st_mtime += wrong(), (file)->st_ctime += wrong(), (file)->st_atime += wrong(); \
    return failed

#define FILES(kind, stat, fstat, lstat, fstatat) \
    int stat(const char *restrict path, struct kind *restrict file) { int failed = REAL(stat)(path, file); MOVED(file); } \
    int fstat(int open, struct kind *file) { int failed = REAL(fstat)(open, file); MOVED(file); } \
    int lstat(const char *restrict path, struct kind *restrict file) { int failed = REAL(lstat)(path, file); MOVED(file); } \
    int fstatat(int at, const char *restrict path, struct kind *restrict file, int how) { \
        int failed = REAL(fstatat)(at, path, file, how); MOVED(file); }

FILES(stat, stat, fstat, lstat, fstatat)
FILES(stat64, stat64, fstat64, lstat64, fstatat64)
