#include "CArena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct chunk {
  struct chunk *before;
  size_t capacity, used;
  // Sixteen bytes aligned, as what follows has to be.
  size_t unused;
  unsigned char bytes[];
} chunk;

// The size stands before each piece.
enum { header = 16, least = 1 << 18 };

static _Thread_local chunk *current;
// What was given last, which can grow where it is.
static _Thread_local unsigned char *last;

static size_t rounded(size_t size) {
  // cmark-gfm has no way to be told.
  if (size > SIZE_MAX / 2) abort();
  return header + ((size + 15) & ~(size_t)15);
}

static unsigned char *take(size_t size) {
  size_t whole = rounded(size);
  if (!current || current->capacity - current->used < whole) {
    size_t capacity = whole > least ? whole : least;
    chunk *next = malloc(sizeof *next + capacity);
    if (!next) abort();
    next->before = current;
    next->capacity = capacity;
    next->used = 0;
    current = next;
  }
  last = current->bytes + current->used;
  current->used += whole;
  memcpy(last, &size, sizeof size);
  return last + header;
}

static void *arena_calloc(size_t count, size_t size) {
  size_t whole;
  if (__builtin_mul_overflow(count, size, &whole)) abort();
  return memset(take(whole), 0, whole);
}

static void *arena_realloc(void *piece, size_t size) {
  if (!piece) return take(size);
  unsigned char *start = (unsigned char *)piece - header;
  size_t before;
  memcpy(&before, start, sizeof before);
  if (size <= before) return piece;
  if (start == last) {
    size_t offset = (size_t)(start - current->bytes);
    size_t whole = rounded(size);
    if (whole <= current->capacity - offset) {
      current->used = offset + whole;
      memcpy(start, &size, sizeof size);
      return piece;
    }
  }
  return memcpy(take(size), piece, before);
}

static void arena_free(void *piece) {
  if (!piece || (unsigned char *)piece - header != last) return;
  current->used = (size_t)(last - current->bytes);
  last = NULL;
}

arena_allocator *arena_get(void) {
  static arena_allocator allocator = {arena_calloc, arena_realloc, arena_free};
  return &allocator;
}

arena_mark arena_begin(void) { return (arena_mark){current, current ? current->used : 0}; }

void arena_end(arena_mark mark) {
  last = NULL;
  while (current && current != mark.chunk) {
    chunk *before = current->before;
    // One is kept for what comes next.
    if (!before && !mark.chunk && current->capacity == least) {
      current->used = 0;
      return;
    }
    free(current);
    current = before;
  }
  if (current) current->used = mark.used;
}
