// Chooses the first active server of the file.

import type { Balancer } from '../ports.ts';

export const firstActive: Balancer = {
  configure: () => undefined,
  choose(_proxy, gateway) {
    const at = gateway.realservers.findIndex((server) => server.status === 'active');
    const server = gateway.realservers[at];
    if (server === undefined) return null;
    const nothing = () => undefined;
    return { server, id: at + 1, setCookie: null, answered: nothing, failed: nothing, release: nothing };
  },
  [Symbol.asyncDispose]: async () => undefined,
};
