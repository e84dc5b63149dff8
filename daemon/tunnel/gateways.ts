// Holds one pool per gateway of the profile, and tells how their links stand.

import type { GatewayState } from '../../shared/agent/agent-state.ts';
import type { ProfileGateway } from '../../shared/ems/profile.ts';
import type { GatewayId } from '../../shared/ids.ts';
import type { DialIdentity } from './dial.ts';
import { GatewayPool } from './pool.ts';
import type { PoolPorts } from './pool-ports.ts';

/** Changes within this time are told together. */
const togetherMs = 50;

export class Gateways {
  readonly #ports: Omit<PoolPorts, 'changed'>;
  readonly #tell: (states: readonly GatewayState[]) => void;
  #pools = new Map<GatewayId, GatewayPool>();
  #identity: DialIdentity | null = null;
  #timer: NodeJS.Timeout | null = null;
  #told = '';

  constructor(ports: Omit<PoolPorts, 'changed'>, tell: (states: readonly GatewayState[]) => void) {
    this.#ports = ports;
    this.#tell = tell;
  }

  /** Pools of gateways that are gone or elsewhere now are closed with all they carry. */
  use(gateways: readonly ProfileGateway[]): void {
    const before = this.#pools;
    this.#pools = new Map();
    for (const gateway of gateways) {
      const known = before.get(gateway.id);
      const isSame = known !== undefined && JSON.stringify(known.gateway) === JSON.stringify(gateway);
      this.#pools.set(gateway.id, isSame ? known : this.#newPool(gateway));
    }
    const kept = new Set(this.#pools.values());
    for (const pool of before.values()) if (!kept.has(pool)) pool.close();
    this.#changed();
  }

  useIdentity(identity: DialIdentity | null): void {
    this.#identity = identity;
    for (const pool of this.#pools.values()) pool.useIdentity(identity);
  }

  retryNow(): void {
    for (const pool of this.#pools.values()) pool.retryNow();
  }

  /** The pools of these gateways, in that order; gateways that are not in the profile have none. */
  poolsOf(ids: readonly GatewayId[]): readonly GatewayPool[] {
    return ids.flatMap((id) => this.#pools.get(id) ?? []);
  }

  close(): void {
    this.use([]);
    this.flush();
  }

  /** Tells at once what is still to be told. */
  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    const states = [...this.#pools.values()].map(stateOf);
    const text = JSON.stringify(states);
    if (text === this.#told) return;
    this.#told = text;
    this.#tell(states);
  }

  #newPool(gateway: ProfileGateway): GatewayPool {
    const pool = new GatewayPool(gateway, { ...this.#ports, changed: () => this.#changed() });
    pool.useIdentity(this.#identity);
    return pool;
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => this.flush(), togetherMs).unref();
  }
}

function stateOf(pool: GatewayPool): GatewayState {
  const { gateway, link } = pool;
  const { id, addresses, serverName } = gateway;
  const shown = { id, addresses, serverName };
  if (link.kind !== 'failing') return { gateway: shown, link };
  const retryAt = new Date(link.retryAtMs).toISOString();
  return { gateway: shown, link: { kind: 'failing', failure: link.error.toWire(), retryAt } };
}
