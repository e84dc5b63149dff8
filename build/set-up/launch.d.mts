/** Runs the program to its end; its exit status or signal becomes ours. */
export declare function launch(executable: string, args: readonly string[]): Promise<void>;
