#include "walk.h"

#include <windows.h>

static bool walk_contents(const wchar_t *folder, const wchar_t *except, visitor visit, void *context);

bool walk(const wchar_t *folder, const wchar_t *except, visitor visit, void *context) {
  return visit(folder, context) && walk_contents(folder, except, visit, context);
}

static bool walk_contents(const wchar_t *folder, const wchar_t *except, visitor visit, void *context) {
  wchar_t path[PATH_CHARS];
  if (!text_format(path, PATH_CHARS, L"%ls\\*", folder)) return false;
  WIN32_FIND_DATAW found;
  const HANDLE search = FindFirstFileW(path, &found);
  if (search == INVALID_HANDLE_VALUE) return false;
  bool goes_on = true;
  do {
    if (wcscmp(found.cFileName, L".") == 0 || wcscmp(found.cFileName, L"..") == 0) continue;
    goes_on = text_format(path, PATH_CHARS, L"%ls\\%ls", folder, found.cFileName);
    if (!goes_on || (except != NULL && _wcsicmp(path, except) == 0)) continue;
    goes_on = visit(path, context);
    const bool is_folder = found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    const bool is_link = found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT;
    if (goes_on && is_folder && !is_link) goes_on = walk_contents(path, except, visit, context);
  } while (goes_on && FindNextFileW(search, &found));
  FindClose(search);
  return goes_on;
}
