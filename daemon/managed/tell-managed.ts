// Says in the agent's state what is managed, and what is wrong with it.

import type { Warning } from '../../shared/agent/agent-state.ts';
import type { ManagedState } from '../../shared/agent/managed-state.ts';
import type { ShellPolicy } from '../../shared/ems/shell-policy.ts';
import { allSettings, type ManagedValues, type SettingName } from '../../shared/managed/settings.ts';
import type { Store } from '../state/store.ts';
import type { InForce, Standing } from './in-force.ts';
import type { Managed } from './managed.ts';
import { waitingSettings } from './settled-config.ts';

export interface TellManagedOptions {
  readonly managed: Managed;
  readonly store: Store;
  /** What the EMS lets users do, or what holds without one. */
  readonly told: () => ShellPolicy;
  /** What users may do has changed. */
  readonly onPolicy: () => void;
}

/** Tells now, and after each change until disposed. */
export function tellManaged({ managed, store, told, onPolicy }: TellManagedOptions): Disposable {
  const atStart = managed.current.values;

  function tell(current: InForce): void {
    const before = store.current.shellPolicy;
    store.apply({ kind: 'managed', managed: managedStateOf(current), told: told() });
    warn('managed-configuration-invalid', invalidText(current.standing), 'high');
    warn('managed-configuration-waits', waitingText(waitingSettings(atStart, current.values)), 'medium');
    if (JSON.stringify(before) !== JSON.stringify(store.current.shellPolicy)) onPolicy();
  }

  function warn(code: string, text: string | null, severity: Warning['severity']): void {
    const isTold = store.current.warnings.some((each) => each.code === code);
    const warning = text === null ? null : { code, severity, text: text.slice(0, 1_000) };
    if (isTold || warning !== null) store.apply({ kind: 'warning', code, warning });
  }

  tell(managed.current);
  const end = managed.onChange(tell);
  return { [Symbol.dispose]: end };
}

/** Names, and the values that the app follows; nothing else, above all no invitation. */
export function managedStateOf({ values, source }: InForce): ManagedState {
  const { MayQuit: mayQuit, Disconnect: disconnect, PersonalDestinations: personalDestinations } = values;
  const { Language: language, Theme: theme, StartAtLogin: startAtLogin, Notices: notices } = values;
  return {
    settings: namesOf(values),
    source: source?.slice(0, 300) ?? null,
    shellPolicy: { mayQuit, disconnect, personalDestinations },
    shell: { language, theme, startAtLogin, notices },
  };
}

function namesOf(values: ManagedValues): SettingName[] {
  return allSettings.flatMap(([name]) => (values[name] === undefined ? [] : [name]));
}

function invalidText(standing: Standing): string | null {
  if (standing.kind === 'as-read') return null;
  const [first, ...more] = standing.troubles;
  const where = `${first?.where}: ${first?.why}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
  const holds =
    standing.kind === 'kept'
      ? 'The settings that could be read last hold until it is corrected.'
      : 'Until it is corrected this device enrolls with no EMS, and its users may neither quit, disconnect nor add destinations.';
  return `The managed configuration cannot be read in full: ${where}. ${holds}`;
}

function waitingText(names: readonly SettingName[]): string | null {
  if (names.length === 0) return null;
  return `Managed settings have changed that the agent takes over at its next start: ${names.join(', ')}. Restart its service.`;
}
