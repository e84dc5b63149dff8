// What the list of destinations is to show, and how many that are.

import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../../../shared/words/format.ts';
import { ListFilter } from '../../parts/list-filter.tsx';
import { useLanguage, useWords } from '../../use-words.ts';
import { type DestinationChoice, destinationShows } from '../../views/destination-list.ts';

export function DestinationFilter(props: {
  readonly choice: DestinationChoice;
  readonly hasPersonal: boolean;
  readonly found: number;
  readonly all: number;
  readonly onChoice: (choice: DestinationChoice) => void;
}): ReactNode {
  const { destinations } = useWords();
  const language = useLanguage();
  const { choice, found, all, onChoice } = props;
  const shows = destinationShows.filter((show) => show !== 'personal' || props.hasPersonal);
  return (
    <search className="filter">
      <ListFilter label={destinations.filter} text={choice.text} onText={(text) => onChoice({ ...choice, text })} />
      <NativeSelect
        label={destinations.show}
        value={choice.show}
        data={shows.map((show) => ({ value: show, label: destinations.shows[show] }))}
        onChange={(event) => {
          const show = shows.find((each) => each === event.currentTarget.value);
          if (show !== undefined) onChoice({ ...choice, show });
        }}
      />
      <output className="filter-found quiet small digits">
        {found === all
          ? destinations.foundAll(all, count(language, all))
          : destinations.found(count(language, found), count(language, all))}
      </output>
    </search>
  );
}
