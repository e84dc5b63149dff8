/* source ADDRESS PORT: a server that sends as many bytes as the first eight (big-endian) of a connection ask for. */
#include "common.h"
#include <endian.h>

int main(int count, char **arguments) {
  if (count != 3) return fputs("source ADDRESS PORT\n", stderr), 2;
  int listener = listen_at(arguments[1], arguments[2], 0);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0) continue;
    if (fork() == 0) {
      uint64_t wanted;
      no_delay(client);
      if (read_whole(client, &wanted, sizeof wanted)) pour(client, be64toh(wanted));
      _exit(0);
    }
    close(client);
  }
}
