// The table of what runs when a package is installed or removed, besides what Windows Installer does by itself; pure.

interface Action {
  readonly id: string;
  /** In InstallExecuteSequence; InstallInitialize is 1500, RemoveFiles 3500, InstallFiles 4000, InstallFinalize 6600. */
  readonly sequence: number;
  readonly condition: string;
  readonly does:
    | { readonly kind: 'host'; readonly command: string; readonly when: 'deferred' | 'rollback' }
    | { readonly kind: 'set'; readonly property: string; readonly to: string }
    | { readonly kind: 'library'; readonly entry: string };
  /** Whether the installation fails with it. */
  readonly mayFail: boolean;
}

const host = (command: string, when: 'deferred' | 'rollback' = 'deferred') =>
  ({ kind: 'host', command, when }) as const;

const installs = 'NOT (REMOVE = "ALL")';
const removes = 'REMOVE = "ALL"';
const keepsData = '(KEEPDATA OR UPGRADINGPRODUCTCODE)';

export const actions: readonly Action[] = [
  // A rollback runs from the last to the first: what was there is registered first, then started.
  { id: 'RestoreRunning', sequence: 3380, condition: removes, does: host('start', 'rollback'), mayFail: true },
  { id: 'RestoreService', sequence: 3390, condition: removes, does: host('install', 'rollback'), mayFail: true },
  {
    id: 'UninstallService',
    sequence: 3400,
    condition: `${removes} AND NOT ${keepsData}`,
    does: host('uninstall'),
    mayFail: true,
  },
  {
    id: 'UninstallServiceOnly',
    sequence: 3410,
    condition: `${removes} AND ${keepsData}`,
    does: host('uninstall --keep-data'),
    mayFail: true,
  },
  { id: 'StopService', sequence: 3420, condition: `Installed AND ${installs}`, does: host('stop'), mayFail: false },
  {
    id: 'SetLayInvitation',
    sequence: 4010,
    condition: 'INVITATION OR INVITATIONFILE',
    does: { kind: 'set', property: 'LayInvitation', to: '[INVITATIONFILE]?[INVITATION]' },
    mayFail: false,
  },
  {
    id: 'UndoService',
    sequence: 4020,
    condition: 'NOT Installed',
    does: host('uninstall --keep-data', 'rollback'),
    mayFail: true,
  },
  { id: 'InstallService', sequence: 4030, condition: installs, does: host('install'), mayFail: false },
  {
    id: 'LayInvitation',
    sequence: 4040,
    condition: `(INVITATION OR INVITATIONFILE) AND ${installs}`,
    does: { kind: 'library', entry: 'LayInvitation' },
    mayFail: false,
  },
  { id: 'StartService', sequence: 4050, condition: installs, does: host('start'), mayFail: false },
];

export function customActions(): string {
  return [
    ...actions.map((action) => `    <CustomAction Id="${action.id}" ${attributesOf(action)} />`),
    '    <InstallExecuteSequence>',
    ...actions.map(
      ({ id, sequence, condition }) =>
        `      <Custom Action="${id}" Sequence="${sequence}">${condition.replaceAll('"', '&quot;')}</Custom>`,
    ),
    '    </InstallExecuteSequence>',
  ].join('\n');
}

/** As SYSTEM, all but the one that only sets a property. */
function attributesOf({ does, mayFail }: Action): string {
  const outcome = `Return="${mayFail ? 'ignore' : 'check'}"`;
  switch (does.kind) {
    case 'host':
      return `FileKey="ServiceHost" ExeCommand="${does.command}" Execute="deferred" Impersonate="no" ${outcome}`;
    case 'library':
      return `BinaryKey="InstallerActions" DllEntry="${does.entry}" Execute="deferred" Impersonate="no" ${outcome}`;
    case 'set':
      return `Property="${does.property}" Value="${does.to}"`;
  }
}

/** msidbCustomActionTypeRollback, msidbCustomActionTypeHideTarget; msidefs.h */
const rollback = 0x100;
const hideTarget = 0x2000;

/** What wixl has no words for: changes to the tables that it made, in Windows Installer's SQL. */
export function tableChanges(): readonly string[] {
  const typeOf = (id: string, type: number) => `UPDATE \`CustomAction\` SET \`Type\`=${type} WHERE \`Action\`='${id}'`;
  return [
    ...actions.flatMap(({ id, does }) => {
      // Deferred, in the system's context, going on after a failure: 18 + 1024 + 2048 + 64.
      if (does.kind === 'host' && does.when === 'rollback') return [typeOf(id, 18 + 1024 + 2048 + 64 + rollback)];
      if (does.kind === 'library') return [typeOf(id, 1 + 1024 + 2048 + hideTarget)];
      return does.kind === 'set' ? [typeOf(id, 51)] : [];
    }),
    // Inside the transaction: a new version that fails brings the old one back.
    "UPDATE `InstallExecuteSequence` SET `Sequence`=1510 WHERE `Action`='RemoveExistingProducts'",
    // msidbFeatureAttributesUIDisallowAbsent
    "UPDATE `Feature` SET `Attributes`=16 WHERE `Feature`='Agent'",
  ];
}
