// A datagram socket as systemd has one, and what arrived there.

import koffi from 'koffi';

/** What systemd would have been told. */
export interface NotifyReceiver extends AsyncDisposable {
  /** The next message; null after its end, and where none came for half a minute: the program that was to send it is gone. */
  next(): Promise<string | null>;
  /** The next message for which the claim holds; others before it are dropped. */
  until(claim: (message: string) => boolean): Promise<string | null>;
  /** What has arrived by now and was not read; does not wait. */
  waiting(): readonly string[];
}

const [unixFamily, datagram, dontWait, both] = [1, 2, 0x40, 2];
const [socketLevel, receiveTimeout, patienceS] = [1, 20, 30n];

/** `address` is a path, or `@name` for one outside the file system. @throws Error if it cannot be had */
export function notifyReceiver(address: string): NotifyReceiver {
  const library = koffi.load(null);
  const socket = library.func('int socket(int domain, int type, int protocol)');
  const bind = library.func('int bind(int fd, const uint8_t *address, uint32_t length)');
  const setsockopt = library.func('int setsockopt(int fd, int level, int name, const uint8_t *value, uint32_t length)');
  const recv = library.func('intptr_t recv(int fd, _Out_ uint8_t *bytes, size_t length, int flags)');
  const shutdown = library.func('int shutdown(int fd, int how)');
  const close = library.func('int close(int fd)');

  const descriptor: number = socket(unixFamily, datagram, 0);
  const name = Buffer.from(`\u0001\u0000${address.replace(/^@/, '\u0000')}${address.startsWith('@') ? '' : '\u0000'}`);
  if (bind(descriptor, name, name.length) !== 0) throw new Error(`no socket at ${address}`);
  const patience = Buffer.alloc(16);
  patience.writeBigInt64LE(patienceS);
  setsockopt(descriptor, socketLevel, receiveTimeout, patience, patience.length);
  let reading: Promise<string | null> = Promise.resolve(null);

  async function read(): Promise<string | null> {
    const bytes = Buffer.alloc(4_096);
    const length = await new Promise<number>((resolve, reject) => {
      recv.async(descriptor, bytes, bytes.length, 0, (error: Error | null, got: number) =>
        error === null ? resolve(Number(got)) : reject(error),
      );
    });
    return length > 0 ? bytes.toString('utf8', 0, length) : null;
  }

  const next = (): Promise<string | null> => {
    reading = read();
    return reading;
  };
  return {
    next,
    async until(claim) {
      for (;;) {
        const message = await next();
        if (message === null || claim(message)) return message;
      }
    },
    waiting() {
      const all: string[] = [];
      for (;;) {
        const bytes = Buffer.alloc(4_096);
        const length = Number(recv(descriptor, bytes, bytes.length, dontWait));
        if (length <= 0) return all;
        all.push(bytes.toString('utf8', 0, length));
      }
    },
    async [Symbol.asyncDispose]() {
      // Whoever still waits gets an end.
      shutdown(descriptor, both);
      await reading;
      close(descriptor);
    },
  };
}
