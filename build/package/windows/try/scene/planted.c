/* What somebody else put where our programs might look: leaves a trace when it is run, or loaded. */

#include <windows.h>

static void leave_trace(void) {
  CloseHandle(CreateFileW(L"C:\\planted.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
}

#ifdef AS_LIBRARY
BOOL WINAPI DllMain(HINSTANCE library, DWORD why, LPVOID reserved) {
  (void)library, (void)reserved;
  if (why == DLL_PROCESS_ATTACH) leave_trace();
  return TRUE;
}
#else
/* With an argument: shows that the library is one that a careless program loads. */
int wmain(int count, wchar_t *arguments[]) {
  if (count == 1) leave_trace();
  return count > 1 && LoadLibraryW(arguments[1]) == NULL;
}
#endif
