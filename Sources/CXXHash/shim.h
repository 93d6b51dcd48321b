#pragma once
#include <xxhash.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
// It names what is widest on this processor as what xxhash.h declares, for C alone.
#include <xxh_x86dispatch.h>
#endif

static inline XXH64_hash_t xxh3_64bits(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }

static inline XXH_errorcode xxh3_64bits_update(XXH3_state_t *state, const void *bytes, size_t count) {
  return XXH3_64bits_update(state, bytes, count);
}
