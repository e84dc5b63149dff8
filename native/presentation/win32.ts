// Windows: what the shell of the desktop says about being disturbed.

import type { IsPresenting } from './presentation.ts';

/** QUERY_USER_NOTIFICATION_STATE of shellapi.h, those in which a person must not be interrupted. */
const undisturbed: ReadonlySet<number> = new Set([
  2, // a full-screen program
  3, // a full-screen game
  4, // presentation settings
  6, // quiet time
]);

/** Without the answer a notice is shown: to be silent about lost access would be worse. */
export const isPresentingOnWindows: IsPresenting = async () => undisturbed.has((await notificationState()) ?? 0);

/** Null where there is no such Windows. */
export async function notificationState(): Promise<number | null> {
  try {
    const { default: koffi } = await import('koffi');
    const query = koffi.load('shell32.dll').func('int __stdcall SHQueryUserNotificationState(_Out_ int *state)');
    const state = [0];
    return query(state) === 0 ? (state[0] ?? null) : null;
  } catch {
    return null;
  }
}
