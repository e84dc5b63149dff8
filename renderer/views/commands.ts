// The commands that an administrator runs for what this window may not do itself.

/** It asks for the invitation by itself; a code on the command line would stay in its history. */
export const enrollCommand = 'sudo stile enroll';
export const unenrollCommand = 'sudo stile unenroll';
