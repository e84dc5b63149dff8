/* transfer down|up ADDRESS PORT BYTES: carries bytes from `source` or to `sink`, all of them, and says how long it took. */
#include "common.h"
#include <endian.h>

int main(int count, char **arguments) {
  if (count != 5) return fputs("transfer down|up ADDRESS PORT BYTES\n", stderr), 2;
  int down = strcmp(arguments[1], "down") == 0;
  uint64_t bytes = strtoull(arguments[4], NULL, 10), first = htobe64(bytes), answer = 0;
  int server = connect_to(arguments[2], arguments[3]);
  int64_t began = now_ns();
  errno = ECONNRESET;
  if (!write_whole(server, &first, sizeof first)) fail("asking");
  if (down ? !drain(server, bytes) : !pour(server, bytes)) fail("the transfer broke");
  /* What the kernel has taken from us has not arrived: the other end says when it has. */
  if (!down && (!read_whole(server, &answer, sizeof answer) || answer != first)) fail("not all of it arrived");
  double seconds = (double)(now_ns() - began) / 1e9;
  printf("{\"bytes\":%llu,\"seconds\":%.6f}\n", (unsigned long long)bytes, seconds);
  return 0;
}
