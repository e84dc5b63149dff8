// How programs that know nothing of us are pointed to the gateway.

import { addresses } from './network.ts';
import type { Stage } from './stage.ts';

/** What a client shows of itself: PEM files. */
export interface Shown {
  readonly cert: string;
  readonly key: string;
}

export const gatewayName = 'gw.corp.test';
const port = 9443;

/** curl with the gateway as its HTTPS proxy. */
export function curlThrough({ pem }: Stage, shown: Shown | null, more: readonly string[]): readonly string[] {
  const place = `${gatewayName}:${port}`;
  return [
    ...['/usr/bin/curl', '-sS', '--max-time', '20', '-x', `https://${place}`],
    ...['--resolve', `${place}:${addresses.edge.ipv4}`, '--proxy-cacert', pem.ca],
    ...(shown === null ? [] : ['--proxy-cert', shown.cert, '--proxy-key', shown.key]),
    ...more,
  ];
}

/** openssl's own client; what it shows of the handshake goes to standard output. */
export function sClient(stage: Stage, shown: Shown | null, more: readonly string[] = [], to = port): readonly string[] {
  return [
    ...['/usr/bin/openssl', 's_client', '-connect', `${addresses.edge.ipv4}:${to}`, '-CAfile', stage.pem.ca],
    ...(more.some((argument) => argument.endsWith('servername')) ? [] : ['-servername', gatewayName]),
    ...(shown === null ? [] : ['-cert', shown.cert, '-key', shown.key]),
    ...more,
  ];
}
