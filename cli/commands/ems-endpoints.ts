// `stile ems endpoints|revoke|audit`: devices, what ends them, and the record of who did what.

import type { Command } from 'commander';
import { z } from 'zod';
import { deviceId, serialHex } from '../../shared/ids.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { duration, parsed } from '../parsed.ts';
import { auditView, endpointDetailsView, endpointsView } from '../views/ems-views.ts';

export function emsEndpointCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const endpoints = ems.command('endpoints').description('Devices: list, show, release, codes to uninstall.');

  runs(
    endpoints.command('list', { isDefault: true }).description('List the devices (the default).'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('endpoints', {}));
      return { result: answer, lines: endpointsView(answer.endpoints) };
    },
  );

  runs(
    endpoints
      .command('show')
      .argument('<uid>')
      .description('Show one device: certificates, facts, verdicts, what gateways see.'),
    context,
    async (_options, uid: string) => {
      const details = await withEms(terminal, (client) =>
        client.call('showEndpoint', { uid: parsed('ems endpoints show', deviceId, uid) }),
      );
      return { result: details, lines: endpointDetailsView(details) };
    },
  );

  runs(
    endpoints
      .command('release')
      .argument('<uid>')
      .description('Let a known uid enroll once more without proof (a reinstalled machine).'),
    context,
    async (_options, uid: string) => {
      await withEms(terminal, (client) =>
        client.call('releaseEndpoint', { uid: parsed('ems endpoints release', deviceId, uid) }),
      );
      return { result: { uid }, lines: [`${uid} may enroll once more.`] };
    },
  );

  runs(
    endpoints
      .command('uninstall-code')
      .argument('<uid>')
      .option('--expires <duration>', 'how long it is good for: 1h, 24h, 7d', '24h')
      .description('Make a code with which users of a device may remove the agent; shown once.'),
    context,
    async ({ expires }, uid: string) => {
      const command = 'ems endpoints uninstall-code';
      const wanted = { uid: parsed(command, deviceId, uid), expiresInMs: parsed(command, duration, expires) };
      const answer = await withEms(terminal, (client) => client.call('makeUninstallCode', wanted));
      return { result: answer, lines: [answer.code] };
    },
  );

  runs(
    ems
      .command('revoke')
      .argument('<uid-or-serial>', 'a device (32 hex digits: all its certificates) or one certificate (40 hex digits)')
      .option('--reason <text>', 'for the audit log', '')
      .description('Revoke a device or one certificate. Live sessions are cut at once.'),
    context,
    (options, what: string) => revoke(context, what, String(options.reason)),
  );

  runs(
    ems
      .command('audit')
      .option('-n, --limit <count>', 'how many entries', '50')
      .description('Show who did what: administrators and enrolments.'),
    context,
    async (options) => {
      const limit = parsed('ems audit', z.coerce.number().int().min(1).max(10_000), options.limit);
      const answer = await withEms(terminal, (client) => client.call('audit', { limit }));
      return { result: answer, lines: auditView(answer.entries) };
    },
  );
}

async function revoke({ terminal }: Context, what: string, reason: string): Promise<Answer> {
  const uid = deviceId.safeParse(what);
  if (uid.success) await withEms(terminal, (client) => client.call('revokeEndpoint', { uid: uid.data, reason }));
  else {
    const serial = parsed('ems revoke', serialHex, what);
    await withEms(terminal, (client) => client.call('revokeCertificate', { serial, reason }));
  }
  return { result: { revoked: what }, lines: [`Revoked ${what}.`] };
}
