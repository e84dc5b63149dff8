// The part of the settings about newer releases: how it stands, install now, later, look again.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCall } from '../../call.ts';
import { useNow } from '../../parts/ago.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Section } from '../../parts/section.tsx';
import { useBridge, useGui } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import { updateView } from '../../views/update.ts';

export function UpdateSection(): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const bridge = useBridge();
  const { link } = useGui();
  const now = useNow();
  const check = useCall(() => bridge.agent('checkForUpdate', {}));
  const install = useCall(() => bridge.agent('installUpdate', {}));
  const postpone = useCall((hours: number) => bridge.agent('postponeUpdate', { hours }));
  const view = link.kind === 'connected' ? updateView(link.agent.update, words, language, now) : null;
  if (view === null) return null;
  const own = words.updates;
  const refused = [check.call, install.call, postpone.call].find(({ kind }) => kind === 'failed');
  return (
    <Section title={own.title}>
      <Mark tone={view.tone}>{view.sentence}</Mark>
      {view.progress === null ? null : (
        <progress className="download" value={view.progress} aria-label={view.sentence} />
      )}
      {view.details.map((text) => (
        <p key={text} className="quiet shown">
          <bdi>{text}</bdi>
        </p>
      ))}
      {view.failure === null ? null : <ErrorNotice error={view.failure} title={own.failed} />}
      <div className="actions">
        {view.mayInstall ? (
          <Button size="xs" onClick={() => void install.run()}>
            {own.install}
          </Button>
        ) : null}
        {view.postponeHours.map((hours) => (
          <Button key={hours} size="xs" variant="default" onClick={() => void postpone.run(hours)}>
            {own.later(hours)}
          </Button>
        ))}
        {view.mayCheck ? (
          <Button size="xs" variant="default" onClick={() => void check.run()}>
            {own.check}
          </Button>
        ) : null}
      </div>
      {refused?.kind === 'failed' ? <ErrorNotice error={refused.error} /> : null}
    </Section>
  );
}
