// The name server of corp.test: answers for the protected services, and for nothing else.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';

const noSuchName = 3;

/** @param table lower-case name → IPv4 address */
export async function startNames(
  host: string,
  port: number,
  table: Readonly<Record<string, string>>,
): Promise<AsyncDisposable> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    const answer = answerTo(bytes, table);
    if (answer !== null) socket.send(answer, from.port, from.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function answerTo(bytes: Buffer, table: Readonly<Record<string, string>>): Buffer | null {
  const query = readPacket(bytes);
  const question = query?.questions?.[0];
  if (query === null || question === undefined) return null;
  const address = Object.hasOwn(table, question.name.toLowerCase()) ? table[question.name.toLowerCase()] : undefined;
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags: AUTHORITATIVE_ANSWER | (address === undefined ? noSuchName : 0),
    questions: [question],
    answers:
      address === undefined || question.type !== 'A' ? [] : [{ type: 'A', name: question.name, ttl: 5, data: address }],
  });
}

function readPacket(bytes: Buffer): Packet | null {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}
