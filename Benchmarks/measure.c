// Runs one command and says what it cost: measure SECONDS REPORT COMMAND ARGUMENT…
//
// REPORT gets one line: wall seconds, user seconds, system seconds, greatest resident size in kB, exit code.
// The exit code is 124 where the command ran longer than SECONDS and was ended.
//
// A program of its own because a child's ru_maxrss starts at the resident size of the process that forked it: a Python
// runner would put its own memory into every figure.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile pid_t child;
static volatile sig_atomic_t timed_out;

static void end_child(int signal) {
  (void)signal;
  timed_out = 1;
  kill(-child, SIGKILL);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **arguments) {
  if (count < 4) return fputs("measure SECONDS REPORT COMMAND ARGUMENT...\n", stderr), 64;
  pid_t parent = getpid();
  double start = now();
  child = fork();
  if (child < 0) return perror("fork"), 2;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // an interrupted runner leaves nothing running
    if (getppid() != parent) _exit(125);
    setpgid(0, 0);
    execvp(arguments[3], arguments + 3);
    perror(arguments[3]);
    _exit(127);
  }
  setpgid(child, child);
  signal(SIGALRM, end_child);
  alarm(atoi(arguments[1]));

  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) return perror("wait4"), 2;
  double wall = now() - start;

  FILE *report = fopen(arguments[2], "w");
  if (!report) return perror(arguments[2]), 2;
  int code = timed_out ? 124 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  fprintf(report, "%.6f %.6f %.6f %ld %d\n", wall, seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss, code);
  return fclose(report) == 0 ? 0 : 2;
}
