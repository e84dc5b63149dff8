/* echo ADDRESS PORT: a server that sends back whatever comes, over thousands of connections. */
#include "common.h"
#include <sys/epoll.h>

static int taken(int poll, int listener) {
  int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (client < 0) return 0;
  struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.fd = client};
  no_delay(client);
  if (epoll_ctl(poll, EPOLL_CTL_ADD, client, &event) < 0) close(client);
  return 1;
}

/* The messages are small: what does not fit into the send buffer at once is a client that never reads. */
static int answered(int client) {
  char piece[16 * 1024];
  ssize_t got = recv(client, piece, sizeof piece, 0);
  if (got < 0) return errno == EAGAIN;
  return got > 0 && send(client, piece, (size_t)got, 0) == got;
}

int main(int count, char **arguments) {
  if (count != 3) return fputs("echo ADDRESS PORT\n", stderr), 2;
  int listener = listen_at(arguments[1], arguments[2], SOCK_NONBLOCK), poll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
  if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event) < 0) fail("epoll");
  for (;;) {
    int ready = epoll_wait(poll, events, 256, -1);
    for (int at = 0; at < ready; at += 1) {
      int socket = events[at].data.fd;
      if (socket == listener) while (taken(poll, listener)) continue;
      else if (!answered(socket)) close(socket);
    }
  }
}
