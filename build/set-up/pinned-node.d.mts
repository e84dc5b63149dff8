// The types of the part that TypeScript uses; the rest runs before anything is installed.

/** The folder of the pinned Node's package for this machine; it may not exist, as not every platform has one. */
export declare function pinnedNodeFolder(root: string): string;
