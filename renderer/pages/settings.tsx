// The page "Settings": what its user prefers, the organisation, and what this program is.

import type { ReactNode } from 'react';
import { LeaveOrganisation } from '../parts/leave-organisation.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { useGui } from '../shell.ts';
import { useWords } from '../use-words.ts';
import { organisationOf } from '../views/settings.ts';
import { AboutSection } from './settings/about-section.tsx';
import { PreferenceSections } from './settings/preference-sections.tsx';
import { UpdateSection } from './settings/update-section.tsx';

export function SettingsPage(): ReactNode {
  const { frame, settings } = useWords();
  const ems = organisationOf(useGui());
  return (
    <Page title={frame.pages.settings} lead={settings.about}>
      <PreferenceSections />
      {ems === null ? null : (
        <Section title={settings.leave.title}>
          <p className="shown">{settings.leave.enrolled(ems)}</p>
          <p className="quiet">{settings.leave.about}</p>
          <div>
            <LeaveOrganisation ems={ems} />
          </div>
        </Section>
      )}
      <UpdateSection />
      <AboutSection />
    </Page>
  );
}
