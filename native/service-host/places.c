#include "places.h"

#include <windows.h>

#include <shlobj.h>

static bool find_programs(struct places *places);
static bool find_home(struct places *places);

bool find_places(struct places *places) {
  const wchar_t *const programs = places->programs;
  const wchar_t *const home = places->home;
  return find_programs(places) && find_home(places) &&
         text_format(places->node, PATH_CHARS, L"%ls\\bin\\node.exe", programs) &&
         text_format(places->daemon, PATH_CHARS, L"%ls\\stile-agent.mjs", programs) &&
         text_format(places->clean_up, PATH_CHARS, L"%ls\\clean-up.mjs", programs) &&
         text_format(places->purge, PATH_CHARS, L"%ls\\purge.mjs", programs) &&
         text_format(places->desktop, PATH_CHARS, L"%ls\\desktop", programs) &&
         text_format(places->data, PATH_CHARS, L"%ls\\data", home) &&
         text_format(places->temporary, PATH_CHARS, L"%ls\\data\\temporary", home) &&
         text_format(places->logs, PATH_CHARS, L"%ls\\data\\log", home) &&
         text_format(places->config, PATH_CHARS, L"%ls\\agent.json", home) &&
         text_format(places->invitation, PATH_CHARS, L"%ls\\invitation", home);
}

/* The folder of this very program: no search, no working directory, no variable can lead elsewhere. */
static bool find_programs(struct places *places) {
  const DWORD length = GetModuleFileNameW(NULL, places->host, PATH_CHARS);
  if (length == 0 || length >= PATH_CHARS) return false;
  if (!text_format(places->programs, PATH_CHARS, L"%ls", places->host)) return false;
  wchar_t *const last = wcsrchr(places->programs, L'\\');
  if (last == NULL) return false;
  *last = L'\0';
  return true;
}

/* Asked from the system, since a variable %ProgramData% is whatever the caller says. */
static bool find_home(struct places *places) {
  PWSTR common = NULL;
  if (SHGetKnownFolderPath(&FOLDERID_ProgramData, 0, NULL, &common) != S_OK) return false;
  const bool fits = text_format(places->home, PATH_CHARS, L"%ls\\Stile", common);
  CoTaskMemFree(common);
  return fits;
}
