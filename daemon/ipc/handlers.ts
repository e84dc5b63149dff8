// The commands of the local socket made real, one function each.

import type { AgentContract, Finding } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import { Redactor } from '../../shared/redaction/redactor.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { Activity } from '../activity/activity.ts';
import type { Agent } from '../agent.ts';
import type { Disconnecting } from '../disconnection/keep.ts';
import type { RightToEnroll } from '../enrollment/right-to-enroll.ts';
import { about } from '../explain/about.ts';
import { diagnosticsOf } from '../explain/diagnostics.ts';
import { examine } from '../explain/doctor.ts';
import { examineCertificate } from '../explain/examine-certificate.ts';
import { peopleKnown } from '../explain/people.ts';
import { explain } from '../explain/why.ts';
import { osFamily } from '../inventory.ts';
import type { TunnelUsers } from '../local-users.ts';
import { keptLines, type LogRing } from '../log-ring.ts';
import { personalDestinations } from '../names/personal-destinations.ts';
import type { Uninstall } from '../uninstall/uninstall.ts';
import type { Updates } from '../update/updates.ts';
import type { OfUsers } from '../users/of-users.ts';
import { isoTime, type World } from '../world.ts';
import { disconnectHandlers } from './disconnect-handlers.ts';
import { signInHandlers } from './sign-in-handlers.ts';
import { uninstallHandler } from './uninstall-handler.ts';
import { updateHandlers } from './update-handlers.ts';
import type { Viewer } from './visible-state.ts';

export function agentHandlers(
  world: World,
  up: Promise<Agent>,
  parts: {
    readonly users: TunnelUsers;
    readonly ofUsers: OfUsers;
    readonly disconnecting: () => Disconnecting;
    readonly uninstall: () => Uninstall;
    readonly ring: LogRing;
    readonly activity: Activity;
    readonly updates: Updates;
    readonly viewerOf: (caller: KnownCaller) => Promise<Viewer>;
    readonly rightToEnroll: (caller: KnownCaller, fabricCa: string) => Promise<RightToEnroll>;
    /** What of the state this caller may see. */
    readonly visibleTo: (caller: KnownCaller) => Promise<AgentState>;
  },
): Handlers<AgentContract, KnownCaller> {
  const { users, ofUsers, ring, activity, viewerOf } = parts;
  const personal = personalDestinations(world, async () => (await up).membership);

  /** What doctor finds in what a caller may see. */
  async function findingsOf(state: AgentState): Promise<Finding[]> {
    const ofCertificate = await examineCertificate(world.saved.current.identity, (await up).membership);
    return [...(await examine(state, world.clock.now())), ...ofCertificate];
  }

  return {
    inspectInvitation: async ({ invitation }, caller) => {
      const summary = (await up).inspect(invitation);
      return { ...summary, mayEnroll: (await parts.rightToEnroll(caller, summary.fabricCa)).kind === 'granted' };
    },
    enroll: async ({ invitation, consent }, caller) => {
      const right = await parts.rightToEnroll(caller, (await up).inspect(invitation).fabricCa);
      if (right.kind === 'refused') throw new AppError(right.code);
      const by = { uid: caller.uid, name: await users.nameOf(caller.uid) };
      const { uid, serial } = await (await up).enroll(invitation, consent.fabricCa, by);
      return { uid, serial };
    },
    unenroll: async () => await (await up).unenroll(),
    recheck: async () => {
      await (await up).recheck();
      return {};
    },
    // Who asks, the kernel says: no field of a request names anybody.
    userCertificate: ({ csr }, caller, signal) => ofUsers.certificates.issue(caller.uid, csr, signal),
    tellStore: async (report, caller, signal) => {
      await ofUsers.certificates.tell(caller.uid, report, signal);
      return {};
    },
    why: async ({ destination }, caller) =>
      explain(destination, await parts.visibleTo(caller), (await up).membership?.profile ?? null, osFamily(world)),
    doctor: async (_params, caller) => ({ findings: await findingsOf(await parts.visibleTo(caller)) }),
    activity: async ({ after }, caller) => activity.page(after, await viewerOf(caller)),
    traffic: async (_params, caller) => activity.traffic(await viewerOf(caller)),
    addPersonalDestination: async (wanted) => ({ id: await personal.add(wanted) }),
    removePersonalDestination: async ({ id }) => {
      await personal.remove(id);
      return {};
    },
    diagnostics: async (_params, caller) => {
      const state = await parts.visibleTo(caller);
      const { isAdministrator } = await viewerOf(caller);
      return diagnosticsOf({
        at: isoTime(world.clock.now()),
        state,
        findings: await findingsOf(state),
        about: await about(world),
        log: isAdministrator ? ring.latest(keptLines) : null,
        people: await peopleKnown(world.store.current, world.platform.localUsers, await users.nameOf(caller.uid)),
      });
    },
    ...signInHandlers(ofUsers.signIns),
    ...disconnectHandlers(parts.disconnecting, users, viewerOf),
    ...uninstallHandler(parts.uninstall, users, viewerOf),
    ...updateHandlers(parts.updates),
    logs: ({ lines }) => {
      const redactor = new Redactor(null);
      return { lines: ring.latest(lines).map((line) => redactor.line(line)) };
    },
  };
}
