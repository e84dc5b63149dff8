// The drawings of the window: one line each, in the colour of the text beside them, and silent for screen readers.

import type { ReactNode } from 'react';

const drawings = {
  overview: 'M12 3 4.5 6v5.5c0 4.6 3.1 8 7.5 9.5 4.4-1.5 7.5-4.9 7.5-9.5V6L12 3Z',
  tags: 'M3.5 11.2V4.5a1 1 0 0 1 1-1h6.7a2 2 0 0 1 1.4.6l7.3 7.3a2 2 0 0 1 0 2.8l-5.7 5.7a2 2 0 0 1-2.8 0l-7.3-7.3a2 2 0 0 1-.6-1.4ZM8 8h.01',
  posture:
    'M9 4.5H6.5A1.5 1.5 0 0 0 5 6v13a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 19 19V6a1.5 1.5 0 0 0-1.5-1.5H15M9 3.5h6v3H9v-3Zm-.5 9.7 2.4 2.4 4.6-5',
  destinations:
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Zm-8.3-8.5h16.6M12 3.5c2.3 2.3 3.5 5.2 3.5 8.5s-1.2 6.2-3.5 8.5c-2.3-2.3-3.5-5.2-3.5-8.5s1.2-6.2 3.5-8.5Z',
  activity: 'M3 12h4l2.5-7 5 14 2.5-7h4',
  notifications: 'M6 10a6 6 0 0 1 12 0c0 4.5 1.8 6 1.8 6H4.2S6 14.5 6 10Zm3.8 9.5a2.4 2.4 0 0 0 4.4 0',
  diagnostics:
    'M5 3.5v5a4.5 4.5 0 0 0 9 0v-5M5 3.5H3.8M14 3.5h1.2M9.5 13v2.5a5 5 0 0 0 10 0V14m0 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  settings:
    'M4 7h9m4 0h3M4 17h3m4 0h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Zm-6 10a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  cross: 'm6.5 6.5 11 11m0-11-11 11',
  attention: 'M12 4v10m0 5.2v.1',
  dash: 'M7 12h10',
  copy: 'M9 9h9.5v11H9V9Zm-3.5 6V4H15',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.8 3.8v4h-4',
  certificate: 'M12 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Zm-3 0-1 6 4-2.2 4 2.2-1-6',
  server: 'M4 4.5h16v6H4v-6Zm0 9h16v6H4v-6ZM7.5 7.5h.01M7.5 16.5h.01',
  network: 'M4.5 9.5a11 11 0 0 1 15 0M7.3 12.8a7 7 0 0 1 9.4 0m-6.6 3.3a3 3 0 0 1 3.8 0M12 19.5h.01',
  arrow: 'M5 12h13m-5-5.5 5.5 5.5-5.5 5.5',
  invitation: 'M3.5 6h17v12.5h-17V6Zm0 .8 8.5 6.4 8.5-6.4',
  warning: 'M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5h.01',
  search: 'M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5',
  dots: 'M4.8 12a.7.7 0 1 0 1.4 0 .7.7 0 0 0-1.4 0Zm6.5 0a.7.7 0 1 0 1.4 0 .7.7 0 0 0-1.4 0Zm6.5 0a.7.7 0 1 0 1.4 0 .7.7 0 0 0-1.4 0Z',
  ssh: 'M3.5 5h17v14h-17V5Zm4 4 3 3-3 3m5.5 0h4',
  rdp: 'M3.5 4.5h17v11.5h-17V4.5ZM8.5 20h7M12 16v4',
  browser: 'M3.5 5h17v14h-17V5Zm0 4.5h17M6.5 7.2h.01M9 7.2h.01',
  question: 'M9 9a3 3 0 1 1 4.4 2.7c-1 .5-1.4 1.2-1.4 2.3m0 3.5h.01',
  bin: 'M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l.8 13.5h9.4l.8-13.5M10 10.5v6m4-6v6',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 20h15',
  lock: 'M6 11h12v9H6v-9Zm2.5 0V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2',
  plus: 'M12 5v14M5 12h14',
  pause: 'M8.5 5.5v13m7-13v13',
  follow: 'M12 4.5v13m-5-5 5 5 5-5',
  ascending: 'M12 19V5.5m-5 5 5-5 5 5',
  descending: 'M12 5v13.5m-5-5 5 5 5-5',
} as const;
export type Drawing = keyof typeof drawings;

export function Icon({ drawing, size = 20 }: { readonly drawing: Drawing; readonly size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[drawing]} />
    </svg>
  );
}

/** The product's sign, as the tray shows it: a boundary with steps up to it and down again. */
export function Logo({ size = 28 }: { readonly size?: number }): ReactNode {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" className="logo-ground" />
      <path className="logo-lines" d="M16 7.5v16.5M8.5 24v-4.5h3.75v-5H16M23.5 24v-4.5h-3.75v-5H16" />
    </svg>
  );
}
