// A balancer whose clock and servers the test holds in its hands.

import { parseConfig } from '../../../../../gateway/config/parse.ts';
import type { ApiGateway, WebProxy } from '../../../../../gateway/config/web-schema.ts';
import type { BalancedRequest, Balancer, Choice } from '../../../../../gateway/web/ports.ts';
import { makeBalancer } from '../../../../../gateway/web/upstreams/balancer.ts';
import { silentLog } from '../../../../../shared/log.ts';

export interface BalancerStage extends AsyncDisposable {
  readonly balancer: Balancer;
  /** Ports of servers that answer health checks at this moment. */
  readonly answering: Set<number>;
  /** How often each port was asked. */
  readonly asked: Map<number, number>;
  /** Lets time pass, and what is due happen. */
  pass(ms: number): Promise<void>;
  /** Puts a file with this API gateway (YAML in braces) in force. */
  configure(gateway: string): void;
  choose(over?: Partial<BalancedRequest>): Choice | null;
  /** The ports of so many picks, each released at once. */
  ports(count: number, over?: Partial<BalancedRequest>): readonly (number | undefined)[];
}

export function balancerStage(gateway: string): BalancerStage {
  let now = 1_000;
  const due = new Set<{ readonly at: number; readonly task: () => void }>();
  const answering = new Set<number>();
  const asked = new Map<number, number>();
  const balancer = makeBalancer({
    clock: { now: () => now, monotonic: () => now },
    async probe(server) {
      // Who has opened the stage says first who answers.
      await Promise.resolve();
      asked.set(server.port, (asked.get(server.port) ?? 0) + 1);
      return answering.has(server.port) ? { kind: 'answered' } : { kind: 'missed', why: 'test' };
    },
    schedule(task, afterMs) {
      const entry = { at: now + afterMs, task };
      due.add(entry);
      return () => void due.delete(entry);
    },
    cookieKey: Buffer.alloc(32, 7),
    log: silentLog,
  });
  let inForce: readonly [WebProxy, ApiGateway];
  const stage: BalancerStage = {
    balancer,
    answering,
    asked,
    async pass(ms) {
      const until = now + ms;
      await settled();
      for (;;) {
        const [next] = [...due].filter((entry) => entry.at <= until).sort((one, other) => one.at - other.at);
        if (next === undefined) break;
        due.delete(next);
        now = next.at;
        next.task();
        await settled();
      }
      now = until;
    },
    configure(text) {
      inForce = proxyOf(text);
      balancer.configure([inForce[0]]);
    },
    choose: (over = {}) =>
      balancer.choose(...inForce, { host: 'crm.corp.test', address: '192.0.2.1', cookie: undefined, ...over }),
    ports: (count, over) =>
      Array.from({ length: count }, () => {
        const choice = stage.choose(over);
        choice?.release();
        return choice?.server.port;
      }),
    [Symbol.asyncDispose]: () => balancer[Symbol.asyncDispose](),
  };
  stage.configure(gateway);
  return stage;
}

/** A proxy with this one API gateway. */
export function proxyOf(gateway: string, proxyName = 'crm'): readonly [WebProxy, ApiGateway] {
  const text = `
traffic-forward-proxy: {addresses: [gw:1]}
web-proxy: [{name: ${proxyName}, api-gateway: [{id: 1, ${gateway}}]}]
`;
  const [proxy] = parseConfig(text, 'test')['web-proxy'];
  const [first] = proxy?.['api-gateway'] ?? [];
  if (proxy === undefined || first === undefined) throw new TypeError('a proxy with an API gateway was written above');
  return [proxy, first];
}

/** `realservers` on these ports of one address. @param over YAML to add to each, after a comma */
export function servers(ports: readonly number[], over: (port: number) => string = () => ''): string {
  return `realservers: [${ports.map((port) => `{ip: 10.0.0.1, port: ${port}${over(port)}}`).join(', ')}]`;
}

/** What a check answers is heard some promises later. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
