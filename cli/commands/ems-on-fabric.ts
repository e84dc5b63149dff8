// `stile ems on-fabric`: which networks are the organisation's own.

import type { Command } from 'commander';
import { z } from 'zod';
import { noOnFabric, type OnFabric } from '../../shared/ems/on-fabric.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed, words } from '../parsed.ts';
import { pairs } from '../views/table.ts';

const onFabricHelp = `
A device is inside if it has an address in one of the networks and, where there is a probe, a TLS server inside proves its key.
Home and office often use the same addresses: without a probe, whoever does is inside. The key is the SHA-256 of the public key:
  openssl s_client -connect intranet.corp.test:443 </dev/null | openssl x509 -pubkey -noout \\
    | openssl pkey -pubin -outform der | sha256sum
  stile ems on-fabric set --network 10.0.0.0/8 --probe intranet.corp.test:443 --probe-key <sha256>
Take a server that can be reached from inside only, and not through a gateway.`;

export function emsOnFabricCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const group = ems
    .command('on-fabric')
    .description("Which networks are the organisation's own (on-fabric): show, set, clear.")
    .addHelpText('after', onFabricHelp);

  const change = async (wanted: OnFabric): Promise<Answer> =>
    shown(
      await withEms(terminal, async (client) => {
        await client.call('setOnFabric', wanted);
        return await client.call('onFabric', {});
      }),
    );

  runs(group.command('show', { isDefault: true }).description('Show it (the default).'), context, async () =>
    shown(await withEms(terminal, (client) => client.call('onFabric', {}))),
  );

  runs(
    group
      .command('set')
      .option('--network <range...>', 'addresses inside: 10.0.0.0/8, 10.1.0.1-10.1.0.9, fd00::/8')
      .option('--probe <host:port>', 'a TLS server inside')
      .option('--probe-key <sha256>', 'the SHA-256 of its public key')
      .description('Put this in the place of what was set before.'),
    context,
    async ({ network = [], probe, probeKey }) => {
      const text = z.string().optional();
      const asked = parsed('ems on-fabric set', z.object({ networks: words, at: text, key: text }), {
        networks: network,
        at: probe,
        key: probeKey,
      });
      return await change({ networks: asked.networks, probe: probeOf(asked) });
    },
  );

  runs(group.command('clear').description('No device can tell any more.'), context, () => change(noOnFabric));
}

/** @throws AppError `command-invalid` for a probe without its key, which would prove nothing, and the other way round */
function probeOf({ at, key }: { readonly at?: string | undefined; readonly key?: string | undefined }) {
  if (at === undefined && key === undefined) return null;
  if (at !== undefined && key !== undefined) return { at, key: key.toLowerCase() };
  throw new AppError('command-invalid', {
    command: 'ems on-fabric set',
    why: '--probe and --probe-key go together',
  });
}

function shown(answer: { readonly onFabric: OnFabric }): Answer {
  const { networks, probe } = answer.onFabric;
  return {
    result: answer,
    lines: pairs([
      ['networks', networks.length === 0 ? 'none' : networks],
      ['probe', probe === null ? 'none' : [probe.at, `key ${probe.key}`]],
    ]),
  };
}
