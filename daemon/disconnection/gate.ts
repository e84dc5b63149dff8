// Stands between what an enrolment wants carried and the data plane: while it is shut, nothing is published and nothing carried.

import { nothingPersonal } from '../names/personal.ts';
import type { Publisher } from '../names/publisher.ts';
import type { Tunnels } from '../tunnel/tunnels.ts';

export interface Gate {
  readonly tunnels: Tunnels;
  readonly publisher: Publisher;
  /** Makes so what is so now: shut, live sessions are reset at once and names go; open, all comes back. */
  settle(): Promise<void>;
}

/** What is wanted meanwhile is kept for when it opens. The owners of both still close them. */
export function gateOf(
  parts: { readonly tunnels: Tunnels; readonly publisher: Publisher },
  isShut: () => boolean,
): Gate {
  const { tunnels, publisher } = parts;
  let identity: Parameters<Tunnels['useIdentity']>[0] = null;
  let gateways: Parameters<Tunnels['useGateways']>[0] = [];
  let wanted: Parameters<Publisher['publish']> | null = null;
  const leftOpen = { [Symbol.asyncDispose]: async () => undefined };

  function carry(): void {
    tunnels.useIdentity(isShut() ? null : identity);
    tunnels.useGateways(isShut() ? [] : gateways);
  }

  async function publish(): Promise<void> {
    if (wanted === null) return;
    const [destinations, rules, personal = nothingPersonal] = wanted;
    if (isShut()) await publisher.publish([], rules);
    else await publisher.publish(destinations, rules, personal);
  }

  return {
    tunnels: {
      useIdentity(next) {
        identity = next;
        tunnels.useIdentity(isShut() ? null : next);
      },
      useGateways(next) {
        gateways = next;
        tunnels.useGateways(isShut() ? [] : next);
      },
      listen: (destination, address) => tunnels.listen(destination, address),
      retryNow: () => tunnels.retryNow(),
      ...leftOpen,
    },
    publisher: {
      async publish(...next) {
        wanted = next;
        await publish();
      },
      ...leftOpen,
    },
    async settle() {
      carry();
      await publish();
    },
  };
}
