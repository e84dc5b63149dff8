// Counts what the gateway does and serves the counts to Prometheus on a local address.

import { createServer } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Session, SessionEnd } from '../sessions/session.ts';

export interface Metrics {
  readonly registry: Registry;
  refused(code: string): void;
  ended(session: Session, end: SessionEnd): void;
  dialled(tookMs: number): void;
}

/** @param now what gauges show when they are asked */
export function makeMetrics(now: {
  readonly sessions: () => number;
  readonly connections: () => number;
  readonly viewAgeMs: () => number | null;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('stile_gateway_sessions', 'Sessions that are decided, resolved, dialled or joined', now.sessions);
  gauge('stile_gateway_tunnel_connections', 'Tunnel connections, idle ones included', now.connections);
  gauge('stile_gateway_view_age_seconds', 'Age of the view of devices; -1 before the first one', () => {
    const ageMs = now.viewAgeMs();
    return ageMs === null ? -1 : ageMs / 1_000;
  });
  const denials = new Counter({
    name: 'stile_gateway_denials_total',
    help: 'Refused accesses by code',
    labelNames: ['code'],
    registers,
  });
  const cuts = new Counter({
    name: 'stile_gateway_cuts_total',
    help: 'Live sessions cut by code',
    labelNames: ['code'],
    registers,
  });
  const bytes = new Counter({
    name: 'stile_gateway_bytes_total',
    help: 'Bytes of ended sessions, as the device sees them',
    labelNames: ['direction'],
    registers,
  });
  const [sent, received] = [bytes.labels('sent'), bytes.labels('received')];
  const dialling = new Histogram({
    name: 'stile_gateway_dial_seconds',
    help: 'Time to resolve and dial a destination',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  return {
    registry,
    refused: (code) => denials.inc({ code }),
    ended(session, end) {
      if (end.kind === 'refused') denials.inc({ code: end.refusal.code });
      if (end.kind === 'cut') cuts.inc({ code: end.refusal.code });
      const traffic = session.traffic;
      sent.inc(traffic.sent);
      received.inc(traffic.received);
    },
    dialled: (tookMs) => dialling.observe(tookMs / 1_000),
  };
}

export interface MetricsServer extends AsyncDisposable {
  readonly port: number;
}

/** Serves `GET /metrics` and nothing else. @throws the system's error if the address is taken */
export async function serveMetrics(registry: Registry, host: string, port: number): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    registry
      .metrics()
      .then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text))
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
