#include "commands.h"

#include <stdio.h>
#include <windows.h>

#include "control.h"
#include "desktop.h"
#include "errand.h"
#include "folders.h"
#include "invitation.h"
#include "log.h"
#include "path-entry.h"
#include "places.h"
#include "protocol.h"
#include "registration.h"
#include "removal.h"
#include "service.h"

struct command {
  const wchar_t *name;
  /* Of what follows the name. */
  int least, most;
  int (*run)(const struct places *places, int count, wchar_t *arguments[]);
};

static int run(const struct places *places, int count, wchar_t *arguments[]);
static int protect(const struct places *places, int count, wchar_t *arguments[]);
static int install(const struct places *places, int count, wchar_t *arguments[]);
static int uninstall(const struct places *places, int count, wchar_t *arguments[]);
static bool purge(const struct places *places);
static int start(const struct places *places, int count, wchar_t *arguments[]);
static int stop(const struct places *places, int count, wchar_t *arguments[]);
static int lay(const struct places *places, int count, wchar_t *arguments[]);

static const struct command commands[] = {
    {L"run", 0, 0, run},     {L"protect", 0, 0, protect}, {L"install", 0, 0, install},
    {L"start", 0, 0, start}, {L"stop", 0, 0, stop},       {L"lay-invitation", 1, 1, lay},
    {L"uninstall", 0, 1, uninstall},
};

static const char usage[] =
    "stile-service protect                 take this folder out of others' hands, before programs are put here\n"
    "stile-service install                 that, the folders of the data, the service, and stile on PATH\n"
    "stile-service uninstall [--keep-data] stop and take out the service, PATH and, unless kept, all data\n"
    "stile-service start | stop            and wait until it is so\n"
    "stile-service lay-invitation FILE     move an invitation to where the agent takes it from\n"
    "stile-service run                     for the service manager only\n";

int run_command(int count, wchar_t *arguments[]) {
  struct places places;
  if (!find_places(&places)) return FAILED;
  for (size_t at = 0; count >= 1 && at < sizeof commands / sizeof *commands; at++) {
    const struct command *const each = &commands[at];
    if (wcscmp(arguments[0], each->name) != 0 || count - 1 < each->least || count - 1 > each->most) continue;
    return each->run(&places, count - 1, arguments + 1);
  }
  fputs(usage, stderr);
  return WRONG_USAGE;
}

static int run(const struct places *places, int count, wchar_t *arguments[]) {
  (void)places, (void)count, (void)arguments;
  return service_run();
}

static int protect(const struct places *places, int count, wchar_t *arguments[]) {
  (void)count, (void)arguments;
  return protect_programs(places) ? DONE : FAILED;
}

static int install(const struct places *places, int count, wchar_t *arguments[]) {
  (void)count, (void)arguments;
  return protect_programs(places) && make_data_folders(places) && register_service(places) && add_to_path(places->programs)
             ? DONE
             : FAILED;
}

/* Every step is tried: what one cannot undo must not keep the others from it. */
static int uninstall(const struct places *places, int count, wchar_t *arguments[]) {
  const bool keeps_data = count == 1;
  if (keeps_data && wcscmp(arguments[0], L"--keep-data") != 0) return WRONG_USAGE;
  bool is_done = stop_service();
  end_desktop_apps(places->desktop);
  is_done = unregister_service() && is_done;
  is_done = remove_from_path(places->programs) && is_done;
  if (!keeps_data) {
    if (GetFileAttributesW(places->purge) != INVALID_FILE_ATTRIBUTES) is_done = purge(places) && is_done;
    is_done = remove_tree(places->home) && is_done;
  }
  return is_done ? DONE : FAILED;
}

/* What lies outside our folders, by the program that knows the list of it. */
static bool purge(const struct places *places) {
  wchar_t arguments[PATH_CHARS * 2];
  return text_format(arguments, PATH_CHARS * 2, L" --data \"%ls\"", places->data) &&
         run_errand(places, places->purge, arguments, PURGE_LIMIT_MS);
}

static int start(const struct places *places, int count, wchar_t *arguments[]) {
  (void)places, (void)count, (void)arguments;
  return start_service() ? DONE : FAILED;
}

static int stop(const struct places *places, int count, wchar_t *arguments[]) {
  (void)count, (void)arguments;
  const bool is_stopped = stop_service();
  end_desktop_apps(places->desktop);
  return is_stopped ? DONE : FAILED;
}

static int lay(const struct places *places, int count, wchar_t *arguments[]) {
  (void)count;
  return make_data_folders(places) && lay_invitation_file(arguments[0], places->invitation) ? DONE : FAILED;
}
