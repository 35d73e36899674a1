/* LD_PRELOAD shim: a process sees the wall clock that /zoobreak/clock describes. Monotonic clocks,
   timers and waits are untouched, so that nothing but the time of day goes wrong.

   Freestanding (no libc, no constructor): the same object works under glibc and musl. Where the
   file is missing the true time is returned. */
#include "raw.h"
#include "skew.h"

struct timespec { long sec, nsec; };
struct timeval { long sec, usec; };

enum { REALTIME = 0, REALTIME_COARSE = 5, MOST_TRIES = 10000 };

static const struct skew none;
static const struct skew *volatile mapped;

/* Two threads may both map the file the first time: the same page twice, no harm. */
static const struct skew *map(void) {
  if (mapped) return mapped;
  long file = call(SYS_open_at, AT_CWD, (long)SKEW_FILE, 0 /* O_RDONLY */, 0, 0, 0);
  if (file < 0) return &none;
  long page = call(SYS_mmap, 0, sizeof(struct skew), 1 /* PROT_READ */, 1 /* MAP_SHARED */, file, 0);
  call(SYS_close, file, 0, 0, 0, 0, 0);
  if (page < 0 && page > -4096) return &none;
  return mapped = (const struct skew *)page;
}

/* Read in the order opposite to the writer's, so that what lies between two equal turns is of one turn.
   A writer that died half-way must not hang a server: after some tries any copy will do. */
static struct skew current(void) {
  const volatile struct skew *shared = map();
  struct skew copy = none;
  for (int tries = 0; tries < MOST_TRIES; tries++) {
    copy.after = __atomic_load_n(&shared->after, __ATOMIC_ACQUIRE);
    copy.offset = shared->offset;
    copy.base = shared->base;
    copy.rate_ppm_off = shared->rate_ppm_off;
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    copy.before = shared->before;
    if (copy.before == copy.after) break;
  }
  return copy;
}

/* Wall time in ns since 1970. */
static long wall(int clock) {
  struct timespec now;
  call(SYS_clock_gettime, clock, (long)&now, 0, 0, 0, 0);
  struct skew skew = current();
  return skewed(&skew, now.sec * SECOND + now.nsec);
}

int clock_gettime(int clock, struct timespec *out) {
  if (clock == REALTIME || clock == REALTIME_COARSE) {
    long now = wall(clock);
    out->sec = now / SECOND;
    out->nsec = now % SECOND;
    return 0;
  }
  return (int)returned(call(SYS_clock_gettime, clock, (long)out, 0, 0, 0, 0));
}

int gettimeofday(struct timeval *out, void *zone) {
  (void)zone;
  if (!out) return 0;
  long now = wall(REALTIME);
  out->sec = now / SECOND;
  out->usec = now % SECOND / 1000;
  return 0;
}

long time(long *out) {
  long now = wall(REALTIME) / SECOND;
  if (out) *out = now;
  return now;
}
