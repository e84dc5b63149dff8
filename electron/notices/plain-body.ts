// How a notice's text must be written on this desktop, so that names of others are shown and never read as markup.

import { connectSessionBus, type LinkEnvironment } from '../tray/status-notifier/session-bus.ts';

const server = 'org.freedesktop.Notifications';

/** Linux: servers may read the text as HTML; whether this one does is asked once, when it is first needed. */
export function plainBody(platform: NodeJS.Platform, environment: LinkEnvironment): (text: string) => Promise<string> {
  if (platform !== 'linux') return async (text) => text;
  let readsMarkup: Promise<boolean> | null = null;
  return async (text) => {
    readsMarkup ??= doesReadMarkup(environment);
    return (await readsMarkup) ? escaped(text) : text;
  };
}

/** Yes unless it says otherwise. */
async function doesReadMarkup(environment: LinkEnvironment): Promise<boolean> {
  const gone = (): void => undefined;
  using bus = await connectSessionBus({ environment, objects: new Map(), timeoutMs: 1_000, gone });
  if (bus === null) return true;
  const path = '/org/freedesktop/Notifications';
  const asked = bus.call({ destination: server, path, interface: server, member: 'GetCapabilities' });
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), 1_000);
  const outcome = await Promise.race([asked, late.promise]);
  clearTimeout(timer);
  if (outcome?.kind !== 'answered') return true;
  const [capabilities] = outcome.body;
  return !Array.isArray(capabilities) || capabilities.includes('body-markup');
}

/** Desktop Notifications Specification, "Markup". */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
