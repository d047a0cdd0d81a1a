import type { Examples } from './examples.js';
import { server } from './names.js';

export const scratchExamples: Examples<'scratch'> = {
  'scratch/not-allowed': { server: `${server}/shop`, sqlState: '42501', serverMessage: 'permission denied to create database' },
};
