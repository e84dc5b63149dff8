#include "errand.h"

#include "child.h"
#include "lines.h"
#include "log.h"

bool run_errand(const struct places *places, const wchar_t *script, const wchar_t *arguments, DWORD limit_ms) {
  struct child child;
  struct lines lines;
  if (!child_start(&child, places, script, arguments)) return false;
  DWORD code = 1;
  const bool is_heard = lines_start(&lines, &child);
  if (is_heard && WaitForSingleObject(child.process, limit_ms) == WAIT_OBJECT_0) GetExitCodeProcess(child.process, &code);
  child_end(&child, 0);
  lines_end(&lines);
  child_forget(&child);
  if (code != 0) log_number("an errand did not succeed", "code", code);
  return code == 0;
}
