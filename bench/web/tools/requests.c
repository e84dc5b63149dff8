/*
 * requests ADDRESS PORT HOST PATH CONNECTIONS SECONDS CERT KEY CA: mutual TLS 1.3 connections that are kept, each asking
 * for PATH again and again, the next request after the whole answer to the last; says how many there were and how long
 * they took.
 */
#include "../../tunnel/tools/common.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/epoll.h>

#define MOST 4000000
#define ANSWER (256 * 1024)

struct asker {
  SSL *tls;
  int64_t began;
  size_t sent, got;
  char answer[ANSWER];
};

static char request[2048];
static size_t request_size;
static int32_t *took_us;
static int done, failed, over;

/* The size of a whole answer whose length its head says; 0 while the head is not whole. */
static size_t whole(struct asker *asker) {
  asker->answer[asker->got] = 0;
  char *end = strstr(asker->answer, "\r\n\r\n");
  if (end == NULL) return 0;
  if (strncmp(asker->answer, "HTTP/1.1 200", 12) != 0) {
    fprintf(stderr, "%.*s\n", (int)(end - asker->answer), asker->answer);
    exit(1);
  }
  size_t head = (size_t)(end - asker->answer) + 4;
  for (char *line = asker->answer; line != NULL && line < end; line = strstr(line, "\r\n"), line = line ? line + 2 : NULL)
    if (strncasecmp(line, "content-length:", 15) == 0) return head + (size_t)atol(line + 15);
  fputs("an answer without a length\n", stderr);
  exit(1);
}

/* Asks and listens until the socket has to be waited for. False when the connection is gone. */
static int go_on(struct asker *asker) {
  for (;;) {
    int result = asker->sent < request_size
      ? SSL_write(asker->tls, request + asker->sent, (int)(request_size - asker->sent))
      : SSL_read(asker->tls, asker->answer + asker->got, (int)(ANSWER - 1 - asker->got));
    if (result <= 0) {
      int why = SSL_get_error(asker->tls, result);
      return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
    }
    if (asker->sent < request_size) {
      asker->sent += (size_t)result;
      continue;
    }
    asker->got += (size_t)result;
    size_t size = whole(asker);
    if (size == 0 || asker->got < size) continue;
    if (done < MOST) took_us[done++] = (int32_t)((now_ns() - asker->began) / 1000);
    if (over) return 1;
    asker->began = now_ns();
    asker->sent = asker->got = 0;
  }
}

static int by_size(const void *one, const void *other) {
  int32_t a = *(const int32_t *)one, b = *(const int32_t *)other;
  return (a > b) - (a < b);
}

static SSL_CTX *context(char **arguments) {
  SSL_CTX *made = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(made, TLS1_3_VERSION);
  SSL_CTX_set_mode(made, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(made, SSL_VERIFY_PEER, NULL);
  if (SSL_CTX_use_certificate_chain_file(made, arguments[7]) != 1 ||
      SSL_CTX_use_PrivateKey_file(made, arguments[8], SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_load_verify_locations(made, arguments[9], NULL) != 1) {
    ERR_print_errors_fp(stderr);
    exit(1);
  }
  return made;
}

static SSL *shake_hands(SSL_CTX *tls, int socket, const char *host) {
  SSL *made = SSL_new(tls);
  SSL_set_fd(made, socket);
  SSL_set_tlsext_host_name(made, host);
  SSL_set1_host(made, host);
  if (SSL_connect(made) != 1) {
    ERR_print_errors_fp(stderr);
    exit(1);
  }
  return made;
}

int main(int count, char **arguments) {
  if (count != 10) return fputs("requests ADDRESS PORT HOST PATH CONNECTIONS SECONDS CERT KEY CA\n", stderr), 2;
  int connections = atoi(arguments[5]), set = epoll_create1(EPOLL_CLOEXEC);
  struct asker *askers = calloc((size_t)connections, sizeof *askers);
  took_us = malloc(MOST * sizeof *took_us);
  request_size = (size_t)snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s:%s\r\n\r\n", arguments[4], arguments[3], arguments[2]);
  SSL_CTX *tls = context(arguments);
  for (int at = 0; at < connections; at += 1) {
    int made = connect_to(arguments[1], arguments[2]);
    askers[at].tls = shake_hands(tls, made, arguments[3]);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &askers[at]};
    if (fcntl(made, F_SETFL, O_NONBLOCK) < 0 || epoll_ctl(set, EPOLL_CTL_ADD, made, &event) < 0) fail("epoll");
  }
  int64_t began = now_ns(), until = began + (int64_t)(atof(arguments[6]) * 1e9);
  for (int at = 0; at < connections; at += 1) {
    askers[at].began = now_ns();
    if (!go_on(&askers[at])) failed += 1;
  }
  struct epoll_event events[256];
  while (now_ns() < until) {
    int ready = epoll_wait(set, events, 256, 10);
    for (int at = 0; at < ready; at += 1)
      if (!go_on(events[at].data.ptr)) {
        struct asker *lost = events[at].data.ptr;
        epoll_ctl(set, EPOLL_CTL_DEL, SSL_get_fd(lost->tls), NULL);
        failed += 1;
      }
  }
  over = 1;
  double seconds = (double)(now_ns() - began) / 1e9;
  qsort(took_us, (size_t)done, sizeof *took_us, by_size);
  printf("{\"requests\":%d,\"failed\":%d,\"seconds\":%.6f,\"p50Us\":%d,\"p99Us\":%d}\n", done, failed, seconds,
         done == 0 ? 0 : took_us[done / 2], done == 0 ? 0 : took_us[(int64_t)done * 99 / 100]);
  return 0;
}
