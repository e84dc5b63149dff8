#include "log.h"

#include <stdio.h>

static void write_line(const char *level, const char *phrase, const char *fields);
static void rotate(void);
static bool open_file(void);
static void escape(char *escaped, size_t size, const char *text);

static SRWLOCK lock = SRWLOCK_INIT;
static HANDLE file = INVALID_HANDLE_VALUE;
static unsigned long long written;
static wchar_t log_folder[PATH_CHARS];

void log_to_folder(const wchar_t *folder) {
  AcquireSRWLockExclusive(&lock);
  if (text_format(log_folder, PATH_CHARS, L"%ls", folder)) open_file();
  ReleaseSRWLockExclusive(&lock);
}

void log_bytes(const char *bytes, size_t length) {
  AcquireSRWLockExclusive(&lock);
  if (file != INVALID_HANDLE_VALUE && written >= LOG_FILE_BYTES) rotate();
  DWORD done = 0;
  const HANDLE target = file == INVALID_HANDLE_VALUE ? GetStdHandle(STD_ERROR_HANDLE) : file;
  // A log that cannot be written must not stop the service.
  if (WriteFile(target, bytes, (DWORD)length, &done, NULL)) written += done;
  ReleaseSRWLockExclusive(&lock);
}

void log_info(const char *phrase) { write_line("info", phrase, ""); }

void log_number(const char *phrase, const char *name, unsigned long long number) {
  char fields[128];
  snprintf(fields, sizeof fields, ",\"%s\":%llu", name, number);
  write_line("info", phrase, fields);
}

void log_failure(const char *phrase, DWORD error) {
  char fields[64];
  snprintf(fields, sizeof fields, ",\"windowsError\":%lu", error);
  write_line("error", phrase, fields);
}

void log_distrust(const wchar_t *path, enum trust trust) {
  char utf8[PATH_CHARS * 3], escaped[PATH_CHARS * 6], fields[PATH_CHARS * 7];
  if (WideCharToMultiByte(CP_UTF8, 0, path, -1, utf8, sizeof utf8, NULL, NULL) == 0) utf8[0] = '\0';
  escape(escaped, sizeof escaped, utf8);
  snprintf(fields, sizeof fields, ",\"path\":\"%s\",\"why\":\"%s\"", escaped, trust_phrase(trust));
  write_line("error", "refused to use a file or folder that is not the machine's own", fields);
}

static void write_line(const char *level, const char *phrase, const char *fields) {
  SYSTEMTIME now;
  GetSystemTime(&now);
  char line[PATH_CHARS * 8];
  const int length = snprintf(line, sizeof line,
                              "{\"time\":\"%04u-%02u-%02uT%02u:%02u:%02u.%03uZ\",\"level\":\"%s\",\"program\":"
                              "\"stile-service\",\"msg\":\"%s\"%s}\n",
                              now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute, now.wSecond, now.wMilliseconds,
                              level, phrase, fields);
  if (length > 0 && (size_t)length < sizeof line) log_bytes(line, (size_t)length);
}

static void rotate(void) {
  CloseHandle(file);
  file = INVALID_HANDLE_VALUE;
  wchar_t from[PATH_CHARS], to[PATH_CHARS];
  for (int each = LOG_FILES_KEPT - 1; each >= 0; each--) {
    const bool fits = each == 0 ? text_format(from, PATH_CHARS, L"%ls\\stile-agent.log", log_folder)
                                : text_format(from, PATH_CHARS, L"%ls\\stile-agent.%d.log", log_folder, each);
    if (fits && text_format(to, PATH_CHARS, L"%ls\\stile-agent.%d.log", log_folder, each + 1))
      MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING);
  }
  open_file();
}

static bool open_file(void) {
  wchar_t path[PATH_CHARS];
  if (!text_format(path, PATH_CHARS, L"%ls\\stile-agent.log", log_folder)) return false;
  // The folder is SYSTEM's alone; still, what lies there under this name is not followed.
  file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_ALWAYS,
                     FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
  LARGE_INTEGER size = {0};
  if (file != INVALID_HANDLE_VALUE) GetFileSizeEx(file, &size);
  written = (unsigned long long)size.QuadPart;
  return file != INVALID_HANDLE_VALUE;
}

static void escape(char *escaped, size_t size, const char *text) {
  size_t at = 0;
  for (; *text != '\0' && at + 3 < size; text++) {
    if (*text == '"' || *text == '\\') escaped[at++] = '\\';
    escaped[at++] = (unsigned char)*text < ' ' ? '?' : *text;
  }
  escaped[at] = '\0';
}
