import type { TestDatabase, TestTransaction } from 'limbeck/testing';
import { Category } from '../../entities/category';
import { Tag } from '../../entities/tag';
import { openShop, shelf } from './open-shop.js';
import { productsIn, productsTagged, sell, withdraw } from './shelves.js';

// One database for the file, and a transaction around each test, which is undone.
let shop: TestDatabase;
let test: TestTransaction;

beforeAll(async () => {
  shop = await openShop();
});
beforeEach(async () => {
  test = await shop.transaction();
});
afterEach(() => test.rollback());
afterAll(() => shop.drop());

const skus = (products: readonly { readonly sku: string }[]): readonly string[] => products.map(({ sku }) => sku);

describe('the shelves', () => {
  it('hold what stands on the shelves in them', async () => {
    const { dataSource } = shop;
    expect(skus(await productsIn(dataSource, await shelf(dataSource, 'Stills')))).toEqual(['ALEMBIC', 'RETORT']);
    expect(skus(await productsIn(dataSource, await shelf(dataSource, 'Copper')))).toEqual(['ALEMBIC']);
  });

  it('take with them the shelves in them, but no product', async () => {
    const { dataSource } = shop;
    await dataSource.manager.remove(await shelf(dataSource, 'Stills'));
    expect(await dataSource.getRepository(Category).count()).toBe(0);
    expect(skus(await productsTagged(dataSource, 'still'))).toEqual(['ALEMBIC', 'RETORT']);
  });
});

describe('a product', () => {
  it('is found by its tags, old and new', async () => {
    const { dataSource } = shop;
    await sell(dataSource, { sku: 'PELICAN', name: 'Pelican', price: '88.00', tags: ['glass', 'circulation'] });
    expect(skus(await productsTagged(dataSource, 'glass'))).toEqual(['PELICAN', 'RETORT']);
    expect(skus(await productsTagged(dataSource, 'circulation'))).toEqual(['PELICAN']);
    expect(await dataSource.getRepository(Tag).countBy({ label: 'glass' })).toBe(1);
  });

  it('has a number of its own, and a price that is not negative', async () => {
    const { dataSource } = shop;
    await expect(sell(dataSource, { sku: 'RETORT', name: 'Another', price: '1.00', tags: ['new'] })).rejects.toThrow(/duplicate key/);
    await expect(sell(dataSource, { sku: 'GIFT', name: 'Gift', price: '-1.00' })).rejects.toThrow(/violates check constraint/);
    // What failed took its new tag with it.
    expect(await dataSource.getRepository(Tag).countBy({ label: 'new' })).toBe(0);
  });

  it('is still there when it is withdrawn', async () => {
    const { dataSource } = shop;
    await withdraw(dataSource, 'RETORT');
    expect(await productsTagged(dataSource, 'glass')).toMatchObject([{ sku: 'RETORT', isActive: false, status: 'archived' }]);
  });
});
