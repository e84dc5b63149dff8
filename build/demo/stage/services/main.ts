// Runs the web application and the name server of the demo, where it was started: in their namespace or on loopback.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startHttpApp } from './http-app.ts';
import { startNames } from './names.ts';

const place = z.string().regex(/^[0-9.]+:[0-9]+$/);
const configuration = z.object({ app: place, dns: place, name: z.array(z.string().regex(/^[a-z0-9.-]+=[0-9.]+$/)) });

const { values } = parseArgs({
  options: { app: { type: 'string' }, dns: { type: 'string' }, name: { type: 'string', multiple: true } },
});
const given = configuration.parse(values);

const table = Object.fromEntries(given.name.map((entry) => entry.split('=')));
const names = await startNames(hostOf(given.dns), portOf(given.dns), table);
// The application last: whoever finds it listening may ask for names, too.
const app = await startHttpApp(hostOf(given.app), portOf(given.app));

const ended = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.resolve());
await ended.promise;
await app[Symbol.asyncDispose]();
await names[Symbol.asyncDispose]();

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'));
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
