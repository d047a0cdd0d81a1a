import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { createTestDatabase, endTestRun, type TestDatabase } from 'limbeck/testing';
import { Category } from '../../entities/category';
import { Customer } from '../../entities/customer';
import { dataSource, limbeck } from '../../ormconfig';
import { testServer } from '../support/database.js';
import { sell } from './shelves.js';

// What was made for further tests of the file goes with its last one.
afterAll(endTestRun);

/** What every shop of the tests has from the start. */
async function stock(dataSource: DataSource): Promise<void> {
  const stills = await dataSource.getRepository(Category).save({ name: 'Stills' });
  const copper = await dataSource.getRepository(Category).save({ name: 'Copper', parent: stills });
  await sell(dataSource, { sku: 'ALEMBIC', name: 'Alembic', price: '149.90', tags: ['copper', 'still'], category: copper });
  await sell(dataSource, { sku: 'RETORT', name: 'Retort', price: '24.05', tags: ['glass', 'still'], category: stills });
  await dataSource.getRepository(Customer).save({ email: 'maria@example.com', fullName: 'Maria Prophetissa' });
}

/** A shop of its own for a test or a file of tests, in a database with the shop's whole history. */
export async function openShop(): Promise<TestDatabase> {
  const { host, port, user, password } = await testServer();
  return createTestDatabase({
    dataSource,
    migrator: limbeck,
    provider: { url: `postgresql://${user}:${password}@${host}:${port}/postgres` },
    seed: { key: `stock 1 ${sell.toString()} ${stock.toString()}`, run: stock },
  });
}

/** The customer that every shop has. */
export const maria = (dataSource: DataSource): Promise<Customer> => dataSource.getRepository(Customer).findOneByOrFail({ email: 'maria@example.com' });

/** A shelf that every shop has. */
export const shelf = (dataSource: DataSource, name: string): Promise<Category> => dataSource.getRepository(Category).findOneByOrFail({ name });
