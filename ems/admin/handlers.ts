// The administrator's verbs; every act is recorded with who asked.

import type { EmsAdminContract } from '../../shared/ems/admin-contract.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import { makeUninstallCode } from '../devices/uninstall-code.ts';
import type { Ems } from '../ems.ts';
import { revokeCertificate, revokeDevice } from '../enrollment/end.ts';
import { releaseDevice } from '../enrollment/release.ts';
import { approveGateway, withdrawGateway } from '../gateways/approval.ts';
import { publishedDestinations, showTo } from '../gateways/publication.ts';
import { approveWebHosts } from '../gateways/web-hosts.ts';
import {
  type ListenerAddresses,
  listInvitations,
  makeInvitation,
  revokeInvitation,
  showInvitation,
} from '../invitations/invitations.ts';
import { reevaluateAll } from '../posture/reevaluate.ts';
import { onFabricText, readOnFabric, setOnFabric } from '../profile/on-fabric.ts';
import { readShellPolicy, setShellPolicy, shellPolicyText } from '../profile/shell-policy.ts';
import { putRule, putRuleSet, removeRule, removeRuleSet } from '../rules/edit.ts';
import { readRulebook } from '../rules/rulebook.ts';
import type { Queries } from '../store/database.ts';
import { currentState } from '../store/state.ts';
import { actsOf, type Described } from './acts.ts';
import type { AdminCaller } from './admin-caller.ts';
import { administratorHandlers } from './administrator-handlers.ts';
import { statusOf } from './status.ts';
import { listEndpoints, listGateways, showEndpoint } from './summaries.ts';
import { listTags } from './tag-list.ts';
import { userAdminHandlers } from './user-handlers.ts';
import { createWebCa, showWebCa } from './web-ca.ts';
import { listZtnaCas, replaceZtnaCa, retireZtnaCa } from './ztna-ca.ts';

export function adminHandlers(ems: Ems, addresses: ListenerAddresses): Handlers<EmsAdminContract, AdminCaller> {
  const acts = actsOf(ems);

  async function rulesChange(act: Described, change: (queries: Queries) => Promise<void>) {
    const answer = await acts.change(act, change);
    await reevaluateAll(ems);
    return answer;
  }

  return {
    status: () => statusOf(ems, addresses),
    endpoints: async () => ({ endpoints: await listEndpoints(ems) }),
    showEndpoint: ({ uid }) => showEndpoint(ems, uid),
    releaseEndpoint: ({ uid, reason }, caller) =>
      acts.own({ caller, action: 'endpoints release', target: uid, detail: reason }, async (record) => {
        await releaseDevice(ems, uid, record);
        return {};
      }),
    makeUninstallCode: (wanted, caller) =>
      acts.own({ caller, action: 'endpoints uninstall-code', target: wanted.uid }, (record) =>
        makeUninstallCode(ems, wanted, record),
      ),
    revokeEndpoint: ({ uid, reason }, caller) =>
      acts.own({ caller, action: 'revoke', target: uid, detail: reason }, async (record) => {
        await revokeDevice(ems, uid, 'privilege-withdrawn', record);
        return {};
      }),
    revokeCertificate: ({ serial, reason }, caller) =>
      acts.own({ caller, action: 'revoke', target: serial, detail: reason }, async (record) => {
        await revokeCertificate(ems, serial, record);
        return {};
      }),
    invite: (wanted, caller) => {
      const bound = wanted.serials.length === 0 ? '' : `, for ${wanted.serials.length} serial numbers`;
      const detail = `${wanted.uses} uses, site ${wanted.site}, domains ${wanted.domains.join(',')}${bound}`;
      const act = { caller, action: 'invite', target: wanted.role, detail };
      return acts.own(act, (record) =>
        ems.db.transaction().execute(async (queries) => {
          const made = await makeInvitation(ems, queries, wanted, addresses);
          await record(queries, made.summary.id);
          return made;
        }),
      );
    },
    showInvitation: ({ id }) => showInvitation(ems, id),
    invitations: async () => ({ invitations: await listInvitations(ems) }),
    revokeInvitation: ({ id }, caller) =>
      acts.change({ caller, action: 'invitations revoke', target: id }, (queries) =>
        revokeInvitation(ems, queries, id),
      ),
    rules: async () => {
      const { rules, ruleSets } = await readRulebook(ems.db);
      const { revision } = await currentState(ems.db);
      return { rules: [...rules], ruleSets: [...ruleSets], revision };
    },
    putRule: ({ rule }, caller) =>
      rulesChange({ caller, action: 'rules put', target: String(rule.id) }, (queries) => putRule(queries, rule)),
    removeRule: ({ id }, caller) =>
      rulesChange({ caller, action: 'rules remove', target: String(id) }, (queries) => removeRule(queries, id)),
    putRuleSet: ({ ruleSet }, caller) =>
      rulesChange({ caller, action: 'rules put-set', target: String(ruleSet.id) }, (queries) =>
        putRuleSet(queries, ruleSet),
      ),
    removeRuleSet: ({ id }, caller) =>
      rulesChange({ caller, action: 'rules remove-set', target: String(id) }, (queries) => removeRuleSet(queries, id)),
    tags: async () => ({ tags: await listTags(ems) }),
    destinations: async () => ({ destinations: await publishedDestinations(ems.db) }),
    showDestinationTo: ({ name, tags, publish }, caller) =>
      acts.change({ caller, action: 'destinations show-to', target: name, detail: tags.join(',') }, (queries) =>
        showTo(queries, name, tags, publish),
      ),
    gateways: async () => ({ gateways: await listGateways(ems) }),
    approveGateway: async (approval, caller) => {
      const detail = `names ${approval.names.join(',')}, sites ${approval.sites.join(',')}`;
      return await acts.change({ caller, action: 'gateways approve', target: approval.id, detail }, (queries) =>
        approveGateway(ems, queries, approval),
      );
    },
    approveWebHosts: (approval, caller) =>
      acts.change(
        { caller, action: 'gateways web-hosts', target: approval.id, detail: approval.hosts.join(',') },
        (queries) => approveWebHosts(ems, queries, approval),
      ),
    webCa: async () => ({ webCa: await showWebCa(ems) }),
    createWebCa: (wanted, caller) => {
      const detail = `domains ${wanted.domains.join(',')}${wanted.replace ? ', in place of the one before' : ''}`;
      return acts.own({ caller, action: 'web-ca create', target: 'web CA', detail }, (record) =>
        ems.db.transaction().execute(async (queries) => {
          const webCa = await createWebCa(ems, queries, wanted);
          await record(queries, webCa.id);
          return { webCa };
        }),
      );
    },
    shellPolicy: async () => ({ shellPolicy: await readShellPolicy(ems.db) }),
    setShellPolicy: (change, caller) =>
      acts.change(
        { caller, action: 'shell-policy set', target: 'shell policy', detail: shellPolicyText(change) },
        (queries) => setShellPolicy(queries, change),
      ),
    onFabric: async () => ({ onFabric: await readOnFabric(ems.db) }),
    setOnFabric: (wanted, caller) =>
      acts.change({ caller, action: 'on-fabric set', target: 'on-fabric', detail: onFabricText(wanted) }, (queries) =>
        setOnFabric(queries, wanted),
      ),
    withdrawGateway: ({ id, reason }, caller) =>
      acts.own({ caller, action: 'gateways withdraw', target: id, detail: reason }, async (record) => {
        await withdrawGateway(ems, id, record);
        return {};
      }),
    ...administratorHandlers(ems, acts, addresses.console),
    ...userAdminHandlers(ems, acts, addresses.console),
    ztnaCas: async () => ({ ztnaCas: await listZtnaCas(ems) }),
    replaceZtnaCa: (wanted, caller) =>
      acts.own(
        { caller, action: 'ztna-ca replace', target: wanted.authority === null ? 'new' : 'imported' },
        (record) => replaceZtnaCa(ems, wanted, record),
      ),
    retireZtnaCa: (wanted, caller) =>
      acts.own({ caller, action: 'ztna-ca retire', target: wanted.id }, (record) => retireZtnaCa(ems, wanted, record)),
    audit: async ({ limit }) => ({ entries: await ems.audit.latest(ems.db, limit) }),
  };
}
