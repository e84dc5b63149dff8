/*
 * connects ADDRESS PORT COUNT AT_ONCE SECONDS PAUSE_MS: opens connections, so many at once, each for one byte and its
 * echo; says how long each took from connect() to the echo. Ends after COUNT or SECONDS, whichever comes first; waits
 * PAUSE_MS before each next connection.
 */
#include "common.h"
#include <sys/epoll.h>

/* A connection that has not echoed by then has failed. */
#define PATIENCE_NS 15000000000

struct attempt {
  int socket;
  int64_t began;
};

static int poll_set;
static struct sockaddr_in target;

static void begin(struct attempt *attempt) {
  struct epoll_event event = {.events = EPOLLOUT, .data.ptr = attempt};
  attempt->began = now_ns();
  attempt->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (attempt->socket < 0) fail("socket");
  no_delay(attempt->socket);
  if (connect(attempt->socket, (struct sockaddr *)&target, sizeof target) < 0 && errno != EINPROGRESS) fail("connect");
  if (epoll_ctl(poll_set, EPOLL_CTL_ADD, attempt->socket, &event) < 0) fail("epoll");
}

/* 1 when the echo has come, -1 when it never will, 0 while it may. */
static int progress(struct attempt *attempt, uint32_t events) {
  char byte = 'x';
  if (events & EPOLLOUT) {
    struct epoll_event next = {.events = EPOLLIN, .data.ptr = attempt};
    if (send(attempt->socket, &byte, 1, 0) != 1) return -1;
    return epoll_ctl(poll_set, EPOLL_CTL_MOD, attempt->socket, &next) < 0 ? -1 : 0;
  }
  byte = 0;
  ssize_t got = recv(attempt->socket, &byte, 1, 0);
  if (got < 0 && errno == EAGAIN) return 0;
  return got == 1 && byte == 'x' ? 1 : -1;
}

static void pause_for(int milliseconds) {
  struct timespec pause = {.tv_sec = milliseconds / 1000, .tv_nsec = (milliseconds % 1000) * 1000000L};
  if (milliseconds > 0) nanosleep(&pause, NULL);
}

int main(int count, char **arguments) {
  if (count != 7) return fputs("connects ADDRESS PORT COUNT AT_ONCE SECONDS PAUSE_MS\n", stderr), 2;
  target = place(arguments[1], arguments[2]);
  int wanted = atoi(arguments[3]), at_once = atoi(arguments[4]), pause_ms = atoi(arguments[6]);
  int64_t began = now_ns(), until = began + (int64_t)(atof(arguments[5]) * 1e9);
  if (at_once > wanted) at_once = wanted;
  struct attempt *attempts = calloc((size_t)at_once, sizeof *attempts);
  int32_t *took_us = calloc((size_t)wanted, sizeof *took_us);
  struct epoll_event events[256];
  int begun = 0, open = 0, succeeded = 0, failed = 0;
  signal(SIGPIPE, SIG_IGN);
  poll_set = epoll_create1(EPOLL_CLOEXEC);
  for (; begun < at_once; begun += 1, open += 1) begin(&attempts[begun]);
  while (open > 0) {
    int ready = epoll_wait(poll_set, events, 256, 1000);
    for (int at = 0; at < ready; at += 1) {
      struct attempt *attempt = events[at].data.ptr;
      int outcome = progress(attempt, events[at].events);
      if (outcome == 0) continue;
      if (outcome > 0) took_us[succeeded++] = (int32_t)((now_ns() - attempt->began) / 1000);
      else failed += 1;
      close(attempt->socket);
      attempt->socket = -1;
      open -= 1;
      if (begun >= wanted || now_ns() >= until) continue;
      pause_for(pause_ms);
      begin(attempt);
      begun += 1;
      open += 1;
    }
    for (int at = 0; at < at_once && ready == 0; at += 1) {
      if (attempts[at].socket < 0 || now_ns() - attempts[at].began < PATIENCE_NS) continue;
      close(attempts[at].socket);
      attempts[at].socket = -1;
      open -= 1;
      failed += 1;
    }
  }
  double seconds = (double)(now_ns() - began) / 1e9;
  printf("{\"failed\":%d,\"seconds\":%.6f,\"tookUs\":[", failed, seconds);
  for (int at = 0; at < succeeded; at += 1) printf(at == 0 ? "%d" : ",%d", took_us[at]);
  puts("]}");
  return 0;
}
