/* sink ADDRESS PORT: a server that takes as many bytes as the first eight (big-endian) announce, and answers with those eight. */
#include "common.h"
#include <endian.h>

int main(int count, char **arguments) {
  if (count != 3) return fputs("sink ADDRESS PORT\n", stderr), 2;
  int listener = listen_at(arguments[1], arguments[2], 0);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0) continue;
    if (fork() == 0) {
      uint64_t announced;
      no_delay(client);
      if (read_whole(client, &announced, sizeof announced) && drain(client, be64toh(announced)))
        write_whole(client, &announced, sizeof announced);
      _exit(0);
    }
    close(client);
  }
}
