#include "environment.h"

#include <windows.h>

static bool add(wchar_t block[ENVIRONMENT_CHARS], size_t *at, const wchar_t *name, const wchar_t *value);

bool make_environment(const struct places *places, wchar_t block[ENVIRONMENT_CHARS]) {
  wchar_t windows[MAX_PATH], system[MAX_PATH], search[PATH_CHARS], drive[3] = {0}, common[PATH_CHARS];
  const UINT length = GetSystemWindowsDirectoryW(windows, MAX_PATH);
  if (length == 0 || length >= MAX_PATH || GetSystemDirectoryW(system, MAX_PATH) == 0) return false;
  wcsncpy(drive, windows, 2);
  if (!text_format(search, PATH_CHARS, L"%ls;%ls", system, windows)) return false;
  if (!text_format(common, PATH_CHARS, L"%ls", places->home)) return false;
  *wcsrchr(common, L'\\') = L'\0';
  size_t at = 0;
  // In the order of their names, which Windows expects.
  return add(block, &at, L"PATH", search) && add(block, &at, L"ProgramData", common) &&
         add(block, &at, L"STILE_SUPERVISOR", L"pipe") && add(block, &at, L"SystemDrive", drive) &&
         add(block, &at, L"SystemRoot", windows) && add(block, &at, L"TEMP", places->temporary) &&
         add(block, &at, L"TMP", places->temporary) && add(block, &at, L"windir", windows);
}

/* The end is two zeros; each entry brings both, and the next one overwrites the second. */
static bool add(wchar_t block[ENVIRONMENT_CHARS], size_t *at, const wchar_t *name, const wchar_t *value) {
  if (!text_format(block + *at, ENVIRONMENT_CHARS - *at - 1, L"%ls=%ls", name, value)) return false;
  *at += wcslen(block + *at) + 1;
  block[*at] = L'\0';
  return true;
}
