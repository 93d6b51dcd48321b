#pragma once

/* The Linux calls that Swift's Glibc module does not show. */

/* syncfs(2): writes the file system that holds `fd` to its disk. */
int linux_syncfs(int fd);

/* statfs(2): the magic number of the file system that holds `path`; -1 and errno where it cannot be told. */
long linux_file_system(const char *path);
