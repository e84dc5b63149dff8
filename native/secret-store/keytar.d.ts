// What is used of keytar, which may be absent: its search functions crash on items of others, so they do not exist here.

declare module 'keytar' {
  interface Keytar {
    getPassword(service: string, account: string): Promise<string | null>;
    setPassword(service: string, account: string, password: string): Promise<void>;
    deletePassword(service: string, account: string): Promise<boolean>;
  }
  const keytar: Keytar;
  // biome-ignore lint/style/noDefaultExport: this is how Node shows a CommonJS package
  export default keytar;
}
