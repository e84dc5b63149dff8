// The page "Tags".

import type { ReactNode } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { Page } from '../parts/page.tsx';
import { useWords } from '../use-words.ts';

export function TagsPage(_props: { readonly agent: AgentState }): ReactNode {
  const { frame } = useWords();
  return <Page title={frame.pages.tags} />;
}
