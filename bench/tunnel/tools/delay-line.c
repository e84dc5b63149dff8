/*
 * delay-line NAMESPACE_FILE NAMESPACE_FILE DEVICE: a cable of any length between two network namespaces. Makes a TUN
 * device of this name in each, and holds every packet for as many microseconds as the last line of its input says.
 * Answers each line with `ok`, the first when the devices are there. It ends, and they do, with its input.
 */
#include "common.h"
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#define LARGEST 2048
/* A burst of 128 handshakes is some thousand packets; beyond this the cable drops, as cables do. */
#define HELD 16384

struct packet {
  int64_t due;
  ssize_t size;
  char bytes[LARGEST];
};

struct direction {
  int from, to;
};

static _Atomic int64_t delay_ns = 0;

static int device_in(const char *namespace_file, const char *name) {
  int space = open(namespace_file, O_RDONLY | O_CLOEXEC);
  if (space < 0 || setns(space, CLONE_NEWNET) < 0) fail("entering %s", namespace_file);
  close(space);
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(device, TUNSETIFF, &request) < 0) fail("TUN device in %s", namespace_file);
  return device;
}

static void *carry(void *given) {
  struct direction *way = given;
  struct packet *held = malloc(sizeof *held * HELD);
  size_t first = 0, after = 0;
  if (held == NULL) fail("memory");
  prctl(PR_SET_TIMERSLACK, 1UL);
  for (;;) {
    while (after - first < HELD) {
      struct packet *packet = &held[after % HELD];
      packet->size = read(way->from, packet->bytes, LARGEST);
      if (packet->size <= 0) break;
      packet->due = now_ns() + delay_ns;
      after += 1;
    }
    for (; first < after && held[first % HELD].due <= now_ns(); first += 1) {
      struct packet *packet = &held[first % HELD];
      /* A full device drops the packet. */
      if (write(way->to, packet->bytes, (size_t)packet->size) < 0) continue;
    }
    struct pollfd ready = {.fd = way->from, .events = after - first < HELD ? POLLIN : 0};
    int64_t wait = first < after ? held[first % HELD].due - now_ns() : 1000000000;
    struct timespec limit = {.tv_sec = wait > 0 ? wait / 1000000000 : 0, .tv_nsec = wait > 0 ? wait % 1000000000 : 0};
    ppoll(&ready, 1, &limit, NULL);
  }
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 4) return fputs("delay-line NAMESPACE_FILE NAMESPACE_FILE DEVICE\n", stderr), 2;
  int far = device_in(arguments[2], arguments[3]), near = device_in(arguments[1], arguments[3]);
  struct direction ways[2] = {{near, far}, {far, near}};
  pthread_t threads[2];
  for (int at = 0; at < 2; at += 1)
    if ((errno = pthread_create(&threads[at], NULL, carry, &ways[at])) != 0) fail("thread");
  char line[64];
  long long microseconds;
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (sscanf(line, "%lld", &microseconds) == 1) delay_ns = microseconds * 1000;
    puts("ok");
    fflush(stdout);
  }
  return 0;
}
