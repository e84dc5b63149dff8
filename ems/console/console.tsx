// The whole console: who is not signed in is told how, everybody else sees the page of the address.

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { AuditPage } from './pages/audit.tsx';
import { DestinationsPage } from './pages/destinations.tsx';
import { EndpointPage } from './pages/endpoint.tsx';
import { EndpointsPage } from './pages/endpoints.tsx';
import { GatewaysPage } from './pages/gateways.tsx';
import { InvitationsPage } from './pages/invitations.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { UsersPage } from './pages/users.tsx';
import { Frame } from './parts/frame.tsx';
import { LiveContext, useSession } from './parts/live.tsx';
import { usePath } from './parts/navigation.tsx';
import { TroubleNotice } from './parts/trouble-notice.tsx';
import { type Place, placeOf } from './views/places.ts';

export function Console(): ReactNode {
  const path = usePath();
  const place = placeOf(path);
  if (place.kind === 'sign-in') return <SignInPage />;
  return <SignedInConsole path={path} place={place} />;
}

function SignedInConsole({ path, place }: { readonly path: string; readonly place: Place }): ReactNode {
  const live = useSession();
  if (live.kind === 'asking') return null;
  if (live.kind === 'signed-out')
    return (
      <main className="console-narrow">
        <TroubleNotice trouble={live.trouble} title="Sign in to see the console" />
      </main>
    );
  return (
    <LiveContext value={live}>
      <Frame path={path} live={live}>
        <Page key={path} place={place} />
      </Frame>
    </LiveContext>
  );
}

function Page({ place }: { readonly place: Place }): ReactNode {
  switch (place.kind) {
    case 'endpoints':
      return <EndpointsPage />;
    case 'endpoint':
      return <EndpointPage uid={place.uid} />;
    case 'gateways':
      return <GatewaysPage />;
    case 'invitations':
      return <InvitationsPage />;
    case 'destinations':
      return <DestinationsPage />;
    case 'users':
      return <UsersPage />;
    case 'audit':
      return <AuditPage />;
    case 'sign-in':
    case 'nowhere':
      return <Text>There is no page at this address.</Text>;
    default:
      return assertNever(place);
  }
}
