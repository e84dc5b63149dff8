// The administrator's verbs on the local admin socket; every act is recorded with who asked.

import type { EmsAdminContract } from '../../shared/ems/admin-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import { authorityFingerprint } from '../../shared/node/x509/authority.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { Act } from '../audit/audit.ts';
import type { Ems } from '../ems.ts';
import { revokeCertificate, revokeDevice } from '../enrollment/end.ts';
import { releaseDevice } from '../enrollment/release.ts';
import { approveGateway, withdrawGateway } from '../gateways/approval.ts';
import { publishedDestinations, showTo } from '../gateways/publication.ts';
import { listInvitations, makeInvitation, revokeInvitation } from '../invitations/invitations.ts';
import type { RevocationLists } from '../pki/revocation-lists.ts';
import { reevaluateAll } from '../posture/reevaluate.ts';
import { putRule, putRuleSet, removeRule, removeRuleSet } from '../rules/edit.ts';
import { readRulebook } from '../rules/rulebook.ts';
import type { Queries } from '../store/database.ts';
import { currentState } from '../store/state.ts';
import { version } from '../version.ts';
import { listEndpoints, listGateways, showEndpoint } from './summaries.ts';
import { listTags } from './tag-list.ts';

export function adminHandlers(
  ems: Ems,
  lists: RevocationLists,
  listeners: Readonly<Record<string, string>>,
): Handlers<EmsAdminContract, KnownCaller> {
  const act = actsOf(ems);
  return {
    status: () => status(ems, listeners),
    endpoints: async () => ({ endpoints: await listEndpoints(ems) }),
    showEndpoint: ({ uid }) => showEndpoint(ems, uid),
    releaseEndpoint: ({ uid }, caller) =>
      act(caller, 'endpoints release', uid, '', (queries) => releaseDevice(queries, uid)),
    revokeEndpoint: async ({ uid, reason }, caller) => {
      await revokeDevice(ems, lists, uid, 'privilege-withdrawn', (queries) =>
        ems.audit.record(queries, allowed(caller, 'revoke', uid, reason)),
      );
      return {};
    },
    revokeCertificate: async ({ serial, reason }, caller) => {
      await revokeCertificate(ems, lists, serial, (queries) =>
        ems.audit.record(queries, allowed(caller, 'revoke', serial, reason)),
      );
      return {};
    },
    invite: (wanted, caller) =>
      ems.db.transaction().execute(async (queries) => {
        const made = await makeInvitation(ems, queries, wanted);
        const detail = `${wanted.uses} uses, until ${made.summary.expires}`;
        await ems.audit.record(queries, allowed(caller, 'invite', `${wanted.role} ${made.summary.id}`, detail));
        return made;
      }),
    invitations: async () => ({ invitations: await listInvitations(ems) }),
    revokeInvitation: ({ id }, caller) =>
      act(caller, 'invitations revoke', id, '', (queries) => revokeInvitation(ems, queries, id)),
    rules: async () => {
      const { rules, ruleSets } = await readRulebook(ems.db);
      const { revision } = await currentState(ems.db);
      return { rules: [...rules], ruleSets: [...ruleSets], revision };
    },
    putRule: ({ rule }, caller) => rulesChange(caller, 'rules put', rule.id, (queries) => putRule(queries, rule)),
    removeRule: ({ id }, caller) => rulesChange(caller, 'rules remove', id, (queries) => removeRule(queries, id)),
    putRuleSet: ({ ruleSet }, caller) =>
      rulesChange(caller, 'rules put-set', ruleSet.id, (queries) => putRuleSet(queries, ruleSet)),
    removeRuleSet: ({ id }, caller) =>
      rulesChange(caller, 'rules remove-set', id, (queries) => removeRuleSet(queries, id)),
    tags: async () => ({ tags: await listTags(ems) }),
    destinations: async () => ({ destinations: await publishedDestinations(ems.db) }),
    showDestinationTo: async ({ name, tags, publish }, caller) => {
      await act(caller, 'destinations show-to', name, tags.join(','), (queries) =>
        showTo(queries, name, tags, publish),
      );
      await ems.hub.notify('profile', { kind: 'agent' });
      return {};
    },
    gateways: async () => ({ gateways: await listGateways(ems) }),
    approveGateway: async (approval, caller) => {
      const detail = `names ${approval.names.join(',')}, sites ${approval.sites.join(',')}`;
      await act(caller, 'gateways approve', approval.id, detail, (queries) => approveGateway(ems, queries, approval));
      await ems.hub.notify('gateways', { kind: 'gateway', id: approval.id });
      await ems.hub.notify('profile', { kind: 'agent' });
      return {};
    },
    withdrawGateway: async ({ id }, caller) => {
      await withdrawGateway(ems, lists, id, (queries) =>
        ems.audit.record(queries, allowed(caller, 'gateways withdraw', id, '')),
      );
      return {};
    },
    audit: async ({ limit }) => ({ entries: await ems.audit.latest(ems.db, limit) }),
  };

  async function rulesChange(
    caller: KnownCaller,
    action: string,
    id: number,
    change: (queries: Queries) => Promise<void>,
  ) {
    const answer = await act(caller, action, String(id), '', change);
    await reevaluateAll(ems);
    return answer;
  }
}

/** Makes a change and its record in one transaction; a change that fails is recorded as refused. */
function actsOf(ems: Ems) {
  return async (
    caller: KnownCaller,
    action: string,
    target: string,
    detail: string,
    change: (queries: Queries) => Promise<void>,
  ): Promise<Record<string, never>> => {
    try {
      await ems.db.transaction().execute(async (queries) => {
        await change(queries);
        await ems.audit.record(queries, allowed(caller, action, target, detail));
      });
      return {};
    } catch (error) {
      await ems.audit.record(ems.db, { ...allowed(caller, action, target, detail), outcome: 'refused' });
      throw error;
    }
  };
}

function allowed(caller: KnownCaller, action: string, target: string, detail: string): Act {
  return { actor: `uid ${caller.uid}`, action, target, outcome: 'allowed', detail };
}

async function status(ems: Ems, listeners: Readonly<Record<string, string>>) {
  const { epoch, revision } = await currentState(ems.db);
  const devices = await ems.db.selectFrom('devices').select('online').where('state', '!=', 'revoked').execute();
  const gateways = await ems.db.selectFrom('gateways').select('id').where('state', '=', 'approved').execute();
  return {
    emsId: ems.identity.emsId,
    version,
    epoch,
    revision,
    listeners: { ...listeners },
    devices: devices.length,
    online: devices.filter((device) => device.online === 1).length,
    gateways: gateways.length,
    fabricCa: ems.authorities.fabricPin,
    ztnaCa: authorityFingerprint(ems.authorities.ztna.certificatePem),
  };
}
