// What the list of the activity is to show, and how many entries that are.

import { NativeSelect } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { count } from '../../../shared/words/format.ts';
import { ListFilter } from '../../parts/list-filter.tsx';
import { useLanguage, useWords } from '../../use-words.ts';
import { type ActivityChoice, activityKinds, activitySpans, placesIn } from '../../views/activity-list.ts';
import type { ActivityRow } from '../../views/activity-log.ts';

export function ActivityFilter(props: {
  readonly rows: readonly ActivityRow[];
  readonly choice: ActivityChoice;
  readonly found: number;
  readonly onChoice: (choice: ActivityChoice) => void;
}): ReactNode {
  const { activity } = useWords();
  const language = useLanguage();
  const { rows, choice, found, onChoice } = props;
  const places = useMemo(() => placesIn(rows), [rows]);
  // A place that was chosen stays to be seen, also when its last entry is gone.
  const chosen = choice.place === '' || places.some(({ place }) => place === choice.place) ? [] : [choice.place];
  return (
    <search className="filter">
      <ListFilter label={activity.text} text={choice.text} onText={(text) => onChoice({ ...choice, text })} />
      <NativeSelect
        label={activity.kind}
        value={choice.kind}
        data={[
          { value: 'all', label: activity.allKinds },
          ...activityKinds.map((kind) => ({ value: kind, label: activity.kinds[kind] })),
        ]}
        onChange={(event) =>
          onChoice({ ...choice, kind: activityKinds.find((each) => each === event.currentTarget.value) ?? 'all' })
        }
      />
      <NativeSelect
        label={activity.destination}
        value={choice.place}
        data={[
          { value: '', label: activity.allDestinations },
          ...chosen.map((place) => ({ value: place, label: place })),
          ...places.map(({ place, shown }) => ({ value: place, label: shown })),
        ]}
        onChange={(event) => onChoice({ ...choice, place: event.currentTarget.value })}
      />
      <NativeSelect
        label={activity.span}
        value={choice.span}
        data={activitySpans.map((span) => ({ value: span, label: activity.spans[span] }))}
        onChange={(event) =>
          onChoice({ ...choice, span: activitySpans.find((each) => each === event.currentTarget.value) ?? 'all' })
        }
      />
      <output className="filter-found quiet small digits">
        {found === rows.length
          ? activity.foundAll(found, count(language, found))
          : activity.found(count(language, found), count(language, rows.length))}
      </output>
    </search>
  );
}
