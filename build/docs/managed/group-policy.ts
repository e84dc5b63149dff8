// Writes the group policy template of Windows, ADMX and English ADML, from the managed settings; pure.

import { installLayouts } from '../../../shared/install/layout.ts';
import type { ManagedSetting, SettingValue } from '../../../shared/managed/setting.ts';
import { allSettings, categoryTitles, type SettingName } from '../../../shared/managed/settings.ts';
import { exampleFor } from './example.ts';
import { element, textElement } from './xml.ts';

/** Rises with every change of the template that policy editors are to notice. */
const revision = '1.0';
const namespace = {
  'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  revision,
  schemaVersion: '1.0',
  xmlns: 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions',
};
const head = '<?xml version="1.0" encoding="utf-8"?>';
const root = 'Stile';
const key = installLayouts.win32.policy.replace(/^HKLM\\/, '');

const settings = allSettings.filter(([, { systems }]) => systems.includes('win32'));
const examples = exampleFor('win32');
const versions = [...new Set(settings.map(([, { since }]) => since))];

export function admx(): string {
  const document = element('policyDefinitions', namespace, [
    element('policyNamespaces', {}, [element('target', { prefix: 'stile', namespace: 'Stile.Policies' })]),
    element('resources', { minRequiredRevision: revision, fallbackCulture: 'en-US' }),
    // Of our own, so that an import needs no template of Windows beside it.
    element('supportedOn', {}, [
      element(
        'definitions',
        {},
        versions.map((since) =>
          element('definition', { name: supported(since), displayName: string(supported(since)) }),
        ),
      ),
    ]),
    element('categories', {}, [
      element('category', { name: root, displayName: string(root) }),
      ...Object.keys(categoryTitles).map((category) =>
        element('category', { name: category, displayName: string(category) }, [
          element('parentCategory', { ref: root }),
        ]),
      ),
    ]),
    element(
      'policies',
      {},
      settings.map(([name, setting]) => policy(name, setting)),
    ),
  ]);
  return `${head}\n${document}\n`;
}

export function adml(): string {
  const document = element('policyDefinitionResources', namespace, [
    textElement('displayName', {}, 'Stile'),
    textElement('description', {}, 'Settings of the Stile agent and its desktop app'),
    element('resources', {}, [
      element(
        'stringTable',
        {},
        strings().map(([id, text]) => textElement('string', { id }, text)),
      ),
      element(
        'presentationTable',
        {},
        settings.flatMap(([name, setting]) => {
          const shown = presented(name, setting);
          return shown === null ? [] : [element('presentation', { id: name }, [shown])];
        }),
      ),
    ]),
  ]);
  return `${head}\n${document}\n`;
}

function policy(name: SettingName, setting: ManagedSetting): string {
  const { form, category, since } = setting;
  const isSwitch = form.kind === 'switch';
  return element(
    'policy',
    {
      name,
      class: 'Machine',
      displayName: string(name),
      explainText: string(`${name}_Explain`),
      ...(isSwitch ? {} : { presentation: `$(presentation.${name})` }),
      key,
      ...(isSwitch ? { valueName: name } : {}),
    },
    [
      element('parentCategory', { ref: category }),
      element('supportedOn', { ref: supported(since) }),
      ...(isSwitch
        ? [
            element('enabledValue', {}, [element('decimal', { value: 1 })]),
            element('disabledValue', {}, [element('decimal', { value: 0 })]),
          ]
        : [element('elements', {}, [valueElement(name, setting)])]),
    ],
  );
}

function valueElement(name: SettingName, { form }: ManagedSetting): string {
  switch (form.kind) {
    case 'switch':
      throw new TypeError(`${name}: a switch is the policy itself`);
    case 'number':
      return element('decimal', {
        id: name,
        valueName: name,
        required: true,
        minValue: form.least,
        maxValue: form.most,
      });
    case 'text':
      return element('text', { id: name, valueName: name, required: true, maxLength: form.longest });
    case 'choice':
      return element(
        'enum',
        { id: name, valueName: name, required: true },
        form.options.map(({ value }) =>
          element('item', { displayName: string(`${name}_${idOf(value)}`) }, [
            element('value', {}, [textElement('string', {}, value)]),
          ]),
        ),
      );
    case 'list':
      // Numbered values in a key of their own: 1, 2, 3 …
      return element('list', { id: name, key: `${key}\\${name}`, explicitValue: false, valuePrefix: '' });
  }
}

/** How an editor asks for it; null for a switch, which is the policy itself. */
function presented(name: SettingName, { form, title, example }: ManagedSetting): string | null {
  const label = `${title}:`;
  switch (form.kind) {
    case 'switch':
      return null;
    case 'number':
      return textElement('decimalTextBox', { refId: name, defaultValue: Number(example) }, label);
    case 'text':
      return element('textBox', { refId: name }, [textElement('label', {}, label)]);
    case 'choice':
      return textElement('dropdownList', { refId: name, noSort: true, defaultItem: 0 }, label);
    case 'list':
      return textElement('listBox', { refId: name }, label);
  }
}

function strings(): readonly (readonly [string, string])[] {
  return [
    [root, 'Stile'],
    ...versions.map((since) => [supported(since), `Stile ${since} or later`] as const),
    ...Object.entries(categoryTitles),
    ...settings.flatMap(([name, setting]) => [
      [name, setting.title] as const,
      [`${name}_Explain`, explained(setting, examples[name])] as const,
      ...(setting.form.kind === 'choice'
        ? setting.form.options.map(({ value, title }) => [`${name}_${idOf(value)}`, title] as const)
        : []),
    ]),
  ];
}

function explained({ explanation, form }: ManagedSetting, example: SettingValue | undefined): string {
  const plain = explanation.replaceAll('`', '');
  if (form.kind === 'switch') return `${plain}\n\nEnabled: yes. Disabled: no. Not configured: not managed.`;
  const shown = example === undefined ? '' : `Example: ${Array.isArray(example) ? example[0] : example}\n`;
  return `${plain}\n\n${shown}Disabled or not configured: not managed.`;
}

function supported(since: string): string {
  return `SUPPORTED_Stile_${since.replaceAll('.', '_')}`;
}

function string(id: string): string {
  return `$(string.${id})`;
}

function idOf(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9]/g, '_');
}
