#pragma once

/* The Linux calls that Swift's Glibc module does not show. */

/* syncfs(2): writes the file system that holds `fd` to its disk. */
int linux_syncfs(int fd);
