import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright';
import { violationsOf } from '../../build/demo/stories/desktop/violations.ts';
import { readableFingerprint } from '../../shared/identity/fingerprint.ts';
import { readInvitation } from '../../shared/node/invitation.ts';
import { type ConsoleStage, hostileName, openConsoleStage } from './console-stage.ts';

describe('an administrator in a browser', () => {
  let stage: ConsoleStage;
  let link = '';
  before(async () => {
    stage = await openConsoleStage();
    link = await stage.link('anna', 'admin');
  });
  after(() => stage[Symbol.asyncDispose]());
  const go = (title: string) => stage.page.getByRole('navigation').getByRole('link', { name: title }).click();

  test('opens the link, which says for whom it is, and signs in', async () => {
    const { page } = stage;
    await page.goto(link);
    await page.getByText('This link signs in anna, with the role admin.').waitFor();
    // The secret is out of the address bar already.
    assert.equal(page.url(), link.slice(0, link.indexOf('#')));
    await checkAccessible(page);
    await page.getByRole('button', { name: 'Sign in as anna' }).click();
    await page.getByRole('heading', { name: 'Endpoints' }).waitFor();
    assert.deepEqual(
      (await stage.browser.cookies()).map(({ httpOnly, secure, sameSite }) => ({ httpOnly, secure, sameSite })),
      [{ httpOnly: true, secure: true, sameSite: 'Strict' }],
    );
    assert.equal(await page.evaluate('document.cookie'), '');
  });

  test('approves a gateway after comparing its fingerprint', async () => {
    const { page, ems, gateway } = stage;
    await go('Gateways');
    await page.getByRole('button', { name: `Approve ${gateway.id}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve gateway' });
    await dialog.getByText(readableFingerprint(gateway.fingerprint)).waitFor();
    await dialog.getByLabel('DNS names').fill('localhost');
    assert.ok(await dialog.getByRole('button', { name: 'Approve gateway' }).isDisabled());
    await dialog.getByLabel('I compared it').check();
    await dialog.getByRole('button', { name: 'Approve gateway' }).click();
    // What the EMS refuses is said with its code, and can be corrected in place.
    await dialog.getByRole('alert').getByText('command-invalid').waitFor();
    await dialog.getByLabel('DNS names').fill('gw.corp.test');
    await dialog.getByRole('button', { name: 'Approve gateway' }).click();
    await page.getByRole('row', { name: gateway.id }).getByText('approved').waitFor();
    const { gateways } = await ems.admin.call('gateways', {});
    assert.deepEqual(
      gateways.map(({ state, names }) => [state, names]),
      [['approved', ['gw.corp.test']]],
    );
  });

  test('finds a device, whose own words are text and nothing more', async () => {
    const { page, device } = stage;
    await go('Endpoints');
    await page.getByLabel('Search').fill('no such device');
    await page.getByText('No device is like that.').waitFor();
    await page.getByLabel('Search').fill(device.serial.toLowerCase());
    await page.getByLabel('Tag').selectOption('managed');
    await page.getByRole('link', { name: hostileName }).click();
    await page.getByRole('heading', { name: hostileName }).waitFor();
    await page.getByText('<script>alert(2)</script>').waitFor();
    await page.getByText(device.uid, { exact: true }).waitFor();
    assert.equal(await page.locator('img, script:not([src])').count(), 0);
  });

  test('sees for each tag the rule, the fact and how old it is', async () => {
    const { page } = stage;
    const rule = (tag: string): Locator =>
      page
        .getByRole('table', { name: `Rules of ${tag}` })
        .getByRole('row')
        .nth(1);
    assert.match((await rule('managed').textContent()) ?? '', /1: The file \/etc\/managed is theremet.*exists\d+ s/);
    assert.match((await rule('encrypted').textContent()) ?? '', /2: .*not met.*is not there\d+ (s|min)/);
    await checkAccessible(page);
  });

  test('revokes its certificate with a reason, and sees it revoked', async () => {
    const { page, ems, device } = stage;
    await page.getByRole('button', { name: `Revoke certificate ${device.serial}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke certificate' });
    assert.ok(await dialog.getByRole('button', { name: 'Revoke certificate' }).isDisabled());
    await page.keyboard.type('stolen');
    await page.keyboard.press('Enter');
    await page
      .getByRole('row', { name: device.serial })
      .getByText(/^revoked 20/)
      .waitFor();
    assert.equal(await page.getByRole('button', { name: `Revoke certificate ${device.serial}` }).count(), 0);
    const { entries } = await ems.admin.call('audit', { limit: 1 });
    const { actor, action, target, detail } = entries[0] ?? {};
    assert.deepEqual([actor, action, target, detail], ['administrator anna', 'revoke', device.serial, 'stolen']);
  });

  test('makes an invitation, which is shown once', async () => {
    const { page, ems } = stage;
    await go('Invitations');
    await page.getByRole('button', { name: 'Invite a device' }).click();
    await page.getByLabel('Domains').fill('corp.test');
    await page.getByRole('button', { name: 'Make invitation' }).click();
    const shown = readInvitation((await page.getByText(/^stile1\./).textContent()) ?? '');
    assert.deepEqual([shown.role, shown.domains], ['device', ['corp.test']]);
    assert.equal(
      (await ems.admin.call('invitations', {})).invitations.filter(({ state }) => state === 'open').length,
      1,
    );
    await page.reload();
    await page.getByRole('row', { name: /^inv_\S+ open .*corp\.test/ }).waitFor();
    assert.equal(await page.getByText(/^stile1\./).count(), 0);
  });

  test('adds an account, disables it, and sees nobody signed in', async () => {
    const { page, ems } = stage;
    await go('Users');
    await page.getByText('Nobody is signed in.').waitFor();
    await page.getByRole('button', { name: 'Add an account' }).click();
    await page.getByLabel('Name').fill('ben');
    await page.getByLabel('Groups').fill('sales');
    await page.getByRole('button', { name: 'Add account', exact: true }).click();
    await page.getByText(/\/user\/password\/[A-Z2-7]{26}$/).waitFor();
    await page.getByRole('row', { name: /^ben without password sales/ }).waitFor();
    await checkAccessible(page);
    await page.getByRole('button', { name: 'Disable ben' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('row', { name: /^ben disabled/ }).waitFor();
    assert.equal((await ems.admin.call('userAccounts', {})).accounts[0]?.state, 'disabled');
  });

  test('sees what others do meanwhile, in the dark as well', async () => {
    const { page, ems, device } = stage;
    await go('Audit');
    await page.getByRole('button', { name: 'Dark' }).click();
    await ems.admin.call('revokeEndpoint', { uid: device.uid, reason: 'found in a river' });
    await page.getByRole('row', { name: device.uid }).getByText('found in a river').waitFor();
    await checkAccessible(page);
  });

  test('is signed out with the click of a button, and the link signs nobody in a second time', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('sign-in-required').waitFor();
    await page.goto(link);
    await page.getByText('sign-in-refused').waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
  });

  test('as a viewer finds nothing to click that changes something', async () => {
    const { page, device } = stage;
    await page.goto(await stage.link('tv', 'viewer'));
    await page.getByRole('button', { name: 'Sign in as tv' }).click();
    for (const [title, button] of [
      ['Gateways', 'Withdraw'],
      ['Invitations', 'Invite'],
    ] as const) {
      await go(title);
      await page.getByRole('table', { name: title }).waitFor();
      assert.equal(await page.getByRole('button', { name: button }).count(), 0, title);
    }
    await page.goto(new URL(`/endpoints/${device.uid}`, page.url()).href);
    await page.getByRole('table', { name: 'Certificates' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Revoke|Release/ }).count(), 0);
  });

  test('and the browser had nothing to complain of but what was refused on purpose', () => {
    const unexpected = stage.complaints.filter((line) => !/status of (400|401|403)/.test(line));
    assert.deepEqual(unexpected, []);
  });
});

/** No violation of WCAG 2 A and AA that axe can find. */
async function checkAccessible(page: Page): Promise<void> {
  assert.deepEqual(await violationsOf(page), []);
}
