#include "desktop.h"

#include <windows.h>

#include <tlhelp32.h>

#include "text.h"

static void end_if_below(DWORD id, const wchar_t *folder);

void end_desktop_apps(const wchar_t *folder) {
  const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (all == INVALID_HANDLE_VALUE) return;
  PROCESSENTRY32W each = {.dwSize = sizeof each};
  for (BOOL is_more = Process32FirstW(all, &each); is_more; is_more = Process32NextW(all, &each))
    end_if_below(each.th32ProcessID, folder);
  CloseHandle(all);
}

/* By the path of its program, asked from the opened process: a name alone could be anybody's. */
static void end_if_below(DWORD id, const wchar_t *folder) {
  const HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id);
  if (process == NULL) return;
  wchar_t program[PATH_CHARS];
  DWORD size = PATH_CHARS;
  const size_t length = wcslen(folder);
  if (QueryFullProcessImageNameW(process, 0, program, &size) && _wcsnicmp(program, folder, length) == 0 &&
      program[length] == L'\\') {
    TerminateProcess(process, 0);
    WaitForSingleObject(process, 5000);
  }
  CloseHandle(process);
}
