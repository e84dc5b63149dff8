/* What the tools of the tunnel benchmark share: sockets, time, whole reads and writes, and an end that says why. */
#ifndef STILE_BENCH_COMMON_H
#define STILE_BENCH_COMMON_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PIECE (256 * 1024)

__attribute__((noreturn, format(printf, 1, 2))) static inline void fail(const char *format, ...) {
  int error = errno;
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fprintf(stderr, ": %s\n", strerror(error));
  exit(1);
}

static inline int64_t now_ns(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static inline struct sockaddr_in place(const char *address, const char *port) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  errno = EINVAL;
  if (inet_pton(AF_INET, address, &at.sin_addr) != 1) fail("%s is no IPv4 address", address);
  return at;
}

static inline void no_delay(int socket) {
  int yes = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* flags: SOCK_NONBLOCK or 0. */
static inline int listen_at(const char *address, const char *port, int flags) {
  struct sockaddr_in at = place(address, port);
  int yes = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0) fail("bind %s:%s", address, port);
  if (listen(listener, 4096) < 0) fail("listen");
  signal(SIGPIPE, SIG_IGN);
  return listener;
}

static inline int connect_to(const char *address, const char *port) {
  struct sockaddr_in at = place(address, port);
  int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) fail("socket");
  if (connect(made, (struct sockaddr *)&at, sizeof at) < 0) fail("connect %s:%s", address, port);
  no_delay(made);
  signal(SIGPIPE, SIG_IGN);
  return made;
}

/* False at the end of the stream or when it breaks. */
static inline int read_whole(int socket, void *into, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t got = recv(socket, (char *)into + done, size - done, 0);
    if (got <= 0) return 0;
    done += (size_t)got;
  }
  return 1;
}

static inline int write_whole(int socket, const void *from, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t sent = send(socket, (const char *)from + done, size - done, 0);
    if (sent <= 0) return 0;
    done += (size_t)sent;
  }
  return 1;
}

/* Sends so many bytes that mean nothing. */
static inline int pour(int socket, uint64_t count) {
  static char piece[PIECE];
  for (uint64_t left = count; left > 0;) {
    size_t size = left < PIECE ? (size_t)left : PIECE;
    if (!write_whole(socket, piece, size)) return 0;
    left -= size;
  }
  return 1;
}

/* Takes so many bytes and lets the kernel drop them: no copy, so that the end of the line costs next to nothing. */
static inline int drain(int socket, uint64_t count) {
  static char piece[PIECE];
  for (uint64_t left = count; left > 0;) {
    ssize_t got = recv(socket, piece, left < PIECE ? (size_t)left : PIECE, MSG_TRUNC);
    if (got <= 0) return 0;
    left -= (uint64_t)got;
  }
  return 1;
}

#endif
