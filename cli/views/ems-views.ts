// What the commands of `stile ems` show; pure.

import type { z } from 'zod';
import type { Disconnection } from '../../shared/agent/disconnection.ts';
import type {
  AuditEntry,
  DestinationSummary,
  emsAdminContract,
  GatewaySummary,
  WebCaSummary,
  ZtnaCaSummary,
} from '../../shared/ems/admin-contract.ts';
import type { EndpointCertificate, EndpointSummary } from '../../shared/ems/endpoints.ts';
import type { Inventory } from '../../shared/ems/inventory.ts';
import type { InvitationDetails, InvitationSummary } from '../../shared/ems/invitations.ts';
import type { Rule } from '../../shared/posture/rule.ts';
import type { RuleSet } from '../../shared/posture/rule-set.ts';
import { pairs, printable, table } from './table.ts';
import { signInLine } from './users-view.ts';

type Commands = typeof emsAdminContract.commands;
type EndpointDetails = z.output<Commands['showEndpoint']['result']>;
type Tags = z.output<Commands['tags']['result']>['tags'];

export function ztnaCasView(cas: readonly ZtnaCaSummary[]): readonly string[] {
  return table(
    ['id', 'state', 'in force', 'subject', 'ends', 'note'],
    cas.map((each) => [
      each.id,
      each.state,
      String(each.inForce),
      each.subject,
      each.notAfter.slice(0, 10),
      ztnaCaNote(each),
    ]),
    'There is none.',
  );
}

function ztnaCaNote({ state, keyIsHere, retireAt, revokedAt }: ZtnaCaSummary): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (state === 'signing' && !keyIsHere) return 'its key is not here: this process issues nothing';
  return retireAt === null ? '' : `ends when no device uses it, or ${retireAt}`;
}

export function endpointsView(endpoints: readonly EndpointSummary[]): readonly string[] {
  return table(
    ['uid', 'hostname', 'os', 'state', 'certificate', 'online', 'users', 'tags', 'last report'],
    endpoints.map((each) => [
      each.uid,
      each.hostname,
      each.os,
      each.state,
      each.certificate,
      each.online ? 'yes' : 'no',
      each.verifiedUsers === 0 ? 'unverified' : `${each.verifiedUsers} verified`,
      each.tags.join(', '),
      each.lastReport ?? 'never',
    ]),
    'No device has enrolled yet. Make an invitation: stile ems invite device --domain <suffix>',
  );
}

/** One device; the order follows `diagnose endpoint ec-shm list` of FortiOS where the fields are the same. */
export function endpointDetailsView(details: EndpointDetails): readonly string[] {
  const { inventory, report, view } = details;
  return [
    ...pairs([
      ['uid', details.uid],
      ['hostname', details.hostname],
      ['site', details.site],
      ['state', `${details.state}, ${details.online ? 'online' : 'offline'}`],
      ['tags', details.tags.join(', ') || 'none'],
      ['valid for', `${Math.round(view.validForMs / 1_000)} s without another report`],
      ['ZTNA serial', details.serial === '' ? 'none' : `${details.serial} ${details.certificate}`],
      ['certificates', details.certificates.map(certificateLine)],
      ['agent', inventory === null ? 'unknown' : `${inventory.agentVersion} on ${inventory.os} ${inventory.osVersion}`],
      ["maker's serial", inventory?.serialNumber ?? 'not told'],
      ['users', inventory?.users.join(', ') || 'none'],
      ['signed in', details.signIns.length === 0 ? 'nobody: unverified' : details.signIns.map(signInLine)],
      ['interfaces', inventory?.interfaces.map(interfaceLine) ?? []],
      ['last report', details.lastReport ?? 'never'],
      ['disconnected', details.disconnected === null ? 'no' : disconnectedText(details.disconnected)],
      ['disagreements', details.disagreements.length === 0 ? 'none' : `rules ${details.disagreements.join(', ')}`],
    ]),
    '',
    ...table(
      ['fact', 'value', 'age'],
      (report?.facts ?? []).map((fact) => [
        fact.fact,
        'value' in fact ? JSON.stringify(fact.value) : `unknown (${fact.reason})`,
        `${Math.round(fact.ageMs / 1_000)} s`,
      ]),
      'It has reported no facts.',
    ),
  ];
}

function certificateLine({
  kind,
  osUser,
  serial,
  state,
  notAfter,
  retiresAt,
  issuerName,
}: EndpointCertificate): string {
  const whose = osUser === null ? kind : `${kind} ${osUser}`;
  const replaced = retiresAt === null ? '' : `, replaced, until ${retiresAt}`;
  return `${serial} ${whose}, ${state}${replaced}, ends ${notAfter}, by ${issuerName}`;
}

function interfaceLine({ ip, mac, gatewayIp, gatewayMac }: Inventory['interfaces'][number]): string {
  return gatewayIp === null ? `${ip} ${mac}` : `${ip} ${mac}, gateway ${gatewayIp} ${gatewayMac ?? '(no answer yet)'}`;
}

export function tagsView(tags: Tags): readonly string[] {
  return table(
    ['tag', 'devices', 'message'],
    tags.map((each) => [each.tag, String(each.devices), each.message]),
    'No rule set gives a tag yet.',
  );
}

export function invitationsView(invitations: readonly InvitationSummary[]): readonly string[] {
  return table(
    ['id', 'role', 'site', 'used', 'expires', 'state', 'note'],
    invitations.map((each) => [each.id, each.role, each.site, usedText(each), each.expires, each.state, each.note]),
    'There are no invitations.',
  );
}

function disconnectedText({ since, by, reason }: Disconnection): string {
  return printable(`since ${since}, by ${by}${reason === '' ? '' : `: ${reason}`}`);
}

function usedText({ used, uses, serials }: InvitationSummary): string {
  const counted = `${used} of ${uses}`;
  return serials === null ? counted : `${counted}, ${serials.left} of ${serials.total} serial numbers left`;
}

export function invitationDetailsView({ summary, serials }: InvitationDetails): readonly string[] {
  return [
    ...pairs([
      ['id', summary.id],
      ['role', summary.role],
      ['site', summary.site],
      ['domains', summary.domains.join(', ') || 'none'],
      ['used', usedText(summary)],
      ['expires', summary.expires],
      ['state', summary.state],
      ['note', summary.note || 'none'],
    ]),
    ...(summary.serials === null ? [] : ['', ...table(['serial number', 'used by'], serials.map(serialLine), '')]),
  ];
}

function serialLine({ serial, uid }: InvitationDetails['serials'][number]): readonly string[] {
  return [printable(serial), uid ?? 'nobody yet'];
}

export function gatewaysView(gateways: readonly GatewaySummary[]): readonly string[] {
  return table(
    ['id', 'state', 'connected', 'names', 'sites', 'web hosts', 'addresses', 'key fingerprint'],
    gateways.map((each) => [
      each.id,
      each.state,
      each.connected ? 'yes' : 'no',
      each.names.join(', '),
      each.sites.join(', '),
      each.webHosts.join(', '),
      each.addresses.join(', '),
      each.keyFingerprint,
    ]),
    'No gateway has joined yet. Make an invitation: stile ems invite gateway',
  );
}

export function webCaView(webCa: WebCaSummary | null): readonly string[] {
  if (webCa === null) return ['There is no web CA. Make one: stile ems web-ca create --domains <suffix>'];
  return [
    ...pairs([
      ['subject', webCa.subject],
      ['signs for', webCa.domains.map((domain) => `${domain} and names below it`)],
      ['SHA-256', webCa.fingerprint],
      ['id', webCa.id],
      ['ends', webCa.notAfter],
    ]),
    '',
    ...webCa.certificate.trimEnd().split('\n'),
  ];
}

export function destinationsView(destinations: readonly DestinationSummary[]): readonly string[] {
  return table(
    ['name', 'host', 'port', 'kind', 'visible to', 'published'],
    destinations.map((each) => [
      each.name,
      each.host,
      String(each.port),
      each.kind,
      each.visibleTo.join(', ') || 'nobody',
      each.publish ? 'yes' : 'no',
    ]),
    'No gateway has published a destination yet.',
  );
}

export function rulesView(rules: readonly Rule[], ruleSets: readonly RuleSet[]): readonly string[] {
  return [
    ...table(
      ['rule', 'os', 'type', 'title'],
      rules.map((rule) => [String(rule.id), rule.os, `${rule.negated ? 'not ' : ''}${rule.type}`, rule.title ?? '']),
      'There are no rules.',
    ),
    '',
    ...table(
      ['set', 'name', 'tag', 'enabled'],
      ruleSets.map((set) => [String(set.id), set.name, set.tag, set.enabled ? 'yes' : 'no']),
      'There are no rule sets.',
    ),
  ];
}

export function auditView(entries: readonly AuditEntry[]): readonly string[] {
  return table(
    ['at', 'actor', 'action', 'target', 'outcome', 'detail'],
    entries.map((each) => [each.at, each.actor, each.action, each.target, each.outcome, each.detail]),
    'Nothing has been recorded yet.',
  );
}
