// `stile ems login|logout`: administering an EMS on another machine, over HTTPS.

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { consolePaths, sessionReply, signInReply } from '../../shared/ems/administrators.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { sha256Hex } from '../../shared/ids.ts';
import { getOnce, type HttpsPlace, postOnce } from '../../shared/node/contract-client.ts';
import { fetchFabricCa } from '../../shared/node/tls/fabric-ca.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { type EmsLogin, forgetLogin, savedLogin, saveLogin } from '../ems-login.ts';
import { parsed } from '../parsed.ts';
import type { Terminal } from '../terminal.ts';

const loginHelp = `
Give the token (stile ems admin token <name>) or the sign-in link (stile ems admin link <name>) on standard input, or when asked.
From then on \`stile ems …\` goes there, with the rights of that administrator, until \`stile ems logout\`.
The fingerprint of the fabric CA stands in \`stile ems status\` on the machine of the EMS. Where the console has a
certificate of another CA, name that CA's file with --ca-file instead.`;

export function emsLoginCommands(ems: Command, context: Context): void {
  runs(
    ems
      .command('login')
      .argument('<url>', 'the console of the EMS, such as https://ems.corp.test:8443')
      .option('--ca-sha256 <fingerprint>', 'SHA-256 of the fabric CA, as stile ems status shows it')
      .option('--ca-file <file>', 'PEM of the CA of its certificate, if that is another one')
      .description('Administer an EMS on another machine from here on.')
      .addHelpText('after', loginHelp),
    context,
    (options, url: string) => login(context.terminal, options, url),
  );

  runs(ems.command('logout').description('Forget the EMS elsewhere, and end the token there.'), context, () =>
    logout(context.terminal),
  );
}

async function login(terminal: Terminal, options: Readonly<Record<string, unknown>>, url: string): Promise<Answer> {
  const { origin, host } = consoleUrl(url);
  const place = { origin, ca: await caOf(host, options) };
  const given = ((await terminal.ask('Token or sign-in link: ')) ?? (await terminal.readInput())).trim();
  const signedIn = given.includes('#') ? await redeem(place, given) : await recognised(place, given);
  await saveLogin(terminal.environment, { ...place, ...signedIn });
  const { name, expires } = signedIn;
  return {
    result: { origin, name, expires },
    lines: [
      `Signed in at ${origin} as ${name} until ${expires}. stile ems … goes there now; stile ems logout ends it.`,
    ],
  };
}

type SignedIn = Pick<EmsLogin, 'name' | 'token' | 'expires'>;

async function redeem(place: HttpsPlace, link: string): Promise<SignedIn> {
  const secret = link.slice(link.indexOf('#') + 1);
  const answer = await postOnce(place, consolePaths.signIn, { secret, as: 'token' }, signInReply);
  if (answer.as !== 'token') throw new AppError('ems-answer-invalid', { server: place.origin });
  return { name: answer.name, token: answer.token, expires: answer.expires };
}

async function recognised(place: HttpsPlace, token: string): Promise<SignedIn> {
  const { name, endsInMs } = await getOnce({ ...place, token }, consolePaths.session, sessionReply);
  return { name, token, expires: new Date(Date.now() + endsInMs).toISOString() };
}

async function logout({ environment }: Terminal): Promise<Answer> {
  const saved = await savedLogin(environment);
  if (saved === null) return { result: { wasSignedIn: false }, lines: ['Nobody was signed in at an EMS elsewhere.'] };
  // Forgotten here in any case; a token that the EMS was not told of ends by itself.
  const isEnded = await postOnce(saved, consolePaths.signOut, {}, nothing).then(
    () => true,
    () => false,
  );
  await forgetLogin(environment);
  const elsewhere = isEnded ? '' : ` The EMS could not be told: the token is good until ${saved.expires}.`;
  return { result: { wasSignedIn: true, isEnded }, lines: [`Signed out of ${saved.origin}.${elsewhere}`] };
}

function consoleUrl(given: string): { readonly origin: string; readonly host: string } {
  const { origin } = parsed('ems login', httpsUrl, given);
  const { hostname, port } = new URL(origin);
  return { origin, host: `${hostname}:${port === '' ? 443 : port}` };
}

const httpsUrl = z.url({ protocol: /^https$/ }).transform((text) => new URL(text));
const nothing = z.object({});

async function caOf(server: string, options: Readonly<Record<string, unknown>>): Promise<string> {
  if (options.caFile !== undefined) return await readPem(String(options.caFile));
  const hex = String(options.caSha256 ?? '')
    .replace(/[^0-9a-fA-F]/g, '')
    .toLowerCase();
  const sha256 = parsed('ems login --ca-sha256', sha256Hex, hex);
  return await fetchFabricCa({ server, sha256 });
}

async function readPem(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('config-unreadable', { path: file }, { cause });
  });
}
