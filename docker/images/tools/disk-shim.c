/* LD_PRELOAD shim: a process meets the disk that /disk/control describes, wherever it writes below /disk/data and
   /disk/log. Other files, and sockets, are untouched.

   Freestanding (no libc, no constructor): the same object works under glibc and musl. Where the file is missing
   the disk is healthy. What libc writes for itself, as fwrite does, passes by. */
#include "disk.h"
#include "durable.h"
#include "raw.h"

struct iovec { void *base; unsigned long length; };
struct timespec { long sec, nsec; };

enum { TRUNCATE = 01000, KILLED = 9, EISDIR = 21, CURRENT = 1, NO_SPACE = 28 };

static struct disk healthy;
static struct disk *volatile mapped;

/* Two threads may both map the file the first time: the same page twice, no harm. */
static struct disk *disk(void) {
  if (mapped) return mapped;
  long file = call(SYS_open_at, AT_CWD, (long)DISK_FOLDER "/control", 2 /* O_RDWR */, 0, 0, 0);
  if (file < 0) return &healthy;
  long page = call(SYS_mmap, 0, sizeof(struct disk), 3 /* PROT_READ | PROT_WRITE */, 1 /* MAP_SHARED */, file, 0);
  call(SYS_close, file, 0, 0, 0, 0, 0);
  if (page < 0 && page > -4096) return &healthy;
  return mapped = (struct disk *)page;
}

static void count(unsigned long *counter) { __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED); }

/* Whether an open file is one of the server's. */
static int watched(int fd) {
  struct facts facts;
  if (disk() == &healthy || !regular(fd, &facts)) return 0;
  lock();
  int is = known(&facts) != 0;
  unlock();
  return is;
}

/* Whether it is this call's turn to suffer. */
static int is_struck(struct disk *disk) {
  unsigned long turn = __atomic_fetch_add(&disk->calls, 1, __ATOMIC_RELAXED);
  return disk->one_in < 2 || turn % disk->one_in == 0;
}

/* The errno, negative, with which a call is to fail; 0: it may go on. */
static long failure(unsigned long error) {
  if (error == 0 || !is_struck(disk())) return 0;
  count(&disk()->failed);
  return -(long)error;
}

/* How much of a write is taken. */
static unsigned long taken(unsigned long length) {
  if (length < 2 || !disk()->shorten || !is_struck(disk())) return length;
  count(&disk()->shortened);
  return length / 2;
}

static long at(int fd) { return call(SYS_lseek, fd, 0, CURRENT, 0, 0, 0); }

/* A write of either kind; `offset` below 0: where the file stands. */
static long put(int fd, const void *bytes, unsigned long length, long offset) {
  int is = watched(fd);
  long result = is ? failure(disk()->write_error) : 0;
  if (result < 0) return returned(result);
  if (is) length = taken(length);
  result = offset < 0 ? call(SYS_write, fd, (long)bytes, (long)length, 0, 0, 0)
                      : call(SYS_pwrite, fd, (long)bytes, (long)length, offset, 0, 0);
  if (is && result > 0) {
    long from = offset < 0 ? at(fd) - result : offset;
    touch(fd, from, from + result);
  }
  return returned(result);
}

long write(int fd, const void *bytes, unsigned long length) { return put(fd, bytes, length, -1); }
long pwrite(int fd, const void *bytes, unsigned long length, long offset) { return put(fd, bytes, length, offset); }
long pwrite64(int fd, const void *bytes, unsigned long length, long offset) { return put(fd, bytes, length, offset); }

/* Of a file of the server's, the first part that is not empty: fewer bytes than asked for are allowed. */
static long put_parts(int fd, const struct iovec *parts, int count, long offset) {
  if (!watched(fd))
    return returned(offset < 0 ? call(SYS_writev, fd, (long)parts, count, 0, 0, 0)
                               : call(SYS_pwritev, fd, (long)parts, count, offset, 0, 0));
  int first = 0;
  while (first < count - 1 && parts[first].length == 0) first++;
  return count == 0 ? 0 : put(fd, parts[first].base, parts[first].length, offset);
}

long writev(int fd, const struct iovec *parts, int count) { return put_parts(fd, parts, count, -1); }
long pwritev(int fd, const struct iovec *parts, int count, long offset) { return put_parts(fd, parts, count, offset); }
long pwritev64(int fd, const struct iovec *parts, int count, long offset) { return put_parts(fd, parts, count, offset); }

static void wait_us(unsigned long us) {
  struct timespec time = {(long)(us / 1000000), (long)(us % 1000000 * 1000)};
  count(&disk()->delayed);
  call(SYS_nanosleep, (long)&time, 0, 0, 0, 0, 0);
}

/* An event that may be the one that the process is to die at. */
static void meet_death(void) {
  struct disk *disk = mapped;
  unsigned long left = __atomic_load_n(&disk->die_in, __ATOMIC_RELAXED);
  if (left == 0 || __atomic_sub_fetch(&disk->die_in, 1, __ATOMIC_RELAXED) != 0) return;
  call(SYS_kill, call(SYS_getpid, 0, 0, 0, 0, 0, 0), KILLED, 0, 0, 0, 0);
}

static int synced(long number, int fd) {
  if (!watched(fd)) return (int)returned(call(number, fd, 0, 0, 0, 0, 0));
  count(&disk()->syncs);
  if (!disk()->die_at[0]) meet_death();
  if (disk()->delay_us) wait_us(disk()->delay_us);
  long result = failure(disk()->sync_error);
  if (result == 0) result = call(number, fd, 0, 0, 0, 0, 0);
  if (result == 0 && disk()->covering) cover(fd);
  return (int)returned(result);
}

int fsync(int fd) { return synced(SYS_fsync, fd); }
int fdatasync(int fd) { return synced(SYS_fdatasync, fd); }

/* Notes a change of a directory. Those before the durable tree was made are in it. */
static void note(enum kind kind, const char *path, const char *to, long length) {
  if (disk()->covering && inside(path)) changed(kind, path, to, length);
}

/* A full disk makes no files; one that only fails does. */
static int is_full(const char *path) { return inside(path) && disk()->write_error == NO_SPACE; }

static int opened(int folder, const char *path, int flags, unsigned mode) {
  int is = inside(path) && disk() != &healthy;
  int is_new = is && call(SYS_access_at, AT_CWD, (long)path, 0, 0, 0, 0) < 0;
  if (is_new && flags & CREATE && is_full(path)) {
    long result = failure(NO_SPACE);
    if (result < 0) return (int)returned(result);
  }
  long fd = call(SYS_open_at, folder, (long)path, flags, mode, 0, 0);
  if (fd < 0 || !is) return (int)returned(fd);
  remember((int)fd, is_new);
  if (is_new) note(MADE, path, 0, 0);
  else if (flags & TRUNCATE) note(CUT, path, 0, 0);
  return (int)fd;
}

int open(const char *path, int flags, unsigned mode) { return opened(AT_CWD, path, flags, mode); }
int open64(const char *path, int flags, unsigned mode) { return opened(AT_CWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, unsigned mode) { return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, unsigned mode) { return opened(folder, path, flags, mode); }

int mkdir(const char *path, unsigned mode) {
  long result = is_full(path) ? failure(NO_SPACE) : 0;
  if (result == 0) result = call(SYS_mkdir_at, AT_CWD, (long)path, mode, 0, 0, 0);
  if (result == 0) note(MADE_FOLDER, path, 0, 0);
  return (int)returned(result);
}

/* Whether the last part of a path is the name whose file the process is to die at. */
static int is_awaited(const char *path) {
  const char *name = path, *awaited = disk()->die_at;
  for (const char *at = path; *at; at++)
    if (*at == '/') name = at + 1;
  while (*name && *name == *awaited) name++, awaited++;
  return *awaited == *name;
}

int rename(const char *path, const char *to) {
  long result = call(SYS_rename_at, AT_CWD, (long)path, AT_CWD, (long)to, 0, 0);
  if (result == 0) note(RENAMED, path, to, 0);
  if (result == 0 && disk()->die_at[0] && inside(to) && is_awaited(to)) meet_death();
  return (int)returned(result);
}

static long removed(const char *path, long flags, enum kind kind) {
  long result = call(SYS_unlink_at, AT_CWD, (long)path, flags, 0, 0, 0);
  if (result == 0) note(kind, path, 0, 0);
  return result;
}

int unlink(const char *path) { return (int)returned(removed(path, 0, REMOVED)); }
int rmdir(const char *path) { return (int)returned(removed(path, REMOVE_FOLDER, REMOVED_FOLDER)); }

int remove(const char *path) {
  long result = removed(path, 0, REMOVED);
  return (int)returned(result == -EISDIR ? removed(path, REMOVE_FOLDER, REMOVED_FOLDER) : result);
}

static int cut(int fd, long length) {
  char link[PATH], path[PATH];
  long result = call(SYS_ftruncate, fd, length, 0, 0, 0, 0);
  if (result == 0 && watched(fd) && path_of(fd, link, path)) note(CUT, path, 0, length);
  return (int)returned(result);
}

int ftruncate(int fd, long length) { return cut(fd, length); }
int ftruncate64(int fd, long length) { return cut(fd, length); }
