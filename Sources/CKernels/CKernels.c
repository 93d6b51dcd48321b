#include "CKernels.h"

#include <string.h>

// Whether a character that may not be written, or a CR, begins at `p`: the same as XMLCharacters.forbidden.
static inline int is_forbidden(const uint8_t *p, const uint8_t *end) {
  switch (*p) {
  case '\t': case '\n': return 0;
  case 0xC2: return end - p > 1 && p[1] < 0xA0;
  case 0xEF: return end - p > 2 && p[1] == 0xBF && p[2] >= 0xBD;
  default: return *p < 0x20 || *p == 0x7F;
  }
}

// The length of the reference at `p`, one of those that XMLWriter writes; 0 where there is none.
static inline size_t reference(const uint8_t *p, const uint8_t *end) {
  size_t room = (size_t)(end - p);
  if (room >= 4 && (!memcmp(p, "&lt;", 4) || !memcmp(p, "&gt;", 4) || !memcmp(p, "&#9;", 4))) return 4;
  if (room >= 5 && (!memcmp(p, "&amp;", 5) || !memcmp(p, "&#10;", 5))) return 5;
  if (room >= 6 && (!memcmp(p, "&quot;", 6) || !memcmp(p, "&#x26;", 6) || !memcmp(p, "&#x3C;", 6))) return 6;
  return 0;
}

// A byte of the set at `p`: how many bytes are passed with it; 0 where it may not stand there.
static inline size_t pass(const uint8_t *p, const uint8_t *end) {
  if (*p == '&') return reference(p, end);
  return *p != '<' && *p != '>' && !is_forbidden(p, end);
}

static inline int is_short_escape(uint8_t byte) {
  switch (byte) {
  case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 1;
  default: return 0;
  }
}

// What such an escape stands for; 0 for what is none.
static inline uint8_t meaning(uint8_t byte) {
  switch (byte) {
  case '"': case '\\': case '/': return byte;
  case 'b': return '\b';
  case 'f': return '\f';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  default: return 0;
  }
}

int kernels_set_prepare(kernels_set *set) {
  unsigned halves = 0;
  memset(set->low, 0, sizeof set->low);
  memset(set->high, 0, sizeof set->high);
  for (unsigned byte = 0; byte < 256; byte++) {
    if (!set->holds[byte]) continue;
    uint8_t *half = &set->high[byte >> 4];
    if (!*half) {
      if (halves == 8) return 0;
      *half = (uint8_t)(1u << halves++);
    }
    set->low[byte & 15] |= *half;
  }
  return 1;
}

const uint8_t *kernels_find_portable(const kernels_set *set, const uint8_t *next, const uint8_t *end) {
  while (next < end && !set->holds[*next]) next++;
  return next;
}

size_t kernels_escape_portable(
    const kernels_escaping *escaping, const uint8_t *in, size_t count, uint8_t *out, size_t *written) {
  const uint8_t *p = in, *end = in + count;
  uint8_t *o = out;
  for (; p < end; p++) {
    uint8_t length = escaping->length[*p];
    if (length) {
      memcpy(o, &escaping->text[*p], 8);
      o += length;
    } else {
      if (is_forbidden(p, end)) break;
      *o++ = *p;
    }
  }
  *written = (size_t)(o - out);
  return (size_t)(p - in);
}

const uint8_t *kernels_json_string_portable(const uint8_t *next, const uint8_t *end) {
  while (next < end) {
    if (*next == '\\') {
      if (end - next < 2 || !is_short_escape(next[1])) return next;
      next += 2;
    } else if (*next < 0x20 || *next == '"') {
      return next;
    } else {
      next++;
    }
  }
  return end;
}

size_t kernels_json_text_portable(const uint8_t *in, size_t count, uint8_t *out, size_t *written) {
  const uint8_t *p = in, *end = in + count;
  uint8_t *o = out;
  while (p < end) {
    if (*p != '\\') {
      *o++ = *p++;
      continue;
    }
    uint8_t meant = end - p < 2 ? 0 : meaning(p[1]);
    if (!meant) break;
    *o++ = meant;
    p += 2;
  }
  *written = (size_t)(o - out);
  return (size_t)(p - in);
}

const uint8_t *kernels_xml_text_portable(
    const kernels_set *markup, const uint8_t *next, const uint8_t *end, uint8_t stop) {
  for (;;) {
    next = kernels_find_portable(markup, next, end);
    if (next == end || *next == stop) return next;
    size_t length = pass(next, end);
    if (!length) return NULL;
    next += length;
  }
}

// Whether one of the white space characters beyond ASCII begins at `p`.
static inline int is_wide_space(const uint8_t *p, const uint8_t *end) {
  switch (*p) {
  case 0xC2: return end - p > 1 && (p[1] == 0x85 || p[1] == 0xA0);
  case 0xE1: return end - p > 2 && p[1] == 0x9A && p[2] == 0x80;
  case 0xE2:
    if (end - p < 3) return 0;
    return p[1] == 0x80 ? p[2] <= 0x8A || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF : p[1] == 0x81 && p[2] == 0x9F;
  case 0xE3: return end - p > 2 && p[1] == 0x80 && p[2] == 0x80;
  default: return 0;
  }
}

static int is_line(const uint8_t *p, const uint8_t *end, int is_behind_space) {
  for (; p < end; p++) {
    if (*p < 0x20 || *p == 0x7F || is_wide_space(p, end) || (*p == ' ' && is_behind_space)) return 0;
    is_behind_space = *p == ' ';
  }
  return !is_behind_space;
}

int kernels_is_line_portable(const uint8_t *bytes, size_t count) { return is_line(bytes, bytes + count, 1); }

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

static inline int has_avx2(void) { return __builtin_cpu_supports("avx2"); }

AVX2 static inline __m256i halves(const uint8_t table[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

// A bit for each of 32 bytes that is in the set: its two halves have a bit in common.
AVX2 static inline uint32_t members(__m256i bytes, __m256i low, __m256i high) {
  const __m256i mask = _mm256_set1_epi8(0x0F);
  __m256i l = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, mask));
  __m256i h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), mask));
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(l, h), _mm256_setzero_si256()));
}

AVX2 static inline __m256i load(const uint8_t *p) { return _mm256_loadu_si256((const __m256i *)p); }

AVX2 static const uint8_t *find_avx2(const kernels_set *set, const uint8_t *next, const uint8_t *end) {
  const __m256i low = halves(set->low), high = halves(set->high);
  for (; end - next >= 32; next += 32) {
    uint32_t found = members(load(next), low, high);
    if (found) return next + __builtin_ctz(found);
  }
  return kernels_find_portable(set, next, end);
}

AVX2 static size_t escape_avx2(
    const kernels_escaping *escaping, const uint8_t *in, size_t count, uint8_t *out, size_t *written) {
  const uint8_t *p = in, *end = in + count;
  uint8_t *o = out;
  const __m256i low = halves(escaping->special.low), high = halves(escaping->special.high);
  while (end - p >= 32) {
    __m256i bytes = load(p);
    uint32_t found = members(bytes, low, high);
    _mm256_storeu_si256((__m256i *)o, bytes);
    if (!found) {
      p += 32;
      o += 32;
      continue;
    }
    // Up to each special byte what was stored stands; what follows it is stored anew, behind its text.
    do {
      unsigned plain = (unsigned)__builtin_ctz(found);
      p += plain;
      o += plain;
      uint8_t length = escaping->length[*p];
      if (length) {
        memcpy(o, &escaping->text[*p], 8);
        o += length;
      } else {
        if (is_forbidden(p, end)) {
          *written = (size_t)(o - out);
          return (size_t)(p - in);
        }
        *o++ = *p;
      }
      p++;
      found = (found >> plain) >> 1;
      if (end - p < 32) break;
      _mm256_storeu_si256((__m256i *)o, load(p));
    } while (found);
  }
  size_t rest;
  size_t read = kernels_escape_portable(escaping, p, (size_t)(end - p), o, &rest);
  *written = (size_t)(o - out) + rest;
  return (size_t)(p - in) + read;
}

AVX2 static const uint8_t *json_string_avx2(const uint8_t *next, const uint8_t *end) {
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\'), control = _mm256_set1_epi8(0x1F);
  while (end - next >= 32) {
    __m256i bytes = load(next);
    __m256i special = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, backslash)),
        _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, control), control));
    uint32_t found = (uint32_t)_mm256_movemask_epi8(special);
    size_t done = 32;
    while (found) {
      unsigned at = (unsigned)__builtin_ctz(found);
      const uint8_t *p = next + at;
      if (*p != '\\' || end - p < 2 || !is_short_escape(p[1])) return p;
      // What is escaped does not stand for itself; it may be the first of the next bytes.
      if (at == 31) done = 33;
      found &= ~(3u << at);
    }
    next += done;
  }
  return kernels_json_string_portable(next, end);
}

AVX2 static size_t json_text_avx2(const uint8_t *in, size_t count, uint8_t *out, size_t *written) {
  const uint8_t *p = in, *end = in + count;
  uint8_t *o = out;
  const __m256i backslash = _mm256_set1_epi8('\\');
  while (end - p >= 32) {
    __m256i bytes = load(p);
    _mm256_storeu_si256((__m256i *)o, bytes);
    uint32_t found = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, backslash));
    if (!found) {
      p += 32;
      o += 32;
      continue;
    }
    unsigned plain = (unsigned)__builtin_ctz(found);
    p += plain;
    o += plain;
    uint8_t meant = end - p < 2 ? 0 : meaning(p[1]);
    if (!meant) {
      *written = (size_t)(o - out);
      return (size_t)(p - in);
    }
    *o++ = meant;
    p += 2;
  }
  size_t rest;
  size_t read = kernels_json_text_portable(p, (size_t)(end - p), o, &rest);
  *written = (size_t)(o - out) + rest;
  return (size_t)(p - in) + read;
}

AVX2 static inline const uint8_t *xml_text_avx2(
    const kernels_set *markup, const uint8_t *next, const uint8_t *end, uint8_t stop) {
  const __m256i low = halves(markup->low), high = halves(markup->high);
  while (end - next >= 32) {
    uint32_t found = members(load(next), low, high);
    size_t done = 32;
    // All that begins in these bytes; a reference may end behind them.
    for (; found; found &= found - 1) {
      const uint8_t *p = next + __builtin_ctz(found);
      if (*p == stop) return p;
      size_t length = pass(p, end);
      if (!length) return NULL;
      if ((size_t)(p - next) + length > 32) done = (size_t)(p - next) + length;
    }
    next += done;
  }
  return kernels_xml_text_portable(markup, next, end, stop);
}

AVX2 static int is_line_avx2(const uint8_t *p, size_t count) {
  const uint8_t *end = p + count;
  const __m256i space = _mm256_set1_epi8(' '), control = _mm256_set1_epi8(0x1F), delete = _mm256_set1_epi8(0x7F);
  const __m256i c2 = _mm256_set1_epi8((char)0xC2), e1 = _mm256_set1_epi8((char)0xE1), e2 = _mm256_set1_epi8((char)0xE2),
                e3 = _mm256_set1_epi8((char)0xE3);
  uint32_t behind = 1;
  for (; end - p >= 32; p += 32) {
    __m256i bytes = load(p);
    uint32_t spaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, space));
    uint32_t others = (uint32_t)_mm256_movemask_epi8(
        _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_max_epu8(bytes, control), control), _mm256_cmpeq_epi8(bytes, delete)));
    if (others || spaces & (spaces << 1 | behind)) return 0;
    behind = spaces >> 31;
    if (!_mm256_movemask_epi8(bytes)) continue;
    uint32_t leads = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, c2), _mm256_cmpeq_epi8(bytes, e1)),
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, e2), _mm256_cmpeq_epi8(bytes, e3))));
    for (; leads; leads &= leads - 1)
      if (is_wide_space(p + __builtin_ctz(leads), end)) return 0;
  }
  return is_line(p, end, (int)behind);
}

// Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte": what is wrong shows in a byte's upper half and
// the two halves of the one before it.
AVX2 static int is_utf8_avx2(const uint8_t *p, size_t count) {
  enum {
    too_short = 1, too_long = 2, overlong3 = 4, too_large = 8, surrogate = 16, overlong2 = 32, too_large_1000 = 64,
    overlong4 = 64, two_continuations = 128, carry = too_short | too_long | two_continuations,
  };
  static const uint8_t before_high[16] = {
    too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long, two_continuations, two_continuations,
    two_continuations, two_continuations, too_short | overlong2, too_short, too_short | overlong3 | surrogate,
    too_short | too_large | too_large_1000 | overlong4,
  };
  static const uint8_t before_low[16] = {
    carry | overlong3 | overlong2 | overlong4, carry | overlong2, carry, carry, carry | too_large,
    carry | too_large | too_large_1000, carry | too_large | too_large_1000, carry | too_large | too_large_1000,
    carry | too_large | too_large_1000, carry | too_large | too_large_1000, carry | too_large | too_large_1000,
    carry | too_large | too_large_1000, carry | too_large | too_large_1000, carry | too_large | too_large_1000 | surrogate,
    carry | too_large | too_large_1000, carry | too_large | too_large_1000,
  };
  static const uint8_t own_high[16] = {
    too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
    too_long | overlong2 | two_continuations | overlong3 | too_large_1000 | overlong4,
    too_long | overlong2 | two_continuations | overlong3 | too_large,
    too_long | overlong2 | two_continuations | surrogate | too_large,
    too_long | overlong2 | two_continuations | surrogate | too_large, too_short, too_short, too_short, too_short,
  };
  // A byte above these, so near to the end, begins a sequence that goes on.
  static const uint8_t last[32] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 0xF0 - 1, 0xE0 - 1, 0xC0 - 1,
  };
  const __m256i table1 = halves(before_high), table2 = halves(before_low), table3 = halves(own_high);
  const __m256i mask = _mm256_set1_epi8(0x0F), most = load(last), zero = _mm256_setzero_si256();
  __m256i before = zero, error = zero, unended = zero;
  uint8_t tail[32];
  for (size_t i = 0; i < count; i += 32) {
    __m256i bytes;
    if (count - i >= 32) {
      bytes = load(p + i);
    } else {
      memset(tail, 0, sizeof tail);
      memcpy(tail, p + i, count - i);
      bytes = load(tail);
    }
    if (!_mm256_movemask_epi8(bytes)) {
      error = _mm256_or_si256(error, unended);
      unended = zero;
    } else {
      __m256i joined = _mm256_permute2x128_si256(before, bytes, 0x21);
      __m256i before1 = _mm256_alignr_epi8(bytes, joined, 15), before2 = _mm256_alignr_epi8(bytes, joined, 14),
              before3 = _mm256_alignr_epi8(bytes, joined, 13);
      __m256i special = _mm256_and_si256(
          _mm256_and_si256(
              _mm256_shuffle_epi8(table1, _mm256_and_si256(_mm256_srli_epi16(before1, 4), mask)),
              _mm256_shuffle_epi8(table2, _mm256_and_si256(before1, mask))),
          _mm256_shuffle_epi8(table3, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), mask)));
      __m256i wanted = _mm256_or_si256(
          _mm256_subs_epu8(before2, _mm256_set1_epi8(0xE0 - 0x80)),
          _mm256_subs_epu8(before3, _mm256_set1_epi8((char)(0xF0 - 0x80))));
      wanted = _mm256_and_si256(wanted, _mm256_set1_epi8((char)0x80));
      error = _mm256_or_si256(error, _mm256_xor_si256(wanted, special));
      unended = _mm256_subs_epu8(bytes, most);
    }
    before = bytes;
  }
  error = _mm256_or_si256(error, unended);
  return _mm256_testz_si256(error, error);
}
#else
static inline int has_avx2(void) { return 0; }
#define find_avx2 kernels_find_portable
#define escape_avx2 kernels_escape_portable
#define json_string_avx2 kernels_json_string_portable
#define json_text_avx2 kernels_json_text_portable
#define xml_text_avx2 kernels_xml_text_portable
#define is_line_avx2 kernels_is_line_portable
static int is_utf8_avx2(const uint8_t *p, size_t count) { (void)p; return count == 0; }
#endif

const uint8_t *kernels_find(const kernels_set *set, const uint8_t *next, const uint8_t *end) {
  return has_avx2() ? find_avx2(set, next, end) : kernels_find_portable(set, next, end);
}

size_t kernels_escape(const kernels_escaping *escaping, const uint8_t *in, size_t count, uint8_t *out, size_t *written) {
  return has_avx2() ? escape_avx2(escaping, in, count, out, written)
                    : kernels_escape_portable(escaping, in, count, out, written);
}

const uint8_t *kernels_json_string(const uint8_t *next, const uint8_t *end) {
  return has_avx2() ? json_string_avx2(next, end) : kernels_json_string_portable(next, end);
}

size_t kernels_json_text(const uint8_t *in, size_t count, uint8_t *out, size_t *written) {
  return has_avx2() ? json_text_avx2(in, count, out, written) : kernels_json_text_portable(in, count, out, written);
}

const uint8_t *kernels_xml_text(const kernels_set *markup, const uint8_t *next, const uint8_t *end, uint8_t stop) {
  return has_avx2() ? xml_text_avx2(markup, next, end, stop) : kernels_xml_text_portable(markup, next, end, stop);
}

int kernels_is_line(const uint8_t *bytes, size_t count) {
  return has_avx2() ? is_line_avx2(bytes, count) : kernels_is_line_portable(bytes, count);
}

int kernels_is_utf8(const uint8_t *bytes, size_t count) { return has_avx2() && is_utf8_avx2(bytes, count); }

typedef struct {
  const uint8_t *start;
  size_t length;
} name;

static inline int is_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }

static inline const uint8_t *pass_letters(const uint8_t *p, const uint8_t *end) {
  const uint8_t *start = p;
  while (p < end && (is_letter(*p) || (*p == '-' && p > start))) p++;
  return p;
}

// Goes behind a name; where there is none, its length is 0.
static inline const uint8_t *pass_name(const uint8_t *p, const uint8_t *end, name *found) {
  found->start = p;
  p = pass_letters(p, end);
  if (p > found->start && end - p > 1 && *p == ':' && is_letter(p[1])) p = pass_letters(p + 1, end);
  found->length = (size_t)(p - found->start);
  return p;
}

static inline int is_same(name a, name b) { return a.length == b.length && !memcmp(a.start, b.start, a.length); }

// As kernels_xml_fragment; `pass_text` is as kernels_xml_text.
static inline __attribute__((always_inline)) int is_fragment(
    const kernels_set *markup, const uint8_t *bytes, const uint8_t *end, int is_root, const uint8_t *known,
    size_t known_count,
    const uint8_t *(*pass_text)(const kernels_set *, const uint8_t *, const uint8_t *, uint8_t)) {
  // More than are ever written.
  enum { deepest = 32, most = 16 };
  name open[deepest], attributes[most], found;
  size_t depth = 0;
  const uint8_t *p = bytes;
  for (;;) {
    const uint8_t *start = p;
    if (p == end || *p != '<') p = pass_text(markup, p, end, '<');
    if (!p) return 0;
    if (is_root && !depth) {
      if (start > bytes) return end - start == 1 && *start == '\n';
      if (p > start || p == end) return 0;
    }
    if (p == end) return !depth;
    p++;
    if (p < end && *p == '/') {
      p++;
      if (!depth) return 0;
      name last = open[--depth];
      if ((size_t)(end - p) <= last.length || memcmp(p, last.start, last.length) || p[last.length] != '>') return 0;
      p += last.length + 1;
      continue;
    }
    name element;
    p = pass_name(p, end, &element);
    if (!element.length) return 0;
    for (size_t count = 0; p < end && *p == ' '; count++) {
      p = pass_name(p + 1, end, &found);
      if (!found.length || count == most || end - p < 2 || p[0] != '=' || p[1] != '"') return 0;
      for (size_t i = 0; i < count; i++)
        if (is_same(attributes[i], found)) return 0;
      attributes[count] = found;
      p = pass_text(markup, p + 2, end, '"');
      if (!p || p == end) return 0;
      p++;
    }
    if (end - p > 1 && p[0] == '/' && p[1] == '>') {
      p += 2;
    } else {
      if (p == end || *p++ != '>' || depth == deepest) return 0;
      open[depth++] = element;
      // It has to end with a whole character, or what it was passed for would depend on what follows.
      if (known_count && known[known_count - 1] < 0xC0 && (size_t)(end - p) > known_count && p[known_count] == '<' &&
          !memcmp(p, known, known_count))
        p += known_count;
    }
  }
}

static int fragment_portable(
    const kernels_set *markup, const uint8_t *bytes, const uint8_t *end, int is_root, const uint8_t *known,
    size_t known_count) {
  return is_fragment(markup, bytes, end, is_root, known, known_count, kernels_xml_text_portable);
}

#if defined(__x86_64__)
AVX2 static int fragment_avx2(
    const kernels_set *markup, const uint8_t *bytes, const uint8_t *end, int is_root, const uint8_t *known,
    size_t known_count) {
  return is_fragment(markup, bytes, end, is_root, known, known_count, xml_text_avx2);
}
#else
#define fragment_avx2 fragment_portable
#endif

int kernels_xml_fragment(
    const kernels_set *markup, const uint8_t *bytes, const uint8_t *end, int is_root, const uint8_t *known,
    size_t known_count) {
  return has_avx2() ? fragment_avx2(markup, bytes, end, is_root, known, known_count)
                    : fragment_portable(markup, bytes, end, is_root, known, known_count);
}
