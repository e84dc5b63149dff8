// Counts what a connection carries at once: only one that carries nothing is idle.

import type { ClientConnection } from '../accept/client-connection.ts';

/** @param begin told of the first; what it returns is called after the last */
export function countCarrying(
  begin: (connection: ClientConnection) => () => void,
): (connection: ClientConnection) => () => void {
  const carried = new WeakMap<ClientConnection, { count: number; readonly idleAgain: () => void }>();
  return (connection) => {
    const known = carried.get(connection) ?? { count: 0, idleAgain: begin(connection) };
    carried.set(connection, known);
    known.count += 1;
    return () => {
      known.count -= 1;
      if (known.count > 0) return;
      carried.delete(connection);
      known.idleAgain();
    };
  };
}
