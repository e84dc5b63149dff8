/* Writes log lines: the child's as they come, the host's own in the same form; into a file that is rotated, or to stderr. */
#ifndef STILE_LOG_H
#define STILE_LOG_H

#include <stdbool.h>
#include <windows.h>

#include "text.h"
#include "trust.h"

#define LOG_FILE_BYTES (4 * 1024 * 1024)
#define LOG_FILES_KEPT 3

/* From here on into `<folder>\stile-agent.log`; before, and where it cannot be opened, to stderr. */
void log_to_folder(const wchar_t *folder);

/* Bytes of the child, as they are. Only whole files are rotated, so a line may be cut once in LOG_FILE_BYTES. */
void log_bytes(const char *bytes, size_t length);

/* Fixed phrases only: nothing that a caller wrote gets into them. */
void log_info(const char *phrase);
void log_number(const char *phrase, const char *name, unsigned long long number);
void log_failure(const char *phrase, DWORD error);
void log_distrust(const wchar_t *path, enum trust trust);

#endif
