// A real name server on loopback with a table of addresses.

import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';

export interface DnsServer extends AsyncDisposable {
  /** `ip:port` */
  readonly address: string;
  /** Names that were asked for, as they came. */
  readonly asked: readonly string[];
  /** Replaces a name's addresses; none means NXDOMAIN, `silent` means no answer at all. */
  set(name: string, addresses: readonly string[] | 'silent'): void;
}

export async function startDnsServer(
  table: Readonly<Record<string, readonly string[] | 'silent'>>,
): Promise<DnsServer> {
  const names = new Map(Object.entries(table));
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    const query = decode(bytes);
    const question = query.questions?.[0];
    if (question === undefined) return;
    asked.push(question.name);
    const addresses = names.get(question.name.toLowerCase()) ?? [];
    if (addresses === 'silent') return;
    const wanted = addresses.filter((address) => isIPv4(address) === (question.type === 'A'));
    const type = question.type === 'AAAA' ? 'AAAA' : 'A';
    const answers: Answer[] = wanted.map((data) => ({ type, name: question.name, ttl: 0, data }));
    const code = addresses.length === 0 ? 3 : 0;
    socket.send(
      encode({
        type: 'response',
        id: query.id ?? 0,
        flags: AUTHORITATIVE_ANSWER | code,
        questions: [question],
        answers,
      }),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    set: (name, addresses) => names.set(name, addresses),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
