#include "text.h"

#include <stdarg.h>
#include <stdio.h>

bool text_format(wchar_t *buffer, size_t size, const wchar_t *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int written = _vsnwprintf(buffer, size, format, arguments);
  va_end(arguments);
  if (written >= 0 && (size_t)written < size) return true;
  buffer[0] = L'\0';
  return false;
}
