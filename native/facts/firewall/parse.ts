// Reads the small files that help to judge a Linux firewall: ufw's switches, and the kernel's lists.

/** ufw's switches; null if it is not enabled. They say what was asked for, which is less than what the kernel does. */
export function parseUfw(ufwConf: string, defaultUfw: string): { readonly ipv6: boolean } | null {
  if (!/^\s*ENABLED=["']?yes["']?\s*$/im.test(ufwConf)) return null;
  // With any other policy ufw lets in what nobody asked for.
  if (!/^\s*DEFAULT_INPUT_POLICY=["']?(?:DROP|REJECT)["']?\s*$/im.test(defaultUfw)) return null;
  return { ipv6: /^\s*IPV6=["']?yes["']?\s*$/im.test(defaultUfw) };
}

/** True if /proc/net/if_inet6 lists an address of any interface but loopback. */
export function hasOwnIpv6(ifInet6: string): boolean {
  return ifInet6.split('\n').some((line) => {
    const name = line.trim().split(/\s+/)[5];
    return name !== undefined && name !== 'lo';
  });
}

/** True if /proc/net/ip_tables_names (or its IPv6 twin) shows that the old iptables filters too, which nft does not see. */
export function filtersWithOldTables(tableNames: string): boolean {
  return tableNames.split('\n').includes('filter');
}
