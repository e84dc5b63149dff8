// The container files, as far as they can be tried without a container engine: they fit the packages that they install.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { services } from '../../../../build/package/linux/service.ts';
import { unitOf } from '../../../../build/package/linux/units.ts';
import { parseConfig } from '../../../../ems/config.ts';

const folder = path.resolve(import.meta.dirname, '../../../../build/package/containers');
const { agent, gateway, public: published, console } = parseConfig('none', '{}');
const ports = {
  ems: [agent, gateway, published, console].map(({ port }) => port),
  gateway: [9443],
};

for (const name of ['ems', 'gateway'] as const)
  describe(`the container of ${name}`, () => {
    const service = services[name];
    const text = readFileSync(path.join(folder, `${service.name}.Containerfile`), 'utf8');
    const argumentsOf = (instruction: string): string =>
      new RegExp(`^${instruction} (.+)$`, 'm').exec(text)?.[1] ?? assert.fail(`there is no ${instruction}`);

    test('installs the deb that is built', () =>
      assert.match(text, new RegExp(`dpkg -i /dist/${service.name}_\\*_amd64\\.deb`)));

    test('starts what the service starts', () => {
      const command = [...JSON.parse(argumentsOf('ENTRYPOINT')), ...JSON.parse(argumentsOf('CMD'))];
      assert.match(unitOf(service), new RegExp(`^ExecStart=${command.join(' ')}$`, 'm'));
    });

    test('runs as the user of the package, and keeps its data outside', () => {
      assert.equal(argumentsOf('USER'), service.user);
      assert.deepEqual(JSON.parse(argumentsOf('VOLUME')), [service.data]);
      assert.match(text, new RegExp(`-m 0755 ${service.runtime}$`, 'm'));
    });

    test('shows the ports that it listens on unless told otherwise', () =>
      assert.deepEqual(argumentsOf('EXPOSE').split(' ').map(Number), ports[name]));
  });
