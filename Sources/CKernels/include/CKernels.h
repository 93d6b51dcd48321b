#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// Loops over the bytes of texts, 32 at a time where the processor can, with AVX2. Each has a portable form of the same result,
// which other processors use, and which tests hold it to. None reads or writes beyond what it is given.

// Some of all bytes, with no more than eight different upper halves.
typedef struct {
  uint8_t holds[256];
  uint8_t low[16], high[16];
} kernels_set;

// Fills `low` and `high`; returns 0 where the bytes have more than eight different upper halves.
int kernels_set_prepare(kernels_set *set);

// The first byte from `next` on that is in the set, or `end`.
const uint8_t *kernels_find(const kernels_set *set, const uint8_t *next, const uint8_t *end);
const uint8_t *kernels_find_portable(const kernels_set *set, const uint8_t *next, const uint8_t *end);

// What is written for each byte of a text.
typedef struct {
  // Those that do not stand for themselves, or may not.
  kernels_set special;
  // How many bytes are written for one, up to eight; none for one that may begin a forbidden character.
  uint8_t length[256];
  // These bytes, the first one lowest in memory.
  uint64_t text[256];
} kernels_escaping;

// Writes `count` bytes escaped to `out`, which has room for 6 * count + 40, up to the first forbidden character or CR.
// Returns how many bytes were read.
size_t kernels_escape(const kernels_escaping *escaping, const uint8_t *in, size_t count, uint8_t *out, size_t *written);
size_t kernels_escape_portable(
    const kernels_escaping *escaping, const uint8_t *in, size_t count, uint8_t *out, size_t *written);

// Within a string of JSON: its closing quote, or the first byte that is no part of one, or that of an escape by number; `end`
// where there is none of these.
const uint8_t *kernels_json_string(const uint8_t *next, const uint8_t *end);
const uint8_t *kernels_json_string_portable(const uint8_t *next, const uint8_t *end);

// Writes what `count` bytes between the quotes of a string of JSON stand for to `out`, which has room for as many, up to the
// first escape by number. Returns how many bytes were read.
size_t kernels_json_text(const uint8_t *in, size_t count, uint8_t *out, size_t *written);
size_t kernels_json_text_portable(const uint8_t *in, size_t count, uint8_t *out, size_t *written);

// Passes text of XML and the references that are written here, up to `stop`, which is '<' or '"', or to `end`. NULL at what
// may not stand in it: `markup` holds what has to be looked at.
const uint8_t *kernels_xml_text(const kernels_set *markup, const uint8_t *next, const uint8_t *end, uint8_t stop);
const uint8_t *kernels_xml_text_portable(const kernels_set *markup, const uint8_t *next, const uint8_t *end, uint8_t stop);

// Whether the bytes are whole elements, text and references as they are written here: no declaration, comment or section, all
// values in double quotes, names of letters with '-' between them and one ':' at most. As a root they are one element, and a
// newline behind it. Where an element begins with a text that is `known`, as kernels_xml_text has passed it, up to a tag, that
// is not looked at again.
int kernels_xml_fragment(
    const kernels_set *markup, const uint8_t *bytes, const uint8_t *end, int is_root, const uint8_t *known,
    size_t known_count);

// Whether the bytes, which are UTF-8, are one line in order: not empty, without controls, all white space single spaces
// between other characters.
int kernels_is_line(const uint8_t *bytes, size_t count);
int kernels_is_line_portable(const uint8_t *bytes, size_t count);

// Whether the bytes are known to be UTF-8: 0 where they are not, or where the processor cannot tell quickly.
int kernels_is_utf8(const uint8_t *bytes, size_t count);

#endif
