// Which pictures are taken of the window: a row each, in the order in which one window can go through them.

import type { PageName } from '../../../../shared/shell/gui-state.ts';
import type { AgentSituation } from '../../../doubles/agent-states.ts';

export interface PictureRow {
  /** Its file, without theme and ending. */
  readonly name: string;
  readonly situation: AgentSituation;
  readonly page: PageName;
  /** An invitation is asked about while it is taken. */
  readonly isInvited?: boolean;
  /** A destination whose “Why?” is open while it is taken. */
  readonly why?: string;
}

export const pictures: readonly PictureRow[] = [
  { name: 'welcome', situation: 'not-enrolled', page: 'overview' },
  { name: 'enrolment', situation: 'not-enrolled', page: 'overview', isInvited: true },
  { name: 'overview', situation: 'protected', page: 'overview' },
  { name: 'overview-limited', situation: 'limited', page: 'overview' },
  { name: 'tags', situation: 'limited', page: 'tags' },
  { name: 'posture', situation: 'limited', page: 'posture' },
  { name: 'destinations', situation: 'limited', page: 'destinations' },
  { name: 'why', situation: 'limited', page: 'destinations', why: 'Accounts desktop' },
  { name: 'activity', situation: 'limited', page: 'activity' },
  { name: 'notifications', situation: 'limited', page: 'notifications' },
  { name: 'diagnostics', situation: 'limited', page: 'diagnostics' },
  { name: 'settings', situation: 'limited', page: 'settings' },
];
