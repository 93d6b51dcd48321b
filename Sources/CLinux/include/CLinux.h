#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The Linux calls that Swift's Glibc module does not show. */

/* syncfs(2): writes the file system that holds `fd` to its disk. */
int linux_syncfs(int fd);

/* statfs(2): the magic number of the file system that holds `path`; -1 and errno where it cannot be told. */
long linux_file_system(const char *path);

/* Calls `hash` on bytes of a mapped file, and gives its result; false where the file has become shorter, and has them no more. */
bool linux_hash_mapped(uint64_t (*hash)(const void *, size_t), const void *bytes, size_t count, uint64_t *result);
