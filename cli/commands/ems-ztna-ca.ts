// `stile ems ztna-ca`: the CA that signs devices and users, another one in its place, and the end of the one before.

import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import { authorityId } from '../../shared/identity/certificate-record.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { duration, parsed } from '../parsed.ts';
import { ztnaCasView } from '../views/ems-views.ts';

const help = `
In the words of FortiClient EMS: the EMS CA certificate (ZTNA), and its Revoke and Update.

  stile ems ztna-ca replace                      a new CA signs; devices renew by themselves; the old one ends when none uses it
  stile ems ztna-ca replace --import own-ca.pem  a CA of your own: certificate and unencrypted key (PEM) in one 0600 file
  stile ems ztna-ca retire <id>                  end a replaced CA now: devices that have not renewed are cut, and renew
  stile ems ztna-ca replace --now                its key leaked: the old CA ends at once`;

export function emsZtnaCaCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const ztnaCa = ems
    .command('ztna-ca')
    .description('The CA that signs devices and users: show, replace, retire.')
    .addHelpText('after', help);

  runs(
    ztnaCa
      .command('show', { isDefault: true })
      .description('Show the one that signs, and those before it (the default).'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('ztnaCas', {}));
      return { result: answer, lines: ztnaCasView(answer.ztnaCas) };
    },
  );

  runs(
    ztnaCa
      .command('replace')
      .option(
        '--import <file>',
        'a CA of your own instead of a new one: PEM of key and certificate, then of those above it',
      )
      .option('--within <time>', 'when the old one ends whoever still uses it', '30d')
      .option(
        '--now',
        'end the old one at once, as one whose key leaked; devices renew by the key that is on record',
        false,
      )
      .option(
        '--enroll-again',
        'with --now: the records are in doubt, too; devices need a release and an invitation',
        false,
      )
      .description('Let another CA sign. EMS and gateways trust both until every device has renewed.'),
    context,
    (options) => replace(context, options),
  );

  runs(
    ztnaCa
      .command('retire')
      .argument('<id>', 'a CA that was replaced')
      .option('--compromised', 'its key leaked: nothing that it signed holds, whoever asks', false)
      .option('--enroll-again', 'its devices renew nothing; they need a release and an invitation', false)
      .description('End a CA that was replaced: its certificates are revoked, their sessions cut.'),
    context,
    (options, id: string) => retire(context, options, id),
  );
}

const replacing = z.object({
  import: z.string().min(1).optional(),
  within: duration,
  now: z.boolean(),
  enrollAgain: z.boolean(),
});

async function replace({ terminal }: Context, options: Readonly<Record<string, unknown>>): Promise<Answer> {
  const command = 'ems ztna-ca replace';
  const { import: file, within, now, enrollAgain } = parsed(command, replacing, options);
  if (enrollAgain && !now) throw new AppError('command-invalid', { command, why: '--enroll-again goes with --now' });
  const authority = file === undefined ? null : await readPrivate(command, file);
  const done = await withEms(terminal, (client) =>
    client.call('replaceZtnaCa', { authority, retireAfterMs: within, now, enrollAgain }),
  );
  const then = now
    ? `${done.before} is revoked; ${done.ended} certificates of it were in force.`
    : `${done.before} stays trusted until no device uses it. See \`stile ems ztna-ca show\`.`;
  return { result: done, lines: [`${done.id} signs from now on.`, then] };
}

const retiring = z.object({ id: authorityId, compromised: z.boolean(), enrollAgain: z.boolean() });

async function retire({ terminal }: Context, options: Readonly<Record<string, unknown>>, id: string): Promise<Answer> {
  const wanted = parsed('ems ztna-ca retire', retiring, { ...options, id });
  const { ended } = await withEms(terminal, (client) => client.call('retireZtnaCa', wanted));
  return {
    result: { id: wanted.id, ended },
    lines: [`${wanted.id} is revoked; ${ended} certificates of it were in force.`],
  };
}

const largestFile = 128 * 1024;

/** A private key comes from a file that nobody else can read, never from an argument. */
async function readPrivate(command: string, path: string): Promise<string> {
  const refuse = (why: string, cause?: unknown) => new AppError('command-invalid', { command, why }, { cause });
  await using file = await open(path, 'r').catch((cause: unknown) => {
    throw refuse(`the file ${path} cannot be read`, cause);
  });
  const { mode, size } = await file.stat();
  if ((mode & 0o077) !== 0) throw refuse(`others can read ${path}; give it mode 0600`);
  if (size > largestFile) throw refuse(`the file ${path} is too large for a CA`);
  return await file.readFile('utf8');
}
