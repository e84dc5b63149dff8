// What this program is, in versions, and the licences of what it is made of.

import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useCall } from '../../call.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Pairs, Section } from '../../parts/section.tsx';
import { useBridge, useGui } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { aboutLines } from '../../views/settings.ts';

export function AboutSection(): ReactNode {
  const words = useWords();
  const own = words.settings.version;
  const lines = aboutLines(useGui(), words);
  return (
    <Section
      title={own.title}
      actions={<CopyButton text={lines.map(({ term, text }) => `${term}: ${text}\n`).join('')} label={own.copy} />}
    >
      <Pairs pairs={lines.map(({ term, text }) => [term, <bdi key={term}>{text}</bdi>] as const)} />
      <p className="quiet">{own.licence}</p>
      <Licences />
    </Section>
  );
}

function Licences(): ReactNode {
  const own = useWords().settings.version;
  const bridge = useBridge();
  const [isOpen, setOpen] = useState(false);
  const { call, run } = useCall(() => bridge.shell('licences', {}));
  const id = useId();
  return (
    <>
      <div className="actions">
        <Button
          size="xs"
          variant="default"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => {
            setOpen(!isOpen);
            if (call.kind === 'idle') void run();
          }}
        >
          {isOpen ? own.hideLicences : own.showLicences}
        </Button>
      </div>
      {isOpen && call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
      {isOpen && call.kind === 'done' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section id={id} className="text-box" aria-label={own.licencesRegion} tabIndex={0}>
          <pre dir="ltr">{call.value.text}</pre>
        </section>
      ) : null}
    </>
  );
}
