// The commands of the user who signs in: sign-in, sign-out.

import type { Command } from 'commander';
import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { ownSignIn, type SignInState } from '../../shared/agent/sign-in.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { sameError } from '../../shared/errors/told-error.ts';
import type { LocalClient } from '../../shared/node/local-socket/client.ts';
import { signInPage } from '../../shared/shell/sign-in-page.ts';
import { currentState, withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { signedInView } from '../views/sign-in-view.ts';

const signInHelp = `
Opens the sign-in page of your organisation in your browser, and waits until it is done. The browser has to run on this machine:
it comes back to an address of this machine. Connections that wait for you go on by themselves then.`;

export function signInCommands(program: Command, context: Context): void {
  const { terminal } = context;
  runs(
    program
      .command('sign-in')
      .option('--provider <id>', 'which of the ways to sign in that your organisation offers')
      .option('--no-browser', 'only show the address')
      .description('Prove to your organisation who you are, by your browser.')
      .addHelpText('after', signInHelp),
    context,
    (options) => withAgent(terminal, (agent) => signIn(agent, terminal, options)),
  );

  runs(
    program.command('sign-out').description('End your sign-in on this device; connections that rest on it are cut.'),
    context,
    async () => {
      await withAgent(terminal, (agent) => agent.call('signOut', {}));
      return { result: {}, lines: ['You are signed out on this device.'] };
    },
  );
}

async function signIn(
  agent: LocalClient<AgentContract>,
  terminal: Terminal,
  options: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const state = await currentState(agent);
  const before = ownState(state);
  const { url } = await agent.call('signIn', { provider: providerOf(state, options.provider) });
  const page = signInPage(url);
  if (page === null) throw new AppError('sign-in-url-refused');
  const isOpened = options.browser !== false && (await terminal.browse(page));
  terminal.complain(
    isOpened ? 'Your browser shows the sign-in page. If not, open:' : 'Open in a browser on this machine:',
  );
  terminal.complain(page);
  const end = await endOf(agent, before);
  if (end.kind === 'verified') return { result: end, lines: signedInView(end) };
  if (end.kind === 'none' && end.lastFailure !== null) throw sameError('sign-in', end.lastFailure);
  throw new AppError('sign-in-cancelled');
}

function providerOf({ enrollment, signInProviders }: AgentState, wanted: unknown): string {
  if (enrollment.kind !== 'enrolled') throw new AppError('not-enrolled');
  const ids = signInProviders.map(({ id }) => id);
  if (ids.length === 0) throw new AppError('sign-in-not-offered');
  const [only, ...others] = typeof wanted === 'string' ? ids.filter((id) => id === wanted) : ids;
  if (only !== undefined && others.length === 0) return only;
  throw new AppError('command-invalid', { command: 'sign-in', why: `--provider is one of ${ids.join(', ')}` });
}

/** What comes after this sign-in has begun; the first state may be of before. */
async function endOf(agent: LocalClient<AgentContract>, before: SignInState): Promise<SignInState> {
  let hasBegun = false;
  for await (const state of agent.events('state', AbortSignal.timeout(longestMs))) {
    const now = ownState(state);
    if (now.kind === 'waiting') hasBegun = true;
    else if (hasBegun || JSON.stringify(now) !== JSON.stringify(before)) return now;
  }
  throw new AppError('socket-protocol', { path: 'the agent daemon', why: 'it ended before the sign-in did' });
}

/** The daemon gives it up before. */
const longestMs = 360_000;

function ownState(state: AgentState): SignInState {
  return ownSignIn(state.signIns, process.geteuid?.() ?? null)?.state ?? { kind: 'none', lastFailure: null };
}
