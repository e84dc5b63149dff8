// What each page begins with: its heading, a sentence, and what can be done on it.

import type { ReactNode } from 'react';

/** The heading takes the focus when its page opens. */
export const headingId = 'page-heading';

export function Page(props: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="page">
      <div className="page-head">
        <div className="page-words">
          <h1 id={headingId} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead === undefined ? null : <p className="lead">{props.lead}</p>}
        </div>
        {props.actions === undefined ? null : <div className="actions">{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
}
