#ifndef CARENA_H
#define CARENA_H

#include <stddef.h>

// An allocator in the form that cmark-gfm takes: what it gives is not freed piece by piece, but all at once. Each thread has its
// own, so that it must stay with the one that began.
typedef struct {
  void *(*calloc)(size_t, size_t);
  void *(*realloc)(void *, size_t);
  void (*free)(void *);
} arena_allocator;

arena_allocator *arena_get(void);

// How far it has come.
typedef struct {
  void *chunk;
  size_t used;
} arena_mark;

arena_mark arena_begin(void);

// Frees all that was given since the mark; marks are ended in reverse order.
void arena_end(arena_mark mark);

#endif
