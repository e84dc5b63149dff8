// Rules as rows: title and verdict, the device's own fact and when it was seen, and what to do.

import type { ReactNode } from 'react';
import { useWords } from '../use-words.ts';
import type { RuleRow } from '../views/rule-row.ts';
import { Ago } from './ago.tsx';
import { Mark } from './mark.tsx';
import { Shown } from './shown.tsx';

export function RuleRows({ rows, label }: { readonly rows: readonly RuleRow[]; readonly label: string }): ReactNode {
  return (
    <ul className="rows" aria-label={label}>
      {rows.map((row) => (
        <li key={row.key} className="row">
          <OneRule row={row} />
        </li>
      ))}
    </ul>
  );
}

function OneRule({ row }: { readonly row: RuleRow }): ReactNode {
  const { verdicts } = useWords();
  return (
    <>
      <div className="row-head">
        <span className="row-title">
          <Shown text={row.title} />
        </span>
        <Mark tone={row.tone}>{row.verdict}</Mark>
      </div>
      <p className="quiet small">
        <Shown text={row.fact} />
        {row.seenAt === null ? null : (
          <>
            {' · '}
            {verdicts.seen} <Ago at={row.seenAt} />
          </>
        )}
      </p>
      {row.remedy === null ? null : (
        <p className="remedy">
          <span className="strong">{verdicts.remedy}: </span>
          <Shown text={row.remedy} />
        </p>
      )}
    </>
  );
}
