// `stile ems …`: the verbs of administration, gathered.

import type { Command } from 'commander';
import { withEms } from '../connect.ts';
import { type Context, runs } from '../context.ts';
import { pairs } from '../views/table.ts';
import { emsAccessCommands } from './ems-access.ts';
import { emsAdminCommands } from './ems-admin.ts';
import { emsEndpointCommands } from './ems-endpoints.ts';
import { emsInvitationCommands } from './ems-invitations.ts';
import { emsLoginCommands } from './ems-login.ts';
import { emsOnFabricCommands } from './ems-on-fabric.ts';
import { emsRuleCommands } from './ems-rules.ts';
import { emsShellPolicyCommands } from './ems-shell-policy.ts';
import { emsSignInCommands } from './ems-sign-in.ts';
import { emsUserCommands } from './ems-users.ts';
import { emsWebCaCommands } from './ems-web-ca.ts';
import { emsZtnaCaCommands } from './ems-ztna-ca.ts';

const emsHelp = `
A first device, from nothing:
  stile ems invite gateway                                   then on the gateway: stile-gateway join <invitation>
  stile ems gateways approve <id> --names gw.corp.test       after comparing the key's fingerprint
  stile ems rules put rule.json; stile ems rules put-set set.json
  stile ems destinations show-to crm --tags managed
  stile ems invite device --domain corp.test                 then on the device: stile enroll`;

export function emsCommands(program: Command, context: Context): void {
  const ems = program
    .command('ems')
    .description(
      'Administer the EMS on this machine (root; the system says who calls), or one elsewhere (stile ems login).',
    )
    .addHelpText('after', emsHelp);

  runs(
    ems.command('status').description('Show its database, listeners, CAs, revision and how many devices are online.'),
    context,
    async () => {
      const status = await withEms(context.terminal, (client) => client.call('status', {}));
      const lines = pairs([
        ['EMS', `${status.emsId}, ${status.version}`],
        ['database', status.database],
        ['listens', Object.entries(status.listeners).map(([name, address]) => `${name} ${address}`)],
        ['fabric CA', status.fabricCa],
        ['ZTNA CA', status.ztnaCa],
        ['devices', `${status.online} of ${status.devices} online`],
        ['gateways', String(status.gateways)],
        ['revision', `${status.epoch}.${status.revision}`],
      ]);
      return { result: status, lines };
    },
  );

  emsEndpointCommands(ems, context);
  emsInvitationCommands(ems, context);
  emsRuleCommands(ems, context);
  emsAccessCommands(ems, context);
  emsWebCaCommands(ems, context);
  emsShellPolicyCommands(ems, context);
  emsOnFabricCommands(ems, context);
  emsAdminCommands(ems, context);
  emsLoginCommands(ems, context);
  emsZtnaCaCommands(ems, context);
  emsUserCommands(ems, context);
  emsSignInCommands(ems, context);
}
