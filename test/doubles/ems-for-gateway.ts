// An EMS as a gateway sees it: the real routes and the real WebSocket over mutual TLS, with a table of devices behind them.

import type { KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { applied, closeCodes, type ServerEvent, subprotocols } from '../../shared/ems/events.ts';
import { type DeviceView, deviceView, gatewayEventsPath, gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { type DeviceId, epoch as epochId } from '../../shared/ids.ts';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';
import { authorityFingerprint, authorityId, dayMs } from '../../shared/node/x509/authority.ts';
import { parseCsr } from '../../shared/node/x509/csr.ts';
import { issue } from '../../shared/node/x509/issue.ts';
import { makeJudge } from '../../shared/node/x509/judge.ts';
import type { Credentials, ThrowawayPki } from './throwaway-pki.ts';

export interface EmsForGateway extends AsyncDisposable {
  /** host:port */
  readonly address: string;
  readonly fabricFingerprint: string;
  readonly published: readonly unknown[];
  /** The latest revision a gateway said it has applied. */
  readonly appliedRevision: () => number;
  /** Puts a device's view in place and announces the change. */
  put(view: Partial<z.input<typeof deviceView>> & { readonly uid: DeviceId }): void;
  /** The same with nobody told and no new revision: what a gateway may have missed. */
  putUnsaid(view: Parameters<EmsForGateway['put']>[0]): void;
  remove(uid: DeviceId): void;
  revision(): number;
  beat(): void;
  /** No beats, no answers to fetches; the connection stays. */
  fallSilent(): void;
  /** Beats and notices go on, fetches get no answer. */
  fallSilentForFetches(): void;
  speakAgain(): void;
  /** As after a restore: another epoch, revisions from the start. */
  restore(): void;
  approve(names: readonly string[]): void;
  /** Replaces the ZTNA CAs (PEM) that gateways are told to trust, and those of which they are told that they were revoked. */
  trust(cas: readonly string[], revoked?: readonly string[]): void;
  withdraw(): void;
  /** Takes a withdrawn gateway back. */
  takeBack(): void;
  /** Waits until the gateway says it has applied everything up to now. */
  settled(): Promise<void>;
}

/** The EMS's record of a certificate, as it is handed to gateways. */
export function recordOf(
  pki: ThrowawayPki,
  credentials: Credentials,
  changes: {
    readonly uid?: DeviceId;
    readonly state?: 'active' | 'retired' | 'revoked';
    readonly osUser?: string;
  } = {},
): DeviceView['certificates'][number] {
  const common = {
    sha256: credentials.sha256,
    issuer: authorityId(pki.ztna.certificatePem),
    serial: credentials.serial,
    uid: changes.uid ?? pki.uid,
    notAfter: new Date(credentials.notAfter).toISOString(),
    state: changes.state ?? ('active' as const),
  };
  return changes.osUser === undefined
    ? { ...common, kind: 'machine', osUser: null }
    : { ...common, kind: 'user', osUser: changes.osUser };
}

export async function startEmsForGateway(
  pki: ThrowawayPki,
  options: { readonly beatMs?: number; readonly emsAddresses?: readonly string[] } = {},
): Promise<EmsForGateway> {
  const credentials = await pki.server(['localhost', '127.0.0.1'], { ipAddresses: ['127.0.0.1'] });
  const server = createServer({
    ...serverTlsOptions({ key: credentials.keyPem, cert: credentials.certificatePem, requestClientCertificate: true }),
    ca: [pki.fabric.certificatePem],
  });
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => subprotocols.gateway });
  const judge = makeJudge({ anchors: [pki.fabric.certificatePem], now: Date.now });
  const changes = new Map<DeviceId, { view: DeviceView | null; revision: number }>();
  const published: unknown[] = [];
  const waiting = new Set<() => void>();
  let epoch = epochId.parse(`ep_${'A'.repeat(26)}`);
  let revision = 1;
  let appliedRevision = -1;
  let silent = false;
  let fetchless = false;
  let withdrawn = false;
  let approved: readonly string[] | null = null;
  let cas: readonly string[] = [pki.ztna.certificatePem];
  let revokedCas: readonly string[] = [];

  function changed(what: 'tags' | 'certificates'): void {
    send({ type: 'changed', what, epoch, revision });
    beat();
  }
  function beat(): void {
    send({ type: 'beat', epoch, revision, now: Date.now() });
  }
  function send(event: ServerEvent, only?: WebSocket): void {
    if (silent) return;
    for (const socket of only === undefined ? sockets.clients : [only]) socket.send(JSON.stringify(event));
  }
  function beatTo(socket: WebSocket): void {
    send({ type: 'beat', epoch, revision, now: Date.now() }, socket);
  }

  async function certify(publicKey: KeyObject, dnsNames: readonly string[]) {
    const names = { subjectCn: pki.gatewayId, sanUri: pki.uri({ kind: 'gateway' }), dnsNames };
    const life = { eku: 'both', days: 90, publicUrl: pki.publicUrl } as const;
    const issued = await issue({ authority: pki.fabric, publicKey, ...names, ...life });
    const { certificatePem: certificate, serial } = issued;
    return { certificate, serial, validForMs: 90 * dayMs, renewAfterMs: 60 * dayMs };
  }

  /** Only this gateway's certificate opens anything but the CA and joining. */
  function isTheGateway(socket: TLSSocket): boolean {
    const expectation = { kinds: ['gateway'], eku: 'client', emsId: pki.emsId, sites: 'any' } as const;
    return judge.judge(socket.getPeerX509Certificate(), expectation).kind === 'accepted';
  }

  async function answer(method: string, url: URL, body: unknown): Promise<unknown> {
    const { uidTags, trust, destinations, join, renew } = gatewayRoutes;
    const at = `${method} ${url.pathname}`;
    if (at === `${uidTags.method} ${uidTags.path}`) {
      const query = uidTags.query.parse(Object.fromEntries(url.searchParams));
      const full = query.epoch !== epoch || query.since > revision;
      const items = [...changes.entries()].filter(([, one]) => full || one.revision > query.since);
      return {
        epoch,
        revision,
        full,
        items: items.flatMap(([, one]) => one.view ?? []),
        removed: full ? [] : items.filter(([, one]) => one.view === null).map(([uid]) => uid),
      };
    }
    if (at === `${trust.method} ${trust.path}`)
      return {
        emsId: pki.emsId,
        sites: [pki.site],
        names: ['gw.corp.test'],
        ztnaCas: cas,
        revokedZtnaCas: revokedCas,
        emsAddresses: options.emsAddresses ?? [],
        revision,
      };
    if (at === `${destinations.method} ${destinations.path}`) {
      published.push(destinations.body.parse(body));
      return { revision };
    }
    if (at === `${join.method} ${join.path}`) {
      const { csr } = join.body.parse(body);
      const { publicKey, keyFingerprint } = await parseCsr(csr);
      if (approved === null) return { state: 'pending', gatewayId: pki.gatewayId, keyFingerprint };
      return { state: 'approved', gatewayId: pki.gatewayId, emsId: pki.emsId, ...(await certify(publicKey, approved)) };
    }
    if (at === `${renew.method} ${renew.path}`) {
      const { publicKey } = await parseCsr(renew.body.parse(body).csr);
      return await certify(publicKey, ['gw.corp.test']);
    }
    return null;
  }

  server.on('request', (request, response) => {
    const url = new URL(request.url ?? '/', 'https://ems');
    if (url.pathname === '/ca') return void response.end(pki.fabric.certificatePem);
    text(request)
      .then(async (body) => {
        if (silent || fetchless) {
          response.destroy();
          return;
        }
        if (withdrawn) {
          response
            .writeHead(403)
            .end(JSON.stringify({ code: 'gateway-withdrawn', message: 'withdrawn', next: 'join' }));
          return;
        }
        const anonymous = url.pathname === gatewayRoutes.join.path;
        if (!anonymous && !(request.socket instanceof TLSSocket && isTheGateway(request.socket))) {
          response.writeHead(401).end(JSON.stringify({ code: 'certificate-required', message: 'no', next: 'no' }));
          return;
        }
        const reply = await answer(request.method ?? '', url, body === '' ? undefined : JSON.parse(body));
        response.writeHead(reply === null ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(reply ?? { code: 'route-unknown', message: 'no', next: 'no' }));
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.on('upgrade', (request, socket, head) => {
    const known = request.socket instanceof TLSSocket && isTheGateway(request.socket);
    if (request.url !== gatewayEventsPath || !known) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (made) => {
      appliedRevision = -1;
      made.on('message', (bytes) => {
        appliedRevision = applied.parse(JSON.parse(bytes.toString())).revision;
        for (const look of waiting) look();
      });
      beatTo(made);
    });
  });
  function write(change: Parameters<EmsForGateway['put']>[0]): void {
    const before = changes.get(change.uid)?.view;
    const view = deviceView.parse({
      site: pki.site,
      state: 'active',
      online: true,
      validForMs: 180_000,
      tags: [],
      certificates: [],
      users: [],
      ...before,
      ...change,
    });
    changes.set(change.uid, { view, revision });
  }

  const beats = setInterval(beat, options.beatMs ?? 10_000);
  const port = await listen(server);

  return {
    address: `127.0.0.1:${port}`,
    fabricFingerprint: authorityFingerprint(pki.fabric.certificatePem),
    published,
    appliedRevision: () => appliedRevision,
    revision: () => revision,
    put(change) {
      revision += 1;
      write(change);
      changed('tags');
    },
    putUnsaid: write,
    remove(uid) {
      revision += 1;
      changes.set(uid, { view: null, revision });
      changed('tags');
    },
    beat,
    fallSilent() {
      silent = true;
    },
    fallSilentForFetches() {
      fetchless = true;
    },
    speakAgain() {
      silent = false;
      fetchless = false;
      beat();
    },
    restore() {
      epoch = epochId.parse(`ep_${'B'.repeat(26)}`);
      revision = 1;
      changes.clear();
      beat();
    },
    approve(names) {
      approved = names;
    },
    trust(next, revoked = []) {
      revision += 1;
      cas = next;
      revokedCas = revoked;
      changed('certificates');
    },
    withdraw() {
      withdrawn = true;
      for (const socket of sockets.clients) socket.close(closeCodes.withdrawn);
    },
    takeBack() {
      withdrawn = false;
    },
    settled: () =>
      new Promise((resolve) => {
        const look = () => {
          if (appliedRevision < revision) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      clearInterval(beats);
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return z.object({ port: z.int() }).parse(bound).port;
}
