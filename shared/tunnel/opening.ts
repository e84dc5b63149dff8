// What an OPEN frame says: where to, for whom; and the names of the gateway's wires.

import { z } from 'zod';
import { port, type RequestId, requestId } from '../ids.ts';

/** A destination as the user named it: a host name or an IP, never resolved by the agent. */
export const target = z.object({ host: z.string().min(1).max(253), port });
export type Target = z.infer<typeof target>;

/** OS user and program are what the agent saw: logged and shown, matched by nothing. */
export const opening = z.object({
  destination: target,
  osUser: z.string().max(256).optional(),
  program: z.string().max(256).optional(),
});
export type Opening = z.infer<typeof opening>;

/** What an OPENED frame says. The answer bytes of the server follow as DATA. */
export const opened = z.object({ requestId });
export type Opened = z.infer<typeof opened>;

/** Our fast path: upgrade token and path. */
export const tunnelProtocol = 'stile-tunnel/1';
export const tunnelPath = '/tunnel';

/**
 * Beside the upgrade, from a device that has renewed: the request ids of streams that it carries over connections of its
 * certificate before. The gateway judges them by the one that this connection shows.
 */
const continues = 'X-Stile-Continues';
/** No device may have more streams; with them the head stays below its limit. */
const mostContinued = 256;

/** The header line, or nothing where there is nothing to go on. */
export function continuesHeader(ids: readonly RequestId[]): string {
  return ids.length === 0 ? '' : `${continues}: ${ids.slice(0, mostContinued).join(',')}\r\n`;
}

/** What a head asks to let go on. An id that is none belongs to no session. */
export function continuedSessions(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): ReadonlySet<string> {
  const value = headers[continues.toLowerCase()];
  return new Set([value ?? []].flat().flatMap((text) => text.split(',').map((id) => id.trim())));
}

/** FortiOS's TCP forwarding access proxy: upgrade token and path. */
export const tcpForwardingProtocol = 'tcp-forwarding/1.0';
export const tcpForwardingPath = '/tcp';

/** The header with the gateway's request id on every answer. */
export const requestIdHeader = 'X-Stile-Request-Id';

/** What a gateway holds of a stream until it has decided, resolved and connected. Bytes. */
export const earlyDataLimit = 65_536;
