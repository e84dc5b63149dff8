// A client's connection joined with a server's socket: what has gone through, and how both are reset.

import type { Socket } from 'node:net';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Carried } from './session.ts';

export function socketPair(connection: ClientConnection, origin: Socket): Carried {
  return {
    server: null,
    get sent() {
      return origin.bytesWritten;
    },
    get received() {
      return origin.bytesRead;
    },
    cut(_refusal, holdsConnection) {
      if (holdsConnection) connection.reset();
      resetSocket(origin);
    },
  };
}
