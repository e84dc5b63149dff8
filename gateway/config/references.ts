// Says which names of the configuration are taken twice, and which ones mean nothing.

/** As far as it matters here; the schema knows the rest. */
interface Named {
  readonly name: string;
}

export interface Referring {
  readonly 'ztna-destination': readonly Named[];
  readonly 'certificate-local': readonly Named[];
  readonly 'access-proxy-virtual-host': readonly (Named & {
    readonly 'ssl-certificate': string;
    readonly publish: 'enable' | 'disable';
  })[];
  readonly 'web-proxy': readonly (Named & {
    readonly 'ssl-certificate'?: string | undefined;
    readonly 'api-gateway': readonly { readonly id: number; readonly 'virtual-host'?: string | undefined }[];
  })[];
  readonly policy: readonly (Named & {
    readonly 'ztna-destination'?: 'all' | readonly string[] | undefined;
    readonly 'ztna-proxy'?: 'all' | readonly string[] | undefined;
  })[];
}

export interface Complaints {
  addIssue(issue: { code: 'custom'; message: string; path: (string | number)[] }): void;
}

const lists = ['ztna-destination', 'certificate-local', 'access-proxy-virtual-host', 'web-proxy', 'policy'] as const;

export function sayDuplicates(config: Referring, complaints: Complaints): void {
  for (const list of lists) {
    const seen = new Set<string>();
    for (const [at, { name }] of config[list].entries()) {
      if (seen.has(name)) say(complaints, `the name ${name} is taken already`, [list, at, 'name']);
      seen.add(name);
    }
  }
  const destinations = new Set(config['ztna-destination'].map((entry) => entry.name));
  for (const [at, host] of config['access-proxy-virtual-host'].entries()) {
    // Both are destinations of one name at the EMS.
    if (host.publish === 'enable' && destinations.has(host.name))
      say(complaints, `a ztna-destination is called ${host.name}, too`, ['access-proxy-virtual-host', at, 'name']);
  }
  for (const [at, proxy] of config['web-proxy'].entries()) {
    const seen = new Set<number>();
    for (const [index, { id }] of proxy['api-gateway'].entries()) {
      if (seen.has(id)) say(complaints, `the id ${id} is taken already`, ['web-proxy', at, 'api-gateway', index, 'id']);
      seen.add(id);
    }
  }
}

export function sayBrokenReferences(config: Referring, complaints: Complaints): void {
  const known = (list: (typeof lists)[number]) => new Set(config[list].map((entry) => entry.name));
  const check = (list: (typeof lists)[number], wanted: string | undefined, path: (string | number)[]) => {
    if (wanted !== undefined && !known(list).has(wanted)) say(complaints, `there is no ${list} called ${wanted}`, path);
  };
  const checkCertificate = (wanted: string | undefined, path: (string | number)[]) => {
    if (wanted !== 'ems') check('certificate-local', wanted, path);
  };
  for (const [at, host] of config['access-proxy-virtual-host'].entries())
    checkCertificate(host['ssl-certificate'], ['access-proxy-virtual-host', at, 'ssl-certificate']);
  for (const [at, proxy] of config['web-proxy'].entries()) {
    checkCertificate(proxy['ssl-certificate'], ['web-proxy', at, 'ssl-certificate']);
    for (const [index, gateway] of proxy['api-gateway'].entries())
      check('access-proxy-virtual-host', gateway['virtual-host'], [
        'web-proxy',
        at,
        'api-gateway',
        index,
        'virtual-host',
      ]);
  }
  for (const [at, policy] of config.policy.entries()) {
    if (policy['ztna-destination'] === undefined && policy['ztna-proxy'] === undefined)
      say(complaints, 'ztna-destination or ztna-proxy is needed', ['policy', at]);
    for (const [key, list] of [
      ['ztna-destination', 'ztna-destination'],
      ['ztna-proxy', 'web-proxy'],
    ] as const) {
      const wanted = policy[key];
      if (wanted === undefined || wanted === 'all') continue;
      for (const [index, one] of wanted.entries()) check(list, one, ['policy', at, key, index]);
    }
  }
}

function say(complaints: Complaints, message: string, path: (string | number)[]): void {
  complaints.addIssue({ code: 'custom', message, path });
}
