// Who sits at which device: picture or initials, name, account, device, domain.

import type { ReactNode } from 'react';
import type { Person } from '../../../shared/shell/gui-state.ts';
import { Shown } from '../../parts/shown.tsx';
import { useWords } from '../../use-words.ts';
import { personView } from '../../views/overview.ts';

export function PersonLine({ person }: { readonly person: Person }): ReactNode {
  const words = useWords();
  const view = personView(person, words);
  return (
    <section className="person" aria-label={words.overview.person}>
      {view.avatar === null ? (
        <span className="avatar" aria-hidden="true">
          {view.initials}
        </span>
      ) : (
        <img className="avatar" src={view.avatar} alt={words.overview.avatar(view.name)} />
      )}
      <div>
        <p className="person-name">
          <Shown text={view.name} />
        </p>
        <p className="quiet small">
          {view.details.map((detail, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: account, device and domain have their places
            <span key={index}>
              {index === 0 ? '' : ' · '}
              <Shown text={detail} />
            </span>
          ))}
        </p>
      </div>
    </section>
  );
}
