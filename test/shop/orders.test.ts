import type { TestDatabase } from 'limbeck/testing';
import { Order } from '../../entities/order';
import { maria, openShop } from './open-shop.js';
import { ordersOf, payOrder, placeOrder, totalOf } from './orders.js';
import { withdraw } from './shelves.js';

// A database for each test: what a test commits, no other sees.
let shop: TestDatabase;

beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.drop());

describe('an order', () => {
  it('costs what the products cost when it was placed', async () => {
    const { dataSource } = shop;
    const order = await placeOrder(dataSource, await maria(dataSource), [{ sku: 'ALEMBIC', quantity: 2 }, { sku: 'RETORT', quantity: 1 }]);
    await dataSource.query('UPDATE product SET price = price * 2');
    expect(await totalOf(dataSource, order)).toBe('323.85');
    expect(order.lines.map(({ quantity, unitPrice }) => [quantity, unitPrice]).sort()).toEqual([[1, '24.05'], [2, '149.90']]);
  });

  it('is placed as a whole or not at all', async () => {
    const { dataSource } = shop;
    const customer = await maria(dataSource);
    await expect(placeOrder(dataSource, customer, [{ sku: 'ALEMBIC', quantity: 1 }, { sku: 'ATHANOR', quantity: 1 }])).rejects.toThrow('There is no ATHANOR to be had.');
    await expect(placeOrder(dataSource, customer, [{ sku: 'ALEMBIC', quantity: 0 }])).rejects.toThrow(/violates check constraint/);
    expect(await ordersOf(dataSource, customer)).toEqual([]);
  });

  it('is of what is on sale only, and stays when that is withdrawn', async () => {
    const { dataSource } = shop;
    const customer = await maria(dataSource);
    const order = await placeOrder(dataSource, customer, [{ sku: 'RETORT', quantity: 3 }]);
    await withdraw(dataSource, 'RETORT');
    await expect(placeOrder(dataSource, customer, [{ sku: 'RETORT', quantity: 1 }])).rejects.toThrow('There is no RETORT to be had.');
    expect(await totalOf(dataSource, order)).toBe('72.15');
  });

  it('is paid once, by whoever comes first', async () => {
    const { dataSource } = shop;
    const order = await placeOrder(dataSource, await maria(dataSource), [{ sku: 'ALEMBIC', quantity: 1 }]);
    const answers = await Promise.allSettled([payOrder(dataSource, order), payOrder(dataSource, order), payOrder(dataSource, order)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect((await dataSource.getRepository(Order).findOneByOrFail({ id: order.id })).paidAt).toBeInstanceOf(Date);
  });

  it('keeps its customer', async () => {
    const { dataSource } = shop;
    const customer = await maria(dataSource);
    expect((await placeOrder(dataSource, customer, [{ sku: 'RETORT', quantity: 1 }])).id).toBe('1');
    await expect(dataSource.manager.remove(customer)).rejects.toThrow(/violates (foreign key|RESTRICT)/);
    expect(await ordersOf(dataSource, customer)).toHaveLength(1);
  });
});
