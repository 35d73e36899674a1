/* System calls without libc, for objects that work under glibc and musl alike. */
#ifndef RAW_H
#define RAW_H

#if defined(__x86_64__)
enum {
  SYS_write = 1, SYS_close = 3, SYS_lseek = 8, SYS_mmap = 9, SYS_pread = 17, SYS_pwrite = 18, SYS_writev = 20,
  SYS_yield = 24, SYS_nanosleep = 35, SYS_getpid = 39, SYS_kill = 62, SYS_fsync = 74, SYS_fdatasync = 75,
  SYS_truncate = 76, SYS_ftruncate = 77, SYS_clock_gettime = 228, SYS_open_at = 257, SYS_mkdir_at = 258,
  SYS_unlink_at = 263, SYS_rename_at = 264, SYS_readlink_at = 267, SYS_access_at = 269, SYS_pwritev = 296,
  SYS_statx = 332
};
static long call(long n, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
enum {
  SYS_mkdir_at = 34, SYS_unlink_at = 35, SYS_rename_at = 38, SYS_truncate = 45, SYS_ftruncate = 46,
  SYS_access_at = 48, SYS_open_at = 56, SYS_close = 57, SYS_lseek = 62, SYS_write = 64, SYS_writev = 66,
  SYS_pread = 67, SYS_pwrite = 68, SYS_pwritev = 70, SYS_readlink_at = 78, SYS_fsync = 82, SYS_fdatasync = 83,
  SYS_nanosleep = 101, SYS_clock_gettime = 113, SYS_yield = 124, SYS_kill = 129, SYS_getpid = 172, SYS_mmap = 222,
  SYS_statx = 291
};
static long call(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = n, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c,
                x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}
#else
#error "the shims know x86_64 and aarch64"
#endif

enum { AT_CWD = -100, SECOND = 1000000000 };

int *__errno_location(void) __attribute__((weak));

/* Returns what a libc function returns for the result of a system call. */
__attribute__((unused)) static long returned(long result) {
  if (result >= 0 || result < -4095) return result;
  if (__errno_location) *__errno_location() = (int)-result;
  return -1;
}

#endif
