// Makes the bundle for support, shows all of it with what was taken out, and saves it when its user has looked.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Diagnostics } from '../../../shared/agent/diagnostics.ts';
import { useCall } from '../../call.ts';
import { Icon } from '../../frame/icons.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import { filePreview, savedBundle } from '../../views/bundle.ts';
import { shownMoment } from '../../views/measures.ts';
import { BundleFile } from './bundle-file.tsx';

export function BundleSection(): ReactNode {
  const own = useWords().diagnostics.bundle;
  const bridge = useBridge();
  const { call, run } = useCall(() => bridge.agent('diagnostics', {}));
  return (
    <Section title={own.title}>
      <p className="quiet">{own.about}</p>
      <div className="actions">
        <Button
          variant={call.kind === 'done' ? 'default' : 'filled'}
          aria-disabled={call.kind === 'busy'}
          onClick={() => (call.kind === 'busy' ? undefined : void run())}
        >
          {call.kind === 'busy' ? own.making : call.kind === 'done' ? own.again : own.make}
        </Button>
      </div>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
      {call.kind === 'done' ? <Made bundle={call.value} /> : null}
    </Section>
  );
}

function Made({ bundle }: { readonly bundle: Diagnostics }): ReactNode {
  const words = useWords();
  const own = words.diagnostics.bundle;
  const language = useLanguage();
  const bridge = useBridge();
  const { call, run } = useCall(() => bridge.shell('save', savedBundle(bundle)));
  return (
    <>
      <output className="strong">{own.madeAt(shownMoment(language, bundle.at))}</output>
      <p className="quiet small">{own.marked}</p>
      <ul className="rows" aria-label={own.files}>
        {bundle.files.map((file) => (
          <BundleFile key={file.name} file={filePreview(file, words)} />
        ))}
      </ul>
      {bundle.leftOut.length === 0 ? null : (
        <div className="stack">
          <h3>{own.leftOut}</h3>
          <ul className="points">
            {bundle.leftOut.map(({ name, why }) => (
              <li key={name}>
                <Shown text={`${name}: ${why}`} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="actions">
        <Button leftSection={<Icon drawing="download" size={16} />} onClick={() => void run()}>
          {own.save}
        </Button>
        <output className="quiet">{call.kind === 'done' && call.value.saved ? own.saved : ''}</output>
      </div>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
      <div className="stack">
        <h3>{own.send}</h3>
        <ol className="points">
          {own.sendSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    </>
  );
}
