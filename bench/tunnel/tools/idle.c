/*
 * idle ADDRESS PORT: holds connections that do nothing, as commands on standard input say, one a line:
 *   open N   opens N more, a few at once, each proved by one byte and its echo
 *   check N  sends a byte through N of them, spread evenly, and counts the echoes
 * Each is answered by a line with a number. It ends, and they do, with its input.
 */
#include "common.h"
#include <poll.h>
#include <sys/resource.h>

#define AT_ONCE 32
#define MOST 16000
#define PATIENCE_MS 15000

static int held[MOST];
static int holding = 0;

static int echoes(int socket) {
  char byte = 0;
  struct pollfd ready = {.fd = socket, .events = POLLIN};
  return poll(&ready, 1, PATIENCE_MS) == 1 && recv(socket, &byte, 1, 0) == 1 && byte == 'x';
}

/* The connections of a group are under way together; a group waits for its last. */
static int open_more(const char *address, const char *port, int wanted) {
  int opened = 0;
  while (wanted > 0 && holding < MOST) {
    int group[AT_ONCE], size = 0;
    for (; size < AT_ONCE && size < wanted && holding + size < MOST; size += 1) {
      group[size] = connect_to(address, port);
      if (send(group[size], "x", 1, 0) != 1) fail("send");
    }
    for (int at = 0; at < size; at += 1) {
      if (!echoes(group[at])) {
        close(group[at]);
        continue;
      }
      held[holding++] = group[at];
      opened += 1;
    }
    wanted -= size;
  }
  return opened;
}

static int check(int wanted) {
  int alive = 0;
  if (wanted > holding) wanted = holding;
  for (int at = 0; at < wanted; at += 1) {
    int socket = held[(int64_t)at * holding / wanted];
    if (send(socket, "x", 1, 0) == 1 && echoes(socket)) alive += 1;
  }
  return alive;
}

int main(int count, char **arguments) {
  if (count != 3) return fputs("idle ADDRESS PORT\n", stderr), 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  char line[64];
  int number;
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (sscanf(line, "open %d", &number) == 1) printf("%d\n", open_more(arguments[1], arguments[2], number));
    else if (sscanf(line, "check %d", &number) == 1) printf("%d\n", check(number));
    else puts("-1");
    fflush(stdout);
  }
  return 0;
}
