// Looks at a connection's ClientHello before the handshake, and puts every byte back.

import type { Socket } from 'node:net';
import { largestHello, readClientHello } from './client-hello.ts';

/** Tells the name that the client asks for, null if there is none or it cannot be read. Nothing is told of a socket that closes. */
export function peekServerName(raw: Socket, tell: (serverName: string | null) => void): void {
  let seen = Buffer.alloc(0);
  const look = () => {
    for (let chunk = raw.read(); chunk instanceof Buffer; chunk = raw.read()) seen = Buffer.concat([seen, chunk]);
    const hello = readClientHello(seen);
    if (hello.kind === 'incomplete' && seen.length <= largestHello && !raw.readableEnded) return;
    raw.removeListener('readable', look);
    raw.removeListener('end', look);
    if (raw.destroyed) return;
    // TLSSocket takes what is queued before it reads on.
    if (seen.length > 0) raw.unshift(seen);
    tell(hello.kind === 'hello' ? hello.serverName : null);
  };
  raw.on('readable', look);
  raw.on('end', look);
}
