#ifndef CEXCHANGE_H
#define CEXCHANGE_H

/* Swaps two paths in one step (Linux renameat2 with RENAME_EXCHANGE, which Swift's Glibc does not export).
   Returns 0, or -1 with errno set. */
int evidencepack_exchange(const char *first, const char *second);

#endif
