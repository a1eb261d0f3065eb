/* Clocks that advance with the CPU time of their process, for LD_PRELOAD.

   A solver that is held to seconds of such a clock gets as much work done on a busy machine
   as on an idle one. Each clock begins where the real one stood when the process began. The
   time of all threads counts, so a second thread gains nothing. */

#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { SECOND = 1000000000 };

static struct timespec origin[2]; /* of the calendar, of the others */
static long long used_before;
static int is_ready;

static void ask(clockid_t clock, struct timespec *now) {
  syscall(SYS_clock_gettime, clock, now);
}

static long long used(void) {
  struct timespec now;
  ask(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * (long long)SECOND + now.tv_nsec;
}

__attribute__((constructor)) static void begin(void) {
  if (is_ready) return;
  used_before = used();
  ask(CLOCK_REALTIME, &origin[0]);
  ask(CLOCK_MONOTONIC, &origin[1]);
  is_ready = 1;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int is_other = 0;
  switch (clock) {
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
      is_other = 1;
      break;
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      break;
    default:
      return syscall(SYS_clock_gettime, clock, now);
  }
  begin();
  long long sum = origin[is_other].tv_nsec + used() - used_before;
  now->tv_sec = origin[is_other].tv_sec + sum / SECOND;
  now->tv_nsec = sum % SECOND;
  return 0;
}

int gettimeofday(struct timeval *now, void *zone) {
  struct timespec exact;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *result) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (result) *result = exact.tv_sec;
  return exact.tv_sec;
}
