// Where a sign-in link leads: it says for whom the link is, and uses it only when a person says so.

import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { lookAtLink, signIn } from '../api/client.ts';
import { type Trouble, troubleOf } from '../api/trouble.ts';
import { goTo } from '../parts/navigation.tsx';
import { TroubleNotice } from '../parts/trouble-notice.tsx';

type Looked =
  | { readonly kind: 'asking' }
  | { readonly kind: 'good'; readonly name: string; readonly role: string }
  | { readonly kind: 'refused'; readonly trouble: Trouble };

export function SignInPage(): ReactNode {
  const [secret, setSecret] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    // The secret stays in this document: neither the history nor a shared address keeps it.
    window.history.replaceState(null, '', window.location.pathname);
    // Another link, opened where one is open already, differs in this part of the address alone.
    const changed = () => setSecret(window.location.hash.slice(1));
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  });
  return <LinkPage key={secret} secret={secret} />;
}

function LinkPage({ secret }: { readonly secret: string }): ReactNode {
  const [looked, setLooked] = useState<Looked>({ kind: 'asking' });
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    if (secret === '') return;
    lookAtLink(secret).then(
      ({ name, role }) => setLooked({ kind: 'good', name, role }),
      (error: unknown) => setLooked({ kind: 'refused', trouble: troubleOf(error) }),
    );
  }, [secret]);

  async function use(): Promise<void> {
    setBusy(true);
    try {
      await signIn(secret);
      goTo('/endpoints', 'replace');
    } catch (error) {
      setLooked({ kind: 'refused', trouble: troubleOf(error) });
    }
  }

  return (
    <main className="console-narrow">
      <Stack>
        <Title order={1}>Stile EMS</Title>
        {secret === '' ? (
          <Alert title="A link is needed">
            Open the whole link that stile ems admin link printed. Nobody signs in here with a password.
          </Alert>
        ) : null}
        {looked.kind === 'refused' ? (
          <TroubleNotice trouble={looked.trouble} title="This link signs nobody in" />
        ) : null}
        {looked.kind === 'good' ? (
          <>
            <Text>
              This link signs in {looked.name}, with the role {looked.role}. It is good once.
            </Text>
            <Button loading={isBusy} onClick={() => void use()} data-autofocus>
              Sign in as {looked.name}
            </Button>
          </>
        ) : null}
      </Stack>
    </main>
  );
}
