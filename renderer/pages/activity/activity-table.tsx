// The entries of the activity as a table, each with a way to its details.

import { memo, type ReactNode } from 'react';
import { Mark } from '../../parts/mark.tsx';
import { useLanguage, useWords } from '../../use-words.ts';
import type { ActivityRow } from '../../views/activity-log.ts';
import { activityRowWords, toneOfActivity } from '../../views/activity-words.ts';

export function ActivityTable(props: {
  readonly rows: readonly ActivityRow[];
  readonly onOpen: (row: ActivityRow) => void;
}): ReactNode {
  const { activity } = useWords();
  const { columns } = activity;
  return (
    <table className="list activity">
      <caption className="unseen">{activity.caption}</caption>
      <thead>
        <tr>
          <th scope="col" aria-sort="descending">
            {columns.at}
          </th>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.destination}</th>
          <th scope="col">{columns.detail}</th>
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <ActivityLine key={row.id} row={row} onOpen={props.onOpen} />
        ))}
      </tbody>
    </table>
  );
}

const ActivityLine = memo(function ActivityLine(props: {
  readonly row: ActivityRow;
  readonly onOpen: (row: ActivityRow) => void;
}): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const { row } = props;
  const own = words.activity;
  const shown = activityRowWords(row, words, language);
  return (
    <tr>
      <td className="digits">
        <time dateTime={row.at}>
          {shown.time}
          <span className="line quiet small">{shown.date}</span>
        </time>
      </td>
      <td>
        <Mark tone={toneOfActivity(row)}>{shown.what}</Mark>
      </td>
      <th scope="row">
        <span className="line strong">
          <bdi className="shown" dir="ltr">
            {shown.destination}
          </bdi>
        </span>
        {shown.who === '' ? null : (
          <span className="line quiet small">
            <bdi className="shown">{shown.who}</bdi>
          </span>
        )}
      </th>
      <td className="shown">{shown.detail}</td>
      <td className="list-actions">
        <button
          type="button"
          className="link-button"
          aria-haspopup="dialog"
          aria-label={own.detailsNamed(shown.what, shown.destination, shown.time)}
          onClick={() => props.onOpen(row)}
        >
          {own.details}
        </button>
      </td>
    </tr>
  );
});
