// The organisation's server, out of its own packages: EMS and gateway installed, joined, approved; rules, tags, who sees what.

import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Machine } from '../../machine/machine.ts';
import { names } from '../../stage/configuration.ts';
import { addresses, servicePort } from './premises.ts';

/** The file whose presence makes a laptop a managed one. */
export const marker = '/etc/corp-managed';

const emsFile = {
  serverNames: ['ems.corp.test', addresses.server],
  // Whoever waits for a tag in a demo waits for a second, not for a minute.
  keepaliveMs: 2_000,
};

const gatewayFile = `traffic-forward-proxy:
  addresses: ['${names.gateway}:9443']
ztna-destination:
  - {name: crm, address: ${names.crm}, mappedport: ${servicePort}, kind: http}
policy:
  - {name: managed-devices, action: accept, ztna-destination: [crm], ztna-ems-tag: [${names.managed}]}
resolver:
  servers: ['${addresses.office}:53']
`;

const rule = {
  ...{ id: 1, os: 'linux', type: 'file', negated: false, path: marker },
  ...{ title: 'The device is managed by corp.test', remedy: `Put back the file ${marker}.` },
};
const ruleSet = {
  ...{ id: 1, name: 'Managed devices', enabled: true, tag: names.managed },
  ...{ message: 'This device is not managed by corp.test.', logic: { linux: { op: 'and', rules: [{ id: 1 }] } } },
};

/** Installs a package of this machine's in another one. */
export async function installDeb(machine: Machine, file: string): Promise<void> {
  const inside = `/tmp/${path.basename(file)}`;
  await copyFile(file, `${machine.root}${inside}`);
  await machine.must(['/usr/bin/dpkg', '-i', inside], { timeoutMs: 120_000 });
}

/** What the command of the EMS answers. */
export async function onEms(
  server: Machine,
  args: readonly string[],
  input?: string,
): Promise<Record<string, unknown>> {
  const program = ['/usr/lib/stile-ems/bin/node', '/usr/lib/stile-ems/stile.mjs', 'ems', ...args, '--json'];
  const said = await server.must(program, input === undefined ? {} : { input });
  const answer: { result: Record<string, unknown> } = JSON.parse(said);
  return answer.result;
}

export async function setUpEms(server: Machine, deb: string): Promise<void> {
  await installDeb(server, deb);
  await writeFile(`${server.root}/etc/stile-ems/ems.json`, `${JSON.stringify(emsFile)}\n`);
  await server.must(['/bin/systemctl', 'restart', 'stile-ems']);
  await until(
    'the EMS to answer',
    async () =>
      await onEms(server, ['status']).then(
        () => true,
        () => false,
      ),
  );
}

export async function setUpGateway(server: Machine, deb: string): Promise<void> {
  await installDeb(server, deb);
  await writeFile(`${server.root}/etc/stile-gateway/gateway.yaml`, gatewayFile);
  const { invitation } = await onEms(server, ['invite', 'gateway']);
  const joining = server.must(
    [
      ...['/sbin/runuser', '-u', 'stile-gateway', '--', '/usr/lib/stile-gateway/bin/node'],
      ...['/usr/lib/stile-gateway/stile-gateway.mjs', 'join', '-'],
    ],
    { input: String(invitation) },
  );
  joining.catch(() => undefined);
  const asked = until('the gateway to ask', async () => {
    const { gateways } = (await onEms(server, ['gateways'])) as { gateways: { id: string }[] };
    return gateways[0]?.id ?? null;
  });
  const failed = joining.then(() => Promise.reject(new Error('it joined before it was approved')));
  const id = await Promise.race([asked, failed]);
  await onEms(server, ['gateways', 'approve', id, '--names', names.gateway, '--sites', names.site]);
  await joining;
  await server.must(['/bin/systemctl', 'restart', 'stile-gateway']);
}

export async function setUpRules(server: Machine): Promise<void> {
  await writeFile(`${server.root}/tmp/rule.json`, JSON.stringify(rule));
  await writeFile(`${server.root}/tmp/set.json`, JSON.stringify(ruleSet));
  await onEms(server, ['rules', 'put', '/tmp/rule.json']);
  await onEms(server, ['rules', 'put-set', '/tmp/set.json']);
  await until('the gateway to publish its destination', async () => {
    const { destinations } = (await onEms(server, ['destinations'])) as { destinations: unknown[] };
    return destinations.length > 0 ? true : null;
  });
  await onEms(server, ['destinations', 'show-to', 'crm', '--tags', names.managed]);
}

/** Asks until the answer is neither null nor false. @throws Error when nobody has it after a minute */
export async function until<T>(what: string, ask: () => Promise<T | null | false>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(100)) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
  }
  throw new Error(`nobody saw ${what} within a minute`);
}
