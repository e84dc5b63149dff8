/* Stands for node.exe in a test's package: starts the Node that is here, which would make each package 80 MB larger. */

#include <windows.h>

/* NODE is its path, given when this is compiled. */
int wmain(void) {
  static wchar_t command[32768] = L"\"" NODE L"\" ";
  const wchar_t *given = GetCommandLineW();
  // Past our own name, which the host always quotes.
  if (*given == L'"') given = wcschr(given + 1, L'"') + 1;
  wcsncat(command, given, 32000 - wcslen(command));
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION started;
  GetStartupInfoW(&startup);
  // It ends with us, whoever ends us.
  const HANDLE job = CreateJobObjectW(NULL, NULL);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  if (!CreateProcessW(NODE, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &started)) return 1;
  AssignProcessToJobObject(job, started.hProcess);
  DWORD code = 1;
  WaitForSingleObject(started.hProcess, INFINITE);
  GetExitCodeProcess(started.hProcess, &code);
  return (int)code;
}
