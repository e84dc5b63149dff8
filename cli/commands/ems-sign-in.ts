// `stile ems sign-in`: the identity providers by which people sign in on devices, and for how long it counts.

import type { Command } from 'commander';
import { z } from 'zod';
import { oidcSettings, usualSignInLifeMs } from '../../shared/ems/user-accounts.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { withEms } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { parsed, words } from '../parsed.ts';
import { pairs } from '../views/table.ts';
import { providersView } from '../views/users-view.ts';

const signInHelp = `
Register a native (public) client at the provider with the redirect address http://127.0.0.1/stile/sign-in, any port (RFC 8252).
  stile ems sign-in providers add oidc corp --title "Corp" --issuer https://login.corp.test --client-id stile --dry-run
What a provider says begins with its id: policies of gateways name users "corp:anna@corp.test" and groups "corp:sales".
See docs/users.md for Microsoft Entra, Google and Keycloak. Accounts of the EMS itself: stile ems users --help`;

export function emsSignInCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const signIn = ems
    .command('sign-in')
    .description('How people sign in on devices: identity providers, and for how long it counts.')
    .addHelpText('after', signInHelp);
  const providers = signIn.command('providers').description('Identity providers: list, add, remove.');

  runs(providers.command('list', { isDefault: true }).description('List them (the default).'), context, async () => {
    const answer = await withEms(terminal, (client) => client.call('signInProviders', {}));
    return { result: answer, lines: providersView(answer.providers, answer.local.validForMs) };
  });

  runs(
    providers
      .command('add')
      .argument('<kind>', 'oidc: OpenID Connect')
      .argument('<id>', 'its users and groups are named by it: lower-case letters, digits and -')
      .requiredOption('--issuer <url>', 'as its discovery document states it, letter by letter')
      .requiredOption('--client-id <id>', 'what it knows Stile as')
      .option('--title <text>', 'what people read when they choose; by default the id')
      .option('--client-secret-file <file>', 'for a client that has a secret; - reads standard input')
      .option('--scopes <names...>', 'what is asked for besides openid', ['profile', 'email'])
      .option(
        '--subject-claim <name>',
        'who somebody is: preferred_username, email (if verified), sub',
        'preferred_username',
      )
      .option('--groups-claim <name>', 'which groups they are in; without it, none')
      .option('--ca <file>', 'PEM of the CA that its HTTPS is trusted by, instead of those of the system')
      .option('--valid-hours <count>', 'for how long a sign-in counts', String(usualSignInLifeMs / 3_600_000))
      .option('--dry-run', 'ask the provider, and change nothing', false)
      .description('Add a provider, after asking it whether it can be used.'),
    context,
    (options, kind: string, id: string) => add(context, options, kind, id),
  );

  runs(
    providers
      .command('remove')
      .argument('<id>')
      .description('Remove a provider; whoever signed in by it is signed out.'),
    context,
    async (_options, id: string) => {
      const wanted = { id: parsed('ems sign-in providers remove', oidcSettings.shape.id, id) };
      const { ended } = await withEms(terminal, (client) => client.call('removeSignInProvider', wanted));
      return { result: { ...wanted, ended }, lines: [`${id} is removed; ${ended} sign-ins have ended.`] };
    },
  );

  runs(
    signIn
      .command('valid-hours')
      .argument('<provider>', 'the id of a provider, or local for the accounts of this EMS')
      .argument('<count>', 'such as 12 or 0.5')
      .description('Choose for how long sign-ins count, from now on.'),
    context,
    async (_options, provider: string, count: string) => {
      const validForMs = parsed('ems sign-in valid-hours', hours, count);
      await withEms(terminal, (client) => client.call('setSignInValidity', { provider, validForMs }));
      return { result: { provider, validForMs }, lines: [`A sign-in by ${provider} counts for ${count} hours.`] };
    },
  );
}

const hours = z.coerce
  .number()
  .min(1 / 60)
  .max(720)
  .transform((count) => Math.round(count * 3_600_000));

const adding = z.object({
  kind: z.literal('oidc'),
  title: z.string().optional(),
  clientSecretFile: z.string().min(1).optional(),
  scopes: words,
  groupsClaim: z.string().optional(),
  ca: z.string().min(1).optional(),
  validHours: hours,
  dryRun: z.boolean(),
});

async function add(
  { terminal }: Context,
  options: Readonly<Record<string, unknown>>,
  kind: string,
  id: string,
): Promise<Answer> {
  const command = 'ems sign-in providers add';
  const asked = parsed(command, adding, { ...options, kind });
  const { title = id, groupsClaim = null, clientSecretFile, ca, scopes, validHours, dryRun } = asked;
  const { issuer, clientId, subjectClaim } = options;
  const read = async (file: string) =>
    await (file === '-' ? terminal.readInput() : terminal.readFile(file)).catch((cause: unknown) => {
      throw new AppError('command-invalid', { command, why: `the file ${file} cannot be read` }, { cause });
    });
  const provider = parsed(command, oidcSettings, {
    ...{ id, title, issuer, clientId, scopes, subjectClaim, groupsClaim },
    ca: ca === undefined ? null : await read(ca),
    validForMs: validHours,
  });
  const clientSecret = clientSecretFile === undefined ? null : (await read(clientSecretFile)).trim();
  const answer = await withEms(terminal, (client) =>
    client.call('addSignInProvider', { provider, clientSecret, dryRun }),
  );
  const { authorizationEndpoint, tokenEndpoint, algorithms } = answer.discovered;
  return {
    result: answer,
    lines: [
      ...pairs([
        ['people go to', authorizationEndpoint],
        ['codes go to', tokenEndpoint],
        ['it signs with', algorithms.join(', ')],
        ['users are', `${id}:<${provider.subjectClaim}>`],
      ]),
      dryRun ? 'It can be used. Nothing was changed.' : `${id} is offered on every device from now on.`,
    ],
  };
}
