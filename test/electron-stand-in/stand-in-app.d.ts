// The name under which the stand-in imports whatever app it was started with.

declare module 'stand-in:app';
