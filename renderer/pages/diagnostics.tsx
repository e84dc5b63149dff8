// The page "Diagnostics": checks, the bundle for support, and the agent's log.

import type { ReactNode } from 'react';
import { Page } from '../parts/page.tsx';
import { useWords } from '../use-words.ts';
import { BundleSection } from './diagnostics/bundle-section.tsx';
import { ChecksSection } from './diagnostics/checks-section.tsx';
import { LogSection } from './diagnostics/log-section.tsx';

export function DiagnosticsPage(): ReactNode {
  const { frame, diagnostics } = useWords();
  return (
    <Page title={frame.pages.diagnostics} lead={diagnostics.about}>
      <ChecksSection />
      <BundleSection />
      <LogSection />
    </Page>
  );
}
