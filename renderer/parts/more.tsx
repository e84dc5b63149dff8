// What else can be done, behind a button that names it by `popoverTarget`: the browser shows, places and closes it.

import type { ReactNode } from 'react';
import { type Drawing, Icon } from '../frame/icons.tsx';

export interface MoreItem {
  readonly drawing: Drawing;
  readonly label: string;
  readonly act: () => void;
}

export function More(props: {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly items: readonly MoreItem[];
}): ReactNode {
  return (
    <div id={props.id} popover="auto" className="more">
      {props.note === undefined ? null : <p className="quiet small">{props.note}</p>}
      <ul aria-label={props.label}>
        {props.items.map(({ drawing, label, act }) => (
          <li key={label}>
            <button type="button" popoverTarget={props.id} popoverTargetAction="hide" onClick={act}>
              <Icon drawing={drawing} size={16} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
