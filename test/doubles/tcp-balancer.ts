// A plain TCP balancer, as it stands before several EMS processes: TLS passes through it untouched.

import net from 'node:net';

export interface TcpBalancer extends AsyncDisposable {
  readonly port: number;
}

/** Hands every connection to the first of the ports that answers; asked anew each time. */
export async function startTcpBalancer(ports: () => readonly number[]): Promise<TcpBalancer> {
  const open = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    near.on('error', () => near.destroy());
    track(near);
    pass(near, [...ports()]);
  });

  function track(socket: net.Socket): void {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  }

  function pass(near: net.Socket, left: readonly number[]): void {
    const [port, ...others] = left;
    if (port === undefined) return void near.resetAndDestroy();
    const far = net.connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    track(far);
    far.once('error', () => (far.bytesRead === 0 && !joined.has(far) ? pass(near, others) : near.destroy()));
    far.once('connect', () => {
      joined.add(far);
      near.pipe(far);
      far.pipe(near);
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
    });
  }
  const joined = new WeakSet<net.Socket>();

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port');
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
