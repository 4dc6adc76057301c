#ifndef CTEMPLATES_H
#define CTEMPLATES_H

#include <stddef.h>

/* One document of templates/, embedded byte for byte when the package is built. */
typedef struct {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t count;
} evidencepack_template;

size_t evidencepack_template_total(void);
/* index < evidencepack_template_total() */
evidencepack_template evidencepack_template_at(size_t index);

#endif
