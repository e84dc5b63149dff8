// A state as shape, colour and word together, so that nobody needs the colour.

import type { ReactNode } from 'react';
import { type Drawing, Icon } from '../frame/icons.tsx';
import type { Tone } from '../views/tone.ts';

const shapes: Readonly<Record<Tone, Drawing>> = { good: 'check', waiting: 'attention', bad: 'cross', off: 'dash' };

/** `children` is the word. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span className="mark" data-tone={tone}>
      <Dot tone={tone} />
      {children}
    </span>
  );
}

/** The shape alone, for where the word stands beside it. */
export function Dot({ tone, size = 12 }: { readonly tone: Tone; readonly size?: number }): ReactNode {
  return (
    <span className="dot" data-tone={tone}>
      <Icon drawing={shapes[tone]} size={size} />
    </span>
  );
}
