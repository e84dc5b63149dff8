// A server that keeps every byte it gets and answers each request once it is whole, by a parser as simple as can be.

import { createServer, type Socket } from 'node:net';

export interface RecordingOrigin extends AsyncDisposable {
  readonly port: number;
  /** What came over each connection, without what the gateway itself says of a request. */
  readonly seen: () => readonly string[];
  forget(): void;
}

export async function startRecordingOrigin(): Promise<RecordingOrigin> {
  const sockets = new Set<Socket>();
  let connections: { text: string; answered: number }[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = { text: '', answered: 0 };
    connections.push(connection);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => {
      connection.text += bytes.toString('latin1');
      while (connection.answered < wholeRequests(connection.text)) {
        connection.answered += 1;
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  return {
    port: bound.port,
    seen: () => connections.map(({ text }) => withoutOurs(text)).filter((text) => text !== ''),
    forget() {
      // A connection that is kept starts anew, or the next request would look like its second one.
      for (const socket of sockets) socket.destroy();
      connections = [];
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** How many requests these bytes hold whole. */
function wholeRequests(text: string): number {
  let count = 0;
  for (let rest = text; ; count += 1) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return count;
    const head = rest.slice(0, end).toLowerCase();
    rest = rest.slice(end + 4);
    const length = /\r\ncontent-length: ([0-9]+)/.exec(head)?.[1];
    if (/\r\ntransfer-encoding: chunked/.test(head)) {
      const whole = /^(?:[0-9a-f]+\r\n[\s\S]*?\r\n)*?0\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(rest);
      if (whole === null) return count;
      rest = rest.slice(whole[0].length);
    } else if (length !== undefined) {
      if (rest.length < Number(length)) return count;
      rest = rest.slice(Number(length));
    }
  }
}

function withoutOurs(text: string): string {
  return text.replace(
    /(?<=\n)(X-Forwarded-(For|Proto|Host)|X-Stile-(Request-Id|Assertion)|Host): (?!x\r)[^\r\n]*\r\n/g,
    '',
  );
}
