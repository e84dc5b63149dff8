// The destinations as a table that can be sorted by its heads.

import type { ReactNode } from 'react';
import { Icon } from '../../frame/icons.tsx';
import { useWords } from '../../use-words.ts';
import { ariaSort, type DestinationChoice, type DestinationSort, sortedBy } from '../../views/destination-list.ts';
import type { DestinationRow } from '../../views/destinations.ts';
import { DestinationLine } from './destination-line.tsx';
import type { DestinationActs } from './use-destination-acts.ts';

export function DestinationTable(props: {
  readonly rows: readonly DestinationRow[];
  readonly choice: DestinationChoice;
  readonly onChoice: (choice: DestinationChoice) => void;
  readonly acts: DestinationActs;
}): ReactNode {
  const { destinations } = useWords();
  const { columns } = destinations;
  function head(sort: DestinationSort, className = ''): ReactNode {
    const order = ariaSort(props.choice, sort);
    return (
      <th scope="col" aria-sort={order} className={className}>
        <button type="button" className="sort" onClick={() => props.onChoice(sortedBy(props.choice, sort))}>
          {columns[sort]}
          {order === 'none' ? null : <Icon drawing={order} size={14} />}
        </button>
      </th>
    );
  }
  return (
    <table className="list destinations">
      <caption className="unseen">{destinations.caption}</caption>
      <thead>
        <tr>
          {head('name')}
          {head('state')}
          {head('latency')}
          {head('traffic')}
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <DestinationLine
            key={row.place}
            row={row}
            open={props.acts.open}
            copy={props.acts.copy}
            ask={props.acts.ask}
          />
        ))}
      </tbody>
    </table>
  );
}
