// @ts-check
/** As data-source.cjs, in an ES module, for which TypeORM and its drivers are loaded in another way. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import same from './data-source.cjs';

export const dataSource = new DataSource(same.dataSource.options);
export const { limbeck } = same;
