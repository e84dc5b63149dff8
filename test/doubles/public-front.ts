// What stands before an EMS's public listener: nothing, a balancer, or a network that wants a sign-in first.

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Front =
  | { readonly kind: 'open'; readonly port: number }
  | { readonly kind: 'answers'; readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface PublicFront extends AsyncDisposable {
  readonly url: string;
  /** Changes what stands there, from the next question on. */
  use(front: Front): void;
  /** The questions so far, as lines and headers of their heads. */
  readonly asked: readonly { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
}

export async function startPublicFront(): Promise<PublicFront> {
  let front: Front = { kind: 'answers', status: 502 };
  const asked: { line: string; headers: IncomingMessage['headers'] }[] = [];

  const server = createServer((question, answer) => {
    asked.push({ line: `${question.method} ${question.url}`, headers: question.headers });
    if (front.kind === 'open') return passOn(question, answer, front.port);
    answer.writeHead(front.status, front.headers).end('<html>Please sign in</html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    use(next) {
      front = next;
    },
    asked,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function passOn(question: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url: path, headers } = question;
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  question.pipe(onward);
}
