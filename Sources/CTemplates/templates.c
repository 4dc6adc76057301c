#include "CTemplates.h"

/* To add a template: one EMBED line below, and one line in the table. */
static const unsigned char pack_css[] = {
#embed "../../templates/pack.css"
};

#define ENTRY(name, array) { name, array, sizeof array }
const evidencepack_template evidencepack_templates[] = {
    ENTRY("pack.css", pack_css),
};
const size_t evidencepack_template_count = sizeof evidencepack_templates / sizeof evidencepack_templates[0];
