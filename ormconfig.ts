import 'reflect-metadata';
import { config } from 'dotenv';
import { DataSource } from 'typeorm';
import type { MigratorOptions } from 'limbeck';
import { Category } from './entities/category';
import { Customer } from './entities/customer';
import { Order } from './entities/order';
import { OrderLine } from './entities/order-line';
import { Product } from './entities/product';
import { Tag } from './entities/tag';

// What the environment says already wins over `.env`.
config({ quiet: true });

/** The database of the shop; TypeORM's own command line can load this file, too. */
export const dataSource = new DataSource({
  type: 'postgres',
  host: process.env.POSTGRES_HOST ?? 'localhost',
  port: Number(process.env.POSTGRES_PORT ?? 5432),
  username: process.env.POSTGRES_USER ?? 'postgres',
  password: process.env.POSTGRES_PASSWORD ?? '',
  database: process.env.POSTGRES_DB ?? 'postgres',
  entities: [Category, Customer, Order, OrderLine, Product, Tag],
  migrations: [`${__dirname}/migrations/*.{ts,js}`],
});

/** How Limbeck works here. Everything else is as it comes. */
export const limbeck: MigratorOptions = {
  directory: 'migrations',
};
