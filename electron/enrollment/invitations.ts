// Takes invitations to the daemon: has them read, asks, and enrolls only with what was asked about.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { failureOf, KnownFailure } from '../failure.ts';
import type { GuiStore } from '../gui-store.ts';
import type { AgentLink } from '../link/agent-link.ts';
import type { Opened } from './deep-link.ts';
import {
  type InvitationEvent,
  type InvitationFlow,
  reduceInvitation,
  shownInvitation,
  takesInvitations,
} from './invitation-flow.ts';

export interface Invitations extends Disposable {
  /** Takes what a link or a person brought, and has it read. @throws AppError `invitation-waiting` */
  offer(opened: Opened): Promise<void>;
  /** Begins to enroll; how it ends is told in the state. @throws AppError `command-invalid`, `consent-missing` */
  accept(fabricCa: string): void;
  dismiss(): void;
}

/** Whoever has not answered by then has gone away, and the next one at this screen may be another. */
const longestAskingMs = 10 * 60_000;
/** A link may have started the shell: the daemon is looked for at this very moment. */
const longestWaitMs = 8_000;

export function makeInvitations(options: {
  readonly store: GuiStore;
  readonly agent: Pick<AgentLink, 'call'>;
  readonly log: Logger;
}): Invitations {
  const { store, agent, log } = options;
  let flow: InvitationFlow = { kind: 'none' };
  let forgetting: NodeJS.Timeout | undefined;

  function happened(event: InvitationEvent): void {
    const before = flow;
    flow = reduceInvitation(flow, event);
    if (flow === before) return;
    clearTimeout(forgetting);
    if (flow.kind === 'asking') forgetting = setTimeout(() => happened({ kind: 'too-old' }), longestAskingMs);
    log.info('invitation', { state: flow.kind, ...(flow.kind === 'refused' ? { code: flow.failure.code } : {}) });
    store.change({ invitation: shownInvitation(flow) });
  }

  async function read(reading: Extract<InvitationFlow, { kind: 'reading' }>): Promise<void> {
    const event = await readingOf(reading).catch(
      (error: unknown): InvitationEvent => ({ kind: 'failed', failure: failureOf(error) }),
    );
    // It may have been dismissed meanwhile, and another one be read.
    if (flow === reading) happened(event);
  }

  async function readingOf({ text }: Extract<InvitationFlow, { kind: 'reading' }>): Promise<InvitationEvent> {
    const { enrollment } = await agentState(store);
    const summary = await agent.call('inspectInvitation', { invitation: text.reveal() });
    return { kind: 'read', summary, enrollment };
  }

  async function enroll(enrolling: InvitationFlow, invitation: string, fabricCa: string): Promise<void> {
    const event = await agent.call('enroll', { invitation, consent: { fabricCa } }).then(
      (): InvitationEvent => ({ kind: 'enrolled' }),
      (error: unknown): InvitationEvent => ({ kind: 'failed', failure: failureOf(error) }),
    );
    if (flow === enrolling) happened(event);
  }

  const off = store.onChange(({ link }) => {
    const ems =
      link.kind === 'connected' && link.agent.enrollment.kind === 'enrolled' ? link.agent.enrollment.ems : null;
    if (ems !== null) happened({ kind: 'enrolled-meanwhile', ems });
  });

  return {
    async offer(opened) {
      if (opened.kind === 'nothing') return;
      if (!takesInvitations(flow)) throw new AppError('invitation-waiting');
      if (opened.kind === 'refused') return happened({ kind: 'unusable', failure: opened.failure });
      happened({ kind: 'offered', text: opened.text });
      if (flow.kind === 'reading') await read(flow);
    },
    accept(fabricCa) {
      if (flow.kind !== 'asking')
        throw new AppError('command-invalid', {
          command: 'acceptInvitation',
          why: 'no invitation is being asked about',
        });
      const { text, summary } = flow;
      if (fabricCa !== summary.fabricCa) throw new AppError('consent-missing', { server: summary.ems });
      happened({ kind: 'accepted' });
      void enroll(flow, text.reveal(), fabricCa);
    },
    dismiss: () => happened({ kind: 'dismissed' }),
    [Symbol.dispose]() {
      clearTimeout(forgetting);
      off();
    },
  };
}

/** The daemon's state, as soon as there is one. @throws AppError why there is none */
async function agentState(store: GuiStore): Promise<AgentState> {
  const found = stateIn(store);
  if (found !== null) return found;
  const { promise, resolve, reject } = Promise.withResolvers<AgentState>();
  const missing = () => reject(new AppError('socket-not-there', { path: 'its place', program: 'the agent daemon' }));
  const timer = setTimeout(missing, longestWaitMs);
  const off = store.onChange(() => {
    try {
      const state = stateIn(store);
      if (state !== null) resolve(state);
    } catch (error) {
      reject(error);
    }
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    off();
  }
}

/** Null while it is being looked for. @throws KnownFailure where it is there and cannot be used */
function stateIn({ current: { link } }: GuiStore): AgentState | null {
  if (link.kind === 'connected') return link.agent;
  if (link.kind === 'refused' || link.kind === 'incompatible') throw new KnownFailure(link.failure);
  return null;
}
