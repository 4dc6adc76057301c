#ifndef CLINUX_H
#define CLINUX_H

/* System calls of Linux that Swift's Glibc does not export. Each returns -1 with errno set when it fails. */

/* Swaps two paths in one step (renameat2 with RENAME_EXCHANGE). */
int evidencepack_exchange(const char *first, const char *second);

/* A file in memory that has no path; a command that replaces this process inherits it. */
int evidencepack_memory_file(const char *name);

/* From now on nobody can change such a file's bytes or length, nor take that back. */
int evidencepack_seal(int descriptor);

#endif
