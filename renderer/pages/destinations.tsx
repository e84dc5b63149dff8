// The page "Destinations": every service this device knows, live, with what can be done with it.

import { Button } from '@mantine/core';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { Icon } from '../frame/icons.tsx';
import { Empty } from '../parts/empty.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Page } from '../parts/page.tsx';
import { Pager } from '../parts/pager.tsx';
import { useLanguage, useWords } from '../use-words.ts';
import { chosenDestinations, firstChoice } from '../views/destination-list.ts';
import { destinationRows } from '../views/destinations.ts';
import { paged } from '../views/paging.ts';
import { AddDestination } from './destinations/add-destination.tsx';
import { DestinationFilter } from './destinations/destination-filter.tsx';
import { DestinationTable } from './destinations/destination-table.tsx';
import { RemoveDestination } from './destinations/remove-destination.tsx';
import { useDestinationActs } from './destinations/use-destination-acts.ts';
import { useOpeners, useRowsWithTraffic } from './destinations/use-destinations.ts';
import { WhyDialog } from './destinations/why-dialog.tsx';

const onOnePage = 25;

export function DestinationsPage({ agent }: { readonly agent: AgentState }): ReactNode {
  const { frame, destinations } = useWords();
  const language = useLanguage();
  const openers = useOpeners();
  const acts = useDestinationActs();
  const [choice, setChoice] = useState(firstChoice);
  const [page, setPage] = useState(1);

  const compare = useMemo(() => new Intl.Collator(language, { numeric: true }).compare, [language]);
  const known = useMemo(() => destinationRows(agent, openers), [agent, openers]);
  const rows = useRowsWithTraffic(known);
  // The letter that was typed is seen before the list that it leads to is drawn.
  const sought = useDeferredValue(choice);
  const found = useMemo(() => chosenDestinations(rows, sought, compare), [rows, sought, compare]);
  const shown = paged(found, page, onOnePage);
  const mayAdd = agent.shellPolicy.personalDestinations && agent.enrollment.kind === 'enrolled';

  return (
    <Page
      title={frame.pages.destinations}
      lead={destinations.about}
      actions={
        mayAdd ? (
          <Button
            variant="default"
            leftSection={<Icon drawing="plus" size={16} />}
            onClick={() => acts.ask({ kind: 'add' })}
          >
            {destinations.add.open}
          </Button>
        ) : null
      }
    >
      {acts.error === null ? null : <ErrorNotice error={acts.error} />}
      <output className="unseen">{acts.said}</output>
      {rows.length === 0 ? (
        <Empty drawing="destinations" title={destinations.none} />
      ) : (
        <>
          <DestinationFilter
            choice={choice}
            hasPersonal={mayAdd || rows.some((row) => row.personal !== null)}
            found={found.length}
            all={rows.length}
            onChoice={(next) => {
              setChoice(next);
              setPage(1);
            }}
          />
          {found.length === 0 ? (
            <Empty drawing="search" title={destinations.noneFound} />
          ) : (
            <DestinationTable rows={shown.items} choice={choice} onChoice={setChoice} acts={acts} />
          )}
          <Pager paged={shown} onPage={setPage} />
        </>
      )}
      {acts.asked?.kind === 'add' ? <AddDestination domains={domainsOf(agent)} acts={acts} /> : null}
      {acts.asked?.kind === 'why' ? (
        <WhyDialog key={acts.asked.row.place} row={acts.asked.row} agent={agent} acts={acts} />
      ) : null}
      {acts.asked?.kind === 'remove' ? <RemoveDestination row={acts.asked.row} id={acts.asked.id} acts={acts} /> : null}
    </Page>
  );
}

function domainsOf({ enrollment }: AgentState): readonly string[] {
  return enrollment.kind === 'enrolled' ? enrollment.domains.map((domain) => shownText(domain, 253)) : [];
}
