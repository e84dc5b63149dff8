// Sends datagrams to a Unix socket, which Node cannot, by the system library.

import type { NotifySocket } from './systemd.ts';

// Values of Linux on every processor that Node runs on here; systemd is nowhere else.
const unixFamily = 1;
const datagramCloseOnExec = 2 | 0o2000000;
/** MSG_DONTWAIT: a supervisor that does not read must not stop us; MSG_NOSIGNAL: nor end us. */
const sendFlags = 0x40 | 0x4000;
/** sizeof(struct sockaddr_un.sun_path) */
const longestPath = 108;

/** `/a/path`, or `@name` for one outside the file system. Null for another form, or where the library does not load. */
export async function notifySocketAt(address: string): Promise<NotifySocket | null> {
  const name = socketAddress(address);
  if (name === null) return null;
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const socket = library.func('int socket(int domain, int type, int protocol)');
    const sendto = library.func(
      'intptr_t sendto(int fd, const uint8_t *message, size_t length, int flags, const uint8_t *address, uint32_t addressLength)',
    );
    const close = library.func('int close(int fd)');
    return (message) => {
      const bytes = Buffer.from(message);
      // One for each message: nothing is left open in what this process becomes.
      const descriptor = Number(socket(unixFamily, datagramCloseOnExec, 0));
      if (descriptor < 0) return false;
      try {
        return Number(sendto(descriptor, bytes, bytes.length, sendFlags, name, name.length)) === bytes.length;
      } finally {
        close(descriptor);
      }
    };
  } catch {
    return null;
  }
}

/** A struct sockaddr_un, as long as it says it is: an abstract name has a zero byte before it and none after. */
export function socketAddress(address: string): Buffer | null {
  const name = Buffer.from(address);
  if (!/^[/@]./.test(address) || name.includes(0) || name.length >= longestPath) return null;
  const family = Buffer.alloc(2);
  family.writeUInt16LE(unixFamily);
  return address.startsWith('@')
    ? Buffer.concat([family, Buffer.from([0]), name.subarray(1)])
    : Buffer.concat([family, name, Buffer.from([0])]);
}
