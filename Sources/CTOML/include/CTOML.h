#pragma once

#include <stddef.h>

/* toml++, which Swift cannot call: a document is told as the values that it holds, one by one. */

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  TOML_TABLE, /* its members follow, to its end */
  TOML_TABLE_END,
  TOML_ARRAY, /* its elements follow, to its end */
  TOML_ARRAY_END,
  TOML_TEXT,  /* a string */
  TOML_TRUE,
  TOML_FALSE,
  TOML_FLOAT,
  TOML_OTHER, /* a whole number, a date or a time, as a text: 2022-03-25T10:00:00+01:00 */
  TOML_FAULT, /* what cannot be read: a sentence, after which nothing follows */
  TOML_BEYOND /* the same of what is beyond a bound */
} toml_kind;

/* The bytes are UTF-8, belong to the reader and are gone after the call. */
typedef struct {
  toml_kind kind;
  const char *name; /* empty for an element of an array, and for the document itself */
  size_t name_length;
  const char *text;
  size_t text_length;
  double number; /* of a float alone */
  size_t line;   /* from 1; of a fault, or what is beyond a bound, alone */
} toml_event;

/* The most that is read. */
typedef struct {
  size_t length; /* of the text, in bytes */
  size_t depth;  /* of tables and arrays, and parts of a key */
  size_t values;
} toml_bounds;

/* Reads `length` bytes of UTF-8 and calls `tell` for each value. No text ends the process. */
void toml_read(const void *text, size_t length, toml_bounds bounds, void *context,
               void (*tell)(void *context, const toml_event *event));

#ifdef __cplusplus
}
#endif
