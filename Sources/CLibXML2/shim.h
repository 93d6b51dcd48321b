#pragma once
#include <libxml/xmlversion.h>
/* Else libxml2 includes unicode/*.h, which clashes with Foundation's own ICU. */
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlwriter.h>

/* xmlFree is a global variable, which Swift 6 does not let tasks share. */
static inline void xml_free(void *memory) { xmlFree(memory); }

/* xmlParserVersion is another. */
static inline const char *xml_parser_version(void) { return xmlParserVersion; }
