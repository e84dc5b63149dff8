// The types of the lock, which is plain JavaScript because the set-up needs it before anything is installed.

/** Runs `work` while this process holds the lock `file`; `onWait` is told the holder's pid once if it must wait. */
export declare function withLock<T>(file: string, work: () => Promise<T>, onWait?: (pid: number) => void): Promise<T>;
