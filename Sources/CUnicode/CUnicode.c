#include "CUnicode.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

int32_t unicode_decomposed(const uint16_t *text, int32_t length, uint16_t *result, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *form = unorm2_getNFKDInstance(&error);
  int32_t count = unorm2_normalize(form, text, length, result, capacity, &error);
  return U_SUCCESS(error) ? count : 0;
}

/* The library of the transliterators is loaded when one is wanted: it would take a tenth of every start. */
#define QUOTED(name) #name
#define NAME(name) QUOTED(name)

static __typeof__(utrans_openU) *open_transliterator;
static __typeof__(utrans_transUChars) *transliterate;

static void load(void) {
  void *library = dlopen("libicui18n.so." U_ICU_VERSION_SHORT, RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  open_transliterator = dlsym(library, NAME(utrans_openU));
  transliterate = dlsym(library, NAME(utrans_transUChars));
}

void *unicode_transliterator(const char *name) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  if (!open_transliterator || !transliterate) return NULL;
  UChar id[64];
  UErrorCode error = U_ZERO_ERROR;
  u_uastrncpy(id, name, 64);
  return open_transliterator(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
}

int32_t unicode_transliterated(void *transliterator, const uint16_t *text, int32_t length, uint16_t *result,
                               int32_t capacity) {
  if (length > capacity) return 0;
  memcpy(result, text, (size_t)length * sizeof *text);
  int32_t count = length, limit = length;
  UErrorCode error = U_ZERO_ERROR;
  transliterate(transliterator, result, &count, capacity, 0, &limit, &error);
  return U_SUCCESS(error) ? count : 0;
}
