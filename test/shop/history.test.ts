import { Migrator } from 'limbeck';
import { createTestDatabase, expectNoDrift, expectReversible } from 'limbeck/testing';
import { dataSource, limbeck } from '../../ormconfig';
import { testServer } from '../support/database.js';
import { openShop } from './open-shop.js';

describe("the shop's history", () => {
  it('leads to what the entities say', async () => {
    await using shop = await openShop();
    await expectNoDrift(shop.dataSource, limbeck);
  });

  it('can be gone back, revision by revision', async () => {
    const { host, port, user, password } = await testServer();
    await using empty = await createTestDatabase({ dataSource, migrator: limbeck, provider: { url: `postgresql://${user}:${password}@${host}:${port}/postgres` }, upgradeTo: 'base' });
    await expectReversible(empty.migrator);
  });

  it('is proven, from an empty database on', async () => {
    await using shop = await openShop();
    expect(await new Migrator(shop.dataSource, limbeck).verify()).toMatchObject({ isProven: true, differences: [], revisions: [{ isReversible: true }, { isReversible: true }, { isReversible: true }] });
  });
});
