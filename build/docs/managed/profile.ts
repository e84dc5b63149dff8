// Writes a configuration profile for macOS, with an example of each managed setting, from the schema; pure.

import { propertyList } from '../../../native/property-list.ts';
import { installLayouts } from '../../../shared/install/layout.ts';
import { exampleFor } from './example.ts';

const domain = installLayouts.darwin.policy.replace(/^.*\/(.*)\.plist$/, '$1');
const app = 'io.stile.shell';

const comment = `Made from shared/managed/. Keep of the settings those that you want, with your values: the examples lead nowhere. What each payload is
for, and why there is none for privacy preferences: docs/mdm.md`;

/** Its identifiers are fixed: a newer one replaces an older one. */
export function mobileconfig(): string {
  return propertyList(
    {
      ...head('Configuration', 'io.stile', 9),
      PayloadDisplayName: 'Stile',
      PayloadDescription: 'Settings of the Stile agent and its desktop app',
      PayloadScope: 'System',
      PayloadRemovalDisallowed: true,
      PayloadContent: [
        {
          ...head('com.apple.ManagedClient.preferences', 'io.stile.settings', 1),
          PayloadDisplayName: 'Stile: settings',
          PayloadContent: { [domain]: { Forced: [{ mcx_preference_settings: exampleFor('darwin') }] } },
        },
        {
          ...head('com.apple.servicemanagement', 'io.stile.services', 2),
          PayloadDisplayName: 'Stile: agent and app may run in the background',
          Rules: [
            { RuleType: 'Label', RuleValue: domain, Comment: 'The agent: /Library/LaunchDaemons' },
            { RuleType: 'Label', RuleValue: app, Comment: 'The desktop app: /Library/LaunchAgents' },
          ],
        },
        {
          ...head('com.apple.notificationsettings', 'io.stile.notifications', 3),
          PayloadDisplayName: 'Stile: notifications',
          NotificationSettings: [
            {
              BundleIdentifier: app,
              NotificationsEnabled: true,
              AlertType: 1,
              BadgesEnabled: true,
              ShowInNotificationCenter: true,
              ShowInLockScreen: false,
              SoundsEnabled: false,
            },
          ],
        },
      ],
    },
    comment,
  );
}

function head(type: string, identifier: string, number: number) {
  return {
    PayloadType: type,
    PayloadIdentifier: identifier,
    PayloadUUID: `7935ED01-5711-4E00-8000-00000000010${number}`,
    PayloadVersion: 1,
  };
}
