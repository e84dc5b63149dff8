// Where the gateway listens, as its file writes it.

import type { GatewayConfig } from '../config/schema.ts';

/** Where web proxies listen by themselves. */
export function ownListeners(config: GatewayConfig): readonly string[] {
  return [...new Set(config['web-proxy'].flatMap((proxy) => proxy.listen ?? []))];
}

/** An address of the file as host and port. */
export function placeOf(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}
