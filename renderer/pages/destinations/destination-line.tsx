// One destination: its name, how it stands, its traffic, and its buttons.

import { memo, type ReactNode } from 'react';
import { useNow } from '../../parts/ago.tsx';
import { Mark } from '../../parts/mark.tsx';
import { useLanguage, useWords } from '../../use-words.ts';
import { standingWords, trafficWords } from '../../views/destination-words.ts';
import { type DestinationRow, toneOfDestination } from '../../views/destinations.ts';
import { DestinationButtons } from './destination-buttons.tsx';
import type { DestinationActs } from './use-destination-acts.ts';

/** Drawn anew only when its own row changes: typing into the filter leaves those that stay alone. */
export const DestinationLine = memo(function DestinationLine(
  props: { readonly row: DestinationRow } & Pick<DestinationActs, 'open' | 'copy' | 'ask'>,
): ReactNode {
  const { row } = props;
  const words = useWords();
  const language = useLanguage();
  const now = useNow();
  const { destinations } = words;
  const standing = standingWords(row.standing, words, language, now);
  const traffic = trafficWords(row.traffic, words, language);
  return (
    <tr>
      <th scope="row">
        <span className="line destination-name">
          <bdi className="shown">{row.name}</bdi>
        </span>
        {row.isOffered ? null : <span className="chip">{destinations.lost}</span>}
        {row.personal === null ? null : <span className="chip">{destinations.personal}</span>}
        {row.name === row.address ? null : (
          <span className="line quiet small">
            <bdi className="shown" dir="ltr">
              {row.address}
            </bdi>
          </span>
        )}
      </th>
      <td className="destination-state">
        <Mark tone={toneOfDestination(row.standing)}>{standing.state}</Mark>
        {standing.detail === '' ? null : <span className="line quiet small shown">{standing.detail}</span>}
      </td>
      <td className="digits" data-name={destinations.columns.latency}>
        {traffic.latency ?? <Nothing />}
      </td>
      <td className="digits small" data-name={destinations.columns.traffic}>
        {traffic.carried.length === 0 ? (
          <Nothing />
        ) : (
          traffic.carried.map((text) => (
            <span key={text} className="line">
              {text}
            </span>
          ))
        )}
      </td>
      <td className="list-actions">
        <DestinationButtons {...props} />
      </td>
    </tr>
  );
});

function Nothing(): ReactNode {
  const { lists } = useWords();
  return (
    <>
      <span aria-hidden="true" className="nothing quiet">
        –
      </span>
      <span className="unseen">{lists.nothing}</span>
    </>
  );
}
