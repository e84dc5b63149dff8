/* Decides whether files may be run or written by SYSTEM: owned by the machine's own, writable by nobody else, no links. */
#ifndef STILE_TRUST_H
#define STILE_TRUST_H

#include <stdbool.h>

#include "text.h"

enum trust {
  TRUSTED,
  NOT_READABLE,
  /* A symbolic link or junction: whoever made it decides what is behind it. */
  IS_A_LINK,
  FOREIGN_OWNER,
  OTHERS_MAY_WRITE,
  PATH_TOO_LONG,
};

/* The path itself; whoever may write it, or take its owner's rights, must be the machine's own. */
enum trust trust_of(const wchar_t *path);

/* The folders above: others may add files there, as to C:\, but not rename or replace what is there. */
enum trust trust_above(const wchar_t *path);

/* The folder, the folders above and everything in it but the folder `except` (NULL: nothing). `place` becomes the culprit. */
enum trust trust_of_tree(const wchar_t *folder, const wchar_t *except, wchar_t place[PATH_CHARS]);

const char *trust_phrase(enum trust trust);

#endif
