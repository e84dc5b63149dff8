// Whether its user shows their screen to others just now, as far as the system tells.

/** Where a system holds notices back by itself, or tells nobody, the answer is no. Never throws. */
export type IsPresenting = () => Promise<boolean>;

/** Linux desktops and macOS keep notices for later themselves, and show no more than that there are some. */
export const neverPresenting: IsPresenting = async () => false;
