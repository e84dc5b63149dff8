// `stile ems users`: the people who sign in on devices by an account of the EMS, and everybody who is signed in.

import type { Command } from 'commander';
import { z } from 'zod';
import { accountName, localGroups, type PasswordLink, password } from '../../shared/ems/user-accounts.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { deviceId } from '../../shared/ids.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed, words } from '../parsed.ts';
import { accountsView, signInsView } from '../views/users-view.ts';

const usersHelp = `
An account says who somebody is, on whatever device they sign in; policies of gateways ask for its name and groups.
  stile ems users add anna --groups sales        prints a link by which Anna chooses her password; it is good once, for a day
  stile ems users add ben --password-stdin < f   the password from standard input instead
  stile ems users sign-ins                       who is signed in, where, and until when
  stile ems users sign-out anna                  everywhere; --device <uid>: whoever is signed in on that device

Accounts of an identity provider (OpenID Connect) need none of this: stile ems sign-in --help`;

export function emsUserCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const users = ems
    .command('users')
    .description('People who sign in on devices: accounts of this EMS, and who is signed in.')
    .addHelpText('after', usersHelp);

  runs(
    users.command('list', { isDefault: true }).description('List the accounts (the default).'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('userAccounts', {}));
      return { result: answer, lines: accountsView(answer.accounts) };
    },
  );

  runs(
    users.command('show').argument('<name>').description('Show one account, and where it is signed in.'),
    context,
    async (_options, name: string) => {
      const wanted = { name: parsed('ems users show', accountName, name) };
      const answer = await withEms(terminal, (client) => client.call('showUserAccount', wanted));
      return { result: answer, lines: [...accountsView([answer]), '', ...signInsView(answer.signIns)] };
    },
  );

  runs(
    users
      .command('add')
      .argument('<name>')
      .option('--groups <names...>', 'what policies ask for, separated by commas')
      .option('--password-stdin', 'read the password from standard input; without it a link is printed', false)
      .description('Add an account.'),
    context,
    async ({ groups = [], passwordStdin }, name: string) => {
      const command = 'ems users add';
      const wanted = parsed(command, z.object({ name: accountName, groups: words.pipe(localGroups) }), {
        name,
        groups,
      });
      const given = await passwordFrom(context, command, passwordStdin === true);
      const answer = await withEms(terminal, (client) => client.call('addUserAccount', { ...wanted, password: given }));
      return linked(answer, `${wanted.name} can sign in.`);
    },
  );

  runs(
    users
      .command('set-password')
      .argument('<name>')
      .option('--password-stdin', 'read it from standard input; without it a link is printed', false)
      .description('Set another password; what was proved by the one before ends.'),
    context,
    async ({ passwordStdin }, name: string) => {
      const command = 'ems users set-password';
      const wanted = { name: parsed(command, accountName, name) };
      const given = await passwordFrom(context, command, passwordStdin === true);
      const answer = await withEms(terminal, (client) =>
        client.call('setUserPassword', { ...wanted, password: given }),
      );
      return linked(answer, `${wanted.name} has another password, and is signed out everywhere.`);
    },
  );

  runs(
    users
      .command('set-groups')
      .argument('<name>')
      .argument('[groups...]', 'separated by commas; without any, the account is in none')
      .description('Replace the groups of an account; they count at once, also where it is signed in.'),
    context,
    async (_options, name: string, given: string[]) => {
      const shape = z.object({ name: accountName, groups: words.pipe(localGroups) });
      const wanted = parsed('ems users set-groups', shape, { name, groups: given });
      await withEms(terminal, (client) => client.call('setUserGroups', wanted));
      return { result: wanted, lines: [`${wanted.name} is in ${wanted.groups.join(', ') || 'no group'}.`] };
    },
  );

  for (const { name, verb, about, says } of ways)
    runs(users.command(name).argument('<name>').description(about), context, async (_options, given: string) => {
      const wanted = { name: parsed(`ems users ${name}`, accountName, given) };
      const answer = await withEms(terminal, (client) => client.call(verb, wanted));
      return { result: { ...wanted, ...answer }, lines: [`${wanted.name} ${says}`] };
    });

  runs(users.command('sign-ins').description('Show everybody who is signed in on a device.'), context, async () => {
    const answer = await withEms(terminal, (client) => client.call('signIns', {}));
    return { result: answer, lines: signInsView(answer.signIns) };
  });

  runs(
    users
      .command('sign-out')
      .argument('[subject]', 'as sign-ins shows it: a local account, or one of a provider (corp:anna@corp.test)')
      .option('--device <uid>', 'only there; without a subject, everybody who is signed in there')
      .description('End sign-ins at once. Sessions that need them are cut.'),
    context,
    async ({ device }, subject: string | undefined) => {
      const shape = z.object({ subject: z.string().min(1).max(256).nullable(), uid: deviceId.nullable() });
      const wanted = parsed('ems users sign-out', shape, { subject: subject ?? null, uid: device ?? null });
      const answer = await withEms(terminal, (client) => client.call('endSignIns', wanted));
      return { result: answer, lines: [`${answer.ended} sign-ins have ended.`] };
    },
  );
}

const ways = [
  {
    name: 'disable',
    verb: 'disableUserAccount',
    about: 'Let an account sign in no more, and sign it out everywhere.',
    says: 'may not sign in, and is signed out everywhere.',
  },
  { name: 'enable', verb: 'enableUserAccount', about: 'Let a disabled account sign in again.', says: 'may sign in.' },
  {
    name: 'remove',
    verb: 'removeUserAccount',
    about: 'Remove an account, and sign it out everywhere.',
    says: 'is removed, and signed out everywhere.',
  },
] as const;

/** A password comes from standard input, never from an argument, which everybody on the machine can read. */
async function passwordFrom({ terminal }: Context, command: string, isWanted: boolean): Promise<string | null> {
  if (!isWanted) return null;
  const given = (await terminal.readInput()).replace(/\r?\n$/, '');
  if (given.includes('\n')) throw new AppError('command-invalid', { command, why: 'a password is one line' });
  return parsed(command, password, given);
}

/** The link stands alone on its line, for scripts and for the mouse. */
function linked(answer: { readonly link: PasswordLink | null }, otherwise: string): Answer {
  return { result: answer, lines: [answer.link === null ? otherwise : answer.link.link] };
}
