#ifndef CTEMPLATES_H
#define CTEMPLATES_H

#include <stddef.h>

/* One document of templates/, embedded byte for byte when the package is built. */
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} evidencepack_template;

extern const evidencepack_template evidencepack_templates[];
extern const size_t evidencepack_template_count;

#endif
