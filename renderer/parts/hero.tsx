// The one sentence of a page, large, with the mark of how it is meant and the one thing that can be done.

import type { ReactNode } from 'react';
import type { Tone } from '../views/tone.ts';
import { Dot } from './mark.tsx';
import { headingId } from './page.tsx';

/** Its sentence is the heading of the page. */
export function Hero(props: {
  readonly tone: Tone;
  readonly sentence: ReactNode;
  readonly advice: ReactNode;
  readonly children?: ReactNode;
  readonly deed?: ReactNode;
}): ReactNode {
  return (
    <section className="hero" data-tone={props.tone} aria-labelledby={headingId}>
      <span className="hero-mark">
        <Dot tone={props.tone} size={30} />
      </span>
      <div className="hero-words">
        <h1 id={headingId} tabIndex={-1}>
          {props.sentence}
        </h1>
        <p className="quiet">{props.advice}</p>
        {props.children}
      </div>
      {props.deed === undefined ? null : <div className="hero-deed">{props.deed}</div>}
    </section>
  );
}
