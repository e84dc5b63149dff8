// Writes docs/managed-configuration.md: every managed setting, where each system has it, and what holds in trouble; pure.

import { installLayouts } from '../../../shared/install/layout.ts';
import type { ManagedSetting, SettingForm } from '../../../shared/managed/setting.ts';
import { allSettings, categoryTitles, type SettingName } from '../../../shared/managed/settings.ts';

const head = `# Managed configuration

Made by \`npm run fix\` from \`shared/managed/\`; a test holds it against that. How Intune, Jamf and others bring it to devices: [mdm.md](mdm.md).

An organisation settles what the agent and its desktop app do on a device: one set of settings, the same on every system. A managed value outweighs
the agent's file, the environment, the command line, the management server (EMS) and the user. In the app it shows as locked. Where the data, the socket and
the hosts file lie cannot be managed: they belong to the installation.

| system | where | written as |
| --- | --- | --- |
| Linux | \`${installLayouts.linux.policy}/*.json\` | JSON objects, in the order of their names: a later file outweighs an earlier one, setting by setting. Folder and files belong to root and are writable by root alone; files have at most 64 KiB and are no links. One with an invitation is readable by root alone |
| Windows | \`${installLayouts.win32.policy}\` | on/off and numbers: REG_DWORD; texts and choices: REG_SZ; lists: REG_MULTI_SZ, or a key of that name with REG_SZ values \`1\`, \`2\`, … as group policy writes them. A key without values manages nothing: an empty list is an empty REG_MULTI_SZ |
| macOS | \`${installLayouts.darwin.policy}\` | made by a configuration profile for the whole device (\`com.apple.ManagedClient.preferences\`, or a payload of the type \`io.stile.agent\`); on/off, numbers, texts and arrays of texts |

Ready to use, made from the same schema: [\`managed/stile.admx\`](managed/stile.admx) with [\`managed/en-US/stile.adml\`](managed/en-US/stile.adml) (group policy,
Intune), [\`managed/stile.mobileconfig\`](managed/stile.mobileconfig), [\`managed/50-example.json\`](managed/50-example.json) and the JSON Schema
[\`managed/policy.schema.json\`](managed/policy.schema.json).

## What happens to a change, and to a mistake

Changes are taken over while the agent runs: at once on Linux, within half a minute on Windows, within five on macOS. Settings that say "next start" wait for it; a
warning says so until then. Connections that are open already stay.

The form is strict: a name that nobody knows, a value of another form, a broken file or one that others may write to is an error, with file and line. Names that a
later release brought are unknown to an earlier one: manage them when the devices have that release ("since"). **A mistake never loosens anything:**

| | holds |
| --- | --- |
| it could be read before | what could be read last, as a whole, also through a restart (kept in the agent's data directory, without the invitation) |
| it never could be read on this device | the settings of the files that can be read, and for the rest the strictest: the device enrolls with no EMS; users may neither quit the app, disconnect nor add destinations. A device that is enrolled works on |
| nothing is managed any more | nothing is managed: the agent's file, EMS and users decide again |

It is shown as a warning of the highest severity in \`stile status\` and the app, and as a problem in \`stile doctor\`. \`stile status\` also says which settings are managed, and
from where; the value of an invitation appears nowhere.

## Settings
`;

/** The whole page. */
export function managedConfigurationPage(): string {
  const parts = Object.entries(categoryTitles).map(([category, title]) => {
    const rows = allSettings
      .filter(([, setting]) => setting.category === category)
      .map(([name, each]) => row(name, each));
    return [
      `### ${title}`,
      '',
      '| setting | form | what it does | example | takes effect | systems | since |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `${[head.trimEnd(), ...parts].join('\n\n')}\n`;
}

const systemTitles = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;

function row(
  name: SettingName,
  { form, explanation, example, settles, systems, since, isSecret }: ManagedSetting,
): string {
  const shown = isSecret ? '' : `\`${JSON.stringify(example)}\``;
  const effect = settles.kind === 'config' && settles.taken === 'at-start' ? 'next start' : 'at once';
  const where = systems.length === 3 ? 'all' : systems.map((each) => systemTitles[each]).join(', ');
  return `| \`${name}\` | ${formText(form)} | ${explanation} | ${shown} | ${effect} | ${where} | ${since} |`;
}

function formText(form: SettingForm): string {
  switch (form.kind) {
    case 'switch':
      return 'on or off';
    case 'choice':
      return form.options.map(({ value }) => `\`${value}\``).join(', ');
    case 'number':
      return `${form.least} to ${form.most}`;
    case 'text':
      return 'text';
    case 'list':
      return `list of texts, at most ${form.most}`;
  }
}
