// Asks whether this device is to be enrolled, with all that a person needs to decide; nothing has happened yet.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { InvitationSummary } from '../../../shared/agent/agent-contract.ts';
import { useCall } from '../../call.ts';
import { Command } from '../../parts/command.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useBridge, useGui } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { administratorCommand } from '../../views/commands.ts';
import { type QuestionView, questionView } from '../../views/enrolment.ts';

export function QuestionPage({ summary }: { readonly summary: InvitationSummary }): ReactNode {
  const { enrolment } = useWords();
  const { about } = useGui();
  const view = questionView(summary);
  return (
    <Page title={enrolment.question(view.ems)} lead={enrolment.questionLead}>
      <Particulars view={view} fabricCa={summary.fabricCa} />
      <Section title={enrolment.meaningTitle} drawing="posture">
        <ul className="points">
          {enrolment.meaning.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </Section>
      {summary.mayEnroll ? null : (
        <Section title={enrolment.notAllowedTitle} drawing="warning">
          <p>{enrolment.notAllowed}</p>
          <Command command={administratorCommand('enroll', about.platform)} />
        </Section>
      )}
      <Answers summary={summary} />
    </Page>
  );
}

function Particulars({ view, fabricCa }: { readonly view: QuestionView; readonly fabricCa: string }): ReactNode {
  const { enrolment } = useWords();
  return (
    <section className="card">
      <dl className="particulars">
        <div>
          <dt>{enrolment.ems}</dt>
          <dd className="strong">
            <Shown text={view.ems} />
          </dd>
        </div>
        <div>
          <dt>{enrolment.site}</dt>
          <dd>
            <Shown text={view.site} />
          </dd>
        </div>
        <div>
          <dt>{enrolment.fingerprint}</dt>
          <dd>
            <div className="fingerprint" dir="ltr">
              {view.fingerprint.map((group, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place; the same digits may come twice
                <code key={index}>{group}</code>
              ))}
            </div>
            <p className="quiet small">{enrolment.fingerprintHint}</p>
            <CopyButton text={fabricCa} label={enrolment.copyFingerprint} />
          </dd>
        </div>
        <div>
          <dt>{enrolment.domains}</dt>
          <dd>
            {view.domains.length === 0 ? (
              enrolment.noDomains
            ) : (
              <ul className="chips">
                {view.domains.map((domain) => (
                  <li key={domain} className="chip">
                    <Shown text={domain} />
                  </li>
                ))}
              </ul>
            )}
            <p className="quiet small">{enrolment.domainsHint}</p>
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Both look alike, and neither has the focus: the answer is a person's own. */
function Answers({ summary }: { readonly summary: InvitationSummary }): ReactNode {
  const { enrolment } = useWords();
  const bridge = useBridge();
  const accept = useCall(() => bridge.shell('acceptInvitation', { fabricCa: summary.fabricCa }));
  const dismiss = useCall(() => bridge.shell('dismissInvitation', {}));
  const failed = [accept.call, dismiss.call].find((call) => call.kind === 'failed');
  return (
    <>
      <div className="answers">
        <Button variant="default" size="md" onClick={() => void dismiss.run()}>
          {summary.mayEnroll ? enrolment.decline : enrolment.back}
        </Button>
        {summary.mayEnroll ? (
          <Button
            variant="default"
            size="md"
            aria-disabled={accept.call.kind === 'busy'}
            onClick={() => (accept.call.kind === 'busy' ? undefined : void accept.run())}
          >
            {enrolment.enroll}
          </Button>
        ) : null}
      </div>
      {failed === undefined ? null : <ErrorNotice error={failed.error} />}
    </>
  );
}
