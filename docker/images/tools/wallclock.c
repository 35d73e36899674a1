/* wallclock set OFFSET_NS RATE_PPM_OFF   from now on the node's wall clock is that far off
   wallclock read                         prints how many ns it is off, as a process on the node sees it
   `read` is run under the shim: it sets what libc says beside what the kernel says. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "skew.h"

static long ns(struct timespec at) { return at.tv_sec * 1000000000L + at.tv_nsec; }

static long true_now(void) {
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  return ns(now);
}

static int set(long offset, long rate_ppm_off) {
  int file = open(SKEW_FILE, O_RDWR);
  struct skew *skew = mmap(NULL, sizeof *skew, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || skew == MAP_FAILED) {
    perror(SKEW_FILE);
    return 1;
  }
  unsigned long turn = __atomic_add_fetch(&skew->before, 1, __ATOMIC_SEQ_CST);
  skew->offset = offset;
  skew->base = true_now();
  skew->rate_ppm_off = rate_ppm_off;
  __atomic_store_n(&skew->after, turn, __ATOMIC_SEQ_CST);
  return 0;
}

static int read_off(void) {
  struct timespec seen;
  long before = true_now();
  clock_gettime(CLOCK_REALTIME, &seen);
  long after = true_now();
  printf("%ld\n", ns(seen) - (before + after) / 2);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "set")) return set(atol(argv[2]), atol(argv[3]));
  if (argc == 2 && !strcmp(argv[1], "read")) return read_off();
  fprintf(stderr, "usage: wallclock set OFFSET_NS RATE_PPM_OFF | wallclock read\n");
  return 2;
}
