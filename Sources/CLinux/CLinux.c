#define _GNU_SOURCE
#include "CLinux.h"

#include <sys/vfs.h>
#include <unistd.h>

int linux_syncfs(int fd) { return syncfs(fd); }

long linux_file_system(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (long)(unsigned int)status.f_type : -1;
}
