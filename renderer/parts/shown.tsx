// Text of others as it may be shown: made harmless, and set apart so that its writing direction stays its own.

import type { ReactNode } from 'react';
import { shownText } from '../../shared/shell/shown-text.ts';

export function Shown({ text, most }: { readonly text: string; readonly most?: number }): ReactNode {
  return <bdi className="shown">{shownText(text, most)}</bdi>;
}
