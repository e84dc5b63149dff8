// Answers a call of the pages: whoever sends is checked first, then the name, then the values; errors become values.

import { type AgentContract, agentContract } from '../../shared/agent/agent-contract.ts';
import { AppError, toWireError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { makePerform } from '../../shared/node/perform-command.ts';
import {
  type AgentCommandOfPages,
  agentCommandsOfPages,
  type PageAnswer,
  type ShellContract,
  shellContract,
} from '../../shared/shell/shell-contract.ts';
import { type Contract, defineContract, type Handlers } from '../../shared/wire/define-contract.ts';
import type { AgentLink } from '../link/agent-link.ts';

/** Who sends a message to the main process, as Electron tells it. */
export interface Sender {
  /** Whether it is the window's own page, and no frame inside of it, and which window is open now. */
  readonly isMainFrameOfWindow: boolean;
  readonly url: string;
}

export type ShellHandlers = Handlers<ShellContract, Sender>;

export interface PageGate {
  /** A call of the daemon on behalf of the page. Never rejects. */
  agent(sender: Sender, name: unknown, params: unknown): Promise<PageAnswer<unknown>>;
  /** A call of the shell itself. Never rejects. */
  shell(sender: Sender, name: unknown, params: unknown): Promise<PageAnswer<unknown>>;
  mayListen(sender: Sender): boolean;
}

/** The part of the daemon's contract that pages may reach; there is nothing else behind it. */
const contractOfPages = defineContract({
  ...agentContract,
  commands: Object.fromEntries(agentCommandsOfPages.map((name) => [name, agentContract.commands[name]])) as Pick<
    AgentContract['commands'],
    AgentCommandOfPages
  >,
});

export function makePageGate(options: {
  readonly pageUrl: string;
  readonly agent: Pick<AgentLink, 'call'>;
  readonly shell: ShellHandlers;
  readonly log: Logger;
}): PageGate {
  const { pageUrl, log } = options;
  const handlers = Object.fromEntries(
    agentCommandsOfPages.map((name) => [name, (params: never) => options.agent.call(name, params)]),
  ) as unknown as Handlers<typeof contractOfPages, Sender>;
  const isAllowed = (sender: Sender) => isOurPage(sender, pageUrl);
  const ofAgent = answering(contractOfPages, handlers);
  const ofShell = answering(shellContract, options.shell);

  function answering<K extends Contract>(contract: K, performers: Handlers<K, Sender>) {
    const perform = makePerform<K, Sender>(contract, { handlers: performers, isAllowed });
    return async (sender: Sender, name: unknown, params: unknown): Promise<PageAnswer<unknown>> => {
      // Before the name is looked at: a stranger learns nothing of what there is.
      if (!isAllowed(sender)) return refused(sender, name);
      const command = typeof name === 'string' ? name : '';
      try {
        return { ok: true, value: await perform(command, params, sender, new AbortController().signal) };
      } catch (error) {
        if (!(error instanceof AppError)) log.error('a call of the page failed', { command, error });
        return { ok: false, error: tellable(error, command) };
      }
    };
  }

  function refused(sender: Sender, name: unknown): PageAnswer<never> {
    log.warn('a stranger called the shell', { url: sender.url.slice(0, 200) });
    const command = typeof name === 'string' ? name.slice(0, 64) : '';
    return { ok: false, error: toWireError(new AppError('command-not-allowed', { command })) };
  }

  return { agent: ofAgent, shell: ofShell, mayListen: isAllowed };
}

/** A place inside the page (`#…`) is the page, too. */
function isOurPage({ isMainFrameOfWindow, url }: Sender, pageUrl: string): boolean {
  return isMainFrameOfWindow && (url === pageUrl || url.startsWith(`${pageUrl}#`));
}

/** What nobody expected stays in the log. */
function tellable(error: unknown, command: string) {
  if (error instanceof AppError) return error.toWire();
  return new AppError('command-failed', {
    command: command.slice(0, 64),
    why: 'something unexpected happened',
  }).toWire();
}
