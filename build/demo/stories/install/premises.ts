// The machines of the story: a server, the office with a protected service, a laptop; each with files, network and systemd of its own.

import process from 'node:process';
import { connectMachines, type Machine, openMachine, seenInside, whyNoMachine } from '../../machine/machine.ts';
import { names } from '../../stage/configuration.ts';

/** Test networks of RFC 2544: nobody's. */
export const addresses = {
  /** Whichever wire a laptop comes by. */
  server: '198.18.236.1',
  gatewaySide: '198.18.237.1',
  office: '198.18.237.10',
} as const;

export const servicePort = 8_080;

/** What a machine knows of the others before any agent is on it; a name server would say the same. */
const knownNames = `${addresses.server} ems.corp.test ${names.gateway}\n`;

export interface Premises extends AsyncDisposable {
  readonly server: Machine;
  readonly office: Machine;
  /** A laptop on a wire of its own. */
  laptop(name: string): Promise<Machine>;
}

/** @throws Error that says why this machine cannot hold others */
export async function openPremises(signal: AbortSignal): Promise<Premises> {
  const why = whyNoMachine();
  if (why !== null) throw new Error(why);
  await using opening = new AsyncDisposableStack();
  const called = (name: string) => `stile-demo-${process.pid}-${name}`;
  const server = opening.use(await openMachine(called('server'), { signal }));
  const office = opening.use(await openMachine(called('office'), { signal }));
  await connectMachines('office', [server, addresses.gatewaySide], [office, addresses.office]);
  await server.must(['/usr/sbin/ip', 'addr', 'add', `${addresses.server}/32`, 'dev', 'lo']);
  await know(server);
  await startService(office);
  let wires = 0;
  const owned = opening.move();
  return {
    server,
    office,
    async laptop(name) {
      const laptop = owned.use(await openMachine(called(name), { signal }));
      wires += 1;
      const [near, far] = [`198.18.${240 + wires}.1`, `198.18.${240 + wires}.2`];
      await connectMachines(name, [server, near], [laptop, far]);
      await laptop.must(['/usr/sbin/ip', 'route', 'add', 'default', 'via', near]);
      await know(laptop);
      return laptop;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function know(machine: Machine): Promise<void> {
  await machine.must(['/bin/sh', '-c', 'cat >>/etc/hosts'], { input: knownNames });
}

/** A web application, and the name server that the gateway asks for it. */
async function startService(office: Machine): Promise<void> {
  const [node, main] = [seenInside(process.execPath), seenInside('build/demo/stage/services/main.ts')];
  await office.must([
    ...['/usr/bin/systemd-run', '--quiet', '--unit=service', '--collect'],
    ...[node, main, '--app', `${addresses.office}:${servicePort}`, '--dns', `${addresses.office}:53`],
    ...['--name', `${names.crm}=${addresses.office}`],
  ]);
}
