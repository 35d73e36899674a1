/* A node's disk, as /disk/control describes it: the layout of the page that the agent writes and the shim in the
   server's process maps. Every field has eight bytes. All zeros: a healthy disk.

     /disk/data, /disk/log   the server's files, as its processes see them
     /disk/durable/          the same tree as it would be found after a loss of power */
#ifndef DISK_H
#define DISK_H

/* A host compiles it with a path of its own. */
#ifndef DISK_FOLDER
#define DISK_FOLDER "/disk"
#endif

struct disk {
  unsigned long covering;    /* 1: what an fsync covers is copied to the durable tree */
  unsigned long write_error; /* writes fail with this errno; 0: they do not */
  unsigned long sync_error;  /* fsyncs fail with this errno; 0: they do not */
  unsigned long shorten;     /* 1: a write takes half of what it is given */
  unsigned long one_in;      /* of so many calls one suffers the three above, the first included; 0: every call */
  unsigned long delay_us;    /* an fsync takes that much longer */
  unsigned long die_in;      /* the process is killed at that event from now; 0: it is not */
  /* What happened so far. */
  unsigned long calls, failed, shortened, delayed, syncs;
  /* The event: a file of this name has been put in place by a rename; empty: an fsync is about to be done. */
  char die_at[32];
};

#endif
