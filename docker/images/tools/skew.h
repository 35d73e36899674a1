/* What a node's wall clock is off the true one: the layout of /zoobreak/clock, which `wallclock`
   writes and the shim in the server's process maps. All zeros: no skew. Times are in ns.

     wall = true + offset + (true - base) * rate_ppm_off / 1e6

   A writer bumps `before`, fills in the middle and sets `after` equal; a reader that sees the two
   differ reads again. */
#ifndef SKEW_H
#define SKEW_H

/* A host compiles it with a path of its own. */
#ifndef SKEW_FILE
#define SKEW_FILE "/zoobreak/clock"
#endif

struct skew {
  unsigned long before;
  long offset;
  long base;         /* the true time from which the rate applies */
  long rate_ppm_off; /* 0: the true rate, 1000000: twice as fast, -500000: half */
  unsigned long after;
};

static inline long skewed(const struct skew *skew, long now) {
  long elapsed_us = (now - skew->base) / 1000;
  return now + skew->offset + elapsed_us * skew->rate_ppm_off / 1000;
}

#endif
