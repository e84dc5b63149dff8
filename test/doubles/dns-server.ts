// A real name server on loopback with a table of addresses.

import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Question } from 'dns-packet';

export interface DnsServer extends AsyncDisposable {
  /** `ip:port` */
  readonly address: string;
  /** Names that were asked for, as they came. */
  readonly asked: readonly string[];
  /** Replaces a name's addresses; none means NXDOMAIN, `silent` means no answer at all. */
  set(name: string, addresses: Addresses): void;
  /** Answers to this name wait until the returned function is called. */
  hold(name: string): Hold;
}

export interface Hold {
  /** Somebody has asked for the name. */
  readonly asked: Promise<void>;
  release(): void;
}

/** A function is asked at each question: for A records, and for AAAA records. */
export type Addresses = readonly string[] | 'silent' | (() => readonly string[]);

export async function startDnsServer(table: Readonly<Record<string, Addresses>>): Promise<DnsServer> {
  const names = new Map(Object.entries(table));
  const asked: string[] = [];
  const held = new Map<string, { readonly answers: (() => void)[]; readonly wake: () => void }>();
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    const query = decode(bytes);
    const question = query.questions?.[0];
    if (question === undefined) return;
    asked.push(question.name);
    const waiting = held.get(question.name.toLowerCase());
    if (waiting === undefined) return answer(query.id ?? 0, question, from);
    waiting.answers.push(() => answer(query.id ?? 0, question, from));
    waiting.wake();
  });

  function answer(id: number, question: Question, from: RemoteInfo): void {
    const entry = names.get(question.name.toLowerCase()) ?? [];
    if (entry === 'silent') return;
    const addresses = typeof entry === 'function' ? entry() : entry;
    const wanted = addresses.filter((address) => isIPv4(address) === (question.type === 'A'));
    const type = question.type === 'AAAA' ? 'AAAA' : 'A';
    const answers: Answer[] = wanted.map((data) => ({ type, name: question.name, ttl: 0, data }));
    const code = addresses.length === 0 ? 3 : 0;
    socket.send(
      encode({
        type: 'response',
        id,
        flags: AUTHORITATIVE_ANSWER | code,
        questions: [question],
        answers,
      }),
      from.port,
      from.address,
    );
  }
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    set: (name, addresses) => names.set(name, addresses),
    hold(name) {
      const { promise, resolve: wake } = Promise.withResolvers<void>();
      const waiting = { answers: [] as (() => void)[], wake };
      held.set(name, waiting);
      return {
        asked: promise,
        release() {
          held.delete(name);
          for (const each of waiting.answers.splice(0)) each();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
