#pragma once

#include <stdint.h>

/*
 * Of ICU, which libxml2 loads, what the standard library has no tables for.
 *
 * Its own headers clash with those of Foundation. Texts are UTF-16. Each call writes `capacity` units at most, and gives how
 * many there are; none is a failure.
 */

/* The compatibility decomposition of Unicode: NFKD. */
int32_t unicode_decomposed(const uint16_t *text, int32_t length, uint16_t *result, int32_t capacity);

/* One of ICU's transliterators: `Any-Latin`. Null where there is none. It is never freed. */
void *unicode_transliterator(const char *name);

/* `text` as it writes it. Not for two threads at once. */
int32_t unicode_transliterated(void *transliterator, const uint16_t *text, int32_t length, uint16_t *result,
                               int32_t capacity);
