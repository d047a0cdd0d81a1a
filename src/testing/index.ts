/**
 * Databases for tests, with the schema that the revisions build: {@link createTestDatabase}, and checks of revisions.
 *
 * @packageDocumentation
 */

export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export type { TestTransaction } from './transaction.js';
export type { Seed, SeedFunction } from './seed.js';
export type { ContentOptions } from './source.js';
export type { ProviderChoice, ProviderName, TestServer } from './providers.js';
export type { ContainerOptions } from './container.js';
export { endTestRun } from './workshop.js';
export { expectMatchesEntities, expectNoDrift, expectReversible, type ReversibleOptions } from './checks.js';
