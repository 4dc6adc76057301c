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
static const unsigned char rollback_md[] = {
#embed "../../templates/rollback.md"
};
static const unsigned char signoff_css[] = {
#embed "../../templates/signoff.css"
};
static const unsigned char signoff_html[] = {
#embed "../../templates/signoff.html"
};
static const unsigned char signoff_js[] = {
#embed "../../templates/signoff.js"
};
static const unsigned char signoff_md[] = {
#embed "../../templates/signoff.md"
};
static const unsigned char starter_checklist[] = {
#embed "../../templates/starter/checklist.md"
};
static const unsigned char starter_release[] = {
#embed "../../templates/starter/release.yml"
};
static const unsigned char starter_rules[] = {
#embed "../../templates/starter/rules.yml"
};
static const unsigned char pack_txt[] = {
#embed "../../templates/pack.txt"
};
static const unsigned char ticket_head[] = {
#embed "../../templates/ticket-head.md"
};
static const unsigned char ticket_findings[] = {
#embed "../../templates/ticket-findings.md"
};
static const unsigned char ticket_tail[] = {
#embed "../../templates/ticket-tail.md"
};
static const unsigned char ticket_jira[] = {
#embed "../../templates/ticket.jira.txt"
};
static const unsigned char ticket_md[] = {
#embed "../../templates/ticket.md"
};

#define ENTRY(name, array) { name, array, sizeof array }
static const evidencepack_template entries[] = {
    ENTRY("index.html", index_html),
    ENTRY("pack.css", pack_css),
    ENTRY("pack.md", pack_md),
    ENTRY("rollback.md", rollback_md),
    ENTRY("signoff.css", signoff_css),
    ENTRY("signoff.html", signoff_html),
    ENTRY("signoff.js", signoff_js),
    ENTRY("signoff.md", signoff_md),
    ENTRY("starter/checklist.md", starter_checklist),
    ENTRY("starter/release.yml", starter_release),
    ENTRY("starter/rules.yml", starter_rules),
    ENTRY("pack.txt", pack_txt),
    ENTRY("ticket-head.md", ticket_head),
    ENTRY("ticket-findings.md", ticket_findings),
    ENTRY("ticket-tail.md", ticket_tail),
    ENTRY("ticket.jira.txt", ticket_jira),
    ENTRY("ticket.md", ticket_md),
};

size_t evidencepack_template_total(void) { return sizeof entries / sizeof entries[0]; }
evidencepack_template evidencepack_template_at(size_t index) { return entries[index]; }
