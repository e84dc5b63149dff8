// Where a notice leads: the page on which its person finds what it is about.

import type { Notice, PageName } from './gui-state.ts';

export const pageOfNotice = {
  enrolled: 'overview',
  withdrawn: 'overview',
  'tags-lost': 'posture',
  recovered: 'destinations',
  denied: 'destinations',
  'sign-in-wanted': 'overview',
  'ems-unreachable': 'diagnostics',
  'captive-portal': 'overview',
  'agent-gone': 'overview',
  incompatible: 'overview',
  'update-ready': 'settings',
  warning: 'diagnostics',
} as const satisfies Record<Notice['what']['kind'], PageName>;
