// Asks a gateway, as this device, what it holds of it.

import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import { whoamiPath, whoamiReply } from '../../shared/gateway/whoami.ts';
import { clientTlsOptions } from '../../shared/node/tls/tls-options.ts';
import { denial } from '../../shared/tunnel/denial.ts';
import type { DialIdentity } from '../tunnel/dial.ts';
import type { GatewayAnswer } from './certificate-agreement.ts';

const timeoutMs = 4_000;

/** Tries the addresses in order; whatever goes wrong on the way is silence. */
export async function askWhoami(gateway: ProfileGateway, identity: DialIdentity): Promise<GatewayAnswer> {
  for (const address of gateway.addresses) {
    const answer = await askAt(address, gateway, identity).catch(() => null);
    if (answer !== null) return answer;
  }
  return { kind: 'silent' };
}

async function askAt(address: string, gateway: ProfileGateway, identity: DialIdentity): Promise<GatewayAnswer | null> {
  const { hostname, port } = new URL(`https://${address}`);
  const signal = AbortSignal.timeout(timeoutMs);
  const body = await new Promise<string>((resolve, reject) => {
    const asking = request({
      ...clientTlsOptions({
        ...identity,
        servername: gateway.serverName,
        identity: { kind: 'gateway', gatewayId: gateway.id },
      }),
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? 443 : Number(port),
      path: whoamiPath,
      headers: { host: gateway.serverName },
      agent: false,
      signal,
    });
    asking.on('error', reject);
    asking.on('response', (response) => void text(response).then(resolve, reject));
    asking.end();
  });
  const told = JSON.parse(body);
  const refused = denial.safeParse(told);
  if (refused.success) return { kind: 'refused', code: refused.data.code };
  return { kind: 'answered', certificates: whoamiReply.parse(told).certificates };
}
