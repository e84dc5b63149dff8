// A part of a page with a heading of its own, as a card.

import { type ReactNode, useId } from 'react';
import { type Drawing, Icon } from '../frame/icons.tsx';

export function Section(props: {
  readonly title: ReactNode;
  readonly drawing?: Drawing;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className={`card ${props.className ?? ''}`} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>
          {props.drawing === undefined ? null : <Icon drawing={props.drawing} size={18} />}
          {props.title}
        </h2>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}

/** Names and values, one under the other. */
export function Pairs({
  pairs,
}: {
  readonly pairs: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className="pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
