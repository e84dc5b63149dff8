#include "removal.h"

#include <windows.h>

#include "log.h"
#include "text.h"

static bool remove_contents(const wchar_t *folder);
static bool remove_entry(const wchar_t *path, DWORD attributes);

bool remove_tree(const wchar_t *folder) {
  const DWORD attributes = GetFileAttributesW(folder);
  if (attributes == INVALID_FILE_ATTRIBUTES) return true;
  const bool is_done = remove_entry(folder, attributes);
  if (!is_done) log_failure("cannot remove everything", GetLastError());
  return is_done;
}

static bool remove_entry(const wchar_t *path, DWORD attributes) {
  if (attributes & FILE_ATTRIBUTE_READONLY) SetFileAttributesW(path, attributes & ~FILE_ATTRIBUTE_READONLY);
  if (!(attributes & FILE_ATTRIBUTE_DIRECTORY)) return DeleteFileW(path);
  // Of a junction the junction itself goes; what it leads to is not ours.
  const bool is_link = attributes & FILE_ATTRIBUTE_REPARSE_POINT;
  return (is_link || remove_contents(path)) && RemoveDirectoryW(path);
}

static bool remove_contents(const wchar_t *folder) {
  wchar_t pattern[PATH_CHARS], path[PATH_CHARS];
  if (!text_format(pattern, PATH_CHARS, L"%ls\\*", folder)) return false;
  WIN32_FIND_DATAW found;
  const HANDLE search = FindFirstFileW(pattern, &found);
  if (search == INVALID_HANDLE_VALUE) return false;
  bool is_done = true;
  do {
    if (wcscmp(found.cFileName, L".") == 0 || wcscmp(found.cFileName, L"..") == 0) continue;
    is_done = text_format(path, PATH_CHARS, L"%ls\\%ls", folder, found.cFileName) &&
              remove_entry(path, found.dwFileAttributes) && is_done;
  } while (FindNextFileW(search, &found));
  FindClose(search);
  return is_done;
}
