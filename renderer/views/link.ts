// What more there is to say of a link without an agent than its standing says; pure.

import { assertNever } from '../../shared/assert-never.ts';
import type { LinkState } from '../../shared/shell/gui-state.ts';
import { standingOf } from '../../shared/shell/standing.ts';
import type { Words } from '../../shared/words/words.ts';

/** Null: nothing more. */
export function linkText(link: Exclude<LinkState, { kind: 'connected' }>, { frame }: Words): string | null {
  switch (link.kind) {
    case 'connecting':
      return standingOf({ link }) === 'connecting' ? null : frame.link.gone;
    case 'stopping':
    case 'refused':
    case 'incompatible':
      return frame.link[link.kind];
    default:
      return assertNever(link);
  }
}
