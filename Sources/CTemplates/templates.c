#include "CTemplates.h"

/* To add a template: one EMBED line below, and one line in the table. */
static const unsigned char index_html[] = {
#embed "../../templates/index.html"
};
static const unsigned char pack_css[] = {
#embed "../../templates/pack.css"
};
static const unsigned char pack_md[] = {
#embed "../../templates/pack.md"
};

#define ENTRY(name, array) { name, array, sizeof array }
static const evidencepack_template entries[] = {
    ENTRY("index.html", index_html),
    ENTRY("pack.css", pack_css),
    ENTRY("pack.md", pack_md),
};

size_t evidencepack_template_total(void) { return sizeof entries / sizeof entries[0]; }
evidencepack_template evidencepack_template_at(size_t index) { return entries[index]; }
