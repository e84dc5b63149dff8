// Language, look and behaviour; each choice is taken as soon as it is made.

import { NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { type ShellSettings, theme } from '../../../shared/shell/shell-settings.ts';
import { useCall } from '../../call.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Managed } from '../../parts/managed.tsx';
import { Section } from '../../parts/section.tsx';
import { useBridge, useGui } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { languageChoices, lockedSettings } from '../../views/settings.ts';

export function PreferenceSections(): ReactNode {
  const words = useWords();
  const { look, behaviour, saved } = words.settings;
  const gui = useGui();
  const { settings } = gui;
  const locked = lockedSettings(gui);
  const bridge = useBridge();
  const { call, run } = useCall((change: Partial<ShellSettings>) => bridge.shell('changeSettings', change));
  const themeLabel = useId();
  const choices = languageChoices(words);
  return (
    <>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
      <output className="unseen">{call.kind === 'done' ? saved : ''}</output>
      <Section title={look.title}>
        <NativeSelect
          className="setting-select"
          label={look.language}
          description={locked.language ? <Managed /> : null}
          disabled={locked.language}
          value={settings.language}
          onChange={(event) => {
            const chosen = choices.find(({ value }) => value === event.currentTarget.value);
            if (chosen !== undefined) void run({ language: chosen.value });
          }}
        >
          {choices.map(({ value, label, lang }) => (
            <option key={value} value={value} lang={lang ?? undefined}>
              {label}
            </option>
          ))}
        </NativeSelect>
        <fieldset className="setting">
          <legend id={themeLabel} className="setting-label">
            {look.theme}
          </legend>
          {locked.theme ? <Managed /> : null}
          <SegmentedControl
            disabled={locked.theme}
            aria-labelledby={themeLabel}
            value={settings.theme}
            transitionDuration={0}
            data={theme.options.map((value) => ({ value, label: look.themes[value] }))}
            onChange={(value) => {
              const chosen = theme.options.find((each) => each === value);
              if (chosen !== undefined) void run({ theme: chosen });
            }}
          />
        </fieldset>
      </Section>
      <Section title={behaviour.title}>
        <Switch
          label={behaviour.notices}
          description={locked.notices ? <Managed /> : behaviour.noticesHint}
          disabled={locked.notices}
          checked={settings.notices}
          onChange={(event) => void run({ notices: event.currentTarget.checked })}
        />
        <Switch
          label={behaviour.startAtLogin}
          description={locked.startAtLogin ? <Managed /> : behaviour.startAtLoginHint}
          disabled={locked.startAtLogin}
          checked={settings.startAtLogin}
          onChange={(event) => void run({ startAtLogin: event.currentTarget.checked })}
        />
      </Section>
    </>
  );
}
