// A WebSocket to the EMS as an agent or a gateway opens it, with everything it hears.

import WebSocket from 'ws';
import { agentEventsPath } from '../../../shared/ems/agent-routes.ts';
import { type ServerEvent, serverEvent, subprotocols } from '../../../shared/ems/events.ts';
import { gatewayEventsPath } from '../../../shared/ems/gateway-routes.ts';
import { clientTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import type { TestEms } from '../../doubles/running-ems.ts';

export interface TestLink extends Disposable {
  readonly socket: WebSocket;
  readonly heard: readonly ServerEvent[];
  /** The close code; 1006 if the upgrade was refused. */
  readonly closed: Promise<number>;
  /** Waits for the first event, heard or yet to come, that is like this. */
  hear(is: (event: ServerEvent) => boolean): Promise<ServerEvent>;
}

export function openLink(
  ems: TestEms,
  kind: 'agent' | 'gateway',
  identity: { readonly cert: string; readonly key: string } | undefined,
  subprotocol: string = subprotocols[kind],
): TestLink {
  const path = kind === 'agent' ? agentEventsPath : gatewayEventsPath;
  const tls = clientTlsOptions({ ca: ems.ca, ...identity });
  const socket = new WebSocket(`wss://localhost:${ems.running.ports[kind]}${path}`, subprotocol, tls);
  const heard: ServerEvent[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  socket.on('message', (bytes) => {
    heard.push(serverEvent.parse(JSON.parse(String(bytes))));
    for (const look of waiting) look();
  });
  return {
    socket,
    heard,
    closed,
    hear: (is) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(is);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    [Symbol.dispose]: () => socket.terminate(),
  };
}
