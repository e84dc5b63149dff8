/* Joins wide text into buffers of fixed size; what does not fit is an error, never a shortened path. */
#ifndef STILE_TEXT_H
#define STILE_TEXT_H

#include <stdbool.h>
#include <wchar.h>

/* Longer paths are refused. */
#define PATH_CHARS 1024

/* False if it does not fit; then the buffer is empty. */
bool text_format(wchar_t *buffer, size_t size, const wchar_t *format, ...);

#endif
