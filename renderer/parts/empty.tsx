// What stands where there is nothing to list: that it is so, and why that is all right.

import type { ReactNode } from 'react';
import { type Drawing, Icon } from '../frame/icons.tsx';

export function Empty(props: {
  readonly drawing: Drawing;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <span className="empty-drawing">
        <Icon drawing={props.drawing} size={28} />
      </span>
      <p className="empty-title">{props.title}</p>
      {props.children === undefined ? null : <div className="quiet">{props.children}</div>}
    </div>
  );
}
