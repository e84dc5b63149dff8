// `stile ems rules|tags`: posture rules, rule sets and the tags that come of them.

import type { Command } from 'commander';
import { z } from 'zod';
import { ruleId } from '../../shared/ids.ts';
import { authoredRule } from '../../shared/posture/rule.ts';
import { authoredRuleSet } from '../../shared/posture/rule-set.ts';
import { withEms } from '../connect.ts';
import { type Context, runs } from '../context.ts';
import { parsed, parsedFile } from '../parsed.ts';
import { rulesView, tagsView } from '../views/ems-views.ts';

const rulesHelp = `
A rule (rule.json) and the set that gives a tag for it (set.json):
  {"id": 1, "os": "linux", "type": "file", "negated": false, "path": "/etc/company/managed",
   "title": "This is a company machine", "remedy": "Run the company set-up once."}
  {"id": 1, "name": "Managed machines", "enabled": true, "tag": "managed",
   "logic": {"linux": {"op": "and", "rules": [{"id": 1}]}}}
Types that this release evaluates on Linux: os-version, file, running-process, ip-range, security.
Every change re-evaluates all devices at once.`;

export function emsRuleCommands(ems: Command, context: Context): void {
  const { terminal } = context;
  const rules = ems
    .command('rules')
    .description('Posture rules and rule sets: list, put, remove.')
    .addHelpText('after', rulesHelp);

  runs(
    rules.command('list', { isDefault: true }).description('List rules and rule sets (the default).'),
    context,
    async () => {
      const answer = await withEms(terminal, (client) => client.call('rules', {}));
      return { result: answer, lines: rulesView(answer.rules, answer.ruleSets) };
    },
  );

  runs(
    rules.command('put').argument('<file>').description('Add or replace one rule from a JSON file.'),
    context,
    async (_options, file: string) => {
      const given = await parsedFile('ems rules put', authoredRule, file);
      await withEms(terminal, (client) => client.call('putRule', { rule: given }));
      return { result: { id: given.id }, lines: [`Rule ${given.id} is in force.`] };
    },
  );

  runs(
    rules.command('put-set').argument('<file>').description('Add or replace one rule set from a JSON file.'),
    context,
    async (_options, file: string) => {
      const given = await parsedFile('ems rules put-set', authoredRuleSet, file);
      await withEms(terminal, (client) => client.call('putRuleSet', { ruleSet: given }));
      return { result: { id: given.id }, lines: [`Rule set ${given.id} gives ${given.tag}.`] };
    },
  );

  runs(
    rules.command('remove').argument('<id>').description('Remove a rule that no set uses.'),
    context,
    async (_options, id: string) => {
      const given = parsed('ems rules remove', z.coerce.number().pipe(ruleId), id);
      await withEms(terminal, (client) => client.call('removeRule', { id: given }));
      return { result: { id: given }, lines: [`Rule ${given} is gone.`] };
    },
  );

  runs(
    rules.command('remove-set').argument('<id>').description('Remove a rule set; its tag goes with it.'),
    context,
    async (_options, id: string) => {
      const given = parsed('ems rules remove-set', z.coerce.number().int().min(1), id);
      await withEms(terminal, (client) => client.call('removeRuleSet', { id: given }));
      return { result: { id: given }, lines: [`Rule set ${given} is gone.`] };
    },
  );

  runs(ems.command('tags').description('List the tags with how many devices have them.'), context, async () => {
    const answer = await withEms(terminal, (client) => client.call('tags', {}));
    return { result: answer, lines: tagsView(answer.tags) };
  });
}
