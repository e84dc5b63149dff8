/* round-trips ADDRESS PORT BYTES COUNT SECONDS: messages and their echoes over one connection, one after the other; says how long each took. */
#include "common.h"

int main(int count, char **arguments) {
  if (count != 6) return fputs("round-trips ADDRESS PORT BYTES COUNT SECONDS\n", stderr), 2;
  size_t size = (size_t)atoi(arguments[3]);
  int wanted = atoi(arguments[4]), done = 0;
  int64_t until = now_ns() + (int64_t)(atof(arguments[5]) * 1e9);
  char *message = calloc(1, size);
  int32_t *took_us = calloc((size_t)wanted, sizeof *took_us);
  int server = connect_to(arguments[1], arguments[2]);
  while (done < wanted && now_ns() < until) {
    int64_t began = now_ns();
    errno = ECONNRESET;
    if (!write_whole(server, message, size) || !read_whole(server, message, size)) fail("the echo broke");
    took_us[done++] = (int32_t)((now_ns() - began) / 1000);
  }
  fputs("{\"tookUs\":[", stdout);
  for (int at = 0; at < done; at += 1) printf(at == 0 ? "%d" : ",%d", took_us[at]);
  puts("]}");
  return 0;
}
