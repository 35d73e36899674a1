/* What a loss of power would leave of a disk: a copy of the tree to which fsyncs are applied.

   An fsync makes safe the bytes of its file, and every change of a directory before it, as a journalling file system
   does (ext4's journal keeps such changes in order, and an fsync commits it). Nothing else is safe: neither a write
   without an fsync, nor a new, renamed or removed file after the last one. */
#ifndef DURABLE_H
#define DURABLE_H

#include "disk.h"
#include "raw.h"

enum { FILES = 256, RANGES = 32, CHANGES = 128, PATH = 256, BUFFER = 1 << 16 };
enum { FILE_RW = 0644, FOLDER_RWX = 0755, CREATE = 0100, WRITE_ONLY = 1, REMOVE_FOLDER = 0x200 };

struct range { long from, to; };
/* Bytes of a file that were written since its last fsync. `inode` 0: a free place. */
struct file { unsigned long inode, device; int count; struct range ranges[RANGES]; };
enum kind { MADE, MADE_FOLDER, RENAMED, REMOVED, REMOVED_FOLDER, CUT };
/* A change of a directory, or a file cut to `length`. */
struct change { enum kind kind; long length; char path[PATH], to[PATH]; };
/* struct statx of the kernel: the same on every machine. */
struct facts { char before[28]; unsigned short mode; char pad[2]; unsigned long inode, size; char more[88]; unsigned major, minor; char after[112]; };

static struct file files[FILES];
static struct change changes[CHANGES];
static int next_file, change_count, locked;

static void lock(void) {
  while (__atomic_exchange_n(&locked, 1, __ATOMIC_ACQUIRE)) call(SYS_yield, 0, 0, 0, 0, 0, 0);
}
static void unlock(void) { __atomic_store_n(&locked, 0, __ATOMIC_RELEASE); }

static const char root[] = DISK_FOLDER "/";
enum { ROOT = sizeof root - 1 };

static int starts(const char *path, const char *with) {
  while (*with) if (*path++ != *with++) return 0;
  return 1;
}

/* Whether a path is one of the server's files. */
static int inside(const char *path) {
  return path && starts(path, root) && (starts(path + ROOT, "data/") || starts(path + ROOT, "log/"));
}

static int append(char *to, int at, const char *text) {
  while (*text && at < PATH - 1) to[at++] = *text++;
  to[at] = 0;
  return at;
}

static void durable_path(char *out, const char *path) {
  append(out, append(out, append(out, 0, root), "durable/"), path + ROOT);
}

/* The facts of an open regular file; 0 where it is none. */
static int regular(int fd, struct facts *facts) {
  enum { EMPTY_PATH = 0x1000, BASIC = 0x7ff, TYPE = 0170000, REGULAR = 0100000 };
  if (call(SYS_statx, fd, (long)"", EMPTY_PATH, BASIC, (long)facts, 0) < 0) return 0;
  return (facts->mode & TYPE) == REGULAR;
}

static struct file *known(const struct facts *facts) {
  unsigned long device = (unsigned long)facts->major << 32 | facts->minor;
  for (int i = 0; i < FILES; i++)
    if (files[i].inode == facts->inode && files[i].device == device) return &files[i];
  return 0;
}

/* Notes that a file of the server's is open. The oldest of too many is forgotten: what it has is lost then. */
static void remember(int fd, int is_new) {
  struct facts facts;
  if (!regular(fd, &facts)) return;
  lock();
  struct file *file = known(&facts);
  if (!file) {
    file = &files[next_file++ % FILES];
    file->inode = facts.inode;
    file->device = (unsigned long)facts.major << 32 | facts.minor;
    file->count = 0;
  }
  if (is_new) file->count = 0;
  unlock();
}

/* Notes that bytes were written. Ranges that touch become one; where there are too many, so do the last two. */
static void touch(int fd, long from, long to) {
  struct facts facts;
  if (to <= from || !regular(fd, &facts)) return;
  lock();
  struct file *file = known(&facts);
  for (int i = 0; file && i < file->count; i++) {
    struct range *range = &file->ranges[i];
    if (from > range->to || to < range->from) continue;
    if (from < range->from) range->from = from;
    if (to > range->to) range->to = to;
    file = 0;
  }
  if (file && file->count < RANGES) {
    file->ranges[file->count++] = (struct range){from, to};
  } else if (file) {
    struct range *last = &file->ranges[RANGES - 1];
    if (from < last->from) last->from = from;
    if (to > last->to) last->to = to;
  }
  unlock();
}

static void apply(const struct change *change) {
  char path[PATH], to[PATH];
  durable_path(path, change->path);
  switch (change->kind) {
    case MADE: {
      long fd = call(SYS_open_at, AT_CWD, (long)path, CREATE | WRITE_ONLY, FILE_RW, 0, 0);
      if (fd >= 0) call(SYS_close, fd, 0, 0, 0, 0, 0);
      break;
    }
    case MADE_FOLDER: call(SYS_mkdir_at, AT_CWD, (long)path, FOLDER_RWX, 0, 0, 0); break;
    case RENAMED:
      durable_path(to, change->to);
      call(SYS_rename_at, AT_CWD, (long)path, AT_CWD, (long)to, 0, 0);
      break;
    case REMOVED: call(SYS_unlink_at, AT_CWD, (long)path, 0, 0, 0, 0); break;
    case REMOVED_FOLDER: call(SYS_unlink_at, AT_CWD, (long)path, REMOVE_FOLDER, 0, 0, 0); break;
    case CUT: call(SYS_truncate, (long)path, change->length, 0, 0, 0, 0); break;
  }
}

static void apply_all(void) {
  for (int i = 0; i < change_count; i++) apply(&changes[i]);
  change_count = 0;
}

/* Notes a change of a directory, to be applied by the next fsync. */
static void changed(enum kind kind, const char *path, const char *to, long length) {
  lock();
  if (change_count == CHANGES) apply_all();
  struct change *change = &changes[change_count++];
  change->kind = kind;
  change->length = length;
  append(change->path, 0, path);
  append(change->to, 0, to ? to : "");
  unlock();
}

/* The path of an open file as it is now, and of the link to it by which it can be read. */
static int path_of(int fd, char *link, char *path) {
  char digits[12];
  int at = sizeof digits - 1;
  digits[at] = 0;
  do { digits[--at] = (char)('0' + fd % 10); } while (fd /= 10);
  append(link, append(link, 0, "/proc/self/fd/"), digits + at);
  long length = call(SYS_readlink_at, AT_CWD, (long)link, (long)path, PATH - 1, 0, 0);
  if (length < 0) return 0;
  path[length] = 0;
  return inside(path);
}

static void copy(long from, long to, struct range range) {
  static char buffer[BUFFER];
  while (range.from < range.to) {
    long size = range.to - range.from < BUFFER ? range.to - range.from : BUFFER;
    long read = call(SYS_pread, from, (long)buffer, size, range.from, 0, 0);
    if (read <= 0 || call(SYS_pwrite, to, (long)buffer, read, range.from, 0, 0) != read) return;
    range.from += read;
  }
}

/* An fsync of a file has ended. */
static void cover(int fd) {
  char link[PATH], path[PATH], to[PATH];
  struct facts facts;
  if (!regular(fd, &facts)) return;
  lock();
  apply_all();
  struct file *file = known(&facts);
  if (file && path_of(fd, link, path)) {
    durable_path(to, path);
    long from = call(SYS_open_at, AT_CWD, (long)link, 0, 0, 0, 0);
    long target = call(SYS_open_at, AT_CWD, (long)to, CREATE | WRITE_ONLY, FILE_RW, 0, 0);
    for (int i = 0; i < file->count; i++) copy(from, target, file->ranges[i]);
    call(SYS_ftruncate, target, (long)facts.size, 0, 0, 0, 0);
    call(SYS_close, from, 0, 0, 0, 0, 0);
    call(SYS_close, target, 0, 0, 0, 0, 0);
    file->count = 0;
  }
  unlock();
}

#endif
