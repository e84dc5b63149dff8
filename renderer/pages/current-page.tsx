// Picks what stands in the place of the page: the page itself, or what keeps it from being shown.

import type { ReactNode } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { PageName } from '../../shared/shell/gui-state.ts';
import { useGui } from '../shell.ts';
import { ActivityPage } from './activity.tsx';
import { DestinationsPage } from './destinations.tsx';
import { DiagnosticsPage } from './diagnostics.tsx';
import { LinkPage } from './link-page.tsx';
import { NotificationsPage } from './notifications.tsx';
import { OverviewPage } from './overview.tsx';
import { PosturePage } from './posture.tsx';
import { SettingsPage } from './settings.tsx';
import { TagsPage } from './tags.tsx';

export function CurrentPage({ page }: { readonly page: PageName }): ReactNode {
  const { link } = useGui();
  // These two are the shell's own, and there without an agent.
  if (page === 'notifications') return <NotificationsPage />;
  if (page === 'settings') return <SettingsPage />;
  return link.kind === 'connected' ? <AgentPage page={page} agent={link.agent} /> : <LinkPage link={link} />;
}

function AgentPage(props: {
  readonly page: Exclude<PageName, 'notifications' | 'settings'>;
  readonly agent: AgentState;
}): ReactNode {
  const { page, agent } = props;
  switch (page) {
    case 'overview':
      return <OverviewPage agent={agent} />;
    case 'tags':
      return <TagsPage agent={agent} />;
    case 'posture':
      return <PosturePage agent={agent} />;
    case 'destinations':
      return <DestinationsPage agent={agent} />;
    case 'activity':
      return <ActivityPage />;
    case 'diagnostics':
      return <DiagnosticsPage />;
    default:
      return assertNever(page);
  }
}
