// What stands around every page: where one can go, who is signed in, light or dark, and whether the EMS answers.

import { Button, Group, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { signOut } from '../api/client.ts';
import { isWithin, places } from '../views/places.ts';
import type { Live } from './live.tsx';
import { PlaceLink } from './navigation.tsx';
import { TroubleNotice } from './trouble-notice.tsx';

export function Frame(props: { readonly path: string; readonly live: Live; readonly children: ReactNode }): ReactNode {
  const { session, away, refresh } = props.live;
  return (
    <>
      <a className="console-skip" href="#page">
        To the page
      </a>
      <header className="console-head">
        <Text fw={700}>Stile EMS</Text>
        <nav aria-label="Pages">
          {places.map(({ path, title }) => (
            <PlaceLink key={path} to={path} className="console-place" isCurrent={isWithin(props.path, path)}>
              {title}
            </PlaceLink>
          ))}
        </nav>
        <Group gap="sm">
          <Text size="sm">
            {session.name} ({session.role})
          </Text>
          <SchemeButton />
          <Button size="xs" variant="default" onClick={() => void signOut().finally(refresh)}>
            Sign out
          </Button>
        </Group>
      </header>
      <main id="page" className="console-page">
        {away === null ? null : <TroubleNotice trouble={away} title="What you see may be old" />}
        {props.children}
      </main>
    </>
  );
}

function SchemeButton(): ReactNode {
  // Without them Mantine would put a style into the page, which the content security policy refuses.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const other = useComputedColorScheme('light') === 'light' ? 'dark' : 'light';
  return (
    <Button size="xs" variant="default" onClick={() => setColorScheme(other)}>
      {other === 'dark' ? 'Dark' : 'Light'}
    </Button>
  );
}
