/* `stile-service`: shuts the doors through which other code could come in, then runs the command. */

#include <windows.h>

#include "commands.h"

int wmain(int count, wchar_t *arguments[]) {
  // Nothing is loaded from this folder, the working directory or PATH: what we link to is part of Windows.
  SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
  SetDllDirectoryW(L"");
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
  // A heap that is damaged ends the process instead of serving whoever damaged it.
  HeapSetInformation(NULL, HeapEnableTerminationOnCorruption, NULL, 0);
  return run_command(count - 1, arguments + 1);
}
