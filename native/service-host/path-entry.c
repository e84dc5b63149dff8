#include "path-entry.h"

#include <windows.h>

#include <stdlib.h>

#include "log.h"

/*
 * Installers keep strings in buffers of some thousand characters, and a machine's PATH that is longer is cut off by them for
 * good. Here it is read in its own length, unexpanded, and written back with its own type.
 */
struct machine_path {
  HKEY key;
  wchar_t *text;
  DWORD type;
};

static bool open_path(struct machine_path *path);
static bool write_path(struct machine_path *path, const wchar_t *text);
static void close_path(struct machine_path *path);
static wchar_t *find_entry(wchar_t *text, const wchar_t *folder);

bool add_to_path(const wchar_t *folder) {
  struct machine_path path;
  if (!open_path(&path)) return false;
  bool is_done = find_entry(path.text, folder) != NULL;
  if (!is_done) {
    const size_t length = wcslen(path.text), size = length + wcslen(folder) + 2;
    wchar_t *const longer = malloc(size * sizeof(wchar_t));
    if (longer != NULL) {
      const bool needs_separator = length > 0 && path.text[length - 1] != L';';
      wcscpy(longer, path.text);
      if (needs_separator) wcscat(longer, L";");
      wcscat(longer, folder);
      is_done = write_path(&path, longer);
      free(longer);
    }
  }
  close_path(&path);
  return is_done;
}

bool remove_from_path(const wchar_t *folder) {
  struct machine_path path;
  if (!open_path(&path)) return false;
  wchar_t *const entry = find_entry(path.text, folder);
  bool is_done = entry == NULL;
  if (!is_done) {
    wchar_t *rest = entry + wcslen(folder);
    // With it goes one separator: its own, or, at the end, the one before.
    wchar_t *from = entry;
    if (*rest == L';') rest++;
    else if (from > path.text) from--;
    memmove(from, rest, (wcslen(rest) + 1) * sizeof(wchar_t));
    is_done = write_path(&path, path.text);
  }
  close_path(&path);
  return is_done;
}

static bool open_path(struct machine_path *path) {
  *path = (struct machine_path){.type = REG_EXPAND_SZ};
  LONG error = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment", 0,
                             KEY_QUERY_VALUE | KEY_SET_VALUE, &path->key);
  DWORD bytes = 0;
  if (error == ERROR_SUCCESS) error = RegQueryValueExW(path->key, L"Path", NULL, &path->type, NULL, &bytes);
  if (error == ERROR_FILE_NOT_FOUND && path->key != NULL) error = ERROR_SUCCESS;
  // One character more: what a program wrote there need not end with a zero.
  if (error == ERROR_SUCCESS) path->text = calloc(bytes / sizeof(wchar_t) + 2, sizeof(wchar_t));
  if (path->text != NULL && bytes > 0)
    error = RegQueryValueExW(path->key, L"Path", NULL, &path->type, (BYTE *)path->text, &bytes);
  const bool is_text = path->type == REG_EXPAND_SZ || path->type == REG_SZ;
  if (error == ERROR_SUCCESS && path->text != NULL && is_text) return true;
  log_failure("cannot read the machine's PATH", (DWORD)error);
  close_path(path);
  return false;
}

static bool write_path(struct machine_path *path, const wchar_t *text) {
  const LONG error = RegSetValueExW(path->key, L"Path", 0, path->type, (const BYTE *)text,
                                    (DWORD)((wcslen(text) + 1) * sizeof(wchar_t)));
  if (error != ERROR_SUCCESS) {
    log_failure("cannot write the machine's PATH", (DWORD)error);
    return false;
  }
  // Not waited for: a window that hangs must not hold an installation.
  SendNotifyMessageW(HWND_BROADCAST, WM_SETTINGCHANGE, 0, (LPARAM)L"Environment");
  return true;
}

static void close_path(struct machine_path *path) {
  if (path->key != NULL) RegCloseKey(path->key);
  free(path->text);
}

/* A whole entry, compared as Windows compares paths. */
static wchar_t *find_entry(wchar_t *text, const wchar_t *folder) {
  const size_t length = wcslen(folder);
  for (wchar_t *at = text; at != NULL; at = wcschr(at, L';')) {
    if (*at == L';') at++;
    if (_wcsnicmp(at, folder, length) == 0 && (at[length] == L';' || at[length] == L'\0')) return at;
    if (*at == L'\0') return NULL;
  }
  return NULL;
}
